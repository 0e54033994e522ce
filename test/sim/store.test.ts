import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { compareTables } from '../../src/sim/compare.ts';
import { fileStore } from '../../src/sim/store.ts';

const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the state file of a box', () => {
  test('is null at first, then what was saved, and leaves no draft behind', async () => {
    const store = fileStore(join(directory, 'deep', 'box.json'));
    expect(store.load()).toBeNull();
    await store.save({ running: { vlans: { 7: {} } } });
    expect(store.load()).toEqual({ running: { vlans: { 7: {} } } });
    expect(readdirSync(join(directory, 'deep'))).toEqual(['box.json']);
    expect(statSync(join(directory, 'deep', 'box.json')).mode & 0o077).toBe(0);
    expect(readFileSync(join(directory, 'deep', 'box.json'), 'utf8')).toMatch(/\n$/);
  });
  test('that is no JSON is a failure with a remedy', () => {
    const path = join(directory, 'broken.json');
    writeFileSync(path, '{');
    expect(() => fileStore(path).load()).toThrow(Failure);
  });
});

test('two states are compared by path', () => {
  const before = { onts: { '0/1/3/5': { line: 60, service: 60 } }, vlans: { 1: {} } };
  const after = { onts: { '0/1/3/5': { line: 61, service: 60 } }, vlans: { 1: {}, 7: {} } };
  expect(compareTables(before, after)).toEqual([
    { path: 'onts/0\\/1\\/3\\/5/line', before: 60, after: 61 }, { path: 'vlans/7', before: undefined, after: {} },
  ]);
  expect(compareTables(before, structuredClone(before))).toEqual([]);
});
