import { Failure } from '../../kernel/failure.ts';
import type { ScriptStep } from '../../plan/model.ts';
import { verdict, type Verdict } from '../../plan/verdict.ts';
import type { Reply, Session } from '../../transport/model.ts';
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

/** Types lines that write: each is in the journal before the device has it, and its answer is there before the next one is typed. */
export interface Typist {
  /** @throws Failure of the session, of the lease, or of the journal */
  type(session: Session, step: ScriptStep, about: StepAbout): Promise<Typed>;
}

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

  async function send(session: Session, step: ScriptStep): Promise<Typed> {
    const reply = await session.send({ text: textOf(step, opened), shown: step.line, at: step.at, prompt: step.prompt, intent: step.intent, yes: step.yes });
    return { reply, verdict: verdict(reply.class, step.intent) };
  }

  return {
    async type(session, step, { target, mode, undo, index, of }) {
      // Moving between modes changes nothing; the device's own prompt is checked after each.
      if (step.intent === 'navigate') return send(session, step);
      lease.assertHeld();
      const number = ++count;
      journal.note({ t: 'do', olt, target, of: number, change: step.change, line: step.line, undo });
      await journal.sync();
      const typed = await send(session, step);
      const message = typed.reply.class === 'ok' ? {} : { message: mask(typed.reply.message) };
      journal.note({ t: 'did', olt, of: number, class: typed.reply.class, ...message });
      emit({ kind: 'command', olt, target, mode, line: step.line, class: typed.reply.class, index, of, undo });
      return typed;
    },
  };
}

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
