/**
 * Golden scripts: `golden/NAME.txt` holds what `ont-prov dry-run golden/NAME.yaml --script` prints with this pack. They show a
 * reader what the pack types, and a change of the pack shows as a change of a script.
 */
import { lower } from '../../access/lower.ts';
import type { AccessModel } from '../../access/model.ts';
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { ScriptStep } from '../../plan/model.ts';
import type { Intent } from '../../profile/intent.ts';
import { loadProject } from '../../profile/load.ts';
import { resolve } from '../../profile/resolve/resolve.ts';
import { wholeFile } from '../../profile/source.ts';
import { compilePack, type PackSource } from '../compile.ts';
import type { Driver } from '../driver.ts';
import { asTree } from '../tree.ts';
import { asFiles, fileName, missingFile, textOfFile, type PackFiles } from './files.ts';

export interface Golden {
  readonly findings: readonly Finding[];
  /** The scripts as they are now, by path: `golden/NAME.txt`. */
  readonly scripts: ReadonlyMap<string, string>;
}

const UPDATE = 'look at the difference; ont-prov vendors check --update writes the script';

export async function checkGolden(pack: PackFiles, source: PackSource, driver: Driver): Promise<Golden> {
  const names = [...pack.files.keys()].flatMap((path) => /^golden\/([^/]+)\.(?:yaml|txt)$/.exec(path)?.[1] ?? []);
  const findings: Finding[] = [];
  const scripts = new Map<string, string>();
  if (names.length === 0) {
    findings.push(finding('ONT512', 'the pack has no golden script', {
      severity: 'warning', hint: 'write a profile as golden/NAME.yaml; ont-prov vendors check --update writes golden/NAME.txt beside it', at: wholeFile(fileName(pack, 'golden')),
    }));
  }
  for (const name of [...new Set(names)].sort()) {
    const [profile, script] = [`golden/${name}.yaml`, `golden/${name}.txt`];
    if (!pack.files.has(profile)) { findings.push(missingFile(pack, profile, `write the profile that ${script} is made of`)); continue; }
    const made = await scriptOf(pack, profile, driver);
    findings.push(...made.findings);
    if (made.script === null) continue;
    const text = made.script.map((step) => `${step.line}\n`).join('');
    scripts.set(script, text);
    const there = textOfFile(pack, script);
    if (there === null) findings.push(missingFile(pack, script, UPDATE));
    else findings.push(...difference(fileName(pack, script), there, text), ...readBack(pack, profile, source, driver, made));
  }
  return { findings, scripts };
}

interface Made { readonly findings: readonly Finding[]; readonly script: readonly ScriptStep[] | null; readonly targets: readonly { readonly intent: Intent; readonly access: AccessModel }[]; }

async function scriptOf(pack: PackFiles, profile: string, driver: Driver): Promise<Made> {
  const { project, findings: loaded } = await loadProject(fileName(pack, profile), asFiles(pack));
  const findings: Finding[] = [...loaded];
  if (hasErrors(findings)) return { findings, script: null, targets: [] };
  const targets: Made['targets'][number][] = [];
  for (const row of resolve(project)) {
    findings.push(...row.findings);
    if (!row.intent) continue;
    const access = lower(row.intent);
    findings.push(...driver.check(row.intent, access));
    targets.push({ intent: row.intent, access });
  }
  const on = driver.assumed(undefined);
  const script: ScriptStep[] = [];
  for (const { intent, access } of hasErrors(findings) ? [] : targets) {
    const { plan, commit } = driver.plan(intent, access, on, OPTIONS);
    findings.push(...plan.findings);
    script.push(...driver.script([plan], { save: true }));
    commit();
  }
  const errors = findings.filter((each) => each.severity === 'error');
  return { findings: errors, script: errors.length > 0 ? null : script, targets };
}

const OPTIONS = { prune: false, acceptUnconfirmed: true, goal: 'active', offline: true } as const;

/** The first line that differs. */
function difference(file: string, there: string, now: string): Finding[] {
  const [old, fresh] = [there.replaceAll('\r\n', '\n').split('\n'), now.split('\n')];
  const index = fresh.findIndex((line, i) => line !== old[i]);
  const line = index >= 0 ? index : old.length > fresh.length ? fresh.length - 1 : -1;
  if (line < 0) return [];
  const at = { file, line: line + 1, column: 1, endLine: line + 1, endColumn: (old[line]?.length ?? 0) + 1, path: '' };
  return [finding('ONT512', `the pack types now: ${fresh[line] || '(nothing more)'}`, { hint: UPDATE, at })];
}

/**
 * Whoever shows these lines as its configuration has nothing left to do. A script is close enough to a configuration: lines
 * under the line that enters their mode. Lines that a device never shows (`once`) make that no proof, and are skipped with their resource.
 */
function readBack(pack: PackFiles, profile: string, source: PackSource, driver: Driver, made: Made): Finding[] {
  const { dump, ...rest } = source.resources;
  const reader = compilePack({ ...source, resources: { ...rest, dump: { ...asTree(dump, 'dump'), complete: '', require: [], fold: 0 } } });
  const lines = [...driver.requiredLines(made.targets), ...(made.script ?? []).map((step) => ` ${step.line}`)];
  const on = reader.observe([{ name: 'script', lines: lines.map((line) => line.replace(/"\*\*\*"/g, '"******"')) }], undefined);
  const kinds = new Set(onceKinds(source));
  for (const { intent, access } of made.targets) {
    const { plan } = reader.plan(intent, access, on, { ...OPTIONS, offline: false });
    const at = intent.origin('/key').at ?? wholeFile(fileName(pack, profile));
    const error = plan.findings.find((each) => each.severity === 'error');
    if (error) return [finding('ONT508', `what the golden script leaves cannot be planned on: ${error.message}`, { hint: error.hint, at })];
    const change = plan.changes.find((each) => !kinds.has(each.resource) && each.gate === undefined);
    if (!change) continue;
    const what = change.attributes.map(({ attribute, from, to }) => `${attribute} ${from ?? 'nothing'} → ${to ?? 'nothing'}`).join(', ');
    return [finding('ONT508', `read back, the golden script is not what was wanted: ${change.action} ${change.resource}${what === '' ? '' : ` (${what})`}`, {
      hint: `it would type: ${change.commands.map((command) => command.line).join(' / ')}`, at,
    })];
  }
  return [];
}

function onceKinds(source: PackSource): string[] {
  return Object.entries(asTree(source.resources['resources'], 'resources')).filter(([, raw]) => JSON.stringify(raw).includes('"once":')).map(([name]) => name);
}
