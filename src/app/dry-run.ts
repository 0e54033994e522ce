import { addAll } from '../kernel/add-all.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { Observation } from '../packs/driver.ts';
import type { DryRunEnd, DryRunOptions, TargetSink } from './api.ts';
import { absentRow } from './absent-row.ts';
import { attempt, exitOf } from './attempt.ts';
import { dryRunTarget, findingsJson } from './json.ts';
import { openProject, review } from './subjects.ts';
import type { World } from './world.ts';

/**
 * The exact commands, offline: each OLT is assumed to hold only what the targets require of the network plan. No secret is opened.
 * Targets go to `sink` one by one and are not kept. A target with an error has no commands; the others have.
 */
export async function dryRun(world: World, options: DryRunOptions, sink: TargetSink): Promise<DryRunEnd> {
  const findings: Finding[] = [];
  const { error, ...failed } = await attempt(world, async () => {
    const open = await openProject(world, options.path);
    addAll(findings, open.findings);
    const assumed = new Map<string, Observation>();
    const planOptions = { prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false, goal: 'active', offline: true } as const;
    for await (const { subject, findings: found } of review(world, open, options.only ?? [])) {
      addAll(findings, found);
      if (!subject) continue;
      const { intent, access, driver } = subject;
      if (intent.state === 'absent') {
        findings.push(absentRow(intent, options.path));
        continue;
      }
      let on = assumed.get(intent.olt.name);
      if (!on) assumed.set(intent.olt.name, (on = driver.assumed(intent.olt.model)));
      const { plan, commit } = driver.plan(intent, access, on, planOptions);
      addAll(findings, plan.findings);
      if (hasErrors(plan.findings)) continue;
      commit();
      const script = driver.script([plan], { save: true });
      await sink(dryRunTarget(plan, script), script.filter((step) => step.intent === 'save').length);
    }
  });
  return { findings: findingsJson(findings, world.cwd), error, exitCode: 'exitCode' in failed ? failed.exitCode : exitOf(findings) };
}
