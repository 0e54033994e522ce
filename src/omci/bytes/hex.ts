import { OmciError } from '../errors.ts';

const TEXT: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const DIGIT = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  DIGIT['0123456789abcdef'.charCodeAt(i)] = i;
  DIGIT['0123456789ABCDEF'.charCodeAt(i)] = i;
}

/** Octets `from` to `to` (exclusive) as lower-case hexadecimal text. */
export function toHex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let i = from; i < to; i++) text += TEXT[bytes[i]!]!;
  return text;
}

/** @throws OmciError `bad-hex` unless the text is nothing but pairs of hexadecimal digits, of either case. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >>> 1);
  if (putHex(text, bytes, 0) !== bytes.length || text.length % 2 !== 0) throw new OmciError('bad-hex', `not a whole number of hexadecimal octets: ${text.slice(0, 40)}`);
  return bytes;
}

/** Writes the octets of a hexadecimal text to `bytes` from `at`. @returns how many octets, or -1 when the text is no hexadecimal text */
export function putHex(text: string, bytes: Uint8Array, at: number): number {
  const length = text.length >>> 1;
  let bad = text.length & 1;
  for (let i = 0; i < length; i++) {
    const high = text.charCodeAt(2 * i);
    const low = text.charCodeAt(2 * i + 1);
    const byte = ((high | low) > 255 ? -1 : (DIGIT[high]! << 4) | DIGIT[low]!);
    bad |= byte < 0 ? 1 : 0;
    bytes[at + i] = byte;
  }
  return bad === 0 ? length : -1;
}
