/**
 * What a run leaves behind, one JSON object per line: enough to say after any crash what was meant, what was typed, what the
 * device said, and how to take it back. No secrets: lines are the shown forms, device texts went through the redactor.
 *
 * Order within one OLT is the order of events; several OLTs of a run are interleaved. A `do` without its `did` is in doubt:
 * the line may or may not have reached the device. That is one line at most for each OLT, or one window of lines where it has one.
 */
import type { Outcome } from '../api.ts';
import type { Seen } from '../run/seen.ts';
import type { StoredChange } from './stored.ts';
import type { ReplyClass } from '../../transport/model.ts';

export type Entry =
  | RunEntry
  /** A device was reached and is ours to write. `fence` grows with every writer this device has had. `backup` is a path below the state directory. */
  | { readonly t: 'olt'; readonly olt: string; readonly vendor: string; readonly peer: string; readonly fence: number; readonly backup: string | null }
  /** What the device held before the first line for this target: whether its ONT was there, and the objects its plan is about, by name. */
  | { readonly t: 'seen'; readonly olt: string; readonly target: string; readonly there: boolean; readonly objects: Readonly<Record<string, string>> }
  | PlanEntry
  /** Write-ahead: this line is about to be typed. `change` is an index into the plan's changes, `of` numbers the commands of this OLT within the run. */
  | { readonly t: 'do'; readonly olt: string; readonly target: string; readonly of: number; readonly change: number | null; readonly line: string; readonly undo: boolean }
  | { readonly t: 'did'; readonly olt: string; readonly of: number; readonly class: ReplyClass; readonly message?: string }
  | { readonly t: 'lost'; readonly olt: string; readonly message: string }
  | { readonly t: 'undo'; readonly olt: string; readonly target: string; readonly changes: readonly number[]; readonly because: string }
  /** `after`: what the device held when it was read back; null when it could not be read. */
  | { readonly t: 'verify'; readonly olt: string; readonly target: string; readonly verified: boolean; readonly differences: readonly string[]; readonly after: Seen | null }
  | { readonly t: 'save'; readonly olt: string; readonly saved: boolean; readonly message?: string }
  | { readonly t: 'outcome'; readonly olt: string; readonly target: string; readonly outcome: Outcome; readonly messages: readonly string[] }
  | { readonly t: 'end'; readonly exitCode: number };

export interface RunEntry {
  readonly t: 'run';
  readonly formatVersion: 1;
  readonly run: string;
  readonly command: string;
  /** As given, and the directory it was given in: what `resume` needs to read the same input again. */
  readonly path: string;
  readonly cwd: string;
  readonly only: readonly string[];
  readonly prune: boolean;
  readonly acceptUnconfirmed: boolean;
  readonly confirm: boolean;
  /** Of a replaced terminal. */
  readonly formerSerial?: string;
  /** Of a move between OLTs: the one that is left, and whether nobody was to be waited for. */
  readonly from?: string;
  readonly now?: boolean;
  /** The run that this one finishes or takes back. */
  readonly of?: string;
  readonly host: string;
  readonly pid: number;
}

export interface PlanEntry {
  readonly t: 'plan';
  readonly olt: string;
  readonly target: string;
  readonly serial: string | null;
  readonly mac?: string;
  readonly loid?: string;
  readonly pon: string;
  readonly id: number | null;
  /** SHA-256 of the changes, to tell whether a later plan is the same. */
  readonly digest: string;
  readonly changes: readonly StoredChange[];
  /** Set when the link was lost and the rest was planned again. */
  readonly again: boolean;
}

/** An entry as it stands in the file: its number in the run and the wall clock, ms. */
export type Stamped = Entry & { readonly n: number; readonly at: number };
