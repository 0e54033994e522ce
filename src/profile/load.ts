/** Files to a project: which files belong to it, what each says, and everything that is wrong with their form. */
import { basename, dirname, join } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import { hasErrors, sortFindings } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Files } from '../kernel/world.ts';
import { columnUseFindings } from './columns.ts';
import { readCsv } from './csv.ts';
import type { CsvTable } from './csv.ts';
import { child, placeOf, pointerTo, textOf } from './node.ts';
import type { MapNode, Node } from './node.ts';
import { namedParts, partPlace } from './project.ts';
import type { NamedPart, ProfileDocument, Project } from './project.ts';
import { rowSets } from './row-sets.ts';
import { rowData, rowNode } from './rows.ts';
import { YAML_LIMIT, decodeSource, wholeFile } from './source.ts';
import { isValidRow, validateDocument, validateRow } from './validate.ts';
import { readYaml } from './yaml.ts';

export interface Loaded {
  /** What could be read; with an error among the findings it is incomplete and must not be resolved. */
  readonly project: Project;
  readonly findings: readonly Finding[];
}

export interface LoadOptions {
  /** The bytes behind the path `-`. */
  readonly stdin?: Uint8Array;
}

/**
 * Loads a project.
 *
 * A directory: all its `*.yaml`, `*.yml` and `*.csv`, and those of its folders `profiles`, `olts`, `onts`, `subscribers`; not `ont-prov.yaml`.
 * A file: itself plus what its `include:` lists; without `include:`, the siblings `olts.yaml`, `onts.yaml`, `subscribers.csv`
 * where they exist and the file lacks that part. `-` is standard input, without siblings.
 * @throws Failure `no-such-file` (exit 2) when there is nothing at `path`, or nothing to read in it
 */
export async function loadProject(path: string, files: Files, options: LoadOptions = {}): Promise<Loaded> {
  const loader = new Loader(files);
  if (path === '-') {
    await loader.addBytes('-', options.stdin ?? new Uint8Array(), true);
    return loader.finish('-');
  }
  const listing = await files.list(path);
  if (listing) {
    await loader.addDirectory(path, listing);
    const loaded = await loader.finish(undefined);
    if (loaded.project.files.length > 0) return loaded;
    throw new Failure(`there is nothing to read in the directory ${path}`, { code: 'no-such-file', exitCode: EXIT.usage, hint: 'its *.yaml and *.csv would be read, and those of its folders profiles, olts, onts and subscribers; ont-prov init writes a first profile' });
  }
  if (!await loader.addFile(path, true)) {
    throw new Failure(`there is no file or directory ${path}`, { code: 'no-such-file', exitCode: EXIT.usage, hint: 'check the path; ont-prov init writes a first profile' });
  }
  return loader.finish(path);
}

const FOLDERS = ['profiles', 'olts', 'onts', 'subscribers'] as const;

/** Top-level keys that make a file a profile. */
const PROFILE_PARTS = ['extends', 'services', 'management', 'tr069', 'ont', 'lan', 'wifi', 'parameters', 'firmware'] as const;

class Loader {
  readonly #files: Files;
  readonly #findings: Finding[] = [];
  readonly #read = new Set<string>();
  readonly #roots: { file: string; root: MapNode }[] = [];
  readonly #profiles = new Map<string, ProfileDocument>();
  readonly #olts = new Map<string, NamedPart>();
  readonly #types = new Map<string, NamedPart>();
  readonly #tables: { table: CsvTable; sibling: boolean }[] = [];
  #usedBaseNames = new Set<string>();

  constructor(files: Files) {
    this.#files = files;
  }

  async addDirectory(path: string, names: readonly string[], folders = true): Promise<void> {
    for (const name of names) {
      if (name === 'ont-prov.yaml' || name.startsWith('.') || !/\.(?:ya?ml|csv)$/i.test(name)) continue;
      await this.addFile(join(path, name), false);
    }
    if (!folders) return;
    for (const folder of FOLDERS) {
      if (basename(path) === folder) continue;
      const inside = await this.#files.list(join(path, folder));
      if (inside) await this.addDirectory(join(path, folder), inside);
    }
  }

