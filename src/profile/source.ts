/** One input file as text, and positions in it. Offsets inside; line and column only at the edge, when a place is asked for. */
import type { Finding, Place } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';

/** YAML files of this size and more are refused: a profile is never that long, and rows belong into CSV. Octets. */
export const YAML_LIMIT = 10_000_000;
/** CSV files hold one row per subscriber; about a million rows fit. Octets. */
export const CSV_LIMIT = 128_000_000;

export class Source {
  readonly file: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** @param start,end offsets into `text` (UTF-16 units, end exclusive); columns come out in characters. */
  place(start: number, end: number, path: string): Place {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    return { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, path };
  }

  #position(offset: number): { line: number; column: number } {
    const starts = (this.#lineStarts ??= lineStarts(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: characters(this.text.slice(starts[low], offset)) + 1 };
  }
}

/** Bytes to text, or the finding that says why not. A byte order mark is accepted and dropped. */
export function decodeSource(file: string, bytes: Uint8Array, limit: number): { source: Source | null; findings: Finding[] } {
  if (bytes.length >= limit) {
    const megabytes = (octets: number): string => `${Math.round(octets / 100_000) / 10} MB`;
    return refuse(finding('ONT003', `${file} has ${megabytes(bytes.length)}; files of ${megabytes(limit)} and more are not read`,
      { hint: 'put subscribers into a CSV file, or split the file', at: wholeFile(file) }));
  }
  try {
    return { source: new Source(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes)), findings: [] };
  } catch {
    const lossy = new Source(file, new TextDecoder('utf-8').decode(bytes));
    const offset = Math.max(0, lossy.text.indexOf('\uFFFD'));
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return refuse(finding('ONT002', `the file is not UTF-8 text${utf16 ? ' (it looks like UTF-16)' : ''}`,
      { hint: 'save the file with the encoding UTF-8', at: lossy.place(offset, offset + 1, '') }));
  }
}

export function wholeFile(file: string): Place {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1, path: '' };
}

function refuse(found: Finding): { source: null; findings: Finding[] } {
  return { source: null, findings: [found] };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}
