import { describe, expect, it } from 'vitest';
import { explain } from '../../src/profile/explain.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import type { Secret } from '../../src/kernel/secret.ts';
import { valueDigest } from '../../src/app/plan-file/digest.ts';
import type { Intent } from '../../src/profile/intent.ts';
import { brief, filesOf, intentOf, intentsOf } from './projects.ts';

const OLT = 'olts: { lab: { vendor: acme, host: h } }\n';
const ROW = 'targets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n';

describe('precedence', () => {
  it('row > PON > OLT > profile > base', async () => {
    const base = 'version: 1\nname: base\nservices:\n  s: { vlan: 100, attach: eth1, priority: 1, down: 1M, up: 1M, macs: 1, group: base }\n';
    const top = `version: 1\nname: top\nextends: base\nservices: { s: { priority: 2, down: 2M, up: 2M, macs: 2 } }
olts:
  lab: { vendor: acme, host: h, services: { s: { priority: 3, down: 3M, up: 3M } }, pons: { "0/*/*": { services: { s: { priority: 4 } } }, "0/1/0": { services: { s: { priority: 5, down: 5M } } } } }
targets:
  - { key: K, pon: 0/1/0, serial: HWTC00000001, services: { s: { priority: 6 } } }
  - { key: L, pon: 0/1/1, serial: HWTC00000002 }\n`;
    const [k, l] = await intentsOf('top.yaml', { 'top.yaml': top, 'base.yaml': base });
    const s = k!.services[0]!;
    expect([s.priority, s.down!.max, s.up!.max, s.macs, s.group]).toEqual([6, 5_000, 3_000, 2, 'base']);
    expect(['priority', 'down', 'up', 'macs', 'group', 'mode'].map((name) => k!.origin(`/services/s/${name}`).from)).toEqual(['row', 'pon 0/1/0', 'olt lab', 'profile top', 'profile base', 'default']);
    expect(l!.services[0]!.priority).toBe(4);
  });

  it('a hardware type is below everything, and a type named by the row replaces the profile\'s', async () => {
    const text = `version: 1\nname: p\nont: { type: box, eth: 2 }\nonts: { box: { eth: 4, pots: 2, veip: true }, other: { eth: 1 } }\n${OLT}targets:\n  - { key: K, pon: 0/1/0, serial: HWTC00000001 }\n  - { key: L, pon: 0/1/0, serial: HWTC00000002, ont: other }\n`;
    const [k, l] = await intentsOf('p.yaml', { 'p.yaml': text });
    expect(k!.ont).toMatchObject({ name: 'box', eth: 2, pots: 2, veip: true });
    expect(l!.ont).toMatchObject({ name: 'other', eth: 1, pots: 0, veip: false });
    expect(k!.origin('/ont/pots').from).toBe('type box');
  });

  it('a VLAN given as a number below a mapping is its pon', async () => {
    const [intent] = await intentsOf('t.yaml', { 't.yaml': `version: 1\nname: t\nextends: b\nservices: { s: { vlan: { cvlan: 7 } } }\n${OLT}${ROW}`, 'b.yaml': 'version: 1\nname: b\nservices: { s: { vlan: 100, attach: eth1 } }\n' });
    expect(intent!.services[0]!.vlan).toEqual({ uni: { kind: 'untagged' }, pon: 100, svlan: 100, cvlan: 7 });
  });
});

describe('defaults', () => {
  it('are those of the contract', async () => {
    const intent = await intentOf(`version: 1\nname: p\nont: { eth: 2, veip: true }\nservices:\n  a: { vlan: 100, attach: eth1 }\n  b: { vlan: 101 }\n${OLT}${ROW}`);
    expect(intent.services).toEqual([
      { name: 'a', vlan: { uni: { kind: 'untagged' }, pon: 100, svlan: 100 }, mode: 'bridge', attach: [{ kind: 'eth', number: 1 }], priority: 0, enforcedBy: 'olt' },
      { name: 'b', vlan: { uni: { kind: 'vlan', vlan: 101 }, pon: 101, svlan: 101 }, mode: 'bridge', attach: [{ kind: 'veip' }], priority: 0, enforcedBy: 'olt' },
    ]);
    expect(intent).toMatchObject({ state: 'active', authentication: { by: 'serial' }, olt: { transport: 'ssh', writes: 'allow', manage: [] } });
  });

  it('an ONT nobody described has the ports its services name', async () => {
    const intent = await intentOf(`version: 1\nname: p\nservices: { a: { vlan: 100, attach: eth3 }, v: { vlan: 102, sip: { by: none, pots: 2 } } }\n${OLT}${ROW}`);
    expect(intent.ont).toEqual({ eth: 3, pots: 2, ssids: 0, veip: false, catv: false });
  });
});

