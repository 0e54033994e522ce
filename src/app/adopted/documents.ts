import type { Reused } from '../../plan/holdings.ts';
import type { LineJson } from '../api.ts';
import type { SurveyTail } from '../survey.ts';

/**
 * `adopted`: what is in `claimed` is ours from now on. `planned`: it would be (`--dry-run`). `skipped`: nobody confirmed. `unchanged`: there
 * was nothing to adopt, or to give back. `released`: what is in `claimed` is nobody's again. `absent`: the ONT is not registered there.
 */
export type AdoptOutcome = 'adopted' | 'planned' | 'skipped' | 'unchanged' | 'released' | 'absent' | 'refused' | 'unreadable';

export interface AdoptTarget {
  readonly key: string;
  readonly olt: string;
  readonly serial: string | null;
  readonly pon: string;
  readonly id: number | null;
  readonly outcome: AdoptOutcome;
  /** Objects that are the profile's by meaning, under whatever number: `apply` treats them as its own, with or without this command. */
  readonly paired: readonly string[];
  /** Shared objects of others that the profile does with. They are never adopted. */
  readonly reused: readonly Reused[];
  /** `service`: the one it looks like a part of. `changed`: it was adopted before, and somebody has changed it since. */
  readonly claimed: readonly (LineJson & { readonly service: string | null; readonly changed: boolean })[];
  /** Ours before. */
  readonly adopted: readonly LineJson[];
  /** Unmanaged still, and why. */
  readonly kept: readonly (LineJson & { readonly why: string })[];
}

export interface AdoptDocument extends SurveyTail {
  readonly formatVersion: 1;
  /** Name under which the claims were noted; '' when none were. It is no run of the journal: nothing was typed. */
  readonly run: string;
  readonly targets: readonly AdoptTarget[];
}
