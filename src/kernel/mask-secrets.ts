/** Secrets in lines that a device shows, found by the words before them: for lines that nobody knows better. */
import { maskUrl } from './mask-url.ts';
import { isBetween, isMethod, isNameWord, isNoName, isNoValue, isSecretWord } from './secret-words.ts';

/** Part of a line, quotes left out: from, and to before. */
export type Span = readonly [from: number, to: number];

interface Token { readonly text: string; readonly at: number; readonly quoted: boolean; }

/** A line as it may be shown: `***` for each secret. */
export function maskSecrets(line: string): string {
  return maskSpans(line, secretSpans(line));
}

/** A text of several lines as it may be shown. */
export function maskText(text: string): string {
  return text.replace(/[^\r\n]+/g, maskSecrets);
}

/** `***` in place of each of these parts, and of passwords in addresses. What is stars already stays as it is. */
export function maskSpans(line: string, spans: readonly Span[], stars = '***'): string {
  let out = '';
  let done = 0;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    out += line.slice(done, start) + (/^\*+$/.test(line.slice(start, to)) ? line.slice(start, to) : stars);
    done = to;
  }
  return maskUrl(out + line.slice(done));
}

/**
 * Where a line holds what is, or may be, a secret. It errs on the side of hiding a word too many: `key 1 md5 X` is two secrets, and what
 * follows a name may be its password.
 */
export function secretSpans(line: string): Span[] {
  const tokens = tokensOf(line);
  const spans: Span[] = [];
  const hide = (token: Token): void => { spans.push(valueSpan(token)); };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (looksCiphered(token.text)) { hide(token); continue; }
    const glued = token.quoted ? null : gluedSecret(token);
    if (glued) { spans.push(glued); continue; }
    const word = wordOf(token);
    if (word === null) continue;
    if (isSecretWord(word) && !isMethod(line, word)) i = hideAfter(i);
    else if (isNameWord(word)) hideBehindName(i);
    else if (/^(?:admin|user)_control$/i.test(word) && tokens[i + 1]?.text === 'enable') hideBehindName(i + 1);
    else if (/^(?:v1|v2c|[12]c?)$/i.test(word) && /\bhost\b/i.test(line) && /\bsnmp/i.test(line)) i = hideAfter(i);
  }
  return spans;

  /** @returns the last token that is settled */
  function hideAfter(start: number): number {
    let i = start + 1;
    // `user name THING_password NAME SECRET`: the account comes first.
    if (/[_]password$/i.test(tokens[start]!.text) && wordOf(tokens[start - 1]) === 'name' && i + 1 < tokens.length) i++;
    // `password : X`, as tables of state have it.
    while (/^[:=]$/.test(tokens[i]?.text ?? '')) i++;
    while (i + 1 < tokens.length && leadsOn(tokens[i]!, tokens[i + 1]!)) i++;
    const value = tokens[i];
    if (!value || (!value.quoted && isNoValue(value.text))) return i - 1;
    hide(value);
    // The secret itself, or another such word before it: `key secret X`.
    if (!value.quoted && isSecretWord(value.text)) return i - 1;
    // `password 7 X`: how it is kept, and then the secret. Which of the two it is nobody knows.
    const next = tokens[i + 1];
    if (!value.quoted && /^\d$/.test(value.text) && next && !isSecretWord(next.text)) { hide(next); return i + 1; }
    return i;
  }

  function hideBehindName(at: number): void {
    const [word, name, value, after] = tokens.slice(at, at + 4);
    if (!name || !value || (!name.quoted && isNoName(name.text)) || !adjoin(word!, name) || !adjoin(name, value)) return;
    if (value.quoted) { hide(value); return; }
    if (isSecretWord(value.text) || isNameWord(value.text) || isBetween(value.text) || isNoValue(value.text)) return;
    // A keyword comes with what it is about; what stands alone at the end, or is no keyword, may be the password.
    if (!after || !/^[a-z]+(?:[-_][a-z0-9]+)*$/.test(value.text) || /\b(?:chap|pap)\b/i.test(line)) hide(value);
  }
}

/** Columns of a table stand further apart. */
function adjoin(one: Token, other: Token): boolean {
  return other.at - one.at - one.text.length === 1;
}

/** Whether the word is no value itself: `cipher` in `password cipher X`, the 1 in `key 1 md5 X`. */
function leadsOn(token: Token, next: Token): boolean {
  if (token.quoted) return false;
  if (isBetween(token.text)) return next.quoted || !isNoValue(next.text);
  return /^\d{1,5}$/.test(token.text) && !next.quoted && isSecretWord(next.text);
}

/** `password=X`, `key:X`. */
function gluedSecret({ text, at }: Token): Span | null {
  const found = /^([\w.-]+)[=:]"?([^"]+)"?$/.exec(text);
  if (!found || !isSecretWord(found[1]!)) return null;
  const from = at + text.indexOf(found[2]!, found[1]!.length + 1);
  return [from, from + found[2]!.length];
}

function wordOf(token: Token | undefined): string | null {
  return token === undefined || token.quoted ? null : token.text.replace(/^[^\w]+|[:=,]+$/g, '');
}

function valueSpan({ text, at, quoted }: Token): Span {
  const from = quoted ? 1 : 0;
  return [at + from, at + text.length - (quoted && text.length > 1 && text.endsWith('"') ? 1 : 0)];
}

/** A quote ends where a blank follows: what devices print of a secret may hold quotes. */
function tokensOf(line: string): Token[] {
  return [...line.matchAll(/"(?:[^"]|"(?!\s|$))*"?|\S+/g)].map((found) => ({ text: found[0], at: found.index, quoted: found[0].startsWith('"') }));
}

/** What devices print instead of a password, and nobody types by hand. */
function looksCiphered(text: string): boolean {
  const bare = text.replace(/^"|"$/g, '');
  if (/^(?:%\^%#|%\$%#|\$\w+\$|!.*!$|\*\d+\*\w)/.test(bare)) return true;
  // `{ autofind<K>|info<K> }` is the device asking.
  return !/\s|<(?:K|cr|U|S|L)>/.test(bare) && bare.length >= 12 && (bare.match(/[^A-Za-z0-9_.:/,@*-]/g)?.length ?? 0) >= 4;
}
