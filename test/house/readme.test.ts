import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { SETTABLE } from '../../src/cli/settings.ts';
import { EXIT } from '../../src/kernel/exit.ts';
import { root } from './sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const listed = /^## Commands\n\n```\n([^]*?)```/m.exec(readme)?.[1] ?? '';
const called = [...readme.matchAll(/\bont-prov ([a-z-]+)(?! repository)/g)].map((m) => m[1]!);

describe('the README', () => {
  test('names every command, and no other', () => {
    const names = commands.map((c) => c.name).sort();
    expect([...new Set([...listed.matchAll(/^ont-prov ([a-z-]+)/gm)].map((m) => m[1]!))].sort()).toEqual(names);
    expect(called.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('names every key that a profile, an OLT, a hardware type or a row may have', () => {
    const words = new Set([...readme.matchAll(/`[^`\n]+`/g)].flatMap((m) => m[0].match(/[\w]+/g) ?? []));
    const keys = new Set<string>();
    collectKeys(JSON.parse(readFileSync(join(root, 'profiles/profile.schema.json'), 'utf8')), keys);
    expect(keys.size).toBeGreaterThan(100);
    expect([...keys].filter((key) => !words.has(key))).toEqual([]);
  });

  test('names files that exist', () => {
    const ours = readme.replace(/^```\nnetwork\/\n[^]*?```/m, '');
    const files = [...ours.matchAll(/(?<=[`( ])(?:profiles|src|vendors|docs|test|bench)\/[\w./-]+\w/g)].map((m) => m[0]);
    expect(files).toContain('profiles/examples/quickstart.yaml');
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('has the exit codes of the program', () => {
    const table = /^\| exit \|[^]*?\n\n/m.exec(readme)?.[0] ?? '';
    const rows = [...table.matchAll(/\| (\d+) \|/g)].map((m) => Number(m[1]));
    expect(rows.sort((a, b) => a - b)).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  test('has the settings of the program', () => {
    const list = /Settable this way: ([^.]*)\./.exec(readme.replaceAll('\n', ' '))?.[1] ?? '';
    expect([...list.matchAll(/`([\w-]+)`/g)].map((m) => m[1]).sort()).toEqual([...SETTABLE].sort());
  });
});

/** Names under `properties` anywhere in a JSON Schema. */
function collectKeys(schema: unknown, keys: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [name, inner] of Object.entries(schema)) {
    if (name === 'properties') for (const key of Object.keys(inner as object)) keys.add(key);
    collectKeys(inner, keys);
  }
}
