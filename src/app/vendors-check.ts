import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { checkPack, type PackCheck } from '../packs/check-pack/check-pack.ts';
import type { PackFiles } from '../packs/check-pack/files.ts';
import type { Summary, Tail } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { readFolder } from './folder.ts';
import { findingsJson, relativeFile, summaryOf } from './json.ts';
import { shippedFolder } from './shipped.ts';
import type { World } from './world.ts';
import { reasonOf } from './world/errno.ts';

export interface VendorCheckOptions {
  /** The folder of a pack: pack.yaml, session.yaml, resources.yaml, README.md, golden/. */
  readonly folder: string;
  /** Write what is made of the pack: golden scripts, and the table of README.md. */
  readonly update?: boolean;
}

export interface VendorCheckDocument extends Tail {
  readonly formatVersion: 1;
  /** null when the pack does not compile. */
  readonly pack: { readonly id: string; readonly title: string; readonly lines: number; readonly unconfirmed: number } | null;
  /** Files written, relative to the working directory. */
  readonly updated: readonly string[];
  readonly summary: Summary;
}

/** Everything a built-in pack must pass, for the pack in this folder. Nothing is connected. */
export async function checkVendor(world: World, { folder, update }: VendorCheckOptions): Promise<VendorCheckDocument> {
  const findings: Finding[] = [];
  const updated: string[] = [];
  let pack: VendorCheckDocument['pack'] = null;
  let files = 0;
  const { error, ...failed } = await attempt(world, async () => {
    const path = resolve(world.cwd, folder);
    const there = await packFiles(path);
    let check = await checkPack(there);
    if (update === true) {
      updated.push(...(await writeDerived(there, check)).map((file) => relativeFile(file, world.cwd)));
      if (updated.length > 0) check = await checkPack(await packFiles(path));
    }
    files = there.files.size;
    findings.push(...check.findings);
    const { driver } = check;
    if (driver) pack = { id: driver.id, title: driver.title, lines: driver.lines.length, unconfirmed: driver.lines.filter((line) => line.evidence === 'inferred').length };
  });
  return {
    formatVersion: 1, pack, updated, findings: findingsJson(findings, world.cwd), summary: summaryOf(findings, files), error,
    exitCode: 'exitCode' in failed ? failed.exitCode : exitOf(findings),
  };
}

/** The files of a folder that a pack is made of, and the examples its golden scripts may be of. */
export async function packFiles(folder: string): Promise<PackFiles> {
  const files = await readFolder(folder, (path) => /^[^/]+\.yaml$|^outputs\/[^/]+\.yaml$|^golden\/[^/]+\.(?:yaml|txt)$|^README\.md$/.test(path));
  if (files.size === 0) throw new Failure(`${basename(folder)} holds no pack`, { code: 'no-pack', exitCode: EXIT.usage, hint: 'a pack is a folder with pack.yaml, session.yaml and resources.yaml; ont-prov vendors new writes one' });
  return { folder, files, examples: await readFolder(shippedFolder('profiles', 'examples'), () => true) };
}

/** Only what differs; nothing while the pack has errors of its own, because then nothing is derived. */
async function writeDerived({ folder, files }: PackFiles, { findings, derived }: PackCheck): Promise<string[]> {
  if (hasErrors(findings.filter(({ code }) => !DERIVED.has(code)))) return [];
  const written: string[] = [];
  for (const [path, text] of derived) {
    const there = files.get(path);
    if (there && new TextDecoder().decode(there) === text) continue;
    try {
      await writeFile(join(folder, path), text);
    } catch (error) {
      throw new Failure(`cannot write ${join(folder, path)}: ${reasonOf(error)}`, { code: 'file-unwritable', exitCode: EXIT.usage, cause: error });
    }
    written.push(join(folder, path));
  }
  return written;
}

/** Codes of what an update puts right. */
const DERIVED: ReadonlySet<string> = new Set(['ONT512', 'ONT513', 'ONT514']);
