/** The commands with their whole documents, targets as lists: what tests look at. The product itself reads targets one by one. */
import type { ApplyDocument, ApplyOptions, AppliedTarget, OperateOptions, PlanCommandOptions, PlanDocument, PlannedTarget, RemoveOptions } from '../../src/app/api.ts';
import * as applying from '../../src/app/apply.ts';
import * as operating from '../../src/app/operate.ts';
import * as planning from '../../src/app/plan.ts';
import * as removing from '../../src/app/remove.ts';
import * as resuming from '../../src/app/runs/resume.ts';
import * as takingBack from '../../src/app/runs/rollback.ts';
import * as showing from '../../src/app/runs/show.ts';
import type { World } from '../../src/app/world.ts';

export type Applied = Omit<ApplyDocument, 'targets'> & { readonly targets: readonly AppliedTarget[] };
export type Plans = Omit<PlanDocument, 'targets'> & { readonly targets: readonly PlannedTarget[] };

const whole = (document: ApplyDocument): Applied => ({ ...document, targets: Array.from(document.targets, (target) => ({ ...target })) });

export const apply = (world: World, options: ApplyOptions): Promise<Applied> => applying.apply(world, options, whole);
export const remove = (world: World, options: RemoveOptions): Promise<Applied> => removing.remove(world, options, whole);
export const operate = (world: World, options: OperateOptions): Promise<Applied> => operating.operate(world, options, whole);
export const resumeRun = (world: World, options: resuming.ResumeOptions): Promise<Applied> => resuming.resumeRun(world, options, whole);
export const rollbackRun = (world: World, options: takingBack.RollbackOptions): Promise<Applied> => takingBack.rollbackRun(world, options, whole);
export const plan = (world: World, options: PlanCommandOptions): Promise<Plans> => planning.plan(world, options, (document) => ({ ...document, targets: [...document.targets] }));

export const showRun = async (world: World, run: string) => {
  const document = await showing.showRun(world, run);
  return { ...document, targets: [...document.targets] };
};