describe('variables', () => {
  it('stand for texts and numbers, also inside one another', async () => {
    const intent = await intentOf(`version: 1
name: p
vars: { realm: isp.example, login: "\${key}@\${realm}" }
description: "\${key} \${pon} \${id} \${serial} \${olt} $\${x}"
services: { i: { vlan: { pon: 100, svlan: "\${pon.svlan}", cvlan: "\${cvlan}" }, down: "\${speed}M", mode: route, wan: { type: pppoe, username: "\${login}", password: { column: ppp } } } }
olts: { lab: { vendor: acme, host: h, pons: { "0/1/*": { svlan: 1101 } } } }
targets: [{ key: K, pon: 0/1/3/7, serial: HWTC00000001, cvlan: 55, speed: 20, ppp: "a b" }]
`);
    expect(intent.description).toBe('K 0/1/3 7 4857544300000001 lab ${x}');
    expect(intent.services[0]).toMatchObject({ vlan: { pon: 100, svlan: 1101, cvlan: 55 }, down: { max: 20_000 }, wan: { how: { username: 'K@isp.example' } } });
    const how = intent.services[0]!.wan!.how as { password: Secret };
    expect(how.password.ref).toEqual({ from: 'literal', value: 'a b' });
    expect(intent.origin('/services/i/wan/password')).toMatchObject({ from: 'row' });
  });

  it('that name themselves are found', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': `version: 1\nname: p\nvars: { a: "\${b}", b: "\${a}" }\ndescription: "\${a}"\n${OLT}${ROW}` }));
    const [row] = resolve(project);
    expect(row!.findings.map(({ code, message }) => [code, message])).toEqual([['ONT221', '${a} refers to itself']]);
    expect([row!.intent, row!.blocked]).toEqual([null, true]);
  });

  it('do not reach the secrets of an OLT', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': `version: 1\nname: p\ndescription: "\${olt.password}"\nolts: { lab: { vendor: acme, host: h, password: hunter22 } }\n${ROW}` }));
    expect([...resolve(project)][0]!.findings.map(({ code }) => code)).toContain('ONT221');
  });
});

describe('secrets', () => {
  it('are references, and explain never shows them', async () => {
    const intent = await intentOf(`version: 1\nname: p\nmanagement: { vlan: 20 }\ntr069: { url: "https://acs/", username: u, password: { generate: 16 } }\nwifi: { by: none, ssids: { ssid1: { name: "n \${key}", passphrase: { generate: 20 }, hidden: true } } }\nont: { eth: 1, ssids: 1 }\nservices: {}\nolts: { lab: { vendor: acme, host: h, password: hunter22x } }\n${ROW}`);
    expect(intent.tr069!.password!.ref).toEqual({ from: 'generated', key: 'profile p/tr069/password', length: 16 });
    const ssid = (intent.wifi as unknown as { ssids: { ssid1: { name: string; passphrase: Secret; hidden: boolean } } }).ssids.ssid1;
    expect(ssid.passphrase.ref).toEqual({ from: 'generated', key: 'K/wifi/ssids/ssid1/passphrase', length: 20 });
    expect([ssid.name, ssid.hidden]).toEqual(['n K', true]);
    const explained = explain(intent);
    expect(JSON.stringify(explained)).not.toContain('hunter22x');
    expect(explained.find(({ pointer }) => pointer === '/tr069/password')).toMatchObject({ value: '*** (generated secret profile p/tr069/password)', origin: { from: 'profile p', at: { line: 4 } } });
  });
});

describe('rows', () => {
  it('that are wrong do not hide one another, nor what is wrong with the services', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': `version: 1\nname: p\nservices: { a: { vlan: 100, attach: eth1 }, b: { vlan: 100, attach: eth2 } }\n${OLT}targets:\n  - { key: K, olt: lap, pon: x, serial: NOPE }\n  - { key: L, pon: 0/1/0, serial: HWTC00000002 }\n` }));
    const [k, l] = [...resolve(project)];
    expect(k!.findings.map(({ code }) => code).sort()).toEqual(['ONT201', 'ONT202', 'ONT216', 'ONT226']);
    expect(k!.intent).toBeNull();
    expect([l!.findings, l!.blocked]).toEqual([[], true]);
  });

  it('of one key are both blocked, the finding stands with the second', async () => {
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': `version: 1\nname: p\n${OLT}targets:\n  - { key: K, pon: 0/1/0, serial: HWTC00000001 }\n  - { key: K, pon: 0/1/0, serial: HWTC00000002 }\n` }));
    expect([...resolve(project)].map(({ findings, blocked }) => [findings.length, blocked])).toEqual([[0, true], [1, true]]);
    expect([...resolve(project, { only: 'K' })].length).toBe(2);
  });

  it('have a LOID and a password of their own in spite of what the profile says', async () => {
    const seen = async (loid: string, row: string): Promise<unknown> => {
      const { authentication: how, origin } = await intentOf(`version: 1\nname: p\nauthentication: { by: loid, loid: "${loid}", password: { env: SHARED } }\n${OLT}targets: [{ key: K, pon: 0/1/0, ${row} }]\n`);
      return how.by === 'loid' && [how.loid, how.password?.describe(), origin('/authentication/loid').from, origin('/authentication/password').from, origin('/authentication/password').at?.line];
    };
    expect(await seen('x', 'serial: HWTC00000001')).toEqual(['x', 'environment variable SHARED', 'profile p', 'profile p', 3]);
    expect(await seen('x', 'loid: own, password: { env: OWN }')).toEqual(['own', 'environment variable OWN', 'row', 'row', 5]);
    expect(await seen('x', 'loid: 7')).toEqual(['7', 'environment variable SHARED', 'row', 'profile p', 3]);
    expect(await seen('isp-${loid}', 'loid: 7')).toEqual(['isp-7', 'environment variable SHARED', 'profile p', 'profile p', 3]);
  });

  it('of one LOID are both blocked, also when only one of them is asked for', async () => {
    const text = `version: 1\nname: p\nauthentication: { by: loid, loid: "\${area}-1" }\nvars: { area: A }\n${OLT}targets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }, { key: L, pon: 0/1/1, serial: HWTC00000002 }, { key: M, pon: 0/1/1, area: B, serial: HWTC00000003 }]\n`;
    const { project } = await loadProject('p.yaml', filesOf({ 'p.yaml': text }));
    expect([...resolve(project)].map(({ findings, blocked }) => [findings.map(({ code }) => code), blocked])).toEqual([[[], true], [['ONT204'], true], [[], false]]);
    expect([...resolve(project, { only: 'K' })].map(({ blocked }) => blocked)).toEqual([true]);
  });

  it('may have a password or LOID of their own', async () => {
    const text = `version: 1\nname: p\nauthentication: loid\n${OLT}targets: [{ key: K, pon: 0/1/0, loid: 4711, password: { env: X } }]\n`;
    expect((await intentOf(text)).authentication).toMatchObject({ by: 'loid', loid: '4711' });
  });
});

