import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { ApplyDocument, ApplyOptions } from './api.ts';
import { attempt } from './attempt.ts';
import { findingsJson } from './json.ts';
import { isPlanFile, openPlanFile, profileOf } from './plan-file/open.ts';
import { runWriting } from './run-writing.ts';
import { inFolder, type World } from './world.ts';

/**
 * Makes the selected subscribers so on their OLTs, and proves it by reading back. Rows that are to be absent are left alone.
 * With the file of a plan: exactly what that plan says, of every subscriber for which it still holds; the others are stale.
 */
export async function apply(world: World, options: ApplyOptions): Promise<ApplyDocument> {
  const { value, error, ...failed } = await attempt(world, async () => (await isPlanFile(world, options.path)) ? planned(world, options) : null);
  if (value) return value;
  if (error) return { ...NOTHING, error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.usage };
  return runWriting(world, options, 'apply');
}

async function planned(world: World, options: ApplyOptions): Promise<ApplyDocument> {
  if (options.only !== undefined || options.prune !== undefined || options.confirm !== undefined) {
    throw new Failure('a plan file is applied as it is: who and how is in the plan', { code: 'plan-as-it-is', exitCode: EXIT.usage, hint: 'leave out --only, --prune and --confirm, or make another plan' });
  }
  const { plan, finding } = await openPlanFile(world, options.path);
  if (!plan) return { ...NOTHING, findings: findingsJson([finding], world.cwd), exitCode: EXIT.findings };
  if (plan.basis.length === 0) return NOTHING;
  const { path, cwd } = await profileOf(world, plan);
  const only = plan.basis.map(({ key }) => key);
  const reviewed = new Map(plan.basis.map((basis) => [basis.key, basis]));
  return runWriting(inFolder(world, cwd), { ...options, ...plan.options, path, only }, 'apply', { reviewed });
}

const NOTHING: ApplyDocument = { formatVersion: 1, run: '', targets: [], saved: false, findings: [], error: null, exitCode: EXIT.ok };
