import type { Change, TargetPlan } from '../../plan/model.ts';
import type { Intent } from '../../profile/intent.ts';
import type { AppliedTarget, Outcome } from '../api.ts';
import type { Candidate } from '../candidate.ts';
import type { TargetAccount, TargetDetails } from '../journal/account.ts';
import { plannedChange } from '../json.ts';
import type { Shelf } from '../shelf.ts';

/** One subscriber whose part of a run is taken back. */
export interface RetreatRecord {
  readonly account: TargetAccount;
  /** What the journal says of it; read when it is first asked for, and kept until the record is put away. */
  readonly details: TargetDetails;
  /** The row that the profile has for the subscriber now; null when there is none any more. */
  readonly candidate: Candidate | null;
  /** The subscriber as the profile has it now, made anew each time. */
  readonly intent: Intent | null;
  /** What is to be taken back, in the order in which it was made. */
  changes: readonly Change[];
  /** The same as a plan that people can look at. */
  plan: TargetPlan | null;
  outcome: Outcome | null;
  verified: boolean;
  readonly messages: string[];
  /** Nothing more will be done about it: what the document says of it is kept, and not in memory. */
  putAway(shelf: Shelf): void;
  told(): AppliedTarget;
}

export function retreatRecord(account: TargetAccount, candidate: Candidate | null, outcome: Outcome | null, messages: readonly string[]): RetreatRecord {
  let details: TargetDetails | null = null;
  let kept: (() => Told) | null = null;
  const record: RetreatRecord = {
    account, candidate, outcome, changes: [], plan: null, verified: outcome === 'unchanged', messages: [...messages],
    get details() { return (details ??= account.details()); },
    get intent() { return candidate?.subject().intent ?? null; },
    putAway(shelf) {
      kept ??= shelf.put(toldOf(record));
      record.plan = null;
      record.changes = [];
      details = null;
    },
    told() {
      const { serial, id, changes } = kept?.() ?? toldOf(record);
      return { key: account.key, olt: account.olt, serial, id, outcome: record.outcome ?? 'skipped', changes, verified: record.verified, messages: record.messages };
    },
  };
  return record;
}

type Told = Pick<AppliedTarget, 'serial' | 'id' | 'changes'>;

function toldOf({ account, plan, outcome }: RetreatRecord): Told {
  const was = account.details().plan;
  const result = outcome === 'applied' ? 'ok' : 'skipped';
  return { serial: was?.serial ?? null, id: was?.id ?? null, changes: (plan?.changes ?? []).map((change) => ({ ...plannedChange(change), result })) };
}
