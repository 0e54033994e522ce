import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StateDir } from './world/state-dir.ts';

/**
 * What has to wait for the end of a run, out of memory: a long batch has more results than it has work in hand. They go to a file of
 * the state directory that has lost its name, so nothing is left of it however the process ends.
 */
export interface Shelf {
  /** @returns reads it back, as often as wanted, until the shelf is closed; equal as JSON, but no longer the same object */
  put<T>(value: T): () => T;
  close(): void;
}

/** Octets that are kept in memory before there is a file: a run about a few ONTs never makes one. */
const AT_HAND = 1 << 20;
/** Octets read at once: what was put away together is mostly asked for together. */
const AHEAD = 1 << 16;

export function createShelf(state: StateDir): Shelf {
  const path = state.path('runs', `${process.pid}-${Math.random().toString(36).slice(2)}.shelf`);
  /** What is in no file yet, by the place it will have there. */
  let waiting = new Map<number, Buffer>();
  let waitingFrom = 0;
  let end = 0;
  let file: number | null = null;
  /** The disk took no more: what is not there stays in memory. */
  let full = false;
  let window: { readonly from: number; readonly bytes: Buffer } | null = null;

  function flush(): void {
    const bytes = Buffer.concat([...waiting.values()]);
    try {
      file ??= openNameless(path);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, waitingFrom + done);
    } catch {
      full = true;
      return;
    }
    waiting = new Map();
    waitingFrom = end;
  }

  function bytesAt(from: number, length: number): Buffer {
    const inMemory = waiting.get(from);
    if (inMemory) return inMemory;
    if (!window || from < window.from || from + length > window.from + window.bytes.length) {
      const bytes = Buffer.alloc(Math.min(Math.max(length, AHEAD), waitingFrom - from));
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(file!, bytes, done, bytes.length - done, from + done);
        if (read === 0) throw new Error('the shelf lost what was put on it');
        done += read;
      }
      window = { from, bytes };
    }
    return window.bytes.subarray(from - window.from, from - window.from + length);
  }

  return {
    put<T>(value: T) {
      const bytes = Buffer.from(JSON.stringify(value));
      const [from, { length }] = [end, bytes];
      end += length;
      waiting.set(from, bytes);
      if (!full && end - waitingFrom > AT_HAND) flush();
      return () => JSON.parse(bytesAt(from, length).toString('utf8')) as T;
    },
    close() {
      if (file === null) return;
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/** Some systems do not let go of the name of an open file: there it goes when the shelf is closed. */
function openNameless(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx+', 0o600);
  try {
    rmSync(path);
  } catch {
    // Named until the end, then.
  }
  return file;
}
