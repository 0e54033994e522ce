import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { attempt } from '../attempt.ts';
import type { World } from '../world.ts';
import type { RunsDocument, RunState, RunSummary } from './documents.ts';
import { readRun, runNames, type FoundRun } from './find.ts';

export interface RunsOptions {
  /** Newest so many (default 50). */
  readonly limit?: number;
}

const LIMIT = 50;

/** What the journal holds, newest run first. */
export async function listRuns(world: World, { limit = LIMIT }: RunsOptions): Promise<RunsDocument> {
  const { value, error, ...failed } = await attempt(world, async () => {
    const names = await runNames(world);
    const runs: RunSummary[] = [];
    for (const name of names.slice(0, limit)) runs.push(await summaryOf(world, name));
    return { runs, total: names.length };
  });
  return { formatVersion: 1, runs: value?.runs ?? [], total: value?.total ?? 0, findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok };
}

/** A journal that cannot be read hides no other one. */
async function summaryOf(world: World, name: string): Promise<RunSummary> {
  try {
    return summary(await readRun(world, name));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { run: name, command: null, from: null, to: null, state: 'unreadable', why: error.message, exitCode: null, path: null, olts: [], outcomes: {}, of: null };
  }
}

export function summary({ name, journal, account }: FoundRun): RunSummary {
  const end = journal.last;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of account?.targets ?? []) outcomes[outcome ?? 'none'] = (outcomes[outcome ?? 'none'] ?? 0) + 1;
  return {
    run: name, command: account?.run.command ?? null, from: iso(account?.from), to: iso(account?.to), state: stateOf(journal),
    exitCode: end?.t === 'end' ? end.exitCode : null, path: account?.run.path ?? null,
    olts: [...new Set(account?.targets.map(({ olt }) => olt) ?? [])], outcomes, of: account?.run.of ?? null,
  };
}

function stateOf({ damaged, ended }: FoundRun['journal']): RunState {
  return damaged.length > 0 ? 'damaged' : ended ? 'ended' : 'broken-off';
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
