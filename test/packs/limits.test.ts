import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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
  const access: Partial<AccessModel> = { ont: {} as AccessModel['ont'], acs: [{ label: '', url }], flows: [], bandwidths: [], hosts: [] };
  return check(intent as Intent, access as AccessModel).map((found) => found.code);
}

test('an ACS address that a terminal cannot take is found before any command is made', () => {
  expect(codes('https://acs.example.net:7547/cwmp_a-b/~x%20,;=&[::1]')).toEqual([]);
  for (const bad of ['https://acs/?id=1', 'https://acs/a|b', 'https://acs/a\\b', 'https://acs/"']) expect(codes(bad)).toEqual(['ONT303']);
});

test.each([['0/1/15', 0], ['0/1/16', 1], ['1/1/0', 1], ['0/99/0', 1]])('a PON the boards of this family cannot have is a finding: %s', (pon, count) => {
  const access: Partial<AccessModel> = { ont: {} as AccessModel['ont'], acs: [], flows: [], bandwidths: [], hosts: [] };
  expect(check({ ...intent, pon } as Intent, access as AccessModel).map(({ code }) => code)).toEqual(Array<string>(count).fill('ONT301'));
});

/** Every limit of a text that the pack's lines take, tried on the whole pack. */
describe.each(['huawei', 'zte', 'vsol'])('the pack %s', (vendor) => {
  const read = (name: string): Tree => parse(readFileSync(new URL(`../../vendors/${vendor}/${name}.yaml`, import.meta.url), 'utf8')) as Tree;
  const head = read('pack');
  const checkPack = compileCheck({ title: head['title'], limits: head['limits'] }, linePattern(String(head['address'])));
  const at = (pointer: string): Intent => ({ ...intent, pon: '', origin: (asked: string) => ({ from: 'row', ...(asked === pointer ? { at: { file: pointer, line: 1, column: 1 } } : {}) }) } as unknown as Intent);

  test('takes no text for an ONT that the box shows where there is none', () => {
    const ont = Object.values(read('resources')['resources'] as Record<string, Tree>).find((resource) => resource['identity'] !== undefined)!;
    const sources = ont['is'] as Record<string, unknown>;
    for (const [attribute, text] of Object.entries((ont['absent'] ?? {}) as Record<string, string>)) {
      const field = String(sources[attribute]).replace(/^it\./, '');
      const access = { ont: { [field]: text }, flows: [], bandwidths: [], acs: [], hosts: [], limits: [] } as unknown as AccessModel;
      expect(checkPack(at(`/${field}`), access).map(({ code, at: place }) => [code, place?.file])).toEqual([['ONT303', `/${field}`]]);
    }
  });

  test.each([['jane\u202Edoe', 'ONT303'], ['jane\u200bdoe', 'ONT303'], ['jane doe', 'ONT303'], ['jané', 'ONT303'], ['j'.repeat(64), 'ONT301']])('takes no PPPoE user name %j', (username, code) => {
    const access = { ont: {}, flows: [], bandwidths: [], acs: [], limits: [], hosts: [{ label: 'internet', how: 'pppoe', username }] } as unknown as AccessModel;
    expect(checkPack(at('/services/internet/wan/username'), access).map((found) => [found.code, found.at?.file])).toEqual([[code, '/services/internet/wan/username']]);
  });
});
