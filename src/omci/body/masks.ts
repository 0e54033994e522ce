import type { Given, Writer } from '../bytes/writer.ts';
import { fieldOr } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';

/** The masks of unsupported and of failed attributes; left out = none. */
export function writeMasks(w: Writer, m: Given): void {
  w.u16(fieldOr(m, 'unsupportedAttributeMask', 0xffff, 0));
  w.u16(fieldOr(m, 'failedAttributeMask', 0xffff, 0));
}

/** For results that have no masks on the wire: leaving them out in silence would lose what the caller meant. */
export function refuseMasks(m: Given, result: number): void {
  const given = ['unsupportedAttributeMask', 'failedAttributeMask', 'attributeExecutionMask'].find((name) => m[name] !== undefined && m[name] !== 0);
  if (given !== undefined) throw new OmciError('bad-field', `${given} has no place in a message with result ${result}`);
}
