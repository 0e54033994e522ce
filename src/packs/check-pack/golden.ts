/**
 * Golden scripts: `golden/NAME.txt` holds what `ont-prov dry-run golden/NAME.yaml --script` prints with this pack, or of the example
 * of that name that travels with the product. They show a reader what the pack types, and a change of the pack shows in them.
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
import type { PackSource } from '../compile.ts';
import type { Driver, Observation } from '../driver.ts';
import { fileName, memoryFiles, missingFile, textOfFile, type PackFiles } from './files.ts';
import { readBack } from './read-back.ts';

export interface Golden {
  readonly findings: readonly Finding[];
  /** The scripts as they are now, by path: `golden/NAME.txt`. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** What is typed at one OLT for its subscribers, in the order of the rows. */
export interface OltScript { readonly targets: { readonly intent: Intent; readonly access: AccessModel }[]; readonly steps: ScriptStep[]; }

const UPDATE = 'look at the difference; ont-prov vendors check --update writes the script';

export async function checkGolden(pack: PackFiles, source: PackSource, driver: Driver): Promise<Golden> {
  const names = [...new Set([...pack.files.keys()].flatMap((path) => /^golden\/([^/]+)\.(?:yaml|txt)$/.exec(path)?.[1] ?? []))].sort();
  const findings: Finding[] = [];
  const scripts = new Map<string, string>();
  const warn = (path: string, message: string, hint: string): void => { findings.push(finding('ONT512', message, { severity: 'warning', hint, at: wholeFile(fileName(pack, path)) })); };
  if (names.length === 0) warn('golden', 'the pack has no golden script', 'write a profile as golden/NAME.yaml; ont-prov vendors check --update writes golden/NAME.txt beside it');
  for (const name of names) {
    const path = `golden/${name}.txt`;
    const profile = profileOf(pack, name);
    if (!profile) { warn(path, `nothing is known of the profile behind ${path}: it was not compared`, `write it as golden/${name}.yaml`); continue; }
    const made = await scriptOf(profile, driver);
    findings.push(...made.findings);
    if (!made.text) continue;
    scripts.set(path, made.text);
    const there = textOfFile(pack, path);
    if (there === null) { findings.push(missingFile(pack, path, UPDATE)); continue; }
    findings.push(...difference(fileName(pack, path), there, made.text), ...made.olts.flatMap((olt) => readBack(source, olt, wholeFile(fileName(pack, path)))));
  }
  return { findings, scripts };
}

interface GoldenProfile { readonly path: string; readonly files: ReturnType<typeof memoryFiles>; }

function profileOf(pack: PackFiles, name: string): GoldenProfile | null {
  const own = `golden/${name}.yaml`;
  if (pack.files.has(own)) return { path: fileName(pack, own), files: memoryFiles(pack.files, fileName(pack, '')) };
  const examples = pack.examples ?? new Map<string, Uint8Array>();
  const there = examples.has(`${name}.yaml`) ? `${name}.yaml` : [...examples.keys()].some((path) => path.startsWith(`${name}/`)) ? name : null;
  return there === null ? null : { path: there, files: memoryFiles(examples, '') };
}

interface Made { readonly findings: readonly Finding[]; readonly text: string | null; readonly olts: readonly OltScript[]; }

async function scriptOf({ path, files }: GoldenProfile, driver: Driver): Promise<Made> {
  const { project, findings: loaded } = await loadProject(path, files);
  const findings: Finding[] = [...loaded];
  const targets: OltScript['targets'] = [];
  for (const row of hasErrors(findings) ? [] : resolve(project)) {
    findings.push(...row.findings);
    if (!row.intent || row.intent.state === 'absent') continue;
    const access = lower(row.intent);
    findings.push(...driver.check(row.intent, access));
    targets.push({ intent: row.intent, access });
  }
  const assumed = new Map<string, { on: Observation; script: OltScript }>();
  // As the dry run prints it: a box is saved once, when the next script is for another one, or none.
  let [text, unsaved, last] = ['', '', ''];
  for (const target of hasErrors(findings) ? [] : targets) {
    const { olt } = target.intent;
    let there = assumed.get(olt.name);
    if (!there) assumed.set(olt.name, (there = { on: driver.assumed(olt.model), script: { targets: [], steps: [] } }));
    const { plan, commit } = driver.plan(target.intent, target.access, there.on, { prune: false, acceptUnconfirmed: true, goal: 'active', offline: true });
    findings.push(...plan.findings);
    const steps = driver.script([plan], { save: true });
    there.script.targets.push(target);
    there.script.steps.push(...steps);
    if (steps.length > 0) {
      if (olt.name !== last) text += unsaved;
      last = olt.name;
      unsaved = linesOf(steps.filter((step) => step.intent === 'save'));
      text += linesOf(steps.filter((step) => step.intent !== 'save'));
    }
    commit();
  }
  const errors = findings.filter((each) => each.severity === 'error');
  return { findings: errors, text: errors.length > 0 ? null : text + unsaved, olts: [...assumed.values()].map((each) => each.script) };
}

function linesOf(steps: readonly ScriptStep[]): string {
  return steps.map((step) => `${step.line}\n`).join('');
}

/** The first line that differs. */
function difference(file: string, there: string, now: string): Finding[] {
  const [old, fresh] = [there.replaceAll('\r\n', '\n').split('\n'), now.split('\n')];
  const index = fresh.findIndex((line, i) => line !== old[i]);
  const line = index >= 0 ? index : old.length > fresh.length ? fresh.length - 1 : -1;
  if (line < 0) return [];
  const at = { file, line: line + 1, column: 1, endLine: line + 1, endColumn: (old[line]?.length ?? 0) + 1, path: '' };
  return [finding('ONT512', `the pack types now: ${fresh[line] || '(nothing more)'}`, { hint: UPDATE, at })];
}
