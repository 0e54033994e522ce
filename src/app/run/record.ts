import type { ExitCode } from '../../kernel/exit.ts';
import { EXIT } from '../../kernel/exit.ts';
import type { Failure } from '../../kernel/failure.ts';
import type { Finding } from '../../kernel/finding.ts';
import type { Driver, Planned } from '../../packs/driver.ts';
import type { Intent, OltIntent } from '../../profile/intent.ts';
import type { AppliedChangeJson, AppliedTarget, Outcome, PlannedTarget } from '../api.ts';
import { heldCandidate, type Candidate } from '../candidate.ts';
import { plannedChange, plannedTarget } from '../json.ts';
import type { Shelf } from '../shelf.ts';
import { planDigest } from './signature.ts';
import type { Subject } from './subject.ts';
import type { Seen } from './seen.ts';
import type { ChangeResult } from './target.ts';

/** What a run knows of one target, from start to end. */
export interface TargetRecord {
  readonly key: string;
  readonly olt: OltIntent;
  readonly driver: Driver;
  readonly state: Intent['state'];
  /**
   * Made when it is first asked for, and kept until the record is put away. Settled by the first reading when only the device can tell
   * where the ONT is.
   */
  subject: Subject;
  planned: Planned | null;
  /** The plan while it is not at hand, to hold against what is read later. */
  shown: Shown | null;
  /** What the device held of it before the run; null when there is nothing to do. */
  seen: Seen | null;
  outcome: Outcome | null;
  exit: ExitCode;
  results: readonly ChangeResult[];
  verified: boolean;
  readonly messages: string[];
  findings: readonly Finding[];
  /** What the document says of it, once nothing more is done: a long batch keeps that, and not in memory. */
  told: Told | null;
  /** The subject, to be looked at and not kept. */
  peek(): Subject;
  /** Lets go of the subject until somebody asks for it again. */
  release(): void;
}

/** A plan that was let go; `target` is what people see of it. */
export interface Shown { readonly digest: string; readonly changes: number; readonly target: () => PlannedTarget; }

/** What is only known while the plan is there. */
interface Told { readonly serial: string | null; readonly id: number | null; readonly changes: () => readonly AppliedChangeJson[]; }

export function newRecord(subject: Subject): TargetRecord {
  return recordOf(heldCandidate(subject));
}

export function recordOf(candidate: Candidate): TargetRecord {
  return new CandidateRecord(candidate);
}

class CandidateRecord implements TargetRecord {
  planned: Planned | null = null;
  shown: Shown | null = null;
  seen: Seen | null = null;
  outcome: Outcome | null = null;
  exit: ExitCode = EXIT.ok;
  results: readonly ChangeResult[] = [];
  verified = false;
  readonly messages: string[] = [];
  findings: readonly Finding[] = [];
  told: Told | null = null;
  #candidate: Candidate;
  #subject: Subject | null = null;

  constructor(candidate: Candidate) {
    this.#candidate = candidate;
  }

  get key(): string { return this.#candidate.key; }
  get olt(): OltIntent { return this.#candidate.olt; }
  get driver(): Driver { return this.#candidate.driver; }
  get state(): Intent['state'] { return this.#candidate.state; }
  get subject(): Subject { return (this.#subject ??= this.#candidate.subject()); }
  set subject(subject: Subject) {
    this.#candidate = heldCandidate(subject);
    this.#subject = subject;
  }

  peek(): Subject { return this.#subject ?? this.#candidate.subject(); }
  release(): void { this.#subject = null; }
}

export function settleRecord(record: TargetRecord, outcome: Outcome, messages: readonly string[] = []): void {
  record.outcome = outcome;
  record.exit = EXIT_OF[outcome];
  record.messages.push(...messages);
}

/** What the world refused ends every target that has no outcome yet: login and host keys as refused (4), the rest as unreachable (5). */
export function settleByFailure(record: TargetRecord, failure: Failure, message: string): void {
  settleRecord(record, failure.exitCode === EXIT.unreachable ? 'unreachable' : 'refused', [message]);
  record.exit = failure.exitCode;
}

/** Nothing more will be done about this target, unless it has no outcome yet: then others go on with it. */
export function putAway(record: TargetRecord, shelf: Shelf): void {
  if (record.outcome === null || record.told) return;
  const { serial, id, changes } = toldOf(record);
  record.told = { serial, id, changes: changes.length === 0 ? () => [] : shelf.put(changes) };
  record.planned = record.shown = record.seen = null;
  record.results = [];
  record.release();
}

/** Their subjects one after the other, to be looked at and not kept. */
export function peekedAt(records: readonly TargetRecord[]): Iterable<Subject> {
  return { *[Symbol.iterator]() { for (const record of records) yield record.peek(); } };
}

/** Lets go of the plan until the device is read again. Who has nothing planned, or an outcome, is put away. */
export function park(record: TargetRecord, shelf: Shelf): void {
  putAway(record, shelf);
  if (!record.planned) return;
  const { plan } = record.planned;
  record.shown = { digest: planDigest(plan), changes: plan.changes.length, target: shelf.put(shownTarget(record)!) };
  record.planned = null;
  record.seen = null;
  record.release();
}

/** What people see of a plan, at hand or not; null when nothing is planned. */
export function shownTarget({ planned, shown, driver }: TargetRecord): PlannedTarget | null {
  return planned ? plannedTarget(planned.plan, driver.script([planned.plan], { save: true })) : shown?.target() ?? null;
}

export function plannedChanges({ planned, shown }: TargetRecord): number {
  return planned?.plan.changes.length ?? shown?.changes ?? 0;
}

export function appliedTarget(record: TargetRecord): AppliedTarget {
  const { key, olt, verified, messages } = record;
  const { serial, id, changes } = record.told ?? toldOf(record);
  // Who counts outcomes does not have the changes fetched.
  return { key, olt: olt.name, serial, id, outcome: record.outcome ?? 'skipped', get changes() { return typeof changes === 'function' ? changes() : changes; }, verified, messages };
}

function toldOf(record: TargetRecord): Omit<Told, 'changes'> & { readonly changes: readonly AppliedChangeJson[] } {
  const { planned, shown, results } = record;
  const { intent } = record.peek();
  const plan = planned ? { id: planned.plan.id, changes: planned.plan.changes.map(plannedChange) } : shown?.target() ?? { id: null, changes: [] };
  return {
    serial: intent.serial ?? null, id: plan.id ?? intent.id ?? null,
    changes: plan.changes.map((change, index) => ({ ...change, result: results[index] ?? 'skipped' })),
  };
}

export const EXIT_OF: Readonly<Record<Outcome, ExitCode>> = {
  unchanged: 0, applied: 0, skipped: 0, pending: 9, undone: 6, 'left-changed': 7, unreachable: 5, stale: 8, refused: 1,
};
