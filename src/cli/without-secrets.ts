import { ROW_KEYS } from '../profile/rows.ts';

export interface ShownLine {
  /** The line, tabs already blanks: one letter per column. */
  readonly text: string;
  /** File name; a CSV file is read by its header. */
  readonly file: string;
  /** First line of the file. */
  readonly header: string;
  /** JSON pointer of the finding. */
  readonly path: string | null;
  readonly code: string;
  /** What is underlined, columns from 0, end exclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * A line of a file as it may be shown in a log: what is, or may be, a secret becomes stars, letter for letter, so that columns still count.
 * Secrets are values of keys that say so (misspelt ones too), passwords within addresses, what a finding about plain-text secrets
 * points at, and a subscriber's own columns: which of those hold passwords only the whole project knows.
 */
export function withoutSecrets(line: ShownLine): string {
  const letters = [...line.text];
  const hide = (from: number, to: number): void => {
    for (let at = from; at < to && at < letters.length; at++) letters[at] = '*';
  };
  const spans = /\.csv$/i.test(line.file) ? csvSecrets(line.text, line.header) : yamlSecrets(line.text, line.path ?? '');
  for (const [from, to] of [...spans, ...addressSecrets(line.text)]) hide([...line.text.slice(0, from)].length, [...line.text.slice(0, to)].length);
  if (ABOUT_SECRETS.has(line.code) && !/:\/\//.test(line.text.slice(line.from, line.to))) hide(line.from, line.to);
  return letters.join('');
}

/** Findings that point at a secret. */
const ABOUT_SECRETS: ReadonlySet<string> = new Set(['ONT212', 'ONT213']);

const SOUNDS_SECRET = /pas+(?:w|ph|$)|pswd|pwd|phrase|secret|psk|token/i;

/** Own columns that every list of subscribers has, and none of which is a secret. */
const HARMLESS: ReadonlySet<string> = new Set(['cvlan', 'svlan', 'vlan', 'login', 'name', 'phone']);

type Span = readonly [number, number];

function isShown(key: string, ofRow: boolean): boolean {
  if (SOUNDS_SECRET.test(key)) return false;
  return !ofRow || HARMLESS.has(key) || ROW_KEYS.has(key.split('.')[0]!);
}

/** A quoted key may do without the blank behind its colon. */
const KEY_AND_VALUE = /(?:(["'])([^"']+)\1\s*:\s*|([\p{L}\p{N}_.-]+)\s*:\s+)(?![{[*]|$)("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^,}\]]+)/gu;

/** `key: value` in block and flow style. A reference (`{ env: NAME }`) is no secret. */
function yamlSecrets(text: string, path: string): Span[] {
  const ofRow = path === '/targets' || path.startsWith('/targets/');
  const spans: Span[] = [];
  for (const found of text.matchAll(KEY_AND_VALUE)) {
    const key = (found[2] ?? found[3])!;
    const value = found[4]!.trimEnd();
    const start = found.index + found[0].length - found[4]!.length;
    if (!isShown(key, ofRow) && !isPartOfReference(text, found.index)) spans.push([start, start + value.length]);
  }
  return spans;
}

/** Inside `{ column: NAME }` and its like the value is a name; the keys of references do not sound secret, but a row may have columns called so. */
function isPartOfReference(text: string, at: number): boolean {
  return /:\s*\{\s*$/.test(text.slice(0, at)) && /^["']?(?:env|file|command|column|generate)\b/.test(text.slice(at));
}

function csvSecrets(text: string, header: string): Span[] {
  const names = cells(header.replace(/^\ufeff/, ''), header).map(([from, to]) => header.replace(/^\ufeff/, '').slice(from, to).replace(/^"|"$/g, '').trim());
  if (text === header) return [];
  return cells(text, header).filter((_, index) => !isShown(names[index] ?? 'password', true));
}

/** Cells of one line; the separator is the one of the header. A cell that spans lines is cut, and then what follows counts as unknown. */
function cells(text: string, header: string): Span[] {
  const separator = header.includes(';') && !header.includes(',') ? ';' : header.includes('\t') && !header.includes(',') ? '\t' : ',';
  const spans: Span[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (at === text.length || (text[at] === separator && !quoted)) {
      spans.push([start, at]);
      start = at + 1;
    }
  }
  return spans;
}

/** `https://user:password@host/` */
function addressSecrets(text: string): Span[] {
  return [...text.matchAll(/\/\/[^/@\s:]*:([^/@\s]*)@/g)].map((found) => {
    const end = found.index + found[0].length - 1;
    return [end - found[1]!.length, end] as const;
  });
}
