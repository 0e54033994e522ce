import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/kernel/finding-codes.ts';
import { FIELD_TYPES } from '../../src/packs/field-types.ts';
import type { Shape } from '../../src/packs/check-pack/shape.ts';
import { PACK, RESOURCES } from '../../src/packs/check-pack/shapes.ts';
import { readYaml } from '../../src/profile/yaml.ts';
import { Source } from '../../src/profile/source.ts';
import { root } from './pack-files.ts';

const guide = readFileSync(join(root, 'vendors/README.md'), 'utf8');
const has = (word: string): boolean => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(guide);

it('vendors/README.md says what every key of a pack is for', () => {
  const keys = [...keysOf(PACK), ...keysOf(RESOURCES)];
  expect(keys.length).toBeGreaterThan(80);
  expect([...new Set(keys)].filter((key) => !has(key))).toEqual([]);
});

it('vendors/README.md lists every type of value, and every finding of the check', () => {
  expect(Object.keys(FIELD_TYPES).filter((type) => !guide.includes(`\`${type}\``))).toEqual([]);
  const ranges = [...guide.matchAll(/ONT(\d+)(?:–ONT(\d+))?/g)].map(([, from, to]) => [Number(from), Number(to ?? from)] as const);
  const codes = Object.keys(FINDING_CODES).filter((code) => code >= 'ONT501' && code < 'ONT600').map((code) => Number(code.slice(3)));
  expect(codes.filter((code) => !ranges.some(([from, to]) => from <= code && code <= to))).toEqual([]);
});

/** Every key a shape has anywhere, whatever the form of what is there. */
function keysOf(shape: Shape): string[] {
  switch (shape.form) {
    case 'text': return [];
    case 'list': case 'named': return keysOf(shape.of);
    case 'map': return Object.entries(shape.keys).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
    case 'pick': return ['x', '[x]', '{x: y}', '{forms: []}'].flatMap((text) => keysOf(shape.of(readYaml(new Source('x', text)).root!)));
  }
}
