import { Secret } from '../kernel/secret.ts';
import { EXIT } from '../kernel/exit.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Intent } from '../profile/intent.ts';
import { resolve } from '../profile/resolve/resolve.ts';
import type { ExplainDocument, ExplainedValue, ExplainOptions } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { findingsJson, relativeFile } from './json.ts';
import { openProject } from './subjects.ts';
import type { World } from './world.ts';

/** Every value one subscriber ends up with, and where it was written. No secret is opened. */
export async function explain(world: World, { path, key }: ExplainOptions): Promise<ExplainDocument> {
  const findings: Finding[] = [];
  let values: ExplainedValue[] = [];
  const { error, ...failed } = await attempt(world, async () => {
    const open = await openProject(world, path);
    findings.push(...open.findings);
    if (hasErrors(findings)) return;
    const [row] = resolve(open.project, { only: key });
    if (!row) findings.push(finding('ONT250', `no subscriber has the key ${key}`, { hint: 'look at the keys in the rows' }));
    findings.push(...(row?.findings ?? []));
    if (row?.intent) values = leaves(row.intent).map(([pointer, value]) => explained(row.intent!, pointer, value, world.cwd));
  });
  return {
    formatVersion: 1, key, values, findings: findingsJson(findings, world.cwd), error,
    exitCode: 'exitCode' in failed ? failed.exitCode : values.length > 0 && !hasErrors(findings) ? EXIT.ok : exitOf(findings),
  };
}

function explained(intent: Intent, path: string, value: string, cwd: string): ExplainedValue {
  const { at, from } = intent.origin(path);
  return { path, value, from, file: at ? relativeFile(at.file, cwd) : null, line: at?.line ?? null, column: at?.column ?? null };
}

/** Scalars with their pointers; members of a list that have a name go by it, as in the profile. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (value === undefined || value === null || typeof value === 'function') return [];
  if (value instanceof Secret) return [[path, `*** (${value.describe()})`]];
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object') return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${stepName(value, name, inner)}`));
}

function stepName(owner: object, name: string, inner: unknown): string {
  const named = Array.isArray(owner) && typeof inner === 'object' && inner !== null && 'name' in inner && typeof inner.name === 'string' ? inner.name : name;
  return named.replaceAll('~', '~0').replaceAll('/', '~1');
}
