import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { Project } from '../profile/project.ts';
import type { ProjectOptions } from './api.ts';
import type { Subject } from './run/subject.ts';
import { openProject, review } from './subjects.ts';
import type { World } from './world.ts';

/** Who a command is about, after every check that needs no device. */
export interface Selection {
  readonly findings: readonly Finding[];
  /** Empty when there is an error among the findings: then nothing is connected. */
  readonly groups: readonly OltGroup[];
  readonly project: Project;
  /** All of them in the order of the rows, whatever OLT they are on. */
  readonly order: readonly Subject[];
}

/** Subscribers of one OLT, in the order of the rows. */
export interface OltGroup { readonly olt: OltIntent; readonly subjects: readonly Subject[]; }

/** @throws Failure `no-such-file`, exit 2 */
export async function select(world: World, options: ProjectOptions): Promise<Selection> {
  const open = await openProject(world, options.path);
  const findings: Finding[] = [...open.findings];
  const groups = new Map<string, { olt: OltIntent; subjects: Subject[] }>();
  const order: Subject[] = [];
  for await (const row of review(world, open, options.only ?? [])) {
    findings.push(...row.findings);
    if (!row.subject) continue;
    order.push(row.subject);
    const { olt } = row.subject.intent;
    const group = groups.get(olt.name);
    if (group) group.subjects.push(row.subject);
    else groups.set(olt.name, { olt, subjects: [row.subject] });
  }
  const { project } = open;
  return hasErrors(findings) ? { findings, project, groups: [], order: [] } : { findings, project, groups: [...groups.values()], order };
}