  /** @returns false when there is no such file */
  async addFile(path: string, main: boolean): Promise<boolean> {
    if (this.#read.has(path)) return true;
    const bytes = await this.#files.read(path);
    if (!bytes) return false;
    await this.addBytes(path, bytes, main);
    return true;
  }

  async addBytes(path: string, bytes: Uint8Array, main: boolean): Promise<void> {
    this.#read.add(path);
    if (/\.csv$/i.test(path)) {
      this.#addTable(path, bytes, false);
      if (main) await this.#addSiblings(path, null);
      return;
    }
    const root = this.#readRoot(path, bytes);
    if (!root) return;
    this.#addRoot(path, root);
    const includes = includesOf(root);
    for (const node of includes) await this.#include(path, node);
    if (main && path !== '-' && includes.length === 0) await this.#addSiblings(path, root);
    await this.#followBase(path, root);
  }

  async finish(main: string | undefined): Promise<Loaded> {
    const rows = await rowSets({
      roots: this.#roots, tables: this.#tables, profiles: this.#profiles, main, isBeside: (name) => this.#isProfileBeside(dirname(main ?? ''), name),
    });
    const project: Project = {
      profiles: this.#named(), olts: this.#olts, types: this.#types, rows, files: [...this.#read],
      ...(main === undefined ? {} : { main }),
    };
    // A file that could not be read may be the one that uses a column.
    if (!hasErrors(this.#findings)) this.#add(columnUseFindings(this.#roots.map(({ root }) => root), this.#tables.map(({ table }) => table)));
    return { project, findings: sortFindings(this.#findings) };
  }

  #add(findings: readonly Finding[]): void {
    for (const found of findings) this.#findings.push(found);
  }

  #readRoot(path: string, bytes: Uint8Array): MapNode | null {
    const decoded = decodeSource(path, bytes, YAML_LIMIT);
    this.#add(decoded.findings);
    if (!decoded.source) return null;
    const { root, findings } = readYaml(decoded.source);
    this.#add(findings);
    if (findings.length > 0) return null;
    if (root?.kind !== 'map') {
      this.#findings.push(finding('ONT009', root ? 'the file holds no mapping' : 'the file is empty', {
        hint: 'start with version: 1 and name:', at: root ? placeOf(root, '') : wholeFile(path),
      }));
      return null;
    }
    this.#add(validateDocument(root));
    return root;
  }

