import type { Finding, Place } from '../../kernel/finding.ts';
import type { Intent } from '../intent.ts';
import { pointerTo } from '../node.ts';

/** Where a value of the intent was written: `place(intent, 'services', 'internet', 'vlan')`. */
export function place(intent: Intent, ...steps: readonly (string | number)[]): Place | undefined {
  return intent.origin(pointerTo(...steps)).at;
}

/** `related` for one other place, when there is one. */
export function elsewhere(message: string, at: Place | undefined): Finding['related'] {
  return at && [{ message, at }];
}
