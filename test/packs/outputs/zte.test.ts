import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileOutputs } from '../../../src/packs/outputs/compile.ts';
import { packFiles, readListOf } from './trees.ts';

const state = compileOutputs(packFiles('zte'));
const answer = (file: string): string[] => readFileSync(new URL(`../../fixtures/zte/outputs/${file}.txt`, import.meta.url), 'utf8').split('\n');

test('who is logged in at a TITAN, and which of them asks', () => {
  expect(state.parse('users', answer('users')).records.map(({ user, how, from, own }) => [user, how, from, own])).toEqual([
    ['field', 'con', undefined, undefined], ['nms', 'vty', '10.0.0.9', undefined], ['zte', 'vty', '10.0.0.7', 'yes'],
  ]);
  expect(() => state.parse('users', ['%Error 20200: Invalid input'])).toThrow('a line nobody knows');
});

test('every line it asks is on the read list', () => {
  const readList = readListOf('zte');
  expect(state.names.map((name) => state.ask(name, {})!.line).filter((line) => !readList.some((rule) => rule.test(line)))).toEqual([]);
});
