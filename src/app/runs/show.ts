import { EXIT } from '../../kernel/exit.ts';
import { sequenceOf } from '../../kernel/sequence.ts';
import { attempt } from '../attempt.ts';
import type { TargetAccount } from '../journal/account.ts';
import type { StoredChange } from '../journal/stored.ts';
import type { PlannedChangeJson } from '../api.ts';
import type { World } from '../world.ts';
import type { RunDocument, RunTarget } from './documents.ts';
import { findRun } from './find.ts';
import { summary } from './list.ts';

/** One run, subscriber by subscriber: what was meant, how it ended, and what is in doubt. */
export async function showRun(world: World, wanted: string): Promise<RunDocument> {
  const { value, error, ...failed } = await attempt(world, () => findRun(world, wanted));
  return {
    formatVersion: 1, run: value && summary(value),
    targets: sequenceOf(value?.account?.targets ?? [], targetJson),
    inDoubt: value?.journal.inDoubt.map(({ olt, target, line }) => ({ olt, target, line })) ?? [],
    damaged: value?.journal.damaged ?? [],
    findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok,
  };
}

function targetJson(target: TargetAccount): RunTarget {
  const { key, olt, outcome, messages } = target;
  const { plan } = target.details();
  return { key, olt, serial: plan?.serial ?? null, id: plan?.id ?? null, outcome, messages, changes: plan?.changes.map(shown) ?? [] };
}

function shown({ back: _, ...change }: StoredChange): PlannedChangeJson {
  return change;
}
