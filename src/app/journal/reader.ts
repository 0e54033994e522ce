import type { Stamped } from './entries.ts';

export interface ReadJournal {
  readonly entries: readonly Stamped[];
  /** The last line was cut: the writer died while writing it. What it said was not yet relied on by anybody. */
  readonly cut: boolean;
  /** Numbers of lines other than a cut last one that hold no entry: the disk lost them, or somebody changed the file. */
  readonly damaged: readonly number[];
  /** Set by the run's last entry; false for a run that died or is still under way. */
  readonly ended: boolean;
  /** Lines that were about to be typed and have no answer: whether the device took them must be read from the device. */
  readonly inDoubt: readonly Extract<Stamped, { readonly t: 'do' }>[];
}

/** Reads a journal, also one whose writer was killed or whose disk lost something: never throws. */
export function readJournal(text: string): ReadJournal {
  const lines = text.split('\n');
  // Every complete entry ends in a line end, so what is after the last one is a cut entry, parseable or not.
  const rest = lines.pop()!;
  const entries: Stamped[] = [];
  const damaged: number[] = [];
  for (const [index, line] of lines.entries()) {
    const entry = parse(line);
    if (entry) entries.push(entry); else damaged.push(index + 1);
  }
  // Entries are numbered: one that is missing without a trace is damage too.
  if (damaged.length === 0 && entries.some((entry, i) => entry.n !== i)) damaged.push(entries.findIndex((entry, i) => entry.n !== i) + 1);
  return { entries, cut: rest !== '', damaged, ended: entries.at(-1)?.t === 'end' && rest === '', inDoubt: unanswered(entries) };
}

function parse(line: string): Stamped | null {
  try {
    const entry = JSON.parse(line) as Stamped | null;
    return typeof entry === 'object' && entry !== null && typeof entry.t === 'string' && typeof entry.n === 'number' ? entry : null;
  } catch {
    return null;
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
