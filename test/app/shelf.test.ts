import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createShelf } from '../../src/app/shelf.ts';
import { stateDir, type StateDir } from '../../src/app/world/state-dir.ts';

let state: StateDir;
beforeEach(async () => { state = stateDir(await mkdtemp(join(tmpdir(), 'ont-prov-shelf-'))); });
afterEach(() => rm(state.root, { recursive: true, force: true }));

/** A text of about `octets` that no other number gives. */
const text = (n: number, octets: number): string => `${n} ${'é'.repeat(octets / 2)}`;

describe('what is put on the shelf', () => {
  it('is read back in any order, as often as wanted, at any time', () => {
    fc.assert(fc.property(fc.array(fc.record({ size: fc.integer({ min: 0, max: 300_000 }), read: fc.nat() }), { minLength: 1, maxLength: 30 }), (steps) => {
      const shelf = createShelf(state);
      const back = steps.map(({ size, read }, n) => {
        const own = shelf.put({ n, text: text(n, size) });
        return { own, size, read };
      });
      try {
        for (const { read } of back) {
          const n = read % back.length;
          expect(back[n]!.own()).toEqual({ n, text: text(n, back[n]!.size) });
        }
        for (const [n, { own, size }] of back.entries()) expect(own()).toEqual({ n, text: text(n, size) });
      } finally {
        shelf.close();
      }
    }), { numRuns: 30 });
  });

  it('makes no file while it is little, and leaves none in any case', () => {
    const shelf = createShelf(state);
    const first = shelf.put(text(1, 1000));
    expect(readdirSync(state.root)).toEqual([]);
    for (let n = 0; n < 40; n++) shelf.put(text(n, 100_000));
    expect(readdirSync(join(state.root, 'runs'))).toEqual([]);
    expect(first()).toBe(text(1, 1000));
    shelf.close();
    expect(readdirSync(join(state.root, 'runs'))).toEqual([]);
  });

  it('stays in memory where the disk takes nothing', async () => {
    // A file where the directory would have to be: root may write anywhere else.
    await writeFile(join(state.root, 'runs'), '');
    const shelf = createShelf(state);
    const back = Array.from({ length: 40 }, (_, n) => shelf.put(text(n, 100_000)));
    for (const [n, own] of back.entries()) expect(own()).toBe(text(n, 100_000));
    shelf.close();
    expect(existsSync(join(state.root, 'runs'))).toBe(true);
  });
});
