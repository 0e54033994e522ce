import { EXIT } from '../kernel/exit.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { explain as explainIntent, type Explained } from '../profile/explain.ts';
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
    if (row?.intent) values = explainIntent(row.intent).map((each) => toJson(each, world.cwd));
  });
  return {
    formatVersion: 1, key, values, findings: findingsJson(findings, world.cwd), error,
    exitCode: 'exitCode' in failed ? failed.exitCode : values.length > 0 && !hasErrors(findings) ? EXIT.ok : exitOf(findings),
  };
}

function toJson({ pointer, value, origin }: Explained, cwd: string): ExplainedValue {
  const { at, from } = origin;
  return { path: pointer, value: String(value), from, file: at ? relativeFile(at.file, cwd) : null, line: at?.line ?? null, column: at?.column ?? null };
}
