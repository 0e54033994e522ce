import { addAll } from '../kernel/add-all.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { checkUnused } from '../profile/check.ts';
import type { LintDocument, LintOptions } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { findingsJson, summaryOf } from './json.ts';
import { openProject, review } from './subjects.ts';
import type { World } from './world.ts';

/** Everything that is wrong with these files, without a device and without opening a secret. All findings of a stage at once. */
export async function lint(world: World, { paths }: LintOptions): Promise<LintDocument> {
  const findings: Finding[] = [];
  let files = 0;
  const { error, ...failed } = await attempt(world, async () => {
    for (const path of paths) {
      const open = await openProject(world, path);
      files += open.project.files.length;
      addAll(findings, open.findings);
      for await (const row of review(world, open, [])) addAll(findings, row.findings);
      // Of a file that could not be read nobody knows whom it lists.
      const complete = !hasErrors(open.findings);
      addAll(findings, checkUnused(open.project).filter(({ code }) => complete || code !== 'ONT237'));
    }
  });
  return {
    formatVersion: 1, findings: findingsJson(findings, world.cwd), summary: summaryOf(findings, files), error,
    exitCode: 'exitCode' in failed ? failed.exitCode : exitOf(findings),
  };
}
