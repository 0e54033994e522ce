import { addAll } from '../kernel/add-all.ts';
import { groupBy } from '../kernel/group-by.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { Project } from '../profile/project.ts';
import type { ProjectOptions } from './api.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import { openProject, review } from './subjects.ts';
import type { World } from './world.ts';

/** Who a command is about, after every check that needs no device. */
export interface Selection {
  readonly findings: readonly Finding[];
  /** Empty when there is an error among the findings: then nothing is connected. */
  readonly groups: readonly OltGroup[];
  readonly project: Project;
  /** All of them in the order of the rows, whatever OLT they are on. */
  readonly order: readonly Candidate[];
}

/** Subscribers of one OLT, in the order of the rows; at least one. */
export interface OltGroup { readonly olt: OltIntent; readonly driver: Driver; readonly candidates: readonly Candidate[]; }

/** @throws Failure `no-such-file`, exit 2 */
export async function select(world: World, options: ProjectOptions): Promise<Selection> {
  const open = await openProject(world, options.path);
  const findings: Finding[] = [...open.findings];
  const order: Candidate[] = [];
  for await (const { subject, again, findings: found } of review(world, open, options.only ?? [])) {
    addAll(findings, found);
    if (subject) order.push(candidateOf(subject, again));
  }
  const { project } = open;
  return hasErrors(findings) ? { findings, project, groups: [], order: [] } : { findings, project, groups: byOlt(order), order };
}

function byOlt(candidates: readonly Candidate[]): OltGroup[] {
  return [...groupBy(candidates, ({ olt }) => olt.name).values()].map((group) => ({ olt: group[0]!.olt, driver: group[0]!.driver, candidates: group }));
}
