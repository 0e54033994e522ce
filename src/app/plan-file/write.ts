import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from '../../../package.json';
import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { FindingJson, PlanCommandOptions, PlannedTarget } from '../api.ts';
import { reasonOf } from '../world/errno.ts';
import type { World } from '../world.ts';
import { KIND, sealed, type Basis } from './format.ts';

export interface PlanToKeep {
  readonly targets: readonly PlannedTarget[];
  readonly findings: readonly FindingJson[];
  readonly basis: readonly Basis[];
}

/**
 * Writes a plan for `apply FILE.json`: as a whole or not at all, readable by its owner only, because it shows a network from inside.
 * @throws Failure `file-unwritable`, `no-file-of-stdin`; exit 2
 */
export async function writePlanFile(world: World, options: PlanCommandOptions, file: string, { targets, findings, basis }: PlanToKeep): Promise<void> {
  const packs: Record<string, string> = {};
  for (const { vendor } of targets) packs[vendor] ??= (await world.packs.digest(vendor)) ?? '';
  const plan = sealed({
    formatVersion: 1, kind: KIND, tool: version, made: new Date(world.clock.now()).toISOString(),
    profile: { path: options.path, cwd: world.cwd },
    options: { prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false },
    packs, targets, findings, basis,
  });
  const path = resolve(world.cwd, file);
  const fresh = `${path}.${process.pid}.new`;
  try {
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(plan, null, 2)}\n`);
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw new Failure(`cannot write ${file}: ${reasonOf(error)}`, { code: 'file-unwritable', exitCode: EXIT.usage, hint: 'no plan was written: make room there, or name another file with --out', cause: error });
  }
}

/** @throws Failure `no-file-of-stdin`, exit 2: applying a plan reads its profile again */
export function refuseStdin({ path, out }: PlanCommandOptions): void {
  if (out === undefined || path !== '-') return;
  throw new Failure('a plan of standard input cannot be applied later: the profile is read again then', { code: 'no-file-of-stdin', exitCode: EXIT.usage, hint: 'write the profile to a file and plan that' });
}
