import { readdir } from 'node:fs/promises';
import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { accountant, type Account } from '../journal/account.ts';
import { entryAt, readJournal, type JournalState } from '../journal/reader.ts';
import { errnoOf, reasonOf } from '../world/errno.ts';
import type { World } from '../world.ts';

/** One run as the journal has it. */
export interface FoundRun {
  readonly name: string;
  readonly journal: JournalState;
  /** null: the journal does not even tell what the run was. */
  readonly account: Account | null;
}

/** Names of all runs, newest first. */
export async function runNames({ state }: World): Promise<string[]> {
  try {
    const names = await readdir(state.path('runs'));
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length)).sort().reverse();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw new Failure(`cannot read ${state.path('runs')}: ${reasonOf(error)}`, { code: 'state-unreadable', exitCode: EXIT.usage, cause: error });
  }
}

/** @throws Failure `state-unreadable`, exit 2 */
export async function readRun({ state }: World, name: string): Promise<FoundRun> {
  const path = state.path('runs', `${name}.jsonl`);
  const unreadable = (error: unknown): Failure => new Failure(`cannot read ${path}: ${reasonOf(error)}`, { code: 'state-unreadable', exitCode: EXIT.usage, cause: error });
  const { take, account } = accountant((place) => {
    try {
      return entryAt(path, place);
    } catch (error) {
      throw unreadable(error);
    }
  });
  try {
    const journal = await readJournal(path, take);
    return { name, journal, account: account() };
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * @param wanted the name of a run, a part of it that only one has, or `last`
 * @throws Failure `no-such-run`, exit 2
 */
export async function findRun(world: World, wanted: string): Promise<FoundRun> {
  const names = await runNames(world);
  const found = wanted === 'last' ? names.slice(0, 1) : names.includes(wanted) ? [wanted] : names.filter((name) => wanted.length >= 4 && name.includes(wanted));
  if (found.length === 1) return readRun(world, found[0]!);
  throw new Failure(found.length > 1 ? `several runs are called like ${wanted}: ${found.slice(0, 5).join(', ')}` : `there is no run ${wanted}`, {
    code: 'no-such-run', exitCode: EXIT.usage, hint: names.length === 0 ? `there is none in ${world.state.root}; is the state directory the right one?` : 'look at: ont-prov runs',
  });
}
