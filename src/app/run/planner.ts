import { hasErrors } from '../../kernel/finding.ts';
import type { Observation, Planned } from '../../packs/driver.ts';
import type { TargetPlan } from '../../plan/model.ts';
import { identitiesOf } from '../../profile/identities.ts';
import type { Outcome, Progress } from '../api.ts';
import { basisOf, staleness } from '../plan-file/basis.ts';
import type { Basis } from '../plan-file/format.ts';
import type { Device } from './device.ts';
import { settleRecord, type TargetRecord } from './record.ts';
import { seenOf, type Seen } from './seen.ts';
import { planDigest } from './signature.ts';

/** The plans of one OLT's share of a run. What needs no work, may not be done, or is not as it was shown gets its outcome here. */
export interface Planner {
  /**
   * One after the other, each on the device as those before it will leave it.
   * @param sweep also collect what an earlier run left unused
   */
  all(records: readonly TargetRecord[], on: Observation, sweep: boolean): void;
  /** Those that were planned before, on a later reading: what does not come to the same is stale. */
  again(records: readonly TargetRecord[], on: Observation): void;
  /** One, on what came of those before it. @returns whether there is something to type */
  anew(record: TargetRecord, on: Observation): boolean;
}

export interface PlannerOptions {
  readonly olt: string;
  /** By key: plans a person has looked at. What differs from them is stale. */
  readonly reviewed?: ReadonlyMap<string, Basis> | undefined;
  /** By key: lines of an earlier run that the device may or may not have taken. This reading tells. */
  readonly inDoubt?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly emit: (event: Progress) => void;
}

/** @param settled hears of every outcome */
export function createPlanner({ olt, reviewed, inDoubt, emit }: PlannerOptions, device: Device, settled: (record: TargetRecord) => void): Planner {
  /** Who collects what an earlier run left. The last one, because a target before it may have a use for what lies about. */
  let sweeping: TargetRecord | undefined;

  /** What is there before anything is done: only of targets that will be worked on, or whose plan was reviewed. */
  function see(record: TargetRecord, plan: TargetPlan, on: Observation): Seen | null {
    if (plan.changes.length === 0 && !reviewed) return null;
    return seenOf(device.driver.footprint(identitiesOf(record.subject.intent), on, plan.changes));
  }

  function settle(record: TargetRecord, outcome: Outcome, messages: readonly string[] = []): void {
    settleRecord(record, outcome, messages);
    settled(record);
  }

  function refuse(record: TargetRecord): void {
    settle(record, 'refused', record.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.message));
  }

  function leave(record: TargetRecord): void {
    record.verified = true;
    settle(record, 'unchanged');
  }

  /** A line that is to be typed again was not taken. */
  function settledDoubts({ key, changes }: TargetPlan): string[] {
    const wanted = new Set(changes.flatMap((change) => change.commands.map((command) => command.line)));
    return (inDoubt?.get(key) ?? []).map((line) => `"${line}" was in doubt: the device ${wanted.has(line) ? 'has not taken it' : 'has taken it, or does not need it any more'}`);
  }

  function staleSince({ key, subject, seen }: TargetRecord, plan: TargetPlan): string[] {
    const basis = reviewed?.get(key);
    return basis && seen ? staleness(basis, basisOf(subject, plan, seen)) : [];
  }

  return {
    all(records, on, sweep) {
      sweeping = sweep ? records.at(-1) : undefined;
      for (const record of records) {
        const planned = device.plan(record.subject, on, record === sweeping);
        const { plan } = planned;
        record.planned = committed(plan);
        record.findings = [...on.findings, ...plan.findings];
        const commands = plan.changes.reduce((sum, change) => sum + change.commands.length, 0);
        // Of a plan that is refused the outcome tells.
        if (!hasErrors(record.findings)) emit({ kind: 'planned', olt, target: plan.key, changes: plan.changes.length, commands });
        record.seen = see(record, plan, on);
        record.messages.push(...settledDoubts(plan));
        const stale = staleSince(record, plan);
        if (stale.length > 0) settle(record, 'stale', stale);
        else if (hasErrors(record.findings)) refuse(record);
        else {
          planned.commit();
          if (plan.changes.length === 0) leave(record);
        }
      }
    },
    again(records, on) {
      for (const record of records) {
        const before = record.shown?.digest ?? planDigest(record.planned!.plan);
        const planned = device.plan(record.subject, on, record === sweeping);
        if (planDigest(planned.plan) !== before || hasErrors(planned.plan.findings)) {
          settle(record, 'stale', ['the device changed since the plan was made: look at it again']);
          continue;
        }
        record.seen = see(record, planned.plan, on);
        planned.commit();
        record.planned = committed(planned.plan);
      }
    },
    anew(record, on) {
      record.planned = device.plan(record.subject, on);
      const { plan } = record.planned;
      if (hasErrors(plan.findings)) {
        record.findings = plan.findings;
        refuse(record);
        return false;
      }
      if (plan.changes.length === 0) {
        leave(record);
        return false;
      }
      record.seen = see(record, plan, on);
      return true;
    },
  };
}

/** What planning needed is let go: a batch holds its plans, not how each came about. */
function committed(plan: TargetPlan): Planned {
  return { plan, commit: () => undefined };
}
