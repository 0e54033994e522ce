import fc from 'fast-check';
import { expect, it } from 'vitest';
import { driver, openLab, profile } from './lab.ts';

const SEED = ['vlan 100 to 103 smart', 'vlan 110 to 113 smart', 'vlan 200 smart', 'vlan 900 to 901 smart', 'multicast-vlan 200', 'quit'];

interface Want { readonly management: number | null; readonly tr069: boolean; readonly services: readonly Service[]; readonly description: string; }
interface Service { readonly name: string; readonly port: number; readonly vlan: number; readonly down: string | null; readonly up: string | null; readonly kind: 'bridge' | 'tagged' | 'qinq' | 'routed' | 'iptv'; }

const rate = fc.option(fc.constantFrom('10M', '50M', '100M', '333M'), { nil: null });
const service = (name: string, port: number, base: number): fc.Arbitrary<Service | null> => fc.option(fc.record({
  name: fc.constant(name), port: fc.constant(port), vlan: fc.constantFrom(base, base + 10), down: rate, up: rate,
  kind: fc.constantFrom('bridge', 'tagged', 'qinq', 'routed', 'iptv'),
}), { nil: null, freq: 4 });

const wants: fc.Arbitrary<Want> = fc.record({
  management: fc.constantFrom(null, 900, 901),
  tr069: fc.boolean(),
  services: fc.tuple(service('one', 1, 100), service('two', 2, 101), service('three', 3, 102)).map((list) => list.filter((each) => each !== null)),
  description: fc.constantFrom('one', 'two words', 'x-1'),
}).filter((want) => want.services.length > 0);

function text(want: Want): string {
  const services = want.services.map((each) => {
    const rates = `${each.down === null ? '' : `, down: ${each.down}`}${each.up === null ? '' : `, up: ${each.up}`}`;
    const head = `${each.name}: { priority: ${each.port}, attach: eth${each.port}${rates}`;
    switch (each.kind) {
      case 'bridge': return `${head}, vlan: ${each.vlan} }`;
      case 'tagged': return `${head}, vlan: { uni: ${each.vlan + 300}, pon: ${each.vlan}, svlan: ${each.vlan} } }`;
      case 'qinq': return `${head}, vlan: { uni: untagged, pon: ${each.vlan}, svlan: 113, cvlan: ${1000 + each.vlan} } }`;
      case 'routed': return `${head}, vlan: ${each.vlan}, mode: route, wan: { by: omci, type: pppoe, username: u${each.vlan}, password: { env: PPP }, nat: true } }`;
      case 'iptv': return `${head}, vlan: ${each.vlan}, multicast: { mvlan: 200 } }`;
    }
  }).join('\n');
  const management = want.management === null ? '' : `management: { vlan: ${want.management}, priority: 6, address: dhcp }\n`;
  const tr069 = want.tr069 && want.management !== null ? 'tr069: { over: management, url: "https://acs.example.net/", username: u, password: { env: ACS } }\n' : '';
  return profile(services, management + tr069).replace('description: one', `description: ${JSON.stringify(want.description)}`);
}

/** What a box does for the subscriber, with every number replaced by what it stands for. */
function meaning(tables: Readonly<Record<string, unknown>>): unknown {
  const t = tables as unknown as Record<string, Record<string, Record<string, unknown>>>;
  const content = (row: Record<string, unknown> | undefined): unknown => row && { ...row, name: '' };
  const ont = t['onts']!['0/1/3/0'] as Record<string, unknown>;
  const line = t['lineProfiles']![String(ont['line'])] as unknown as { tconts: Record<string, number>; gems: Record<string, { tcont: number; mappings: Record<string, unknown> }>; tr069?: boolean };
  const gem = (number: unknown): unknown => {
    const made = line.gems[String(number)]!;
    return { mappings: Object.values(made.mappings), rate: content(t['dba']![String(line.tconts[String(made.tcont)])]) };
  };
  const flows = Object.entries(t['servicePorts']!).map(([index, row]) => JSON.stringify({
    vlan: row['vlan'], user: row['user'], transform: row['transform'], inner: row['inner'],
    in: content(t['traffic']![tableOf(row['inbound'])]), out: content(t['traffic']![tableOf(row['outbound'])]),
    gem: gem(row['gem']), igmp: t['igmpUsers']![index] !== undefined,
  })).sort();
  return {
    flows, tr069: line.tr069 ?? false, gems: Object.keys(line.gems).length, tconts: Object.keys(line.tconts).length,
    hosts: Object.values(ont['hosts'] as object).map((host) => JSON.stringify(host)).sort(), native: ont['native'], portVlans: ont['portVlans'], routes: Object.entries(ont['routes'] as object).filter(([, state]) => state !== 'disable').sort(),
    description: ont['description'], wans: Object.keys(ont['wan'] as object).length, shared: ['dba', 'traffic', 'lineProfiles', 'serviceProfiles', 'acsProfiles', 'wanProfiles'].map((name) => Object.values(t[name]!).map((row) => row['name']).filter((name) => String(name).startsWith('op-')).length),
  };
}

/** Index of a traffic table; without one the box's own unlimited table. */
function tableOf(index: unknown): string {
  return typeof index === 'number' ? String(index) : '6';
}

const options = { prune: true, acceptUnconfirmed: true };

it('applying one profile and then another comes to the same as the other alone', async () => {
  await fc.assert(fc.asyncProperty(wants, wants, async (first, second) => {
    const both = openLab(...SEED);
    await both.apply(text(first), options);
    await both.apply(text(second), options);
    const alone = openLab(...SEED);
    await alone.apply(text(second), options);
    expect(meaning(both.tables())).toEqual(meaning(alone.tables()));
  }), { numRuns: 60 });
}, 60_000);

it('undoing the second gives the first back, and removing gives the box back', async () => {
  await fc.assert(fc.asyncProperty(wants, wants, async (first, second) => {
    const lab = openLab(...SEED);
    const empty = JSON.stringify(lab.tables());
    await lab.apply(text(first), options);
    const before = meaning(lab.tables());
    const plan = await lab.plan(text(second), options);
    lab.type(driver.script([plan], { save: false }));
    if (plan.oneWay.length === 0) {
      lab.type(driver.undoScript(plan.changes));
      expect(meaning(lab.tables())).toEqual(before);
      expect((await lab.plan(text(first), options)).changes).toEqual([]);
    }
    const last = plan.oneWay.length === 0 ? first : second;
    lab.type(driver.script([await lab.plan(text(last), { ...options, goal: 'remove' })], { save: false }));
    expect(JSON.stringify(lab.tables())).toBe(empty);
  }), { numRuns: 60 });
}, 60_000);
