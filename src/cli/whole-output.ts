import { EXIT, worstExit, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Io } from './io.ts';
import { sayError } from './report.ts';

/** Streams of which it is known at the end whether everything that was for standard output got there. */
export interface WatchedIo {
  readonly io: Io;
  /** The exit code of a command, given what became of its output. */
  exit(code: number): number;
}

/**
 * Output that cannot be written (a full disk behind `>`) is said on standard error at once, and the command goes on: what it does to a
 * device is not left half-done for that. It ends with 2 then, unless something worse happened. That a reader went away stays no error.
 */
export function watchOutput(io: Io): WatchedIo {
  let broken: Failure | null = null;
  const write = async (text: string): Promise<void> => {
    if (broken) return;
    try {
      await io.stdout.write(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Several writes may be under way.
      if (broken) return;
      broken = error;
      await io.stderr.write(sayError({ code: error.code, message: error.message, hint: error.hint ?? null })).catch(() => undefined);
    }
  };
  // Looking at a stream of the process opens it: only where it is used.
  const watched = Object.create(io, { stdout: { get: () => ({ isTTY: io.stdout.isTTY, columns: () => io.stdout.columns(), write }) } }) as Io;
  return { io: watched, exit: (code) => (broken ? worstExit([code as ExitCode, EXIT.usage]) : code) };
}
