import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { SETTABLE } from '../../src/cli/settings.ts';
import { EXIT } from '../../src/kernel/exit.ts';
import { root } from './sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const called = [...readme.matchAll(/^(?:.*&& )?(?:npx )?ont-prov ([a-z-]+)/gm)].map((m) => m[1]!);

describe('the README', () => {
  test('names every command, and no other', () => {
    expect([...new Set(called)].sort()).toEqual(commands.map((c) => c.name).sort());
  });

  test('names files that exist', () => {
    const files = [...readme.matchAll(/(?:profiles|src|vendors|docs)\/[\w./-]+\w/g)].map((m) => m[0]);
    expect(files).toContain('profiles/examples/quickstart.yaml');
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('has the exit codes of the program', () => {
    const rows = [...readme.matchAll(/\| (\d+) \|/g)].map((m) => Number(m[1]));
    expect(rows.sort((a, b) => a - b)).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  test('has the settings of the program', () => {
    const list = /Settable this way: ([^.]*)\./.exec(readme.replaceAll('\n', ' '))?.[1] ?? '';
    expect([...list.matchAll(/`([\w-]+)`/g)].map((m) => m[1]).sort()).toEqual([...SETTABLE].sort());
  });
});
