/** What stands in a cell or behind a colon, as a value. What a device prints for "nothing" is null, and so is what cannot be true. */
import { parseSerial } from '../../kernel/serial.ts';

export type Cell = string | number | null;

export interface CellType {
  /** Regular-expression source of one cell in a table, without capturing groups. */
  readonly match: string;
  /** @returns undefined for a text this type cannot hold */
  readonly read: (text: string) => Cell | undefined;
}

export interface CellSpec {
  readonly type: CellType;
  /** Texts that mean "nothing", besides the empty one. */
  readonly empty: ReadonlySet<string>;
  /** Beyond these a number is a fault of the reading and not a value. */
  readonly limits: readonly [number, number] | null;
  /** What the box says → what we say; a text that is not listed stays as it is. */
  readonly words: Readonly<Record<string, string>>;
}

const number: CellType = { match: '\\S+', read: (text) => (/^[-+]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined) };
const word: CellType = { match: '\\S+', read: (text) => text };
const MAC = /^[0-9a-f]{12}$/;

export const CELL_TYPES: Readonly<Record<string, CellType>> = {
  word,
  text: { match: '\\S(?:.*\\S)?', read: (text) => text },
  int: { match: '\\S+', read: (text) => (/^\d+$/.test(text) ? Number(text) : undefined) },
  number,
  /** A day and perhaps the time of day; sites write dates differently, so it stays text. */
  time: { match: '(?:-|\\S+(?: \\d\\S*)?)', read: (text) => text },
  /** Frame, slot and port with blanks anywhere around the slashes. */
  place: { match: '\\d+(?: *\\/ *\\d+)+', read: (text) => text.replace(/\s+/g, '') },
  /** In any spelling, also both at once: `48575443A1B2C3D4 (HWTC-A1B2C3D4)`. */
  serial: { match: '[0-9A-Za-z-]+(?: \\([^)]*\\))?', read: (text) => parseSerial(text.replace(/\s*\(.*$/, '')) ?? undefined },
  /** 12 lower-case hex digits. */
  mac: { match: '\\S+', read: (text) => { const bare = text.replace(/[-:.]/g, '').toLowerCase(); return MAC.test(bare) ? bare : undefined; } },
  /** `10.9.0.25/20` or `10.9.0.25`. */
  address: { match: '\\S+', read: (text) => (/^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$/.test(text) ? text : undefined) },
};

/** @returns undefined when the text is none of this type */
export function readCell(spec: CellSpec, raw: string): Cell | undefined {
  const text = raw.trim();
  if (text === '' || spec.empty.has(text)) return null;
  const value = spec.type.read(text);
  if (typeof value === 'number' && spec.limits && (value < spec.limits[0] || value > spec.limits[1])) return null;
  return typeof value === 'string' ? spec.words[value.toLowerCase()] ?? value : value;
}
