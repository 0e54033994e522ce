/** Types of the values inside a configuration line: how each is recognised, read, written and compared. */
import { parseSerial, vendorForm } from '../kernel/serial.ts';
import type { Value } from '../plan/row.ts';
import { MASKED } from '../plan/row.ts';

export interface FieldType {
  /** Regular-expression source without capturing groups. */
  readonly match: string;
  readonly read: (text: string) => Value;
  /** @returns the text to type, or null when the value cannot be written in this type (wrong charset). */
  readonly write: (value: string | number) => string | null;
}

/** Characters a privileged shell treats specially; a quoted value may hold none of them either. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029"?\\|]/;

const MASK = /^(?:\*+|#+|%\^%#.*|\$[0-9a-z]\$.*|!.*!)$/i;

const word: FieldType = {
  match: '[^\\s"]+',
  read: (text) => text,
  write: (value) => (/^[A-Za-z0-9_.:/@%+=,~#-]+$/.test(String(value)) ? String(value) : null),
};

function quotedWith(read: (text: string) => Value): FieldType {
  return {
    match: '(?:"[^"]*"|[^\\s"]+)',
    read: (text) => read(text.startsWith('"') ? text.slice(1, -1) : text),
    write: (value) => (UNSAFE.test(String(value)) ? null : `"${String(value)}"`),
  };
}

export const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  int: {
    match: '\\d+',
    read: (text) => Number(text),
    write: (value) => (/^\d+$/.test(String(value)) ? String(value) : null),
  },
  /** kbit/s where the device counts in 64 kbit/s; `off` means without limit. */
  kbit64: {
    match: '(?:\\d+|off)',
    read: (text) => (text === 'off' ? 'off' : Number(text)),
    write: (value) => (/^\d+$/.test(String(value)) ? String(Math.ceil(Number(value) / 64) * 64) : null),
  },
  word,
  /** A word whose capitals do not matter (`tag-In-Package`). */
  keyword: { match: '[^\\s"]+', read: (text) => text.toLowerCase(), write: word.write },
  quoted: quotedWith((text) => text),
  /** Never shown; a masked or hashed one reads as MASKED. */
  secret: quotedWith((text) => (MASK.test(text) ? MASKED : text)),
  /** GPON serial in any spelling, typed as 16 hex digits in quotes. */
  serial: {
    match: '(?:"[^"]*"|[^\\s"]+)',
    read: (text) => {
      const bare = text.replace(/"/g, '').replace(/\s*\(.*$/, '');
      return parseSerial(bare) ?? bare;
    },
    write: (value) => (/^[0-9A-F]{16}$/.test(String(value)) ? `"${String(value)}"` : null),
  },
  /** GPON serial where the device takes 4 letters and 8 hex digits only. */
  serial12: {
    match: '[A-Za-z0-9]{4}[0-9A-Fa-f]{8}',
    read: (text) => parseSerial(text) ?? text,
    write: (value) => (/^[0-9A-F]{16}$/.test(String(value)) && /^[A-Z0-9]{4}-/.test(vendorForm(String(value))) ? vendorForm(String(value)).replace('-', '') : null),
  },
  /** Bare text to the end of the line. */
  text: { match: '\\S(?:.*\\S)?', read: (text) => (/^\*+$/.test(text) ? MASKED : text), write: (value) => (/^[A-Za-z0-9_.:/@%+=,#()-]+(?: [A-Za-z0-9_.:/@%+=,#()-]+)*$/.test(String(value)) ? String(value) : null) },
  /** A secret typed without quotes. */
  barsecret: { match: '\\S+', read: (text) => (MASK.test(text) ? MASKED : text), write: () => null },
  ip: { match: '\\d{1,3}(?:\\.\\d{1,3}){3}', read: (text) => text, write: (value) => (/^\d{1,3}(\.\d{1,3}){3}$/.test(String(value)) ? String(value) : null) },
  /** `adaptive`, `adaptive 8` or a number. */
  count: {
    match: '(?:adaptive(?:\\s+\\d+)?|\\d+)',
    read: (text) => (text.startsWith('adaptive') ? 'adaptive' : Number(text)),
    write: (value) => (/^(adaptive|\d+)$/.test(String(value)) ? String(value) : null),
  },
  /** `30`, `30 to 31`, `311-314,360`: one printed line, many rows. Reads as text; the dump reader expands it. */
  range: {
    match: '\\d+(?:(?:\\s+to\\s+|\\s*-\\s*)\\d+)?(?:,\\d+(?:-\\d+)?)*',
    read: (text) => text,
    write: (value) => (/^\d+$/.test(String(value)) ? String(value) : null),
  },
  /** Everything to the end of the line. */
  rest: { match: '.*', read: (text) => text, write: () => null },
};

/** The numbers of a range text, in order; null when it is longer than a VLAN space. */
export function expandRange(text: string): number[] | null {
  const out: number[] = [];
  for (const part of text.split(',')) {
    const [from, to] = part.split(/\s+to\s+|\s*-\s*/).map(Number);
    if (from === undefined || Number.isNaN(from)) return null;
    const last = to ?? from;
    if (last < from || last - from > 4096) return null;
    for (let n = from; n <= last; n++) out.push(n);
  }
  return out;
}
