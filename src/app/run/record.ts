import type { ExitCode } from '../../kernel/exit.ts';
import { EXIT } from '../../kernel/exit.ts';
import type { Failure } from '../../kernel/failure.ts';
import type { Finding } from '../../kernel/finding.ts';
import type { Planned } from '../../packs/driver.ts';
import type { TargetPlan } from '../../plan/model.ts';
import type { AppliedTarget, Outcome } from '../api.ts';
import { plannedChange } from '../json.ts';
import type { Subject } from './subject.ts';
import type { Seen } from './seen.ts';
import type { ChangeResult } from './target.ts';

/** What a run knows of one target, from start to end. */
export interface TargetRecord {
  /** Settled by the first reading when only the device can tell where the ONT is. */
  subject: Subject;
  planned: Planned | null;
  /** What the device held of it before the run; null when there is nothing to do. */
  seen: Seen | null;
  outcome: Outcome | null;
  exit: ExitCode;
  results: readonly ChangeResult[];
  verified: boolean;
  readonly messages: string[];
  findings: readonly Finding[];
  /** What the document says of it, once nothing more is done: a long batch keeps that and not how it came about. */
  told: AppliedTarget | null;
}

export function newRecord(subject: Subject): TargetRecord {
  return { subject, planned: null, seen: null, outcome: null, exit: EXIT.ok, results: [], verified: false, messages: [], findings: [], told: null };
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
export function putAway(record: TargetRecord): void {
  if (record.outcome === null) return;
  record.told = appliedTarget(record);
  record.planned = null;
  record.seen = null;
  record.results = [];
}

export function appliedTarget(record: TargetRecord): AppliedTarget {
  if (record.told) return record.told;
  const { intent } = record.subject;
  const plan: TargetPlan | null = record.planned?.plan ?? null;
  return {
    key: intent.key, olt: intent.olt.name, serial: intent.serial ?? null, id: plan?.id ?? intent.id ?? null,
    outcome: record.outcome ?? 'skipped',
    changes: (plan?.changes ?? []).map((change, index) => ({ ...plannedChange(change), result: record.results[index] ?? 'skipped' })),
    verified: record.verified,
    messages: record.messages,
  };
}

export const EXIT_OF: Readonly<Record<Outcome, ExitCode>> = {
  unchanged: 0, applied: 0, skipped: 0, pending: 9, undone: 6, 'left-changed': 7, unreachable: 5, stale: 8, refused: 1,
};
