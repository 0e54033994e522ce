import type { FindingJson, Tail } from '../app/api.ts';
import { EXIT } from '../kernel/exit.ts';
import { isSequence } from '../kernel/sequence.ts';
import type { Context } from './act.ts';
import { buffered } from './buffered.ts';
import { renderFindings } from './render-findings.ts';
import { sayError, unlessUnheard } from './report.ts';

/**
 * One document on stdout, except for a usage error, which is said on stderr only.
 * @param always  there is more to it than the error
 * @returns its exit code
 */
export async function printDocument(context: Context, document: Tail, always = false): Promise<number> {
  if (document.exitCode === EXIT.usage && !always) return sayTail(context, document);
  const buffer = buffered((text) => context.io.stdout.write(text));
  let list: List = 'none';
  context.endDocument = (tail) => `${buffer.take()}${END_OF[list]}${JSON.stringify({ findings: tail.findings, error: tail.error, exitCode: tail.exitCode }, null, 2).slice(1)}\n`;
  for (const text of documentText(document, (state) => { list = state; })) await buffer.add(text);
  await buffer.flush();
  return document.exitCode;
}

/** Where in a document the printing stands: what ends its list, should an entry of it fail to be made. */
type List = 'none' | 'empty' | 'open';
const END_OF: Readonly<Record<List, string>> = { none: '', empty: '[],', open: '\n  ],' };

/**
 * As `JSON.stringify` with two blanks would print it; the entries of a sequence are made one by one.
 * @param at hears where it stands before each entry
 */
function* documentText(document: Tail, at: (list: List) => void): Iterable<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(name)}: `;
    before = ',\n';
    if (!isSequence(value) || Array.isArray(value)) yield indented(value, '  ');
    else if (value.length === 0) yield '[]';
    else {
      let start = '[\n';
      at('empty');
      for (const entry of value) {
        yield `${start}    ${indented(entry, '    ')}`;
        start = ',\n';
        at('open');
      }
      yield '\n  ]';
    }
  }
  yield '\n}\n';
}

/** Line ends stand only between the parts of JSON, never within a string. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
}

/** Findings and the error of a document, on stderr. @returns its exit code */
export async function sayTail(context: Context, document: Tail): Promise<number> {
  await sayFindings(context, document.findings);
  if (document.error) await say(context, sayError(document.error));
  return document.exitCode;
}

/** A command that had nobody to work on would otherwise end without a word. */
export async function sayNobody(context: Context, document: Tail & { readonly targets: number }): Promise<void> {
  if (document.targets === 0 && document.findings.length === 0 && document.error === null) await say(context, 'no subscribers, nothing to do\n');
}

export async function sayFindings(context: Context, findings: readonly FindingJson[]): Promise<void> {
  if (findings.length === 0) return;
  await say(context, await renderFindings(findings, sourceOf(context), await context.paint('stderr'), context.io.stderr.columns()));
}

/** Something for the person, beside the data. That nobody reads it any more is no reason to stop what is under way. */
export async function say(context: Context, text: string): Promise<void> {
  await unlessUnheard(context.io.stderr.write(text));
}

/** Reads the files that findings point into, each once. */
export function sourceOf(context: Context): (file: string) => Promise<readonly string[] | null> {
  const kept = new Map<string, Promise<readonly string[] | null>>();
  return (file) => {
    let lines = kept.get(file);
    if (!lines) {
      lines = (file === '-' || file === '<stdin>' ? context.io.stdin() : context.io.readFile(file))
        .then((bytes) => bytes && new TextDecoder().decode(bytes).split(/\r\n|\n|\r/));
      kept.set(file, lines);
    }
    return lines;
  };
}
