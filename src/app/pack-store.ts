import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../kernel/failure.ts';
import { compilePack } from '../packs/compile.ts';
import type { Driver } from '../packs/driver.ts';
import { errnoOf } from './world/errno.ts';

/** A vendor's folder as it was built, before compiling: cheap to list. */
export interface PackHead { readonly id: string; readonly title: string; readonly aliases: readonly string[]; readonly folder: string; readonly hasSimulator: boolean; }

/** The vendors that are installed. Packs are found by listing their folder; each is compiled when first asked for, and once. */
export interface PackStore {
  heads(): Promise<readonly PackHead[]>;
  /** By id or alias, in any case; null when nobody answers to it. */
  driver(name: string): Promise<Driver | null>;
  head(name: string): Promise<PackHead | null>;
  /** SHA-256 of everything the pack says: equal digests read and type the same. */
  digest(name: string): Promise<string | null>;
}

type PackSource = Parameters<typeof compilePack>[0];

export function openPacks(folder: string | undefined): PackStore {
  let listing: Promise<readonly Loaded[]> | undefined;
  const compiled = new Map<string, Driver>();

  const all = (): Promise<readonly Loaded[]> => (listing ??= loadAll(folder ?? installedPacks()));
  const find = async (name: string): Promise<Loaded | null> => {
    const wanted = name.toLowerCase();
    return (await all()).find((pack) => pack.id === wanted || pack.aliases.some((alias) => alias.toLowerCase() === wanted)) ?? null;
  };

  return {
    heads: all,
    head: find,
    async digest(name) {
      const pack = await find(name);
      return pack && createHash('sha256').update(JSON.stringify(pack.source)).digest('hex');
    },
    async driver(name): Promise<Driver | null> {
      const pack = await find(name);
      if (!pack) return null;
      let driver = compiled.get(pack.id);
      if (!driver) {
        driver = compilePack(pack.source);
        compiled.set(pack.id, driver);
      }
      return driver;
    },
  };
}

interface Loaded extends PackHead { readonly source: PackSource; }

async function loadAll(folder: string): Promise<readonly Loaded[]> {
  let names: string[];
  try {
    names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  } catch (error) {
    throw new Failure(`no vendor packs in ${folder}: ${errnoOf(error)}`, { code: 'packs-missing', exitCode: 70, hint: 'build them with: npm run build', cause: error });
  }
  const packs = await Promise.all(names.map((name) => load(join(folder, name))));
  return packs.filter((pack) => pack !== null);
}

async function load(folder: string): Promise<Loaded | null> {
  const text = await readFile(join(folder, 'pack.json'), 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const source = JSON.parse(text) as PackSource;
  const { title, aliases } = source.pack as { title?: string; aliases?: readonly string[] };
  return { id: source.id, title: title ?? source.id, aliases: aliases ?? [], folder, hasSimulator: existsSync(join(folder, 'simulator.js')), source };
}

/**
 * `dist/vendors` of the package this file belongs to. The file may be the source, or a chunk of the bundle somewhere under dist,
 * in a clone or installed; so the way is up, to the first folder that has it.
 */
function installedPacks(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const packs = join(folder, 'dist', 'vendors');
    if (existsSync(packs)) return packs;
    const above = dirname(folder);
    if (above === folder) throw new Failure('the vendor packs are missing from this installation', { code: 'packs-missing', exitCode: 70, hint: 'in a clone: npm run build; otherwise install again' });
    folder = above;
  }
}
