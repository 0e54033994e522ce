/** Everything that can be said about a project without knowing a vendor. */
import type { Finding } from '../kernel/finding.ts';
import { sortFindings } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { oltFindings } from './olt-findings.ts';
import { rowCount } from './project.ts';
import type { Project } from './project.ts';
import { readOlt } from './resolve/olt.ts';
import { probeProfile } from './resolve/resolve.ts';
import { wholeFile } from './source.ts';

/**
 * What `resolve` cannot come across, because no subscriber uses it: OLTs and profiles without rows (profiles are tried on an
 * imaginary subscriber), a project without subscribers. This and what `resolve` finds together are a lint.
 */
export function checkUnused(project: Project): Finding[] {
  const profiles = new Set<string>();
  const olts = new Set<string>();
  const onlyOlt = project.olts.size === 1 ? [...project.olts.keys()][0]! : '';
  for (const set of project.rows) {
    for (let index = 0; index < set.length; index++) {
      const row = set.row(index);
      profiles.add(row.text('profile') ?? set.profile ?? '');
      olts.add(row.text('olt') ?? onlyOlt);
    }
  }
  const findings: Finding[] = [];
  for (const part of project.olts.values()) {
    if (olts.has(part.name)) continue;
    readOlt(part, (found) => findings.push(found));
    findings.push(...oltFindings(part));
  }
  for (const profile of project.profiles.values()) if (!profiles.has(profile.name)) findings.push(...probeProfile(project, profile));
  if (rowCount(project) === 0 && project.profiles.size > 0) {
    findings.push(finding('ONT237', 'there is no subscriber', { hint: 'add targets: to the profile, or a subscribers.csv beside it', at: wholeFile([...project.profiles.values()][0]!.file) }));
  }
  return sortFindings(findings);
}
