import { resolve } from 'node:path';
import { lower } from '../access/lower.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors } from '../kernel/finding.ts';
import { memoryFiles } from '../packs/check-pack/files.ts';
import type { Driver } from '../packs/driver.ts';
import { loadProject } from '../profile/load.ts';
import { resolve as subscribers } from '../profile/resolve/resolve.ts';
import { schemaText } from '../profile/schema/schema.ts';
import { meantHint } from '../profile/suggest.ts';
import type { Tail } from './api.ts';
import { attempt } from './attempt.ts';
import { readFolder, writeNewFiles } from './folder.ts';
import { relativeFile } from './json.ts';
import { shippedFolder } from './shipped.ts';
import type { World } from './world.ts';

export interface InitOptions {
  readonly folder: string;
  /** Vendor of the first OLT, by id or alias; the first one with a simulator when absent. */
  readonly vendor?: string;
  /** Its name or address; `simulator` when absent. */
  readonly host?: string;
}

export interface InitDocument extends Tail {
  readonly formatVersion: 1;
  /** Files written, relative to the working directory. */
  readonly files: readonly string[];
}

/** Names that a package cannot carry as they are. */
const NAMES: Readonly<Record<string, string>> = { gitignore: '.gitignore', 'ci.yml': '.github/workflows/ont-prov.yml' };

/** Ways in which vendors write a PON; the first that the pack takes is used. */
const PONS = ['0/1/0', '1/1/1', '0/1', '1/1', '0/0/1', '1'];

/**
 * Writes a small commented project: two profiles, an OLT, hardware types, two subscribers, and a pipeline. It lints clean, and
 * applies to the simulator. Nothing is overwritten: when one of the files exists, none is written.
 */
export async function init(world: World, { folder, vendor, host }: InitOptions): Promise<InitDocument> {
  const path = resolve(world.cwd, folder);
  const { value, error, ...failed } = await attempt(world, async () => {
    const driver = await chosen(world, vendor, host ?? 'simulator');
    const starter = await readFolder(shippedFolder('profiles', 'starter'), () => true);
    const files = await fitting(driver, starter, host ?? 'simulator');
    return (await writeNewFiles(path, files)).map((name) => relativeFile(`${path}/${name}`, world.cwd));
  });
  return { formatVersion: 1, files: value ?? [], findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok };
}

async function chosen(world: World, vendor: string | undefined, host: string): Promise<Driver> {
  const heads = await world.packs.heads();
  const name = vendor ?? heads.find((head) => head.hasSimulator)?.id ?? heads[0]?.id ?? '';
  const [head, driver] = [await world.packs.head(name), await world.packs.driver(name)];
  if (!head || !driver) {
    const known = heads.flatMap((each) => [each.id, ...each.aliases]);
    throw new Failure(`there is no vendor ${name}`, { code: 'unknown-vendor', exitCode: EXIT.usage, hint: meantHint(name, known) ?? `known are: ${heads.map((each) => each.id).join(', ')}` });
  }
  if (host === 'simulator' && !head.hasSimulator) throw new Failure(`there is no simulator for ${head.id}`, { code: 'no-simulator', exitCode: EXIT.usage, hint: 'give the address of an OLT with --host' });
  if (/[\s"'#{}[\],]/.test(host) || host === '') throw new Failure(`${JSON.stringify(host)} is no name or address`, { code: 'bad-host', exitCode: EXIT.usage, hint: 'write it without port and user name' });
  return driver;
}

/** The files with the vendor's own way of writing a PON. Where none gives a clean project, the first: lint then says what this vendor wants else. */
async function fitting(driver: Driver, starter: ReadonlyMap<string, Uint8Array>, host: string): Promise<Map<string, string>> {
  const made = PONS.map((pon) => withValues(starter, { VENDOR: driver.id, HOST: host, PON: pon }));
  for (const files of made) if (await isClean(driver, files)) return files;
  return made[0]!;
}

function withValues(starter: ReadonlyMap<string, Uint8Array>, values: Readonly<Record<'VENDOR' | 'HOST' | 'PON', string>>): Map<string, string> {
  const files = new Map([...starter].map(([name, bytes]) => {
    const text = new TextDecoder().decode(bytes).replace(/<(VENDOR|HOST|PON)>/g, (_, word: keyof typeof values) => values[word]);
    return [NAMES[name] ?? name, text] as const;
  }));
  return files.set('profile.schema.json', schemaText());
}

async function isClean(driver: Driver, files: ReadonlyMap<string, string>): Promise<boolean> {
  const bytes = new Map([...files].map(([name, text]) => [`p/${name}`, new TextEncoder().encode(text)]));
  const { project, findings } = await loadProject('p', memoryFiles(bytes, ''));
  if (hasErrors(findings)) return false;
  for (const { intent, findings: found } of subscribers(project)) {
    if (!intent || hasErrors(found) || hasErrors(driver.check(intent, lower(intent)))) return false;
  }
  return true;
}
