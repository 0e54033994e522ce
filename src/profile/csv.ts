/** CSV text to compact rows. The only file that knows the `csv-parse` package. */
import { parse } from 'csv-parse/sync';
import type { Finding, Place } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { pointerTo } from './node.ts';
import { CSV_LIMIT, decodeSource, wholeFile } from './source.ts';

/**
 * One CSV file: a header and rows of cells. Rows hold their texts and one number, so that 100,000 of them stay small;
 * places are found again in the bytes when somebody asks.
 */
export class CsvTable {
  readonly file: string;
  readonly columns: readonly string[];
  /** One per row, in file order; as many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
  readonly #bytes: Uint8Array;
  readonly #starts: readonly number[];
  readonly #delimiter: number;
  #lines: readonly number[] | undefined;

  constructor(file: string, columns: readonly string[], records: readonly ParsedRecord[], bytes: Uint8Array, delimiter: string) {
    this.file = file;
    this.columns = columns;
    this.rows = records.map((record) => record.cells);
    this.#starts = records.map((record) => record.start);
    this.#bytes = bytes;
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Where a cell is; the whole row without a column, the header's cell with row -1. */
  place(row: number, column?: number): Place {
    const path = row < 0 ? '' : column === undefined ? pointerTo(row) : pointerTo(row, this.columns[column] ?? column);
    const start = row < 0 ? headerStart(this.#bytes) : this.#starts[row] ?? 0;
    return placeInBytes(this.file, this.#bytes, this.#lines ??= lineStarts(this.#bytes), start, this.#delimiter, column, path);
  }
}

interface ParsedRecord { readonly cells: string[]; readonly start: number }

/** Reads a CSV file with a header. Quotes as in RFC 4180; a BOM, CRLF, empty lines, rows of empty cells and `#` comment lines are fine; `,` `;` or tab delimit. */
export function readCsv(file: string, bytes: Uint8Array): { table: CsvTable | null; findings: Finding[] } {
  const decoded = decodeSource(file, bytes, CSV_LIMIT);
  if (!decoded.source) return { table: null, findings: decoded.findings };
  const findings: Finding[] = [];
  const delimiter = delimiterOf(decoded.source.text);
  const records: ParsedRecord[] = [];
  let previousEnd = bomLength(bytes);
  const comma = delimiter.charCodeAt(0);
  parse(bytes, {
    bom: true, comment: '#', comment_no_infix: true, delimiter, relax_column_count: true, skip_empty_lines: true, trim: true,
    skip_records_with_error: true,
    on_record: (cells: string[], context: { bytes: number }) => {
      // What a spreadsheet leaves of an empty row: commas.
      const empty = records.length > 0 && cells.every((cell) => cell === '');
      if (!empty) records.push({ cells, start: previousEnd });
      previousEnd = context.bytes;
      return null;
    },
    on_skip: (error: unknown) => {
      // A broken quote swallows what follows it; only the first complaint is about the mistake.
      if (findings.length === 0) {
        findings.push(finding('ONT011', csvProblem(error), {
          hint: 'put a cell that holds a quote, a delimiter or a line break into "…" and write a quote inside it twice',
          at: placeInBytes(file, bytes, lineStarts(bytes), previousEnd, comma, undefined, ''),
        }));
      }
      return undefined;
    },
  });
  const header = records.shift();
  if (!header) {
    if (findings.length === 0) findings.push(finding('ONT009', 'the file holds no header line', { hint: 'start with a line such as key,olt,pon,serial', at: wholeFile(file) }));
    return { table: null, findings };
  }
  const table = new CsvTable(file, header.cells, records, bytes, delimiter);
  return { table, findings: findings.concat(columnFindings(table), countFindings(table)) };
}

function columnFindings(table: CsvTable): Finding[] {
  const findings: Finding[] = [];
  const first = new Map<string, number>();
  table.columns.forEach((name, index) => {
    const before = first.get(name);
    if (name === '') {
      findings.push(finding('ONT013', 'a column has no name', { hint: 'name it in the header line', at: table.place(-1, index) }));
    } else if (before !== undefined) {
      findings.push(finding('ONT015', `the column ${name} appears twice`, {
        hint: 'keep one of the two', at: table.place(-1, index), related: [{ message: 'first here', at: table.place(-1, before) }],
      }));
    } else {
      first.set(name, index);
    }
  });
  return findings;
}

function countFindings(table: CsvTable): Finding[] {
  const findings: Finding[] = [];
  const expected = table.columns.length;
  table.rows.forEach((cells, row) => {
    if (cells.length === expected) return;
    const hint = cells.length > expected ? 'quote a cell that holds the delimiter, or remove what is too much' : 'add the missing cells, empty ones too';
    findings.push(finding('ONT012', `the row has ${cells.length} cells, the header has ${expected}`, { hint, at: table.place(row) }));
  });
  return findings;
}

function csvProblem(error: unknown): string {
  switch ((error as { code?: string }).code) {
    case 'CSV_QUOTE_NOT_CLOSED': return 'a quoted cell is never closed';
    case 'CSV_INVALID_CLOSING_QUOTE': return 'text follows the closing quote of a cell';
    case 'INVALID_OPENING_QUOTE': return 'a quote stands inside an unquoted cell';
    default: return 'the row is not well-formed CSV';
  }
}

/** Spreadsheets of half of Europe write `;`. The header decides: it holds names, which hold none of the three. */
function delimiterOf(text: string): string {
  const header = /^(?!#)[^\r\n]+/m.exec(text)?.[0] ?? '';
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function bomLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;

function headerStart(bytes: Uint8Array): number {
  return bomLength(bytes);
}

/** Skips empty and comment lines from `start`, then finds the cell and counts its line and column. */
function placeInBytes(file: string, bytes: Uint8Array, lines: readonly number[], start: number, delimiter: number, column: number | undefined, path: string): Place {
  let at = start;
  while (at < bytes.length && (bytes[at] === LF || bytes[at] === CR || bytes[at] === HASH)) {
    if (bytes[at] === HASH) while (at < bytes.length && bytes[at] !== LF) at++;
    else at++;
  }
  let end = cellEnd(bytes, at, delimiter);
  if (column === undefined) {
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
  } else {
    for (let i = 0; i < column && bytes[end] === delimiter; i++) {
      at = end + 1;
      end = cellEnd(bytes, at, delimiter);
    }
  }
  const from = positionInBytes(bytes, lines, at);
  const to = positionInBytes(bytes, lines, end);
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, path };
}

function cellEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let quoted = false;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && (byte === delimiter || byte === LF || byte === CR)) break;
  }
  return at;
}

function positionInBytes(bytes: Uint8Array, lines: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  let column = 1;
  // Octets that continue a character do not count.
  for (let at = lines[low]!; at < offset; at++) if ((bytes[at]! & 0xc0) !== 0x80) column++;
  return { line: low + 1, column };
}

function lineStarts(bytes: Uint8Array): number[] {
  const starts = [bomLength(bytes)];
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) starts.push(at + 1);
  return starts;
}
