import type { Stamped } from '../../src/app/journal/entries.ts';
import { journalReading, type JournalState } from '../../src/app/journal/reader.ts';

/** A whole journal with its entries. */
export function readJournal(text: string): JournalState & { readonly entries: readonly Stamped[] } {
  const entries: Stamped[] = [];
  const reading = journalReading((entry) => entries.push(entry));
  reading.add(Buffer.from(text));
  return { ...reading.end(), entries };
}
