import type { FindingJson, Tail } from '../app/api.ts';
import { EXIT } from '../kernel/exit.ts';
import { isSequence } from '../kernel/sequence.ts';
import type { Context } from './act.ts';
import { writeAll } from './buffered.ts';
import { renderFindings } from './render-findings.ts';
import { sayError, unlessUnheard } from './report.ts';

/**
 * One document on stdout, except for a usage error, which is said on stderr only.
 * @param always  there is more to it than the error
 * @returns its exit code
 */
export async function printDocument(context: Context, document: Tail, always = false): Promise<number> {
  if (document.exitCode === EXIT.usage && !always) await sayTail(context, document);
  else await writeAll((text) => context.io.stdout.write(text), documentText(document));
  return document.exitCode;
}

/** As `JSON.stringify` with two blanks would print it; the entries of a sequence are made one by one. */
function* documentText(document: Tail): Iterable<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(name)}: `;
    before = ',\n';
    if (!isSequence(value) || Array.isArray(value)) yield indented(value, '  ');
    else if (value.length === 0) yield '[]';
    else {
      let start = '[\n';
      for (const entry of value) {
        yield `${start}    ${indented(entry, '    ')}`;
        start = ',\n';
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
