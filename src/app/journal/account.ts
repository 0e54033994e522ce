import type { Outcome } from '../api.ts';
import { missingFrom } from '../run/signature.ts';
import type { Seen } from '../run/seen.ts';
import type { PlanEntry, RunEntry, Stamped } from './entries.ts';
import type { EntryPlace, EntrySink } from './reader.ts';
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

/** What is kept of one target; the rest of what the journal says of it stays there. */
export interface TargetAccount {
  readonly olt: string;
  readonly key: string;
  readonly outcome: Outcome | null;
  readonly messages: readonly string[];
  /** Whether a line was typed for it. */
  readonly begun: boolean;
  /** Reads the rest from the journal, each time anew. */
  details(): TargetDetails;
}

export interface TargetDetails {
  /** The last plan it worked by; null when it came to none. */
  readonly plan: PlanEntry | null;
  /** Changes that stood at the end, in the order in which they were made; only with an outcome that says that they stood. */
  readonly standing: readonly StoredChange[];
  /** Before its first line; null when none was typed. */
  readonly before: { readonly there: boolean; readonly objects: Readonly<Record<string, string>> } | null;
  /** When it was read back. */
  readonly after: Seen | null;
}

/** Gives an entry back. */
export type Fetch = (place: EntryPlace) => Stamped;

/** Makes an account of entries as they come. */
export interface Accountant { readonly take: EntrySink; /** null: the journal does not even tell what the run was. */ account(): Account | null; }

export function accountant(fetch: Fetch): Accountant {
  const targets = new Map<string, Target>();
  const saved = new Map<string, boolean>();
  let run: RunEntry | null = null;
  let [from, to] = [null as number | null, 0];
  return {
    take(entry, place) {
      from ??= entry.at;
      to = entry.at;
      if (entry.t === 'run') run ??= entry;
      if (entry.t === 'save') saved.set(entry.olt, entry.saved);
      if (!('target' in entry) || entry.target === '') return;
      const id = `${entry.olt}\n${entry.target}`;
      let target = targets.get(id);
      if (!target) targets.set(id, (target = new Target(entry.olt, entry.target, fetch)));
      target.take(entry, place);
    },
    account: () => run && { run, from: from!, to, saved, targets: [...targets.values()] },
  };
}

/** A plan, and which of its changes had a line typed before the next one was made. */
interface Worked { readonly place: EntryPlace; readonly typed: Set<number>; }

class Target implements TargetAccount {
  readonly olt: string;
  readonly key: string;
  outcome: Outcome | null = null;
  messages: readonly string[] = [];
  readonly #fetch: Fetch;
  readonly #plans: Worked[] = [];
  #seen: EntryPlace | null = null;
  #verified: EntryPlace | null = null;

  constructor(olt: string, key: string, fetch: Fetch) {
    this.olt = olt;
    this.key = key;
    this.#fetch = fetch;
  }

  get begun(): boolean { return this.#seen !== null; }

  take(entry: Stamped, place: EntryPlace): void {
    switch (entry.t) {
      case 'plan': this.#plans.push({ place, typed: new Set() }); return;
      case 'do': if (!entry.undo && entry.change !== null) this.#plans.at(-1)?.typed.add(entry.change); return;
      case 'seen': this.#seen ??= place; return;
      case 'verify': this.#verified = place; return;
      case 'outcome': this.outcome = entry.outcome; this.messages = entry.messages; return;
      default:
    }
  }

  details(): TargetDetails {
    const plans = this.#plans.map((worked) => ({ ...worked, plan: this.#fetch(worked.place) as Stamped & PlanEntry }));
    const seen = this.#seen && (this.#fetch(this.#seen) as Extract<Stamped, { readonly t: 'seen' }>);
    const verified = this.#verified && (this.#fetch(this.#verified) as Extract<Stamped, { readonly t: 'verify' }>);
    return {
      plan: plans.at(-1)?.plan ?? null,
      standing: verified ? standing(plans) : [],
      before: seen && { there: seen.there, objects: seen.objects },
      after: verified?.after ?? null,
    };
  }
}

/** Only what was accepted as a whole is read back, so the last plan stands; of the plans before it, what the next one did not want any more. */
function standing(plans: readonly (Worked & { readonly plan: PlanEntry })[]): StoredChange[] {
  return plans.flatMap(({ plan, typed }, i) => {
    const next = plans[i + 1];
    return next ? missingFrom(plan.changes, next.plan.changes).filter((change) => typed.has(plan.changes.indexOf(change))) : plan.changes;
  });
}
