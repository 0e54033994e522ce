import type { Command } from 'commander';
import { version } from '../../package.json';
import type { ErrorJson, Tail } from '../app/api.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Io } from './io.ts';
import { OutputClosed } from './io.ts';
import { oneLine } from './one-line.ts';

/**
 * What was thrown, told once: a refusal of the world with its remedy, or a bug with a request to report it.
 * @param document  with `--json`: makes the document that says the same on stdout, or the end of one
 * @param begun  a part of a document is on stdout: it gets its end whatever happened
 */
export async function reportFailure(error: unknown, io: Io, command: Command, document: ((tail: Tail) => string) | null, begun: boolean): Promise<number> {
  if (error instanceof OutputClosed) throw error;
  const failure = error instanceof Failure ? error : null;
  const exitCode = failure?.exitCode ?? EXIT.bug;
  const said: ErrorJson = failure
    ? { code: failure.code, message: failure.message, hint: failure.hint ?? null }
    : { code: 'bug', message: error instanceof Error ? error.message : String(error), hint: 'this is a bug in ont-prov; please report it' };
  if (document && (begun || exitCode !== EXIT.usage)) await io.stdout.write(document({ findings: [], error: said, exitCode }));
  await unlessUnheard(io.stderr.write(failure ? sayError(said) : bugReport(error, io, command.name())));
  return exitCode;
}

/** What is said on standard error beside an exit code that says it too: nobody has to be there to hear it. */
export async function unlessUnheard(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
  }
}

/** `ont-prov: message`, and the remedy on a line of its own. */
export function sayError(error: ErrorJson): string {
  const hint = error.hint === null ? '' : `\n  ${oneLine(error.hint)}`;
  return `ont-prov: ${error.message.split('\n').map(oneLine).join('\n  ')}${hint}\n`;
}

export function bugReport(error: unknown, io: Io, command: string): string {
  const trace = error instanceof Error ? error.stack ?? error.message : String(error);
  return [
    'ont-prov: this is a bug, not something you did.',
    'Please report it with the lines below (check them for anything you would not publish):',
    '',
    `  ont-prov ${version}, command ${command}, ${io.runtime}`,
    ...trace.split('\n').slice(0, 12).map((line) => `  ${oneLine(line)}`),
    '',
  ].join('\n');
}
