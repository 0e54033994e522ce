import { describe, expect, it } from 'vitest';
import { checkUnused } from '../../src/profile/check.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import { brief, filesOf } from './projects.ts';

const TELNET = 'olts:\n  a: { vendor: acme, host: h, transport: telnet }\n  b: { vendor: acme, host: h, transport: telnet }\n';

describe('what no subscriber uses', () => {
  it('an OLT is looked at once: with its subscribers, or alone when it has none', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': `version: 1\nname: p\n${TELNET}targets:\n  - { key: K, olt: a, pon: 0/1/0, serial: HWTC00000001 }\n  - { key: L, olt: a, pon: 0/1/0, serial: HWTC00000002 }\n` }));
    expect(brief(checkUnused(project))).toEqual(['ONT214 5:42']);
    expect([...resolve(project)].map(({ findings }) => brief(findings))).toEqual([['ONT214 4:42'], []]);
  });

  it('a profile is tried on an imaginary subscriber who may have any variable', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': 'version: 1\nname: p\nont: { eth: 1 }\nservices:\n  a: { vlan: "${x}", attach: eth4 }\n  b: { vlan: 5, priority: 1, mode: route, wan: { type: pppoe, username: "${u}", password: { column: p } } }\n  c: { vlan: 5, priority: 1, attach: eth1 }\n' }));
    expect(brief(checkUnused(project))).toEqual(['ONT237 1:1', 'ONT203 5:30', 'ONT201 7:14']);
  });

  it('a base that leaves something to its heirs is no mistake', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': 'version: 1\nname: base\nservices: { a: { priority: 3 } }\ntr069: { informInterval: 1h }\n' }));
    expect(brief(checkUnused(project))).toEqual(['ONT237 1:1']);
  });
});
