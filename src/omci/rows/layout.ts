import { fromHex, toHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';

/** One field of a row: where its bits are, and the words for its values. */
export interface Field {
  /** First bit, from the most significant bit of the first octet. */
  readonly at: number;
  readonly bits: number;
  /** Words for single values; other values are numbers. */
  readonly words?: Readonly<Record<number, string>>;
  /** Octets that people read otherwise; without it a field of more than 32 bits is hexadecimal text. */
  readonly as?: 'ipv4' | 'ipv6';
}

export type Layout = Readonly<Record<string, Field>>;

/** Values of a row in words: a word where there is one, else a number; addresses and long fields as text. */
export type RowOf<L extends Layout> = { readonly [K in keyof L]: L[K] extends { readonly as: string } ? string : L[K] extends { readonly words: infer W } ? W[keyof W] | number : number }
  /** Bits that belong to no field, when any of them is set: hexadecimal, as long as the row. */
  & { readonly reserved?: string };

export interface RowCodec<L extends Layout> {
  readonly size: number;
  readonly fields: L;
  /** @throws OmciError `bad-row` for another length */
  read(row: string | Uint8Array): RowOf<L>;
  /** @returns lower-case hexadecimal text @throws OmciError `bad-row` for unknown words and numbers out of range */
  write(row: RowOf<L>): string;
}

/** @param size octets of the row */
export function rowCodec<const L extends Layout>(size: number, fields: L): RowCodec<L> {
  const own = new Uint8Array(size);
  for (const { at, bits } of Object.values(fields)) for (let i = at; i < at + bits; i++) own[i >> 3]! |= 0x80 >> (i & 7);
  return {
    size, fields,
    read(row) {
      const bytes = octets(row, size);
      const values: Record<string, string | number> = {};
      for (const [name, field] of Object.entries(fields)) values[name] = readField(bytes, field);
      const reserved = bytes.map((byte, i) => byte & ~own[i]!);
      if (reserved.some((byte) => byte !== 0)) values['reserved'] = toHex(reserved);
      return values as RowOf<L>;
    },
    write(row) {
      const values = row as Readonly<Record<string, unknown>>;
      const stray = Object.keys(values).find((name) => !(name in fields) && name !== 'reserved');
      if (stray !== undefined) throw new OmciError('bad-row', `the row has no field ${stray}; it has ${Object.keys(fields).join(', ')}`);
      const bytes = values['reserved'] === undefined ? new Uint8Array(size) : octets(values['reserved'], size);
      for (const [name, field] of Object.entries(fields)) writeField(bytes, field, name, values[name]);
      return toHex(bytes);
    },
  };
}

export function octets(row: unknown, size: number): Uint8Array {
  const bytes = typeof row === 'string' ? hexOf(row) : row instanceof Uint8Array ? row.slice() : undefined;
  if (bytes?.length !== size) throw new OmciError('bad-row', `a row of this table has ${size} octets`);
  return bytes;
}

function hexOf(text: string): Uint8Array | undefined {
  return /^([0-9a-f]{2})*$/i.test(text) ? fromHex(text) : undefined;
}

function readField(bytes: Uint8Array, field: Field): string | number {
  if (field.as === 'ipv4') return [...bytes.subarray(field.at / 8, field.at / 8 + 4)].join('.');
  if (field.as === 'ipv6') return toHex(bytes, field.at / 8, (field.at + field.bits) / 8).replace(/(....)(?=.)/g, '$1:');
  const value = number(bytes, field);
  return field.words?.[value] ?? value;
}

function writeField(bytes: Uint8Array, field: Field, name: string, value: unknown): void {
  const { at, bits, as } = field;
  if (as !== undefined) {
    const octetsOf = as === 'ipv4' ? ipv4(value) : typeof value === 'string' ? hexOf(value.replaceAll(':', '')) : undefined;
    if (octetsOf?.length !== bits / 8) throw new OmciError('bad-row', `${name} is no ${as === 'ipv4' ? 'IPv4 address' : `text of ${bits / 8} octets`}`);
    bytes.set(octetsOf, at / 8);
    return;
  }
  const words = field.words ?? {};
  const code = typeof value === 'number' ? value : Object.keys(words).map(Number).find((k) => words[k] === value);
  if (code === undefined || !Number.isInteger(code) || code < 0 || code >= 2 ** bits) {
    const known = Object.values(words);
    throw new OmciError('bad-row', `${name} takes ${known.length > 0 ? `${known.join(', ')} or ` : ''}a number from 0 to ${2 ** bits - 1}, not ${String(value)}`);
  }
  for (let i = 0; i < bits; i++) {
    if (Math.floor(code / 2 ** (bits - 1 - i)) % 2 === 1) bytes[(at + i) >> 3]! |= 0x80 >> ((at + i) & 7);
  }
}

function number(bytes: Uint8Array, { at, bits }: Field): number {
  let value = 0;
  for (let i = at; i < at + bits; i++) value = value * 2 + ((bytes[i >> 3]! >> (7 - (i & 7))) & 1);
  return value;
}

function ipv4(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !/^\d{1,3}(\.\d{1,3}){3}$/.test(value)) return undefined;
  const parts = value.split('.').map(Number);
  return parts.every((p) => p < 256) ? Uint8Array.from(parts) : undefined;
}
