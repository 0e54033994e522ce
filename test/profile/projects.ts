/** Projects for tests: files in memory, findings as short texts. */
import { checkUnused } from '../../src/profile/check.ts';
import { loadProject, type Loaded } from '../../src/profile/load.ts';
import type { Project } from '../../src/profile/project.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import type { Finding } from '../../src/kernel/finding.ts';
import { hasErrors, sortFindings } from '../../src/kernel/finding.ts';
import type { Files } from '../../src/kernel/world.ts';
import type { Intent } from '../../src/profile/intent.ts';

export function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const encoder = new TextEncoder();
  return {
    read: (path) => {
      const content = contents[path];
      return Promise.resolve(content === undefined ? null : typeof content === 'string' ? encoder.encode(content) : content);
    },
    list: (path) => {
      const inside = Object.keys(contents).filter((name) => name.startsWith(`${path}/`));
      if (inside.length === 0) return Promise.resolve(null);
      return Promise.resolve(inside.map((name) => name.slice(path.length + 1)).filter((name) => !name.includes('/')).sort());
    },
  };
}

export interface Linted extends Loaded { readonly all: readonly Finding[] }

/** All findings of a loaded project, sorted. */
export function checkAll(project: Project): Finding[] {
  return sortFindings([...checkUnused(project), ...[...resolve(project)].flatMap(({ findings }) => findings)]);
}

/** Loads and, when the documents are sound, checks: what lint does without vendors. */
export async function lintFiles(path: string, contents: Readonly<Record<string, string | Uint8Array>>): Promise<Linted> {
  const loaded = await loadProject(path, filesOf(contents));
  return { ...loaded, all: hasErrors(loaded.findings) ? loaded.findings : [...loaded.findings, ...checkAll(loaded.project)] };
}

/** `ONT101 7:41` */
export function brief(findings: readonly Finding[]): string[] {
  return findings.map((found) => `${found.code} ${found.at?.line ?? 0}:${found.at?.column ?? 0}`);
}

/** The intents of a project that must be sound. */
export async function intentsOf(path: string, contents: Readonly<Record<string, string | Uint8Array>>): Promise<Intent[]> {
  const { project, findings } = await loadProject(path, filesOf(contents));
  if (hasErrors(findings)) throw new Error(JSON.stringify(findings, null, 1));
  return [...resolve(project)].map((resolved) => {
    if (!resolved.intent || resolved.blocked) throw new Error(JSON.stringify(resolved.findings, null, 1));
    return resolved.intent;
  });
}

export async function intentOf(text: string): Promise<Intent> {
  return (await intentsOf('p.yaml', { 'p.yaml': text }))[0]!;
}
