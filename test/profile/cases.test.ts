import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/kernel/finding-codes.ts';
import { brief, lintFiles } from './projects.ts';

const folder = join(import.meta.dirname, 'cases');

/** A case is a file named after the code it is about; `# expect CODE LINE:COLUMN` lines at its head say all that is found. */
describe('every bad profile', () => {
  for (const name of readdirSync(join(folder, 'bad'))) {
    it(`is refused where it is wrong: ${name}`, async () => {
      const text = readFileSync(join(folder, 'bad', name), 'utf8');
      const expected = [...text.matchAll(/^# expect (ONT\d{3} \d+:\d+)$/gm)].map((match) => match[1]);
      const { all } = await lintFiles(name, { [name]: text });
      expect(brief(all)).toEqual(expected);
      expect(expected.some((line) => line!.startsWith(name.slice(0, 6)))).toBe(true);
      for (const found of all) {
        expect(found.message).not.toBe('');
        expect(found.at?.file).toBe(name);
      }
    });
  }
});

describe('every good profile', () => {
  for (const name of readdirSync(join(folder, 'good'))) {
    it(`is accepted without a word: ${name}`, async () => {
      const text = readFileSync(join(folder, 'good', name), 'utf8');
      expect((await lintFiles(name, { [name]: text })).all).toEqual([]);
    });
  }
});

it('has a bad case for every code a profile alone can earn', () => {
  const covered = new Set(readdirSync(join(folder, 'bad')).map((name) => name.slice(0, 6)));
  const elsewhere = new Set(['ONT002', 'ONT003', 'ONT010', 'ONT011', 'ONT012', 'ONT013', 'ONT015', 'ONT018', 'ONT220', 'ONT250']);
  const missing = Object.keys(FINDING_CODES).filter((code) => code < 'ONT300' && !covered.has(code) && !elsewhere.has(code));
  expect(missing).toEqual([]);
});
