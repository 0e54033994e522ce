import type { Outcome } from '../api.ts';
import { missingFrom } from '../run/signature.ts';
import type { Seen } from '../run/seen.ts';
import type { PlanEntry, RunEntry, Stamped } from './entries.ts';
import type { ReadJournal } from './reader.ts';
import type { StoredChange } from './stored.ts';

/** What a run did, as its journal tells it. */
export interface Account {
  readonly run: RunEntry;
  /** ms since the epoch: of the first entry, and of the last. */
  readonly from: number;
  readonly to: number;
  readonly targets: readonly TargetAccount[];
  readonly saved: ReadonlyMap<string, boolean>;
}

export interface TargetAccount {
  readonly olt: string;
  readonly key: string;
  readonly outcome: Outcome | null;
  readonly messages: readonly string[];
  /** The last plan it worked by; null when it came to none. */
  readonly plan: PlanEntry | null;
  /** Changes that stood at the end, in the order in which they were made; only with an outcome that says that they stood. */
  readonly standing: readonly StoredChange[];
  /** Before its first line; null when none was typed. */
  readonly before: { readonly there: boolean; readonly objects: Readonly<Record<string, string>> } | null;
  /** When it was read back. */
  readonly after: Seen | null;
}

/** null: the journal does not even tell what the run was. */
export function accountOf({ entries }: ReadJournal): Account | null {
  const run = entries.find((entry) => entry.t === 'run');
  if (!run) return null;
  const byTarget = new Map<string, Stamped[]>();
  const saved = new Map<string, boolean>();
  for (const entry of entries) {
    if (entry.t === 'save') saved.set(entry.olt, entry.saved);
    if (!('target' in entry) || entry.target === '') continue;
    const id = `${entry.olt}\n${entry.target}`;
    const list = byTarget.get(id);
    if (list) list.push(entry); else byTarget.set(id, [entry]);
  }
  return { run, from: entries[0]!.at, to: entries.at(-1)!.at, saved, targets: [...byTarget.values()].map(targetAccount) };
}

function targetAccount(entries: readonly Stamped[]): TargetAccount {
  const { olt, target } = entries[0] as Extract<Stamped, { readonly t: 'plan' }>;
  const plans = entries.filter((entry) => entry.t === 'plan');
  const outcome = entries.findLast((entry) => entry.t === 'outcome');
  const seen = entries.find((entry) => entry.t === 'seen');
  const verified = entries.findLast((entry) => entry.t === 'verify');
  return {
    olt, key: target, outcome: outcome?.outcome ?? null, messages: outcome?.messages ?? [], plan: plans.at(-1) ?? null,
    standing: verified ? standing(entries, plans) : [],
    before: seen ? { there: seen.there, objects: seen.objects } : null,
    after: verified?.after ?? null,
  };
}

/** Only what was accepted as a whole is read back, so the last plan stands; of the plans before it, what the next one did not want any more. */
function standing(entries: readonly Stamped[], plans: readonly PlanEntry[]): StoredChange[] {
  return plans.flatMap((plan, i) => {
    const next = plans[i + 1];
    if (!next) return plan.changes;
    const start = entries.indexOf(plan as Stamped);
    const end = entries.indexOf(next as Stamped);
    const typed = new Set(entries.slice(start, end).flatMap((entry) => (entry.t === 'do' && !entry.undo ? [entry.change] : [])));
    return missingFrom(plan.changes, next.changes).filter((change) => typed.has(plan.changes.indexOf(change)));
  });
}
