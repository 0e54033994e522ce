import { Failure } from '../../kernel/failure.ts';
import type { ScriptStep } from '../../plan/model.ts';
import { verdict, type Verdict } from '../../plan/verdict.ts';
import type { LineRequest, Reply, Session } from '../../transport/model.ts';
import type { Progress } from '../api.ts';
import type { Journal } from '../journal/writer.ts';
import type { Lease } from '../lease.ts';

export interface Typed { readonly reply: Reply; readonly verdict: Verdict; }

export interface StepAbout {
  readonly target: string;
  /** Mode of the line as people read it; '' for global configuration. */
  readonly mode: string;
  readonly undo: boolean;
  readonly index: number;
  readonly of: number;
}

export interface Doing { readonly step: ScriptStep; readonly about: StepAbout; }

/** What came of lines typed together: fewer than those when the session broke. */
export interface TypedTogether { readonly typed: readonly Typed[]; readonly failure: Failure | null; }

/** Types lines that write: each is in the journal before the device has it, and its answer is there before the next one is typed, or the next window. */
export interface Typist {
  /** @throws Failure of the session, of the lease, or of the journal */
  type(session: Session, step: ScriptStep, about: StepAbout): Promise<Typed>;
  /** All at once: all are in the journal before the device has the first one. @throws Failure of the lease or of the journal, or before anything was typed */
  typeTogether(session: Session, lines: readonly Doing[]): Promise<TypedTogether>;
  /** Octets that go over the wire. */
  length(step: ScriptStep): number;
}

/** Of a failure of `type`: the line did not go to the device, because what has to come before it could not be done. */
export function neverTyped({ code }: Failure): boolean {
  return NEVER_TYPED.has(code);
}

const NEVER_TYPED: ReadonlySet<string> = new Set(['lease-lost', 'state-unwritable', 'secret-unset']);

export interface TypistOptions {
  readonly olt: string;
  readonly journal: Journal;
  readonly lease: Lease;
  /** Opened secrets by `Secret.key`. */
  readonly opened: ReadonlyMap<string, string>;
  readonly mask: (text: string) => string;
  readonly emit: (event: Progress) => void;
}

export function createTypist({ olt, journal, lease, opened, mask, emit }: TypistOptions): Typist {
  let count = 0;

  function requestOf(step: ScriptStep): LineRequest {
    return { text: textOf(step, opened), shown: step.line, at: step.at, prompt: step.prompt, intent: step.intent, yes: step.yes };
  }

  async function send(session: Session, step: ScriptStep): Promise<Typed> {
    const reply = await session.send(requestOf(step));
    return { reply, verdict: verdict(reply.class, step.intent) };
  }

  /** @returns the number under which the answer is noted; null for moving between modes, which changes nothing and whose prompts are checked */
  function announce({ step, about }: Doing): number | null {
    if (step.intent === 'navigate') return null;
    const number = ++count;
    journal.note({ t: 'do', olt, target: about.target, of: number, change: step.change, line: step.line, undo: about.undo });
    return number;
  }

  function answered({ step, about: { target, mode, index, of, undo } }: Doing, number: number | null, { reply }: Typed): void {
    if (number === null) return;
    journal.note({ t: 'did', olt, of: number, class: reply.class, ...(reply.class === 'ok' ? {} : { message: mask(reply.message) }) });
    emit({ kind: 'command', olt, target, mode, line: step.line, class: reply.class, index, of, undo });
  }

  return {
    async type(session, step, about) {
      if (step.intent === 'navigate') return send(session, step);
      lease.assertHeld();
      const number = announce({ step, about });
      await journal.sync();
      const typed = await send(session, step);
      answered({ step, about }, number, typed);
      return typed;
    },
    async typeTogether(session, lines) {
      lease.assertHeld();
      const numbers = lines.map(announce);
      await journal.sync();
      const { replies, failure } = await session.sendTogether(lines.map(({ step }) => requestOf(step)));
      const typed = replies.map((reply, i): Typed => ({ reply, verdict: verdict(reply.class, lines[i]!.step.intent) }));
      typed.forEach((each, i) => answered(lines[i]!, numbers[i]!, each));
      return { typed, failure };
    },
    length: (step) => Buffer.byteLength(textOf(step, opened)) + ENTER,
  };
}

const ENTER = 1;

function textOf(step: ScriptStep, opened: ReadonlyMap<string, string>): string {
  if (!step.parts) return step.line;
  return step.parts.map((part) => {
    if (typeof part === 'string') return part;
    // A plain one may come from the device itself: what it showed in clear goes back as it was.
    const value = part.ref.from === 'literal' ? part.ref.value : opened.get(part.key);
    if (value === undefined) throw new Failure(`the secret in ${part.describe()}, for "${step.line}", is not set`, { code: 'secret-unset', exitCode: 1 });
    return value;
  }).join('');
}
