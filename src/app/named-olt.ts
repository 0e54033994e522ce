import { addAll } from '../kernel/add-all.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { Project } from '../profile/project.ts';
import { readOlt } from '../profile/resolve/olt.ts';
import { meantHint } from '../profile/suggest.ts';
import type { LookGroup } from './looking.ts';
import type { Subject } from './run/subject.ts';
import { openProject, review } from './subjects.ts';
import type { World } from './world.ts';

/** A project as commands that ask about devices see it: OLTs whether or not they carry anybody, and whatever rows are usable. */
export interface Surroundings {
  readonly groups: readonly LookGroup[];
  /** Every row that resolves, whatever its OLT. */
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
}

/**
 * @param name one OLT; null = all of the project
 * @throws Failure `unknown-olt`, `unknown-vendor`, exit 1; `no-such-file`, exit 2
 */
export async function surroundings(world: World, path: string, name: string | null): Promise<Surroundings> {
  const open = await openProject(world, path);
  const { project } = open;
  if (name !== null && !project.olts.has(name) && !hasErrors(open.findings)) throw unknownOlt(project, name);
  const findings = [...open.findings];
  const subjects: Subject[] = [];
  for await (const row of review(world, open, [])) {
    // A row that does not resolve is no reason not to ask the device; lint says what is wrong with it.
    addAll(findings, row.findings.map((found) => (found.severity === 'error' ? { ...found, severity: 'warning' as const } : found)).filter(({ code }) => code !== 'ONT237'));
    if (row.subject) subjects.push(row.subject);
  }
  const groups: LookGroup[] = [];
  if (!hasErrors(open.findings)) {
    for (const [oltName, part] of project.olts) {
      if (name !== null && oltName !== name) continue;
      const { intent } = readOlt(part, (found) => findings.push(found));
      groups.push({ olt: intent, driver: await driverFor(world, intent), subjects: subjects.filter((subject) => subject.intent.olt.name === oltName) });
    }
  }
  return { groups, subjects, findings };
}

/**
 * One OLT of a project by its name, and the driver for it.
 *
 * @param report receives what is wrong with its entry
 * @throws Failure `unknown-olt`, `unknown-vendor`, exit 1
 */
export async function namedOlt(world: World, project: Project, name: string, report: (found: Finding) => void): Promise<Omit<LookGroup, 'subjects'>> {
  const part = project.olts.get(name);
  if (!part) throw unknownOlt(project, name);
  const { intent } = readOlt(part, report);
  return { olt: intent, driver: await driverFor(world, intent) };
}

function unknownOlt({ olts }: Project, name: string): Failure {
  return new Failure(`there is no OLT ${name}`, { code: 'unknown-olt', exitCode: EXIT.findings, hint: meantHint(name, olts.keys()) ?? `known are: ${[...olts.keys()].join(', ') || 'none'}` });
}

async function driverFor(world: World, olt: OltIntent): Promise<Driver> {
  const driver = await world.packs.driver(olt.vendor);
  if (driver) return driver;
  const known = (await world.packs.heads()).map((head) => head.id);
  throw new Failure(`the vendor ${olt.vendor} of OLT ${olt.name} is not known`, { code: 'unknown-vendor', exitCode: EXIT.findings, hint: meantHint(olt.vendor, known) ?? `known are: ${known.join(', ')}` });
}
