import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../kernel/failure.ts';
import { lineByLine } from '../kernel/mask-lines.ts';
import type { Clock } from '../kernel/world.ts';
import type { Transcript } from '../transport/session.ts';
import { reasonOf } from './world/errno.ts';

/** A file that takes down what every session of a run sends and receives. What it is handed holds no secret of ours any more. */
export interface TranscriptFile {
  /**
   * `name` stands before each line: several OLTs talk at the same time.
   * @param shown a line of this device without the secrets that it shows in clear
   */
  for(name: string, shown?: (line: string) => string): Transcript;
  close(): Promise<void>;
}

/**
 * @param broken hears once, and before `close` resolves, why the transcript is not complete
 * @throws Failure `transcript-unwritable`, exit 2
 */
export async function openTranscript(cwd: string, path: string, clock: Clock, broken: (olt: string, message: string) => void = () => undefined): Promise<TranscriptFile> {
  let file: FileHandle;
  try {
    file = await open(resolve(cwd, path), 'w', 0o600);
  } catch (error) {
    throw new Failure(`cannot write the transcript ${path}: ${reasonOf(error)}`, { code: 'transcript-unwritable', exitCode: 2, cause: error });
  }
  let writing: Promise<unknown> = Promise.resolve();
  // A full disk must not stop a device half-way: the transcript ends, the run does not.
  let told = false;
  const put = (name: string, text: string): void => {
    writing = writing.then(() => (told ? undefined : file.appendFile(text))).catch((error: unknown) => {
      told = true;
      broken(name, `the transcript ${path} is not complete: ${reasonOf(error)}`);
    });
  };
  const unfinished = new Set<() => void>();
  return {
    for(name, shown) {
      let line = '';
      const mask = lineByLine(shown);
      const heard = (text: string): void => put(name, `${stamp()} ${name} < ${visible(betweenControls(text, mask))}\n`);
      const stamp = (): string => new Date(clock.now()).toISOString().slice(11, 23);
      const flush = (): void => { if (line !== '') heard(line); line = ''; };
      unfinished.add(flush);
      return {
        sent(typed) {
          flush();
          put(name, `${stamp()} ${name} > ${visible(typed)}\n`);
        },
        received(text) {
          const lines = (line + text).split(/\r*\n/);
          line = lines.pop()!;
          lines.forEach(heard);
        },
      };
    },
    async close() {
      for (const flush of unfinished) flush();
      await writing;
      await file.close();
    },
  };
}

/** What a pager leaves at the beginning of a line, and other cursor movements, are no part of what is printed. */
function betweenControls(text: string, mask: (line: string) => string): string {
  return text.split(/((?:\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f])+)/).map((part, i) => (i % 2 === 1 || part.trim() === '' ? part : mask(part))).join('');
}

/** Control characters in caret form (`^[`, `^M`), so that looking at a transcript does not play it on the reader's terminal. */
function visible(text: string): string {
  return [...text].map((character) => {
    const code = character.charCodeAt(0);
    return code < 32 && character !== '\t' ? `^${String.fromCharCode(code + 64)}` : code === 127 ? '^?' : character;
  }).join('');
}
