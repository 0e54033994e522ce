import type { Basis } from './plan-file/format.ts';

/** What a run is for, beside what its options say. */
export interface Errand {
  /** By key: plans a person has looked at before; only those are carried out. */
  readonly reviewed?: ReadonlyMap<string, Basis>;
  /** The run that is gone on with. */
  readonly of?: string;
  /** Keys of subscribers that need nothing any more. */
  readonly skip?: ReadonlySet<string>;
  /** By key: lines of which an earlier run did not learn whether the device took them. */
  readonly inDoubt?: ReadonlyMap<string, readonly string[]>;
}
