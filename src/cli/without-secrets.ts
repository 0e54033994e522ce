export interface ShownLine {
  /** The line, tabs already blanks: one letter per column. */
  readonly text: string;
  /** File name; a CSV file is read by its header. */
  readonly file: string;
  /** First line of the file. */
  readonly header: string;
  /** JSON pointer of the finding. */
  readonly path: string | null;
  /** The line belongs to a list of subscribers, as far as that can be told without a path. */
  readonly ofRow?: boolean;
  readonly code: string;
  /** What is underlined, columns from 0, end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** What may be shown of it, and where in that the underlined part is. */
export interface SafeLine { readonly text: string; readonly from: number; readonly to: number; }

/**
 * A line of a file as it may be shown in a log: what is, or may be, a secret becomes three stars, however long it is.
 * Secrets are values of keys that say so (misspelt ones too), passwords within addresses, what a finding about plain-text secrets
 * points at, and a subscriber's own columns: which of those hold passwords only the whole project knows.
 */
export function withoutSecrets(line: ShownLine): SafeLine {
  const columns = (at: number): number => [...line.text.slice(0, at)].length;
  const found = /\.csv$/i.test(line.file) ? csvSecrets(line.text, line.header, line.code) : yamlSecrets(line.text, line.path ?? '', line.ofRow === true);
  const spans = [...found, ...addressSecrets(line.text)].map(([from, to]): Span => [columns(from), columns(to)]);
  if (pointsAtSecret(line)) spans.push([line.from, line.to]);
  return starred([...line.text], spans, line);
}

type Span = readonly [number, number];

/** The line with each span as three stars. A place that begins or ends within one covers it. */
function starred(letters: readonly string[], spans: readonly Span[], { from, to }: Underlined): SafeLine {
  const hidden = (at: number): boolean => spans.some((span) => at >= span[0] && at < span[1]);
  const out: string[] = [];
  const moved: number[] = [];
  for (let at = 0; at < letters.length; at++) {
    const within = hidden(at);
    const begins = within && !(at > 0 && hidden(at - 1));
    moved[at] = within && !begins ? moved[at - 1]! : out.length;
    if (begins) out.push('*', '*', '*');
    else if (!within) out.push(letters[at]!);
  }
  moved[letters.length] = out.length;
  const start = moved[Math.min(from, letters.length)]!;
  const last = to > from && to <= letters.length && hidden(to - 1) ? moved[to - 1]! + 3 : moved[Math.min(to, letters.length)]!;
  return { text: out.join(''), from: start, to: to > letters.length ? out.length + (to - letters.length) : last };
}

interface Underlined { readonly from: number; readonly to: number; }

/** Findings that point at a secret. */
const ABOUT_SECRETS: ReadonlySet<string> = new Set(['ONT212', 'ONT213']);
/** Findings about a value that is none: within a secret, that may be the secret. */
const ABOUT_VALUES: ReadonlySet<string> = new Set(['ONT102', 'ONT104']);

function pointsAtSecret({ code, path, text, from, to }: ShownLine): boolean {
  if (ABOUT_SECRETS.has(code)) return !/:\/\//.test([...text].slice(from, to).join(''));
  return ABOUT_VALUES.has(code) && (path ?? '').split('/').some((step) => SOUNDS_SECRET.test(step));
}

const SOUNDS_SECRET = /pas+(?:w|ph|$)|pswd|pwd|phrase|secret|psk|token/i;

/** What every list of subscribers says of them. Not the other keys of a row: a column of passwords may be called `wifi`. */
const OF_ROW: ReadonlySet<string> = new Set(['key', 'state', 'profile', 'olt', 'pon', 'id', 'serial', 'mac', 'loid', 'ont', 'description']);
/** Own columns that many lists have; shown when they hold what they are called after. */
const VLAN_COLUMN = /^[cs]?vlan$/;

function isShown(key: string, value: string, ofRow: boolean): boolean {
  if (SOUNDS_SECRET.test(key)) return false;
  return !ofRow || OF_ROW.has(key) || /^[a-z]\w*\.\w/i.test(key) || (VLAN_COLUMN.test(key) && /^\s*\d{1,4}\s*$/.test(value));
}

const KEY = String.raw`(?:(["'])([^"']+)\1\s*:\s*|([\p{L}\p{N}_.-]+)\s*:\s+)`;
/** A quoted key may do without the blank behind its colon. */
const KEY_AND_VALUE = new RegExp(String.raw`${KEY}(?![{[*]|$)("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^,}\]]+)`, 'gu');
const KEY_AND_GROUP = new RegExp(String.raw`${KEY}(?=[{[])`, 'gu');

/** `key: value` in block and flow style. A reference (`{ env: NAME }`) is no secret. */
function yamlSecrets(text: string, path: string, inList: boolean): Span[] {
  const ofRow = inList || path === '/targets' || path.startsWith('/targets/');
  const spans = groupSecrets(text);
  for (const found of text.matchAll(KEY_AND_VALUE)) {
    const key = (found[2] ?? found[3])!;
    const start = found.index + found[0].length - found[4]!.length;
    // Outside of braces a comma ends nothing.
    const value = (isInFlow(text, found.index) || /^["']/.test(found[4]!) ? found[4]! : text.slice(start)).trimEnd();
    if (isShown(key, value, ofRow) || isPartOfReference(text, found.index)) continue;
    spans.push([start, start + value.length]);
  }
  // Inside a secret that is written over several lines.
  const steps = path.split('/');
  const inside = steps.findIndex((step) => SOUNDS_SECRET.test(step));
  if (inside >= 0 && inside < steps.length - 1 && spans.length === 0 && !REFERENCE.test(text)) spans.push(valueSpan(text));
  return spans;
}

/** `password: { value: word }`, `password: [word]`: whatever is in there, unless it is a reference. */
function groupSecrets(text: string): Span[] {
  return [...text.matchAll(KEY_AND_GROUP)].flatMap((found): Span[] => {
    const start = found.index + found[0].length;
    const group = text.slice(start).match(/^(?:\{[^}]*\}?|\[[^\]]*\]?)/)![0];
    return SOUNDS_SECRET.test((found[2] ?? found[3])!) && !ONE_REFERENCE.test(group) ? [[start, start + group.length]] : [];
  });
}

const REFERENCE = /["']?\b(?:env|file|command|column|generate)\b["']?\s*:/;
const ONE_REFERENCE = /^\{\s*["']?(?:env|file|command|column|generate)["']?\s*:\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,:{}]*)\s*\}?$/;

/** Inside `{ column: NAME }` and its like the value is a name; the keys of references do not sound secret, but a row may have columns called so. */
function isPartOfReference(text: string, at: number): boolean {
  return /:\s*\{\s*$/.test(text.slice(0, at)) && /^["']?(?:env|file|command|column|generate)\b/.test(text.slice(at));
}

function isInFlow(text: string, at: number): boolean {
  return /[{[,]/.test(text.slice(0, at));
}

/** All of a line but its key. */
function valueSpan(text: string): Span {
  const start = /^\s*(?:-\s+)?(?:[\p{L}\p{N}_."'-]+\s*:\s*)?/u.exec(text)![0].length;
  return [start, text.trimEnd().length];
}

/** Cells whose column is known to hold none; of a row whose cells cannot be told apart, only the first when that is its key. */
function csvSecrets(text: string, header: string, code: string): Span[] {
  if (text === header) return [];
  const bare = header.replace(/^\ufeff/, '');
  const names = cells(bare, header).map(([from, to]) => bare.slice(from, to).replace(/^"|"$/g, '').trim());
  const own = cells(text, header);
  const certain = code !== 'ONT011' && own.length === names.length && own.every(([from, to]) => isWellFormed(text.slice(from, to)));
  return own.filter(([from, to], index) => {
    if (!certain && (index > 0 || !isWellFormed(text.slice(from, to)))) return true;
    return !isShown(certain || names[0] === 'key' ? names[index]! : 'password', text.slice(from, to), true);
  });
}

function isWellFormed(cell: string): boolean {
  return !cell.includes('"') || /^\s*"(?:[^"]|"")*"\s*$/.test(cell);
}

/** Cells of one line; the separator is the one of the header. */
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

/** `https://user:password@host/`, and `user:password@host` without a scheme. */
function addressSecrets(text: string): Span[] {
  return [...text.matchAll(/(?:\/\/[^/@\s:]*|(?<![^\s"'{[,:])[^/@\s:"'{[,]+):(?!\/\/)([^\s"']+)@/g)].map((found) => {
    const end = found.index + found[0].length - 1;
    return [end - found[1]!.length, end] as const;
  });
}
