import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from '../../../package.json';
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { World } from '../world.ts';
import { isWhole, KIND, type PlanFile } from './format.ts';

export type OpenedPlan = { readonly plan: PlanFile; readonly finding: null } | { readonly plan: null; readonly finding: Finding };

/**
 * Whether `path` is a plan rather than a profile: a `.json` file, unless it holds a profile, which says `version`.
 */
export async function isPlanFile(world: World, path: string): Promise<boolean> {
  if (!/\.json$/i.test(path)) return false;
  const bytes = await world.files.read(resolve(world.cwd, path));
  if (bytes === null) return false;
  const value = parsed(bytes);
  return !(typeof value === 'object' && value !== null && 'version' in value && !('kind' in value));
}

/** Reads a plan that was written before. What is wrong with the file as such is a finding. */
export async function openPlanFile(world: World, path: string): Promise<OpenedPlan> {
  const bytes = await world.files.read(resolve(world.cwd, path));
  const value = bytes === null ? null : parsed(bytes);
  const refuse = (message: string, hint: string): OpenedPlan => ({ plan: null, finding: finding('ONT420', message, { hint, at: { file: path, line: 1, column: 1, endLine: 1, endColumn: 1, path: '' } }) });
  if (typeof value !== 'object' || value === null || (value as { kind?: unknown }).kind !== KIND) {
    return refuse('this file holds no plan', 'make one with: ont-prov plan PROFILE --out FILE');
  }
  const plan = value as PlanFile;
  if (plan.formatVersion !== 1) return refuse(`the plan has format ${String(plan.formatVersion)}; this program reads format 1`, AGAIN);
  if (plan.tool !== version) return refuse(`the plan was made by ont-prov ${String(plan.tool)}, this is ${version}`, AGAIN);
  if (!isWhole(plan)) return refuse('the plan was changed after it was made', AGAIN);
  for (const [vendor, digest] of Object.entries(plan.packs)) {
    if ((await world.packs.digest(vendor)) !== digest) return refuse(`the pack of vendor ${vendor} is not the one the plan was made with`, AGAIN);
  }
  return { plan, finding: null };
}

/** The profile of a plan, as seen from here; else from where it was made. */
export async function profileOf(world: World, { profile }: PlanFile): Promise<{ readonly path: string; readonly cwd: string }> {
  const here = await stat(resolve(world.cwd, profile.path)).then(() => true, () => false);
  return { path: profile.path, cwd: here ? world.cwd : profile.cwd };
}

const AGAIN = 'plan again: ont-prov plan PROFILE --out FILE';

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
