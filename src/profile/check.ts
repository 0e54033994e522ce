/** Everything that can be said about a project without knowing a vendor. */
import type { Finding } from '../kernel/finding.ts';
import { sortFindings } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { oltFindings } from './olt-findings.ts';
import { rowCount } from './project.ts';
import type { Project } from './project.ts';
import { readOlt } from './resolve/olt.ts';
import { probeProfiles, resolve } from './resolve/resolve.ts';
import { wholeFile } from './source.ts';

/**
 * Findings that belong to no single subscriber: the OLTs' entries, profiles nobody uses (tried on an imaginary subscriber),
 * a project without subscribers. `resolve` gives the rest, row by row; both together are a lint.
 */
export function checkProject(project: Project): Finding[] {
  const findings: Finding[] = [];
  for (const part of project.olts.values()) {
    readOlt(part, (found) => findings.push(found));
    findings.push(...oltFindings(part));
  }
  for (const found of probeProfiles(project)) findings.push(found);
  if (rowCount(project) === 0 && project.profiles.size > 0) {
    findings.push(finding('ONT237', 'there is no subscriber', { hint: 'add targets: to the profile, or a subscribers.csv beside it', at: wholeFile([...project.profiles.values()][0]!.file) }));
  }
  return sortFindings(findings);
}

/** All findings of a loaded project, sorted. */
export function checkAll(project: Project): Finding[] {
  const findings = checkProject(project);
  for (const resolved of resolve(project)) for (const found of resolved.findings) findings.push(found);
  return sortFindings(findings);
}
