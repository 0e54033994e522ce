import { Failure } from '../../kernel/failure.ts';
import type { Driver } from '../../packs/driver.ts';
import type { SendingWindow } from '../../packs/window.ts';
import type { Change, Command, ScriptStep, TargetPlan } from '../../plan/model.ts';
import type { Reply, Session } from '../../transport/model.ts';
import { cutToFit, type Ahead } from './ahead.ts';
import { stepsFrom, withoutWayOut } from './device.ts';
import { typeWindow } from './typing-window.ts';
import type { Doing, Typist } from './typing.ts';

/**
 * How far one plan came. `accepted[i]` counts the lines of change `i` that the device took. `doubtful`: changes of which a line was
 * typed behind the one it stopped at, and what became of it is not known.
 */
export type Typing =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' | 'settle'; readonly step: ScriptStep; readonly reply: Reply; readonly accepted: readonly number[]; readonly doubtful: ReadonlySet<number> }
  | { readonly kind: 'lost'; readonly failure: Failure; readonly step: ScriptStep; readonly accepted: readonly number[]; readonly doubtful: ReadonlySet<number> };

/**
 * Types a plan's script up to the first line that was not taken, and what was on its way with that one. A half-typed body is thrown away
 * before this returns.
 * @param ahead null: line by line
 */
export async function typePlan(session: Session, driver: Driver, plan: TargetPlan, typist: Typist, ahead: Ahead | null): Promise<Typing> {
  const accepted = plan.changes.map(() => 0);
  const script = withoutWayOut(driver.script([plan], { save: false }));
  const of = script.filter((step) => step.change !== null).length;
  const modeOf = modesOf(plan);
  let index = 0;
  const doing = (step: ScriptStep): Doing => ({ step, about: { target: plan.key, mode: modeOf(step), undo: false, index: step.change === null ? index : ++index, of } });
  let current = script[0]!;
  try {
    const steps = await stepsFrom(session, script);
    for (const window of windowsOf(driver, plan, steps, typist, ahead?.at(session) ?? null)) {
      current = window[0]!;
      const end = await typeWindow(session, window.map(doing), typist, plan.olt);
      for (const step of end.taken) if (step.change !== null) accepted[step.change]!++;
      if (end.kind === 'taken') continue;
      const { doubtful } = end;
      if (end.kind === 'lost') {
        if (window.length > 1) ahead?.broken(end.failure);
        return { kind: 'lost', failure: end.failure, step: end.step, accepted, doubtful };
      }
      const change = end.step.change === null ? undefined : plan.changes[end.step.change];
      current = end.step;
      if (change) await abortBody(session, change, typist, plan.key);
      return { kind: end.kind, step: end.step, reply: end.reply, accepted, doubtful };
    }
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: 'lost', failure: error, step: current, accepted, doubtful: new Set() };
  }
}

function windowsOf(driver: Driver, { changes }: TargetPlan, steps: readonly ScriptStep[], typist: Typist, window: SendingWindow | null): readonly (readonly ScriptStep[])[] {
  return window ? cutToFit(driver.windows(changes, steps), window, (step) => typist.length(step)) : steps.map((step) => [step]);
}

/**
 * Changes of which the device took at least one line, and has not thrown it away with the body it was in. Where only the way out of a body
 * was refused, its contents may stand already: deleting what is not there harms nobody.
 */
export function inForce(plan: TargetPlan, accepted: readonly number[], stopped: ScriptStep): Change[] {
  const thrownAway = ({ abort, action }: Change): boolean => abort.length > 0 && action !== 'replace' && !abort.some(({ line }) => line === stopped.line);
  return plan.changes.filter((change, i) => accepted[i]! > 0 && !(i === stopped.change && thrownAway(change)));
}

/** Only where the terminal stands inside the body: the device may have left it by itself. */
async function abortBody(session: Session, change: Change, typist: Typist, target: string): Promise<void> {
  for (const command of change.abort) {
    if (session.at !== command.at) return;
    await typist.type(session, stepOf(command), { target, mode: command.mode, undo: true, index: 0, of: 0 });
  }
}

export function stepOf({ line, parts, at, prompt, intent, yes }: Command): ScriptStep {
  return { line, ...(parts ? { parts } : {}), at, prompt, intent, yes, change: null };
}

/** The mode each line is typed in, for people who watch. */
function modesOf(plan: TargetPlan): (step: ScriptStep) => string {
  const byLine = new Map<string, string>(plan.changes.flatMap((change, i) => change.commands.map((command) => [`${i}\n${command.line}`, command.mode] as const)));
  return (step) => byLine.get(`${step.change}\n${step.line}`) ?? '';
}
