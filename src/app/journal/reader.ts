import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Stamped } from './entries.ts';

/** What a journal says about itself, beside its entries. */
export interface JournalState {
  /** null: it has none. */
  readonly last: Stamped | null;
  /** The last line was cut: the writer died while writing it. What it said was not yet relied on by anybody. */
  readonly cut: boolean;
  /** Numbers of lines other than a cut last one that hold no entry: the disk lost them, or somebody changed the file. */
  readonly damaged: readonly number[];
  /** Set by the run's last entry; false for a run that died or is still under way. */
  readonly ended: boolean;
  /** Lines that were about to be typed and have no answer: whether the device took them must be read from the device. */
  readonly inDoubt: readonly Extract<Stamped, { readonly t: 'do' }>[];
}

/** Where an entry stands in its file, in octets, its line end left out. */
export interface EntryPlace { readonly from: number; readonly length: number; }

/** Hears every entry in the order of the file. */
export type EntrySink = (entry: Stamped, place: EntryPlace) => void;

/**
 * Goes through a journal, also one whose writer was killed or whose disk lost something. Only a line of it stands in memory at a time:
 * the journal of a long batch is longer than any text may be.
 *
 * @throws what the file system throws
 */
export async function readJournal(path: string, sink: EntrySink): Promise<JournalState> {
  const reading = journalReading(sink);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) reading.add(chunk);
  return reading.end();
}

/** One entry again, from where it stood. @throws what the file system throws, SyntaxError when it stands there no more */
export function entryAt(path: string, { from, length }: EntryPlace): Stamped {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    for (let done = 0, read = 1; done < length && read > 0; done += read) read = readSync(file, bytes, done, length - done, from + done);
  } finally {
    closeSync(file);
  }
  return JSON.parse(bytes.toString('utf8')) as Stamped;
}

/** The reading of a journal that comes in pieces, cut anywhere. Never throws. */
export function journalReading(sink: EntrySink): { add(chunk: Uint8Array): void; end(): JournalState } {
  const damaged: number[] = [];
  const open = new Map<string, Extract<Stamped, { readonly t: 'do' }>>();
  let rest: Buffer[] = [];
  let [from, lines, entries, firstGap] = [0, 0, 0, 0];
  let last: Stamped | null = null;

  function line(bytes: Buffer): void {
    lines++;
    const entry = parse(bytes.toString('utf8'));
    if (entry) {
      // Entries are numbered: one that is missing without a trace is damage too.
      if (entry.n !== entries++ && firstGap === 0) firstGap = entries;
      last = entry;
      if (entry.t === 'do') open.set(`${entry.olt}\n${entry.of}`, entry);
      else if (entry.t === 'did') open.delete(`${entry.olt}\n${entry.of}`);
      sink(entry, { from, length: bytes.length });
    } else damaged.push(lines);
    from += bytes.length + 1;
  }

  return {
    add(chunk) {
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END)) {
        line(rest.length > 0 ? Buffer.concat([...rest, bytes.subarray(0, end)]) : bytes.subarray(0, end));
        rest = [];
        bytes = bytes.subarray(end + 1);
      }
      if (bytes.length > 0) rest.push(bytes);
    },
    end() {
      // Every complete entry ends in a line end, so what is after the last one is a cut entry, parseable or not.
      const cut = rest.length > 0;
      if (damaged.length === 0 && firstGap > 0) damaged.push(firstGap);
      return { last, cut, damaged, ended: last?.t === 'end' && !cut, inDoubt: [...open.values()] };
    },
  };
}

const LINE_END = 0x0a;

function parse(line: string): Stamped | null {
  try {
    const entry = JSON.parse(line) as Stamped | null;
    return typeof entry === 'object' && entry !== null && typeof entry.t === 'string' && typeof entry.n === 'number' ? entry : null;
  } catch {
    return null;
  }
}
