import type { CompiledSession } from './compile-session.ts';
import type { ReplyClass } from './model.ts';

export interface Classified { readonly class: ReplyClass; readonly message: string; }

/**
 * What the lines of an answer mean. No failure among them: `ok`. Only lines in the vendor's form of a failure count, since names and
 * descriptions may hold any word. One failure nobody knows makes the whole `unknown`; else the first that is a real obstacle decides.
 */
export function classify(lines: readonly string[], spec: CompiledSession): Classified {
  const failures = failuresIn(lines.length > LONG ? lines.slice(-END_OF_LONG) : lines, spec);
  if (failures.length === 0) return { class: 'ok', message: '' };
  const classes = failures.map((failure) => classOf(failure, spec));
  const decisive = classes.find((found) => found === 'unknown') ?? classes.find((found) => !HARMLESS.has(found)) ?? classes[0]!;
  return { class: decisive, message: failures.map(({ caret, joined }) => (caret === null ? joined : `${caret}\n${joined}`)).join('; ') };
}

/** A long answer is a listing: a line of it may look like a failure by the way it is folded. A real one ends it. */
const LONG = 60;
const END_OF_LONG = 8;
const HARMLESS: ReadonlySet<ReplyClass> = new Set(['ok', 'same', 'exists', 'absent', 'empty']);

interface FailureText {
  /** Folded lines with a blank between them, and without: a fold may sit inside a word. */
  readonly joined: string;
  readonly glued: string;
  readonly caret: string | null;
}

function failuresIn(lines: readonly string[], { failures }: CompiledSession): FailureText[] {
  const found: FailureText[] = [];
  for (let i = 0; i < lines.length; i++) {
    const text = failureText(lines[i]!, failures.line, failures.lines);
    if (text === null) continue;
    const caret = i > 0 && failures.caret.test(lines[i - 1]!) ? lines[i - 1]! : null;
    const pieces = [text];
    while (i + 1 < lines.length && failures.continued.test(lines[i + 1]!) && !failures.line.test(lines[i + 1]!)) pieces.push(lines[++i]!.trim());
    found.push({ joined: pieces.join(' '), glued: pieces.join(''), caret });
  }
  if (found.length > 0) return found;
  const said = lines.filter((line) => line.trim() !== '');
  if (said.length > 0 && said.length <= 3 && failures.alone.test(said[0]!)) return [plain(said.map((line) => line.trim()).join(' '))];
  return lines.filter((line) => failures.counters.some((counter) => counts(counter.exec(line)))).map((line) => plain(line.trim()));
}

function failureText(line: string, any: RegExp, each: readonly RegExp[]): string | null {
  if (!any.test(line)) return null;
  for (const pattern of each) {
    const match = pattern.exec(line);
    if (match) return (match.groups?.['text'] ?? line).trim();
  }
  return null;
}

/** `success: 0, failed: 1`, or `total 2, success: 1`. */
function counts(match: RegExpExecArray | null): boolean {
  if (!match?.groups) return false;
  const { failed, total, success } = match.groups;
  return Number(failed ?? 0) > 0 || (total !== undefined && Number(success ?? 0) < Number(total));
}

function classOf({ joined, glued }: FailureText, spec: CompiledSession): ReplyClass {
  for (const [pattern, found] of spec.replies) if (pattern.test(joined) || (glued !== joined && pattern.test(glued))) return found;
  return 'unknown';
}

function plain(text: string): FailureText {
  return { joined: text, glued: text, caret: null };
}
