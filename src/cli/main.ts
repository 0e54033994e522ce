/** Makes an `Io` of the process and runs the command line. Nothing else in src knows the process. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io, Output } from './io.ts';
import { OutputClosed } from './io.ts';
import { errnoOf, reasonOf } from '../app/world/errno.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { bugReport } from './report.ts';
import { run } from './run.ts';

export { run };

export async function main(process: NodeJS.Process): Promise<void> {
  // The last net, for what is thrown where nobody waits: no device is reached from here any more, and what was left is in the journal.
  process.on('uncaughtException', (error) => {
    process.stderr.write(bugReport(error, processIo(process), 'none'));
    process.exit(EXIT.bug);
  });
  let code: number = EXIT.bug;
  try {
    code = await run(process.argv.slice(2), processIo(process));
  } catch (error) {
    if (error instanceof OutputClosed) code = 0;
    else process.stderr.write(bugReport(error, processIo(process), 'none'));
  }
  // Idle sockets and timers must not keep a finished command alive; everything written was awaited.
  process.exit(code);
}

function processIo(process: NodeJS.Process): Io {
  let out: Output | undefined;
  let err: Output | undefined;
  let input: Promise<Uint8Array> | undefined;
  const at = (path: string): string => resolve(process.cwd(), path);
  return {
    get stdout() { return (out ??= output(process.stdout, outputFailure)); },
    // What is said beside the data stops nothing, whyever it cannot be said.
    get stderr() { return (err ??= output(process.stderr, () => new OutputClosed())); },
    env: process.env,
    cwd: process.cwd(),
    runtime: `node ${process.version}, ${process.platform} ${process.arch}`,
    get interactive() { return process.stdin.isTTY === true && process.stderr.isTTY === true; },
    stdin: () => (input ??= readAll(process.stdin)),
    ask: (question) => ask(process, question),
    interruptible: (onInterrupt) => interruptible(process, onInterrupt),
    // A few small files at the start: asking the thread pool for each would take longer than reading it.
    exists: async (path) => existsSync(at(path)),
    readFile: async (path) => orElse(null, () => readFileSync(at(path))),
    names: async (path) => orElse([], () => readdirSync(at(path))),
    writeFile: (path, text) => writeFile(at(path), text),
  };
}

function orElse<T>(other: T, attempt: () => T): T {
  try {
    return attempt();
  } catch {
    return other;
  }
}

/** The reader of a pipe may go whenever it likes. Anything else is data that is lost. */
function outputFailure(error: Error): Error {
  const code = errnoOf(error);
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new OutputClosed();
  return new Failure(`cannot write the output: ${reasonOf(error)}`, { code: 'output-unwritable', exitCode: EXIT.usage, hint: 'not all of it is there: make room, or send it elsewhere', cause: error });
}

function output(stream: NodeJS.WriteStream, failure: (error: Error) => Error): Output {
  let broken: Error | null = null;
  stream.on('error', (error) => { broken ??= failure(error); });
  return {
    isTTY: stream.isTTY === true,
    columns: () => stream.columns ?? 80,
    write: (text) => new Promise((done, fail) => {
      if (broken) fail(broken);
      else stream.write(text, (error) => { if (error) fail(broken ??= failure(error)); else done(); });
    }),
  };
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function ask(process: NodeJS.Process, question: string): Promise<string | null> {
  const { createInterface } = await import('node:readline');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((done) => {
    terminal.on('close', () => { done(null); });
    terminal.on('SIGINT', () => { terminal.close(); });
    terminal.question(question, (answer) => { done(answer); terminal.close(); });
  });
}

function interruptible(process: NodeJS.Process, onInterrupt: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    onInterrupt();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
