import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AccessModel } from '../../src/access/model.ts';
import { compileCheck } from '../../src/packs/check.ts';
import { linePattern } from '../../src/packs/pattern.ts';
import type { Tree } from '../../src/packs/tree.ts';
import type { Intent } from '../../src/profile/intent.ts';

const { title, limits } = parse(readFileSync(new URL('../../vendors/huawei/pack.yaml', import.meta.url), 'utf8')) as Tree;
const check = compileCheck({ title, limits }, linePattern('{f:int}/{s:int}/{p:int}'));
const intent: Pick<Intent, 'origin' | 'pon' | 'olt'> = { origin: () => ({ from: 'default' }), pon: '0/1/3', olt: {} as Intent['olt'] };

function codes(url: string): string[] {
  const access: Partial<AccessModel> = { ont: {} as AccessModel['ont'], acs: [{ label: '', url }], flows: [], bandwidths: [] };
  return check(intent as Intent, access as AccessModel).map((found) => found.code);
}

test('an ACS address that a terminal cannot take is found before any command is made', () => {
  expect(codes('https://acs.example.net:7547/cwmp_a-b/~x%20,;=&[::1]')).toEqual([]);
  for (const bad of ['https://acs/?id=1', 'https://acs/a|b', 'https://acs/a\\b', 'https://acs/"']) expect(codes(bad)).toEqual(['ONT303']);
});

test.each([['0/1/15', 0], ['0/1/16', 1], ['1/1/0', 1], ['0/99/0', 1]])('a PON the boards of this family cannot have is a finding: %s', (pon, count) => {
  const access: Partial<AccessModel> = { ont: {} as AccessModel['ont'], acs: [], flows: [], bandwidths: [] };
  expect(check({ ...intent, pon } as Intent, access as AccessModel).map(({ code }) => code)).toEqual(Array<string>(count).fill('ONT301'));
});