describe('a row that is made again', () => {
  const PROFILE = (name: string): string => `version: 1\nname: ${name}\nont: { eth: 4 }\nservices: { s: { vlan: { svlan: "\${svlan}", pon: 100 }, attach: eth1, down: 10M, up: 5M } }\n`;
  const files = {
    'net/a.yaml': PROFILE('a') + 'olts: { lab: { vendor: acme, host: h, vars: { svlan: 200 }, pons: { "0/2/*": { vars: { svlan: 300 } } } } }\n',
    'net/b.yaml': PROFILE('b'),
    // Rows of b lie between those of a; one row has parts of its own, one is wrong.
    'net/subscribers.csv': `key,profile,olt,pon,serial,services.s.down\n${[
      'A0,a,lab,0/1/0,HWTC00000000,', 'B0,b,lab,0/1/0,HWTC00000001,', 'A1,a,lab,0/2/0,HWTC00000002,20M', 'A2,a,lab,0/1/0,nonsense,', 'B1,b,lab,0/1/1,HWTC00000003,', 'A3,a,lab,0/1/0,HWTC00000004,'].join('\n')}\n`,
  };
  const told = (intent: Intent): unknown => [valueDigest(intent), intent.origin('/serial').at, intent.origin('/services/s/down'), intent.services[0]!.vlan];

  it.each(['net/a.yaml', 'net'])('is equal to the first, whatever was resolved meanwhile (%s)', async (path) => {
    const { project } = await loadProject(path, filesOf(files));
    const plain = [...resolve(project)];
    const made: { again: () => Intent | null; first: unknown }[] = [];
    const findings: string[][] = [];
    for (const { intent, again, findings: found } of resolve(project)) {
      // In the middle of it: nothing that was found for one row may turn up with another.
      for (const each of made) expect(each.again() && told(each.again()!)).toEqual(each.first);
      made.push({ again, first: intent && told(intent) });
      findings.push(brief(found));
    }
    expect(made.filter(({ first }) => first).length).toBe(path === 'net' ? 5 : 3);
    expect(findings).toEqual(plain.map((row) => brief(row.findings)));
    for (const { again, first } of made.reverse()) expect(again() && told(again()!)).toEqual(first);
  });
});

it('ten thousand rows take seconds, and a hundred thousand ten times as long', async () => {
  const cost = async (count: number): Promise<number> => {
    const rows = ['key,olt,pon,serial,cvlan,login,ppp'];
    for (let i = 0; i < count; i++) rows.push(`K${i},lab,0/${i % 16}/${i % 8},HWTC${i.toString(16).padStart(8, '0')},${1 + (i % 4000)},u${i},p${i * 7919}x`);
    const { project, findings } = await loadProject('p.yaml', filesOf({
      'p.yaml': `version: 1\nname: p\nservices: { i: { vlan: { pon: 100, cvlan: "\${cvlan}" }, mode: route, wan: { type: pppoe, username: "\${login}", password: { column: ppp } } }, t: { vlan: 101, attach: eth2 } }\n${OLT}`,
      'subscribers.csv': rows.join('\n'),
    }));
    expect(findings).toEqual([]);
    const start = process.cpuUsage();
    let sound = 0;
    for (const { blocked } of resolve(project)) if (!blocked) sound++;
    expect(sound).toBe(count);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
  await cost(500);
  const [small, large] = [await cost(2_000), await cost(20_000)];
  expect(large).toBeLessThan(10_000);
  expect(large / small).toBeLessThan(30);
}, 60_000);
