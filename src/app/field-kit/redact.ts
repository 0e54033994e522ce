import type { Driver } from '../../packs/driver.ts';
import { patternFields } from '../../packs/check-pack/pattern-text.ts';
import { linePattern } from '../../packs/pattern.ts';
import { maskSpans, secretSpans, type Span } from '../../kernel/mask-secrets.ts';
import { lineByLine } from '../../kernel/mask-lines.ts';
import { isSecretWord } from '../../kernel/secret-words.ts';
import type { LinePattern } from '../../plan/line-pattern.ts';
import { MASK, Pseudonyms } from './pseudonyms.ts';

/** Takes everything out of a device's words that says who and where, the same way every time. */
export interface Redactor {
  /** Lines of one answer, in order. What a line gives away (a name after `name`) is taken out of every other line too. */
  lines(lines: readonly string[]): string[];
}

export interface RedactorOptions {
  readonly driver: Pick<Driver, 'lines'>;
  /** Lines that the pack does not read: there, a word that is not plainly a keyword goes. */
  readonly unknown: ReadonlySet<string>;
  /** The box's own name; '' to keep it. */
  readonly host: string;
}

/** What stands for the host name in prompts. */
export const HOST = 'OLT';

/** What follows is the name of something or somebody: one word, or a text in quotes. */
const NAME_WORDS = /^(?:.*-)?(?:name|user|username|account|login|sysname|hostname|alias|loid|telno|number|domain|realm)$/i;
/** Of these, where a number is one too. Behind the others a short one counts something: `slot number 3`. */
const NUMBERS_TOO = /^(?:.*-)?(?:username|account|login|alias|loid|telno)$/i;
/** From here on a number behind such a word is somebody's: a telephone's, or the name of an account. */
const LONG = 5;
/** What follows to the end of the line is somebody's words. */
const TEXT_WORDS = /^(?:desc|description|remark|comment|contact|location|banner|note|sys-contact|sys-location)$/i;

/** The line that begins a banner of several lines: its last character is what ends it. */
const BANNER = /^\s*banner(?:\s+[a-z]+)*\s+([^\w\s])$/i;