  #addRoot(path: string, root: MapNode): void {
    this.#roots.push({ file: path, root });
    for (const part of namedParts(root, 'olts')) this.#addNamed(this.#olts, part, 'OLT');
    for (const part of namedParts(root, 'onts')) this.#addNamed(this.#types, part, 'hardware type');
    this.#addProfile(path, root);
  }

  #addProfile(path: string, root: MapNode): void {
    if (!PROFILE_PARTS.some((part) => root.entries.has(part)) && !root.entries.has('name')) return;
    const name = profileName(path, root);
    const before = this.#profiles.get(name);
    if (before) {
      this.#findings.push(finding('ONT220', `the profile ${name} is defined twice`, {
        hint: 'give one of them another name:', at: namePlace(root, path),
        related: [{ message: 'first defined here', at: namePlace(before.root, before.file) }],
      }));
      return;
    }
    const base = textOf(child(root, 'extends'));
    this.#profiles.set(name, { name, file: path, root, ...(base === undefined ? {} : { extends: base }) });
  }

  /** The profiles, with bases given by path called by their names. */
  #named(): ReadonlyMap<string, ProfileDocument> {
    const byFile = new Map([...this.#profiles.values()].map((profile) => [profile.file, profile.name]));
    return new Map([...this.#profiles].map(([name, profile]) => {
      const base = profile.extends !== undefined && isPath(profile.extends) ? byFile.get(join(dirname(profile.file), profile.extends)) : undefined;
      return [name, base === undefined ? profile : { ...profile, extends: base }];
    }));
  }

  #addNamed(known: Map<string, NamedPart>, part: NamedPart, what: string): void {
    const before = known.get(part.name);
    if (!before) {
      known.set(part.name, part);
      return;
    }
    this.#findings.push(finding('ONT220', `the ${what} ${part.name} is defined twice`, {
      hint: 'keep one of the two', at: partPlace(part), related: [{ message: 'first defined here', at: partPlace(before) }],
    }));
  }

  #addTable(path: string, bytes: Uint8Array, sibling: boolean): void {
    const { table, findings } = readCsv(path, bytes);
    this.#add(findings);
    if (!table) return;
    this.#tables.push({ table, sibling });
    const broken = findings.some((found) => found.code === 'ONT012');
    for (let index = 0; index < table.rows.length && !broken; index++) {
      if (!isValidRow(rowData(table, index))) this.#add(validateRow(rowNode(table, index)));
    }
  }

  async #include(path: string, node: Node): Promise<void> {
    const written = textOf(node);
    if (!written) return;
    const target = join(dirname(path), written);
    if (basename(target).includes('*')) {
      const pattern = globPattern(basename(target));
      const names = (await this.#files.list(dirname(target)) ?? []).filter((name) => pattern.test(name));
      if (names.length > 0) {
        await this.addDirectory(dirname(target), names, false);
        return;
      }
    }
    const listing = await this.#files.list(target);
    if (listing) await this.addDirectory(target, listing);
    else if (!await this.addFile(target, false)) {
      this.#findings.push(finding('ONT014', `there is no file ${written}`, { hint: 'paths are relative to the file that includes them', at: placeOf(node, '/include') }));
    }
  }

  async #addSiblings(path: string, root: MapNode | null): Promise<void> {
    const folder = dirname(path);
    if (!root?.entries.has('olts')) await this.addFile(join(folder, 'olts.yaml'), false);
    if (!root?.entries.has('onts')) await this.addFile(join(folder, 'onts.yaml'), false);
    const rows = join(folder, 'subscribers.csv');
    if (!root || root.entries.has('targets') || this.#read.has(rows)) return;
    const bytes = await this.#files.read(rows);
    if (!bytes) return;
    this.#read.add(rows);
    this.#addTable(rows, bytes, true);
  }

  /** `extends` names a profile that is loaded anyway, a path, or a file of that name beside this one. */
  async #followBase(path: string, root: MapNode): Promise<void> {
    const node = child(root, 'extends');
    const base = textOf(node);
    if (!node || !base || this.#profiles.has(base) || this.#usedBaseNames.has(`${dirname(path)} ${base}`)) return;
    this.#usedBaseNames.add(`${dirname(path)} ${base}`);
    if (isPath(base)) {
      const target = join(dirname(path), base);
      if (!await this.#addBase(target)) {
        this.#findings.push(finding('ONT014', `there is no file ${base}`, { hint: 'paths are relative to the file that extends them', at: placeOf(node, '/extends') }));
      }
      return;
    }
    await this.#addBaseByName(dirname(path), base);
  }

  async #addBaseByName(folder: string, name: string): Promise<boolean> {
    for (const target of [join(folder, `${name}.yaml`), join(folder, 'profiles', `${name}.yaml`), join(folder, `${name}.yml`)]) {
      if (await this.#addBase(target)) return true;
    }
    return false;
  }

  /** A base lends its profile, not its OLTs and subscribers. */
  async #addBase(target: string): Promise<boolean> {
    if (this.#read.has(target)) return true;
    const bytes = await this.#files.read(target);
    if (!bytes) return false;
    this.#read.add(target);
    const root = this.#readRoot(target, bytes);
    if (!root) return true;
    const lent: MapNode = { ...root, entries: new Map([...root.entries].filter(([key]) => key !== 'targets' && key !== 'olts')) };
    this.#addRoot(target, lent);
    await this.#followBase(target, lent);
    return true;
  }

  async #isProfileBeside(folder: string, name: string): Promise<boolean> {
    if (this.#profiles.has(name)) return true;
    for (const target of [join(folder, `${name}.yaml`), join(folder, 'profiles', `${name}.yaml`)]) if (await this.#files.read(target)) return true;
    return false;
  }
}

function includesOf(root: MapNode): readonly Node[] {
  const node = root.entries.get('include')?.value;
  return node === undefined ? [] : node.kind === 'list' ? node.items : [node];
}

/** `*.yaml`: `*` stands for any part of a name. */
function globPattern(name: string): RegExp {
  return new RegExp(`^${name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}

function profileName(path: string, root: MapNode): string {
  return textOf(child(root, 'name')) || (path === '-' ? 'stdin' : baseNameOf(path));
}

function namePlace(root: MapNode, path: string): ReturnType<typeof placeOf> {
  const entry = root.entries.get('name');
  return entry ? placeOf(entry.value, pointerTo('name')) : wholeFile(path);
}

function isPath(name: string): boolean {
  return name.includes('/') || /\.ya?ml$/i.test(name);
}

function baseNameOf(path: string): string {
  return basename(path).replace(/\.ya?ml$/i, '');
}
