import type { Stamped } from './entries.ts';

export interface ReadJournal {
  readonly entries: readonly Stamped[];
  /** The last line was cut: the writer died while writing it. What it said was not yet relied on by anybody. */
  readonly cut: boolean;
  /** Set by the run's last entry; false for a run that died or is still under way. */
  readonly ended: boolean;
  /** Lines that were about to be typed and have no answer: whether the device took them must be read from the device. */
  readonly inDoubt: readonly Extract<Stamped, { readonly t: 'do' }>[];
}

/**
 * Reads a journal, also one whose writer was killed.
 * @throws Error naming the line when a line other than the last is damaged: somebody changed the file
 */
export function readJournal(text: string): ReadJournal {
  const lines = text.split('\n');
  // Every complete entry ends in a line end, so what is after the last one is a cut entry, parseable or not.
  const rest = lines.pop()!;
  const entries = lines.map((line, index) => parse(line, index + 1));
  return { entries, cut: rest !== '', ended: entries.at(-1)?.t === 'end', inDoubt: unanswered(entries) };
}

function parse(line: string, number: number): Stamped {
  try {
    return JSON.parse(line) as Stamped;
  } catch {
    throw new Error(`line ${number} of the journal is damaged`);
  }
}

function unanswered(entries: readonly Stamped[]): Extract<Stamped, { readonly t: 'do' }>[] {
  const open = new Map<string, Extract<Stamped, { readonly t: 'do' }>>();
  for (const entry of entries) {
    if (entry.t === 'do') open.set(`${entry.olt}\n${entry.of}`, entry);
    else if (entry.t === 'did') open.delete(`${entry.olt}\n${entry.of}`);
  }
  return [...open.values()];
}
