import { describe, expect, test } from 'vitest';
import { holds, objects, sequence } from './pattern.ts';
import type { Typed } from './pattern.ts';

const typed = (...lines: string[]): Typed[] => lines.map((line) => ({ mode: '', line }));
const fits = (solutions: Iterable<unknown>): boolean => [...solutions].length > 0;

describe('the matcher of expected commands', () => {
  test('a hole holds one value wherever it stands', () => {
    expect(fits(sequence(['tcont <t> x', 'gem <t>'], typed('tcont 3 x', 'gem 3')))).toBe(true);
    expect(fits(sequence(['tcont <t> x', 'gem <t>'], typed('tcont 3 x', 'gem 4')))).toBe(false);
  });

  test('order counts, except inside a list', () => {
    expect(fits(sequence(['a', 'b'], typed('b', 'a')))).toBe(false);
    expect(fits(sequence([['a', 'b'], 'c'], typed('b', 'a', 'c')))).toBe(true);
  });

  test('a line too many or too few is no match', () => {
    expect(fits(sequence(['a'], typed('a', 'b')))).toBe(false);
    expect(fits(sequence(['a', 'b'], typed('a')))).toBe(false);
    expect(fits(sequence([], typed('a')))).toBe(false);
  });

  test('a profile is its lines in any order, closed by commit and quit', () => {
    const wanted = { enter: 'profile *', body: ['one <x>', 'two <x>', 'three'], optional: ['three'] };
    expect(fits(objects([wanted], [typed('profile 7', 'two 5', 'one 5', 'commit', 'quit')]))).toBe(true);
    expect(fits(objects([wanted], [typed('profile 7', 'two 5', 'one 5', 'quit')]))).toBe(false);
    expect(fits(objects([wanted], [typed('profile 7', 'two 5', 'one 5', 'four', 'commit', 'quit')]))).toBe(false);
  });

  test('a mode in brackets is compared, other brackets and dots are text', () => {
    expect(holds('[interface gpon 0/1] ont delete 0 1', [{ mode: 'interface gpon 0/2', line: 'ont delete 0 1' }])).toBe(false);
    expect(holds('ip 1.2.3.4', typed('ip 1x2.3.4'))).toBe(false);
  });
});
