import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles, drawers, mostFiles } from './circles.ts';
import type { Source } from './sources.ts';
import { root, sources, target, vendorIds } from './sources.ts';

const src = sources('src');
const simulators = vendorIds().map((id) => `vendors/${id}/`);
const vendorCode = sources('vendors');
const byFile = new Map([...src, ...vendorCode].map((s) => [s.file, s]));

describe('the house', () => {
  test('every file of src is in a circle of the table, or is the library entry', () => {
    expect(src.filter((s) => !circleOf(s.file) && s.file !== 'src/index.ts').map((s) => s.file)).toEqual([]);
  });

  test('imports go down: never to a circle beside or above', () => {
    const wrong = src.flatMap((s) => relativeTargets(s).filter((to) => !mayImport(s.file, to)).map((to) => `${s.file} imports ${to}`));
    expect(wrong).toEqual([]);
  });

  test('relative imports name existing files, with their extension', () => {
    const wrong = src.flatMap((s) => relativeTargets(s).filter((to) => !byFile.has(to) && !/generated\/|\.json$/.test(to)).map((to) => `${s.file} imports ${to}`));
    expect(wrong).toEqual([]);
  });

  test('third-party packages and Node modules are imported only where the table says', () => {
    const wrong = src.flatMap((s) => packageNames(s).filter((name) => !mayUse(s.file, name)).map((name) => `${s.file} imports ${name}`));
    expect(wrong).toEqual([]);
  });

  test('each third-party package lives in few files', () => {
    const users = new Map<string, Set<string>>();
    for (const s of src) for (const name of packageNames(s, s.values)) if (!name.startsWith('node:')) users.set(name, (users.get(name) ?? new Set()).add(s.file));
    const wrong = [...users].filter(([name, files]) => files.size > (mostFiles[name] ?? 0)).map(([name, files]) => `${name}: ${[...files].join(', ')}`);
    expect(wrong).toEqual([]);
  });

  test('every runtime dependency is used, and every package used is a runtime dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const used = new Set(src.flatMap((s) => packageNames(s)).filter((name) => !name.startsWith('node:')));
    expect([...used].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  test('no vendor is named in src', () => {
    const names = [...vendorIds(), ...vendorIds().flatMap(aliases)];
    const wrong = src.flatMap((s) => names.filter((id) => s.text.toLowerCase().includes(id)).map((id) => `${s.file} says ${id}`));
    expect(wrong).toEqual([]);
  });

  test('no folder or file is a drawer for leftovers', () => {
    const wrong = src.filter((s) => s.file.replace(/\.ts$/, '').split('/').slice(1).some((part) => drawers.includes(part)));
    expect(wrong.map((s) => s.file)).toEqual([]);
  });

  test('half of the files have fewer than 100 lines', () => {
    const lengths = src.map((s) => s.text.split('\n').length).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
  });
});

describe('a simulator', () => {
  test('reaches no pack, no plan and no profile through its imports', () => {
    const wrong = simulators.flatMap((folder) => [...reach(`${folder}simulator.ts`)].filter((file) => /^src\/(packs|plan|access|profile|app|cli)\//.test(file)).map((file) => `${folder} reaches ${file}`));
    expect(wrong).toEqual([]);
  });

  test('names no file of a pack in its own code', () => {
    const code = vendorCode.filter((s) => !s.file.endsWith('.test.ts'));
    const wrong = code.filter((s) => /pack\.(ya?ml|json)|(session|resources|outputs)[\w/]*\.ya?ml/.test(s.text) || s.imports.some((i) => /ya?ml|readFile/.test(i)));
    expect(wrong.map((s) => s.file)).toEqual([]);
  });
});

function circleOf(file: string): string | undefined {
  const name = /^src\/([^/]+)\//.exec(file)?.[1];
  return name !== undefined && name in circles ? name : undefined;
}

function mayImport(from: string, to: string): boolean {
  if (from === 'src/index.ts') return to.startsWith('src/');
  if (to === 'package.json') return circleOf(from) === 'cli' || circleOf(from) === 'app';
  const a = circleOf(from);
  const b = circleOf(to);
  if (a === undefined || b === undefined) return false;
  return a === b || circles[a]!.floor > circles[b]!.floor;
}

function mayUse(file: string, name: string): boolean {
  const packages = circles[circleOf(file) ?? '']?.packages ?? {};
  return (packages[name] ?? (name.startsWith('node:') ? packages['node:*'] : undefined))?.test(basename(file)) === true;
}

function relativeTargets(source: Source): string[] {
  return source.imports.filter((name) => name.startsWith('.')).map((name) => target(source, name));
}

function packageNames(source: Source, imports = source.imports): string[] {
  return imports.filter((name) => !name.startsWith('.')).map((name) => name.startsWith('node:') ? name : name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/'));
}

function aliases(id: string): string[] {
  const pack = join(root, 'vendors', id, 'pack.yaml');
  try {
    return /^aliases:\s*\[(.*)\]/m.exec(readFileSync(pack, 'utf8'))?.[1]?.split(',').map((a) => a.trim().replace(/^['"]|['"]$/g, '')).filter((a) => a !== '') ?? [];
  } catch {
    return [];
  }
}

/** Every file of the repository that importing `file` brings in. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  const source = byFile.get(file);
  if (!source || seen.has(file)) return seen;
  seen.add(file);
  for (const to of relativeTargets(source)) reach(to, seen);
  return seen;
}