export function createRedactor({ driver, unknown, host }: RedactorOptions): Redactor {
  const pseudonyms = new Pseudonyms();
  const shapes = driver.lines.map((line) => shapeOf(line.line));
  const vocabulary = new Set(driver.lines.flatMap((line) => line.line.replace(/\{[^}]*\}/g, ' ').split(/[\s[\]~]+/)).filter((word) => word !== '').map((word) => word.toLowerCase()));
  const names = new Set<string>();
  const secrets = new Set<string>();
  /** Passwords and telephone numbers of digits alone. Other numbers may be equal to them: they go where no pattern says what a number is. */
  const numbers = new Set<string>();
  /** Words of lines that the pack reads: they stay there, so they stay everywhere. */
  const plain = new Set<string>();

  const hostInside = host.length > 1 ? new RegExp(`(?<![A-Za-z0-9])${host.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')}(?![A-Za-z0-9])`, 'g') : /(?!)/g;
  return {
    lines(lines) {
      for (const line of lines) learn(line.trim());
      // A banner goes on to the line that holds nothing but the mark it began with.
      let mark: string | null = null;
      const hide = lineByLine((line) => maskSpans(line, spansOf(line), MASK));
      return lines.map((line) => {
        if (mark !== null && line.trim() !== mark) return line.trim() === '' ? line : pseudonyms.name(line.trim());
        const opens = mark === null ? BANNER.exec(line.trimEnd())?.[1] ?? null : null;
        const closes = mark !== null;
        mark = opens;
        return opens !== null || closes ? line : redact(hide(line.replace(hostInside, HOST)), unknown.has(line.trim()));
      });
    },
  };

  function isOurs(text: string): boolean {
    // Names of ours hold a rate or a label and a hash of the content, nothing of a person.
    return /^op-[\w.-]*$/.test(text) || text === '' || /^\*+$/.test(text) || isNumber(text) || vocabulary.has(text.toLowerCase());
  }

  /** By the patterns that read the line or its beginning, and by the words in it. */
  function spansOf(line: string): Span[] {
    const indent = line.length - line.trimStart().length;
    const text = line.trim();
    const known = shapes.flatMap(({ lead, pattern }) => (text.startsWith(lead) ? pattern.secretSpans(text) : []));
    return [...known.map(([from, to]): Span => [from + indent, to + indent]), ...secretSpans(line)];
  }

  function addSecret(text: string): void {
    if (isNumber(text)) { if (text.length >= LONG) numbers.add(text); } else if (!isOurs(text)) secrets.add(text);
  }

  function addName(text: string): void {
    if (isNumber(text) && text.length >= LONG) numbers.add(text);
    if (!isOurs(text) && !isSecretWord(text) && !NAME_WORDS.test(text) && pseudonyms.serial(text) === null && pseudonyms.ipv4(text) === null) names.add(text);
  }

  /** Names and secrets that this line gives away by what stands before them, or by the pattern that reads it. */
  function learn(line: string): void {
    for (const shape of shapes) {
      if (!line.startsWith(shape.lead)) continue;
      const values = shape.pattern.parse(line);
      if (!values) continue;
      for (const { name, type } of shape.fields) {
        const value = values[name];
        if (typeof value !== 'string') continue;
        if (shape.pattern.secrets.has(name)) addSecret(value);
        else if (type === 'quoted' || type === 'text') addName(value);
      }
    }
    for (const [from, to] of spansOf(line)) addSecret(line.slice(from, to));
    const tokens = tokensOf(line);
    if (!unknown.has(line)) for (const token of tokens) plain.add(token);
    tokens.forEach((token, index) => {
      const before = tokens[index - 1] ?? '';
      // Name and password, one after the other.
      if (token.startsWith('"') && before.startsWith('"')) addSecret(bare(token));
      else if (NAME_WORDS.test(before) || token.startsWith('"')) addName(bare(token));
    });
  }

  /** @param strict nobody knows the line: what is not plainly a keyword or a number goes */
  function redact(line: string, strict: boolean): string {
    let textFrom = -1;
    let text = '';
    const out = line.replace(/"[^"]*"?|\S+/g, (token, offset: number) => {
      if (textFrom >= 0) return '';
      const before = /(\S+)\s*$/.exec(line.slice(0, offset))?.[1] ?? '';
      // A number may say whose description it is, when the text comes behind another such word: `desc 100 description …`.
      const numbered = /^\d+$/.test(token) && tokensOf(line.slice(offset)).some((word) => TEXT_WORDS.test(word));
      if (TEXT_WORDS.test(before) && /\w/.test(token) && !token.startsWith('"') && !numbered) {
        // Bare words to the end of the line, one text.
        textFrom = offset;
        text = line.slice(offset).trimEnd();
        return '';
      }
      return tokenFor(token, before, strict);
    });
    return textFrom < 0 ? out : `${out.trimEnd()} ${isNumber(text) && text.length >= LONG ? pseudonyms.digits(text) : isOurs(text) ? text : pseudonyms.name(text)}`;
  }

  /** Devices quote no number that counts something. */
  function isSomebodys(text: string, before: string, { strict, quoted }: { readonly strict: boolean; readonly quoted: boolean }): boolean {
    return quoted || NUMBERS_TOO.test(before) || (text.length >= LONG && NAME_WORDS.test(before)) || (strict && numbers.has(text));
  }

  function tokenFor(token: string, before: string, strict: boolean): string {
    if (token.startsWith('"')) return `"${valueFor(bare(token), before, true, true)}"`;
    const [, head = '', core = '', tail = ''] = /^([([<{,;]*)(.*?)([)\]>},;]*)$/.exec(token)!;
    return core === '' ? token : head + valueFor(core, before, strict && !names.has(core)) + tail;
  }

  /** @param strict what is not plainly a keyword or a number goes */
  function valueFor(text: string, before: string, strict: boolean, quoted = false): string {
    if (secrets.has(text) || looksHashed(text)) return MASK;
    if (isNumber(text) && isSomebodys(text, before, { strict, quoted })) return pseudonyms.digits(text);
    const other = pseudonyms.url(text) ?? pseudonyms.serial(text) ?? pseudonyms.mac(text) ?? pseudonyms.ipv4(text) ?? pseudonyms.ipv6(text);
    if (other !== null) return other;
    if (text === HOST) return HOST;
    if (names.has(text)) return pseudonyms.name(text);
    if (isOurs(text)) return text;
    if (/^\+?\d{9,}$/.test(text)) return pseudonyms.digits(text);
    if (text.includes('@')) return pseudonyms.name(text);
    if (/^[\d/:.,*+-]+$|^0x[0-9a-f]+$|^[^\w\s]+$/i.test(text) || !strict || plain.has(text)) return text;
    // A keyword: lower-case words with dashes, or one with a number behind it (`eth1`, `type4`, `gpon_olt-1/1/1`).
    return /^[a-z]+(?:[-_][a-z0-9]+)*(?:[-_]?\d+(?:\/\d+)*(?:[.:]\d+)*)?$/.test(text) && text.length < 32 ? text : pseudonyms.name(text);
  }
}

/** @returns whether it is one of those that are written without a sign */
function isNumber(text: string): boolean {
  return /^\d{1,8}$/.test(text);
}

interface Shape { readonly lead: string; readonly pattern: LinePattern; readonly fields: ReturnType<typeof patternFields>; }

function shapeOf(source: string): Shape {
  const pattern = linePattern(source);
  return { lead: pattern.lead[0] ?? '', pattern, fields: patternFields(source) };
}

function tokensOf(line: string): string[] {
  return line.match(/"[^"]*"?|\S+/g) ?? [];
}

function bare(token: string): string {
  return token.replace(/^"|"$/g, '');
}

/** What devices show instead of a password, and what nobody types by hand. */
function looksHashed(text: string): boolean {
  return /^(?:%\^%#|\$\w+\$|!.*!$)/.test(text) || (text.length >= 20 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && !/^op-/.test(text) && !text.includes('/'));
}
