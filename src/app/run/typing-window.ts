import { Failure } from '../../kernel/failure.ts';
import type { ScriptStep } from '../../plan/model.ts';
import type { Reply, Session } from '../../transport/model.ts';
import { samePrompt } from '../../transport/modes.ts';
import { busyAhead } from './ahead.ts';
import type { Doing, Typed, Typist } from './typing.ts';

/** What came of lines that were typed together, or of a single one. `taken`: those the device took, also behind one it refused. */
export type WindowEnd = { readonly taken: readonly ScriptStep[]; readonly doubtful: ReadonlySet<number> } & (
  | { readonly kind: 'taken' }
  /** The first line that was not taken. */
  | { readonly kind: 'refused' | 'settle'; readonly step: ScriptStep; readonly reply: Reply }
  | { readonly kind: 'lost'; readonly failure: Failure; readonly step: ScriptStep }
);

/** Types them, and waits for all answers. */
export async function typeWindow(session: Session, lines: readonly Doing[], typist: Typist, olt: string): Promise<WindowEnd> {
  const steps = lines.map(({ step }) => step);
  let typed: Typed[] = [];
  try {
    if (lines.length === 1) {
      typed.push(await typist.type(session, steps[0]!, lines[0]!.about));
    } else {
      const { typed: answered, failure } = await typist.typeTogether(session, lines);
      typed = [...answered];
      if (failure) return lost(steps, typed, failure);
      const tooBusy = await askBusyAgain(session, lines, typed, typist);
      if (tooBusy) return { kind: 'lost', failure: busyAhead(olt, tooBusy), step: tooBusy, taken: takenOf(steps, typed), doubtful: doubtfulOf(steps, typed) };
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Nothing is on its way any more but a line that was typed alone.
    return { kind: 'lost', failure: error, step: steps[lines.length === 1 ? 0 : firstStop(typed)] ?? steps[0]!, taken: takenOf(steps, typed), doubtful: doubtfulOf(steps, typed) };
  }
  const taken = takenOf(steps, typed);
  const stop = firstStop(typed);
  if (stop < 0) return { kind: 'taken', taken, doubtful: new Set() };
  const { reply, verdict } = typed[stop]!;
  return { kind: verdict === 'settle' ? 'settle' : 'refused', step: steps[stop]!, reply, taken, doubtful: doubtfulOf(steps, typed) };
}

function lost(steps: readonly ScriptStep[], typed: readonly Typed[], failure: Failure): WindowEnd {
  const doubtful = new Set(doubtfulOf(steps, typed));
  for (const { change } of steps.slice(typed.length)) if (change !== null) doubtful.add(change);
  return { kind: 'lost', failure, step: steps[typed.length] ?? steps.at(-1)!, taken: takenOf(steps, typed), doubtful };
}

/**
 * Lines the device was too busy for, once more and one by one: where all others were taken, and the terminal stands where they belong.
 * @returns the first of them, when that cannot be done
 */
async function askBusyAgain(session: Session, lines: readonly Doing[], typed: Typed[], typist: Typist): Promise<ScriptStep | null> {
  const first = firstStop(typed);
  if (first < 0 || typed[first]!.reply.class !== 'busy') return null;
  const busy = [...typed.keys()].filter((i) => typed[i]!.reply.class === 'busy');
  const here = busy.every((i) => samePrompt(lines[i]!.step.at, session.at) && lines[i]!.step.intent !== 'navigate');
  if (!here || typed.some(({ verdict }, i) => verdict !== 'ok' && !busy.includes(i))) return lines[first]!.step;
  for (const i of busy) {
    typed[i] = await typist.type(session, lines[i]!.step, lines[i]!.about);
    if (typed[i].verdict !== 'ok') return null;
  }
  return null;
}

function firstStop(typed: readonly Typed[]): number {
  return typed.findIndex(({ verdict }) => verdict !== 'ok');
}

/** Typed in another mode than meant: the line that should have led there was refused. */
function astray(steps: readonly ScriptStep[], typed: readonly Typed[], i: number): boolean {
  return i > 0 && !samePrompt(steps[i]!.at, typed[i - 1]!.reply.prompt);
}

function takenOf(steps: readonly ScriptStep[], typed: readonly Typed[]): ScriptStep[] {
  return steps.filter((_, i) => typed[i]?.verdict === 'ok' && !astray(steps, typed, i));
}

/** Changes of lines behind the first one that was not taken, whose answers do not tell whether they are in force. */
function doubtfulOf(steps: readonly ScriptStep[], typed: readonly Typed[]): Set<number> {
  const doubtful = new Set<number>();
  const first = firstStop(typed);
  for (const [i, { reply, verdict }] of typed.entries()) {
    const { change } = steps[i]!;
    if (change === null || first < 0 || i <= first) continue;
    const elsewhere = astray(steps, typed, i);
    // A mode that does not know the line has not taken it.
    if (elsewhere ? verdict === 'ok' || reply.class === 'unknown' : reply.class === 'unknown' || reply.class === 'syntax') doubtful.add(change);
  }
  return doubtful;
}
