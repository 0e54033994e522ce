import { lower } from '../../access/lower.ts';
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import { vendorForm } from '../../kernel/serial.ts';
import { memoryFiles } from '../../packs/check-pack/files.ts';
import type { Driver, Observation } from '../../packs/driver.ts';
import type { ImportedConfiguration, ImportedOnt, Plain } from '../../packs/read-side.ts';
import type { TargetPlan } from '../../plan/model.ts';
import type { OltIntent } from '../../profile/intent.ts';
import { loadProject } from '../../profile/load.ts';
import { resolve } from '../../profile/resolve/resolve.ts';
import { profilesOf, projectFiles, type Profile, type Row } from './files.ts';

/** An ONT that no profile of ours says exactly, and why. */
export interface LeftOut { readonly imported: ImportedOnt; readonly why: string; }

export interface Proven {
  readonly profiles: readonly Profile[];
  /** Lines that are kept on an imported ONT and that its profile does not say. */
  readonly unmanaged: ReadonlyMap<Row, readonly string[]>;
  readonly leftOut: readonly LeftOut[];
  readonly configuration: ImportedConfiguration;
}

/**
 * Profiles and rows for what a device holds. Each is proven before it is believed: written out, read back as any project is, lowered
 * and planned on the same reading; whoever would be changed is left out, with the reason.
 */
export async function proveImport(driver: Driver, olt: OltIntent, on: Observation): Promise<Proven> {
  const configuration = driver.importConfiguration(on);
  const leftOut: LeftOut[] = [];
  const candidates: Row[] = [];
  const serials = new Map<string, ImportedOnt>();
  for (const imported of configuration.onts) {
    const { ont, sketch, why } = imported;
    const twin = ont.serial === null ? undefined : serials.get(ont.serial);
    if (!sketch || ont.serial === null || ont.pon === null) leftOut.push({ imported, why: why ?? 'it has no serial or no place' });
    else if (twin) leftOut.push({ imported, why: `its serial is also at ${twin.ont.pon} id ${twin.ont.id}` });
    else {
      serials.set(ont.serial, imported);
      candidates.push({ key: vendorForm(ont.serial), imported, sketch });
    }
  }
  const unmanaged = new Map<Row, readonly string[]>();
  const standing: Row[] = [];
  for (const profile of profilesOf(candidates)) {
    for (const [whole, said] of await proveProfile(driver, olt, on, profile)) {
      const [row, verdict] = typeof said === 'string' ? await inPart(driver, olt, on, whole, said) : [whole, said];
      if (typeof verdict === 'string') leftOut.push({ imported: row.imported, why: verdict });
      else {
        standing.push(row);
        if (verdict.unmanaged.length > 0) unmanaged.set(row, verdict.unmanaged.map(({ line }) => line));
      }
    }
  }
  return { profiles: profilesOf(standing), unmanaged, leftOut, configuration };
}

/** Where one service of several is in the way, the others are a profile still: its lines stay on the device, listed beside it. */
async function inPart(driver: Driver, olt: OltIntent, on: Observation, row: Row, why: string): Promise<readonly [Row, TargetPlan | string]> {
  const services = Object.entries(row.sketch.profile['services'] as Readonly<Record<string, Plain>>);
  for (const [left] of services.length > 1 ? [...services].reverse() : []) {
    const profile = { ...row.sketch.profile, services: Object.fromEntries(services.filter(([name]) => name !== left)) };
    const part: Row = { ...row, sketch: { ...row.sketch, profile } };
    const verdict = (await proveProfile(driver, olt, on, { name: 'part', sketch: part.sketch, rows: [part] })).get(part);
    if (verdict && typeof verdict !== 'string') return [part, verdict];
  }
  return [row, why];
}

/** @returns for each row its plan, which is empty, or why it cannot be imported */
async function proveProfile(driver: Driver, olt: OltIntent, on: Observation, profile: Profile): Promise<Map<Row, TargetPlan | string>> {
  const verdicts = new Map<Row, TargetPlan | string>();
  const files = new Map([...projectFiles(olt, [profile])].map(([name, text]) => [`p/${name}`, new TextEncoder().encode(text)]));
  const { project, findings } = await loadProject('p', memoryFiles(files, ''));
  if (hasErrors(findings)) {
    if (profile.rows.length === 1) return verdicts.set(profile.rows[0]!, firstError(findings));
    // One subscriber's own value may be at fault: each is tried alone.
    for (const row of profile.rows) for (const [each, verdict] of await proveProfile(driver, olt, on, { ...profile, rows: [row] })) verdicts.set(each, verdict);
    return verdicts;
  }
  const byKey = new Map(profile.rows.map((row) => [row.key, row]));
  for (const { key, intent, findings: found } of resolve(project)) {
    const row = byKey.get(key);
    if (row) verdicts.set(row, intent && !hasErrors(found) ? verdictOf(driver, intent, on) : firstError(found));
  }
  for (const row of profile.rows) if (!verdicts.has(row)) verdicts.set(row, 'its row cannot be read back');
  return verdicts;
}

function verdictOf(driver: Driver, intent: Parameters<Driver['plan']>[0], on: Observation): TargetPlan | string {
  const access = lower(intent);
  const limits = driver.check(intent, access);
  if (hasErrors(limits)) return firstError(limits);
  const { plan } = driver.plan(intent, access, on, { goal: 'active', prune: false, acceptUnconfirmed: true, offline: false });
  if (hasErrors(plan.findings)) return firstError(plan.findings);
  const [change] = plan.changes;
  return change ? `the nearest profile would ${change.action} ${change.resource}: ${change.commands[0]?.line ?? '-'}` : plan;
}

function firstError(findings: readonly Finding[]): string {
  return findings.find(({ severity }) => severity === 'error')?.message ?? 'its row cannot be read back';
}
