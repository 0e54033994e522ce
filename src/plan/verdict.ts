import type { ReplyClass } from '../transport/model.ts';
import type { Intent } from './model.ts';

/** `settle`: the device has something of that key already; whether it is what we meant is to be read back. */
export type Verdict = 'ok' | 'refused' | 'settle';

/** What an answer means for what was wanted. Only a definite success counts as one: what nobody knows is a refusal. */
export function verdict(reply: ReplyClass, intent: Intent): Verdict {
  if (reply === 'ok' || reply === 'same') return 'ok';
  return EXCEPTIONS[intent]?.[reply] ?? 'refused';
}

const EXCEPTIONS: Readonly<Partial<Record<Intent, Readonly<Partial<Record<ReplyClass, Verdict>>>>>> = {
  // A conflict may be with ourselves: what an earlier, cut session made while nobody was listening any more.
  create: { exists: 'settle', conflict: 'settle' },
  delete: { absent: 'ok' },
  // Collecting is trying to delete: somebody still uses it, or somebody has collected it already.
  collect: { absent: 'ok', 'in-use': 'ok' },
  read: { empty: 'ok' },
};
