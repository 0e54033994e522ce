import { close as closeFd, constants, fdatasync, ftruncateSync, open, write, writeSync } from 'node:fs';
import { open as openHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../kernel/world.ts';
import { unwritable, type StateDir } from '../world/state-dir.ts';
import type { Entry } from './entries.ts';

export interface Journal {
  /** Name of the run, sortable by time. */
  readonly run: string;
  /** Adds an entry; it is on its way to the disk with the next `sync`. */
  note(entry: Entry): void;
  /**
   * Resolves when everything noted so far would survive a power cut. Callers that wait at the same time share one disk write.
   * @throws Failure `state-unwritable`, exit 2
   */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** ms; a durable write that takes longer is better waited for in another thread. */
const QUICK = 0.5;
/** Slow writes in a row that are no accident. */
const SLOW = 3;

/** Opens the journal of a new run: `runs/<run>.jsonl`, which must not exist yet. */
export async function createJournal(state: StateDir, clock: Clock, run: string): Promise<Journal> {
  const path = await state.ready(state.path('runs', `${run}.jsonl`));
  // With O_DSYNC one system call both writes and makes durable; where there is none, the write is followed by fdatasync.
  const durable: number | undefined = constants.O_DSYNC;
  const fd = await opened(state, path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | (durable ?? 0));
  await syncFolder(dirname(path));

  /** Slow writes in a row: when there are some, other sessions are served while the disk writes. */
  let slow = durable === undefined ? SLOW : 0;
  let number = 0;
  let waiting = '';
  /** Octets of whole entries in the file. */
  let size = 0;
  let underWay: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function flush(): Promise<void> {
    const text = waiting;
    waiting = '';
    const bytes = Buffer.from(text);
    try {
      if (slow < SLOW) flushAtOnce(bytes); else await flushAside(bytes);
      size += bytes.length;
    } catch (error) {
      takeBack(text);
      throw unwritable(state.root, error);
    }
  }

  /** What of it got into the file is cut off again, and all of it goes with the next write: by then there may be room. */
  function takeBack(text: string): void {
    try {
      ftruncateSync(fd, size);
      waiting = text + waiting;
    } catch {
      // The cut entry stays the last that can be read.
    }
  }

  /** In this thread: on a disk that answers at once, handing the write to another thread takes longer than the write. */
  function flushAtOnce(bytes: Buffer): void {
    const start = clock.ticks();
    for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
    slow = clock.ticks() - start < QUICK ? 0 : slow + 1;
  }

  function flushAside(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null): void => (error ? reject(error) : resolve());
      const put = (from: number): void => write(fd, bytes, from, bytes.length - from, null, (error, written) => {
        if (error) done(error);
        else if (from + written < bytes.length) put(from + written);
        else if (durable === undefined) fdatasync(fd, done);
        else done(null);
      });
      put(0);
    });
  }

  /** While one write is under way, all who come wait for the one after it. */
  function sync(): Promise<void> {
    if (underWay) return (next ??= underWay.then(startNext, startNext));
    if (waiting === '') return Promise.resolve();
    return start();
  }
  function startNext(): Promise<void> {
    next = null;
    return waiting === '' ? Promise.resolve() : start();
  }
  function start(): Promise<void> {
    const current = flush().finally(() => { if (underWay === current) underWay = null; });
    underWay = current;
    return current;
  }

  return {
    run,
    note(entry) { waiting += `${JSON.stringify({ n: number++, at: clock.now(), ...entry })}\n`; },
    sync,
    async close() {
      try {
        await sync();
      } finally {
        await new Promise<void>((resolve) => closeFd(fd, () => resolve()));
      }
    },
  };
}

function opened(state: StateDir, path: string, flags: number): Promise<number> {
  return new Promise((resolve, reject) => open(path, flags, 0o600, (error, fd) => (error ? reject(unwritable(state.root, error)) : resolve(fd))));
}

/** So that the file's name survives a power cut too. Some file systems refuse to open a directory: then it is up to them. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await openHandle(folder, 'r').catch(() => null);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
