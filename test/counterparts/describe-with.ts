import { describe, expect, test } from 'vitest';
import { find, PACKAGES } from './binaries.ts';
import type { Program } from './binaries.ts';

/** Tests that need these programs: left out with a word where a developer has not installed them, failed in CI. */
export function describeWith(programs: readonly Program[], name: string, tests: () => void): void {
  const missing = [...new Set(programs.filter((program) => find(program) === null).map((program) => PACKAGES[program]))];
  if (missing.length === 0) describe(name, tests);
  else if (process.env['CI'] === 'true') test(`${name}: ${missing.join(' and ')} must be installed`, () => { expect(missing).toEqual([]); });
  else describe.skip(`${name} (not run: apt-get install ${missing.join(' ')})`, tests);
}
