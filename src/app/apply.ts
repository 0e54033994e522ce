import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { ApplyDocument, ApplyOptions, Tell } from './api.ts';
import { attempt } from './attempt.ts';
import type { Finding } from '../kernel/finding.ts';
import { findingsJson } from './json.ts';
import type { Basis } from './plan-file/format.ts';
import { isPlanFile, openPlanFile, profileOf } from './plan-file/open.ts';
import { NO_RUN, runWriting } from './run-writing.ts';
import { inFolder, type World } from './world.ts';

/**
 * Makes the selected subscribers so on their OLTs, and proves it by reading back. Rows that are to be absent are left alone.
 * With the file of a plan: exactly what that plan says, of every subscriber for which it still holds; the others are stale.
 */
export async function apply<R>(world: World, options: ApplyOptions, tell: Tell<ApplyDocument, R>): Promise<R> {
  const { value, error, ...failed } = await attempt(world, async () => (await isPlanFile(world, options.path)) ? reviewed(world, options) : 'profile');
  if (error) return tell({ ...NO_RUN, error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.usage });
  if (value === 'profile') return runWriting(world, options, 'apply', {}, tell);
  if ('finding' in value) return tell({ ...NO_RUN, findings: findingsJson([value.finding], world.cwd), exitCode: EXIT.findings });
  if (value.basis.size === 0) return tell(NO_RUN);
  return runWriting(inFolder(world, value.cwd), value.options, 'apply', { reviewed: value.basis }, tell);
}

type Reviewed = { readonly finding: Finding } | { readonly cwd: string; readonly options: ApplyOptions; readonly basis: ReadonlyMap<string, Basis> };

async function reviewed(world: World, options: ApplyOptions): Promise<Reviewed> {
  if (options.only !== undefined || options.prune !== undefined || options.confirm !== undefined) {
    throw new Failure('a plan file is applied as it is: who and how is in the plan', { code: 'plan-as-it-is', exitCode: EXIT.usage, hint: 'leave out --only, --prune and --confirm, or make another plan' });
  }
  const { plan, finding } = await openPlanFile(world, options.path);
  if (!plan) return { finding };
  const { path, cwd } = await profileOf(world, plan);
  return { cwd, options: { ...options, ...plan.options, path, only: plan.basis.map(({ key }) => key) }, basis: new Map(plan.basis.map((basis) => [basis.key, basis])) };
}
