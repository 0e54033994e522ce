import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AccessModel } from '../../src/access/model.ts';
import { compileCheck } from '../../src/packs/check.ts';
import type { Tree } from '../../src/packs/tree.ts';
import type { Intent } from '../../src/profile/intent.ts';

const { title, limits } = parse(readFileSync(new URL('../../vendors/huawei/pack.yaml', import.meta.url), 'utf8')) as Tree;
const check = compileCheck({ title, limits } as Tree);
const intent: Pick<Intent, 'origin'> = { origin: () => ({ from: 'default' }) };

function codes(url: string): string[] {
  const access: Partial<AccessModel> = { ont: {} as AccessModel['ont'], acs: [{ label: '', url }], flows: [], bandwidths: [] };
  return check(intent as Intent, access as AccessModel).map((found) => found.code);
}

test('an ACS address that a terminal cannot take is found before any command is made', () => {
  expect(codes('https://acs.example.net:7547/cwmp_a-b/~x%20,;=&[::1]')).toEqual([]);
  for (const bad of ['https://acs/?id=1', 'https://acs/a|b', 'https://acs/a\\b', 'https://acs/"']) expect(codes(bad)).toEqual(['ONT303']);
});
