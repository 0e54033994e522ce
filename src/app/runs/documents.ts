/** The public JSON shapes of `runs` and `runs show`. */
import type { Sequence } from '../../kernel/sequence.ts';
import type { Outcome, PlannedChangeJson, Tail } from '../api.ts';

/**
 * `ended`: it came to its end, whatever that was. `broken-off`: its process died, or is still at it. `damaged`: the journal lost
 * something; what is left of it is shown. `unreadable`: there is a journal of this name, and no way to read it.
 */
export type RunState = 'ended' | 'broken-off' | 'damaged' | 'unreadable';

export interface RunSummary {
  readonly run: string;
  readonly command: string | null;
  /** ISO 8601, UTC; of the first and the last entry. */
  readonly from: string | null;
  readonly to: string | null;
  readonly state: RunState;
  /** Why it cannot be read. */
  readonly why?: string;
  readonly exitCode: number | null;
  readonly path: string | null;
  readonly olts: readonly string[];
  /** How many subscribers ended how; `null` counts those without an end. */
  readonly outcomes: Readonly<Partial<Record<Outcome | 'none', number>>>;
  /** The run that this one finished or took back. */
  readonly of: string | null;
}

export interface RunsDocument extends Tail {
  readonly formatVersion: 1;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** How many there are; more than `runs` when those were limited. */
  readonly total: number;
}

export interface RunTarget {
  readonly key: string;
  readonly olt: string;
  readonly serial: string | null;
  readonly id: number | null;
  /** null: the run did not get to its end. */
  readonly outcome: Outcome | null;
  readonly messages: readonly string[];
  readonly changes: readonly PlannedChangeJson[];
}

export interface RunDocument extends Tail {
  readonly formatVersion: 1;
  readonly run: RunSummary | null;
  readonly targets: Sequence<RunTarget>;
  /** Lines that may or may not have reached the device; the next run settles them by reading. */
  readonly inDoubt: readonly { readonly olt: string; readonly target: string; readonly line: string }[];
  /** Lines of the journal that cannot be read. */
  readonly damaged: readonly number[];
}
