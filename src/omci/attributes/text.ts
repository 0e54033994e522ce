import { fromHex, toHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';

/** Octets of a string attribute as people read them: up to the first NUL, without spaces at the end; anything unprintable is `\xNN`. */
export function textOf(hex: string): string {
  const bytes = fromHex(hex);
  const end = bytes.indexOf(0);
  const used = [...(end < 0 ? bytes : bytes.subarray(0, end))];
  return used.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : `\\x${b.toString(16).padStart(2, '0')}`)).join('').trimEnd();
}

/** A text as octets of a string attribute, padded with NUL (or `pad`). @throws OmciError `wrong-size` when it is too long, `bad-field` outside ASCII */
export function octetsOf(text: string, size: number, pad = 0): string {
  if (text.length > size) throw new OmciError('wrong-size', `the text has ${text.length} characters, the attribute ${size}`);
  const bytes = new Uint8Array(size).fill(pad);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7e || code < 0x20) throw new OmciError('bad-field', 'the text has characters outside of ASCII');
    bytes[i] = code;
  }
  return toHex(bytes);
}

/** 32 bits as an IPv4 address. */
export function ipv4Of(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** A wire value of `size` octets read as two's complement. */
export function signedOf(value: number, size: number): number {
  const span = 256 ** size;
  return value >= span / 2 ? value - span : value;
}
