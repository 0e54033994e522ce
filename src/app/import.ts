import { join, resolve as absolute } from 'node:path';
import { addAll } from '../kernel/add-all.ts';
import { EXIT, worstExit } from '../kernel/exit.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { ConnectOptions, Tail } from './api.ts';
import { attempt } from './attempt.ts';
import { writeNewFiles } from './folder.ts';
import { projectFiles } from './import/files.ts';
import { notImportedText } from './import/not-imported.ts';
import { proveImport, type Proven } from './import/proving.ts';
import { findingsJson, relativeFile } from './json.ts';
import { lookAt } from './looking.ts';
import { surroundings } from './named-olt.ts';
import type { World } from './world.ts';

export interface ImportedProfile { readonly name: string; readonly subscribers: number; }

export interface NotImported { readonly pon: string | null; readonly id: number | null; readonly serial: string | null; /** First line of it in the configuration. */ readonly line: number | null; readonly why: string; }

export interface ImportDocument extends Tail {
  readonly formatVersion: 1;
  readonly olt: string;
  /** Files written, relative to the working directory. */
  readonly files: readonly string[];
  readonly profiles: readonly ImportedProfile[];
  readonly imported: number;
  readonly notImported: readonly NotImported[];
  /** Environment variables the profiles name for what the device masks. */
  readonly secrets: readonly string[];
}

export interface ImportOptions extends ConnectOptions {
  readonly olt: string;
  /** Project that describes the OLT. */
  readonly path: string;
  /** Folder to write; nothing in it is overwritten. */
  readonly out: string;
}

/** Running configuration → a few profiles and rows that `plan` calls unchanged; what they cannot say is in `not-imported.txt`. Cannot write to a device. */
export async function importOlt(world: World, options: ImportOptions): Promise<ImportDocument> {
  const findings: Finding[] = [];
  const folder = absolute(world.cwd, options.out);
  const { value, error, ...failed } = await attempt(world, async () => {
    const around = await surroundings(world, options.path, options.olt);
    addAll(findings, around.findings.filter(({ severity }) => severity === 'error'));
    const [seen] = await lookAt(world, options, around.groups, findings, async ({ device, driver, olt }) => {
      const { observation } = await device.read();
      addAll(findings, observation.findings);
      return hasErrors(observation.findings) ? null : { proven: await proveImport(driver, olt, observation), olt, driver };
    });
    if (seen?.failure) throw seen.failure;
    if (!seen?.value) return null;
    const { proven, olt, driver } = seen.value;
    const files = proven.profiles.length > 0 ? projectFiles(olt, proven.profiles) : new Map<string, string>();
    files.set('not-imported.txt', notImportedText(driver.shown, proven));
    const written = await writeNewFiles(folder, files);
    addAll(findings, notesOf(proven, options.olt));
    return { proven, files: written.map((name) => relativeFile(join(folder, name), world.cwd)) };
  });
  const mask = (text: string): string => world.redactor.mask(text);
  const proven = value?.proven;
  return {
    formatVersion: 1, olt: options.olt, files: value?.files ?? [],
    profiles: proven?.profiles.map(({ name, rows }) => ({ name, subscribers: rows.length })) ?? [],
    imported: proven?.profiles.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0,
    notImported: proven?.leftOut.map(({ imported: { ont }, why }) => ({ pon: ont.pon, id: ont.id, serial: ont.serial, line: ont.line, why: mask(why) })) ?? [],
    secrets: secretsOf(proven),
    findings: findingsJson(findings, world.cwd), error: error ?? null,
    exitCode: 'exitCode' in failed ? (failed.exitCode) : worstExit(hasErrors(findings) ? [EXIT.findings] : []),
  };
}

function secretsOf(proven: Proven | undefined): string[] {
  return [...new Set(proven?.profiles.flatMap(({ sketch }) => sketch.secrets) ?? [])];
}

/** What a person should look at before using the result. */
function notesOf(proven: Proven, olt: string): Finding[] {
  const notes = proven.leftOut.map(({ imported: { ont }, why }) =>
    finding('ONT430', `${ont.pon ?? '?'} id ${ont.id ?? '?'} on ${olt} was not imported (line ${ont.line ?? '?'}): ${why}`, { hint: 'its lines are in not-imported.txt; nothing was changed' }));
  for (const secret of secretsOf(proven)) {
    notes.push(finding('ONT430', `the device does not tell the secret behind ${secret}`, { severity: 'info', hint: `set ${secret} in the environment; a masked value is never a difference by itself` }));
  }
  if (proven.unmanaged.size > 0) notes.push(finding('ONT430', `${proven.unmanaged.size} imported ONTs carry lines that no profile says`, { severity: 'info', hint: 'they are kept, and listed in not-imported.txt' }));
  return notes;
}
