import { toHex } from './bytes/hex.ts';
import type { DecodeOptions } from './decode.ts';
import { decodeTraced } from './decode.ts';
import { OmciError } from './errors.ts';
import type { Message } from './message.ts';
import { meaningOf } from './meaning.ts';
import type { Scope } from './meaning.ts';
import { entityOf } from './table/entity.ts';

/** A stretch of octets and what it is. */
export interface Explained {
  readonly offset: number;
  readonly length: number;
  /** Lower-case hexadecimal. */
  readonly octets: string;
  /** Field or attribute key; `padding`, `trailing` and `unread` for the rest. */
  readonly name: string;
  /** What it says, for people. */
  readonly meaning: string;
}

/** Every octet of a frame is in exactly one stretch, in order, also when it does not decode. */
export interface Explanation {
  readonly stretches: readonly Explained[];
  readonly message: Message | null;
  readonly error: OmciError | null;
}

/** What each octet of a frame is. Never throws for any octets; `error` says why decoding stopped. */
export function explain(frame: Uint8Array, options?: DecodeOptions): Explanation {
  const stretches: Explained[] = [];
  const scope: Scope = { extended: frame[3] === 11, entity: undefined };
  let end = 0;
  const add = (offset: number, length: number, name: string, meaning: string): void => {
    if (offset > end) add(end, offset - end, 'padding', isZero(frame, end, offset) ? '' : 'not zero, without meaning');
    if (offset < end || length === 0) return;
    stretches.push({ offset, length, octets: toHex(frame, offset, offset + length), name, meaning });
    end = offset + length;
  };
  let message: Message | null = null;
  let error: OmciError | null = null;
  try {
    message = decodeTraced(frame, options, (offset, length, name, value) => {
      if (name === 'classId' && typeof value === 'number') scope.entity = entityOf(value);
      add(offset, length, name, meaningOf(name, value, scope));
    });
  } catch (thrown) {
    if (!(thrown instanceof OmciError)) throw thrown;
    error = thrown;
  }
  if (end < frame.length) add(end, frame.length - end, error === null ? 'padding' : 'unread', error === null ? '' : error.message);
  return { stretches, message, error };
}

function isZero(frame: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (frame[i] !== 0) return false;
  return true;
}
