import { describe, expect, it } from 'vitest';
import { lower } from '../../src/access/lower.ts';
import type { AccessModel } from '../../src/access/model.ts';
import { intentOf } from '../profile/projects.ts';

async function model(profile: string, row = ''): Promise<AccessModel> {
  return lower(await intentOf(`version: 1\nname: p\n${profile}\nolts: { lab: { vendor: acme, host: h, uplinks: [0/9/0] } }\ntargets: [{ key: K, pon: 0/1/0, serial: HWTC00000001${row} }]\n`));
}

const BAR = `ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 900, priority: 2, address: dhcp }
tr069: { over: management, url: "http://10.0.0.1:7547/", username: u, password: { env: ACS_PASSWORD }, informInterval: 24h }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: eth1, down: 100M, up: 50M }
  video: { vlan: 200, priority: 4, mode: bridge, attach: eth4 }`;

describe('lowering', () => {
  it('gives management and each service a GEM and a T-CONT of its own, management first', async () => {
    const access = await model(BAR);
    expect(access.flows.map(({ label, pon, svlan, pbit, end }) => [label, pon, svlan, pbit, end])).toEqual([
      ['management', 900, 900, 2, 'host'], ['internet', 100, 100, 0, 'uni'], ['video', 200, 200, 4, 'uni'],
    ]);
    expect(new Set(access.flows.map(({ gem }) => gem)).size).toBe(3);
    expect(access.gems).toEqual(access.flows.map(({ gem }) => gem));
    expect(access.tconts).toEqual(access.gems.map(({ tcont }) => tcont));
  });

  it('without `up` takes a type 4 profile with the rate of the PON, one object for all who have it', async () => {
    const access = await model(BAR);
    expect(access.bandwidths).toEqual([{ label: 'line-rate', type: 4, max: 1_244_160 }, { label: '50M', type: 4, max: 50_000 }]);
    expect(access.tconts[0]!.up).toBe(access.tconts[2]!.up);
    expect((await model(`technology: xgs-pon\n${BAR}`)).bandwidths[0]!.max).toBe(9_953_280);
  });

  it('limits both directions with committed and peak rate alike, and nothing that has no rate', async () => {
    const [management, internet, video] = (await model(BAR)).flows;
    expect(internet).toMatchObject({ up: { cir: 50_000, pir: 50_000 }, down: { cir: 100_000, pir: 100_000 } });
    for (const flow of [management!, video!]) expect([flow.up, flow.down]).toEqual([undefined, undefined]);
  });

  it('makes the untagged flow the native one of its port, and its host the way to the ACS', async () => {
    const access = await model(BAR);
    expect(access.unis.map(({ label, native, routed }) => [label, native?.label, routed])).toEqual([['eth1', 'internet', false], ['eth4', 'video', false]]);
    expect(access.hosts.map(({ label, how }) => [label, how])).toEqual([['management', 'dhcp']]);
    expect(access.hosts[0]!.flow).toBe(access.flows[0]);
    expect(access.acs[0]).toMatchObject({ url: 'http://10.0.0.1:7547/', username: 'u', informInterval: 86_400 });
    expect(access.acs[0]!.host).toBe(access.hosts[0]);
  });

  it('asks for every outer VLAN once, with the uplinks of the OLT', async () => {
    expect((await model(BAR)).vlans).toEqual([900, 100, 200].map((vlan, index) => ({ label: ['management', 'internet', 'video'][index], vlan, role: 'svlan', uplinks: ['0/9/0'] })));
    const shared = await model('services: { a: { vlan: { pon: 100, svlan: 7 }, attach: eth1 }, b: { vlan: { pon: 101, svlan: 7 }, attach: eth2 } }');
    expect(shared.vlans.map(({ vlan }) => vlan)).toEqual([7]);
  });

  it('gives a tagged flow a rule and leaves the port without a native one', async () => {
    const { unis, rules, flows } = await model('services: { a: { vlan: { uni: 5, pon: 100 }, attach: "eth1,eth2" }, b: { vlan: { uni: [10-20], pon: 101 }, attach: eth1 }, c: { vlan: { uni: transparent, pon: 102 }, attach: eth3 } }');
    expect(rules.map(({ uni, flow, kind, vlan }) => [uni.label, flow.label, kind, vlan])).toEqual([['eth1', 'a', 'vlan', 5], ['eth2', 'a', 'vlan', 5], ['eth1', 'b', 'vlans', undefined], ['eth3', 'c', 'transparent', undefined]]);
    expect(unis.some(({ native }) => native)).toBe(false);
    expect(flows[1]!.uni).toEqual({ kind: 'vlans', ranges: [[10, 20]] });
  });

  it('carries a flow over the VEIP and does nothing else with it', async () => {
    const access = await model('ont: { eth: 4, veip: true }\nservices: { a: { vlan: 100, attach: veip } }');
    expect(access.flows[0]).toMatchObject({ end: 'uni', uni: { kind: 'vlan', vlan: 100 } });
    expect(access.unis).toEqual([{ label: 'veip', kind: 'veip', number: 0, routed: false }]);
    expect([access.hosts, access.wans, access.rules]).toEqual([[], [], []]);
  });

  it('gives a routed service a host and a WAN with the ports it serves', async () => {
    const access = await model('ont: { eth: 2, ssids: 1, veip: true }\nservices: { i: { vlan: 100, mode: route, wan: { type: pppoe, username: u, password: { env: P }, bind: [lan1, ssid1] } } }\ntr069: { over: internet, url: "https://a/" }');
    expect(access.flows[0]!.end).toBe('wan');
    expect(access.wans.map(({ label, how, nat, ip, binds }) => [label, how, nat, ip, binds.map((uni) => uni.label)])).toEqual([['i', 'pppoe', true, 'v4', ['eth1', 'ssid1']]]);
    expect(access.hosts[0]).toMatchObject({ how: 'pppoe', username: 'u' });
    expect(access.wans[0]!.host).toBe(access.hosts[0]);
    expect(access.acs[0]!.host).toBe(access.hosts[0]);
    expect(access.unis.map(({ label, routed }) => [label, routed])).toEqual([['eth1', true], ['ssid1', true], ['veip', false]]);
  });

  it('leaves to the ACS what is its own: GEM and flow only', async () => {
    const access = await model('ont: { eth: 1, pots: 1, veip: true }\nservices: { i: { vlan: 100, mode: route, wan: { by: tr069, type: dhcp } }, v: { vlan: 102, sip: { by: tr069 } } }');
    expect(access.flows.map(({ label, end }) => [label, end])).toEqual([['i', 'wan'], ['v', 'host']]);
    expect([access.hosts, access.wans, access.voices]).toEqual([[], [], []]);
  });

  it('gives voice over OMCI a host of its own', async () => {
    const access = await model('ont: { eth: 1, pots: 2 }\nservices: { v: { vlan: 102, sip: { by: omci, pots: 2, number: 4401, username: u, password: { env: P }, proxy: sip.example.net } } }');
    expect(access.voices).toMatchObject([{ pots: 2, number: '4401', username: 'u', proxy: 'sip.example.net' }]);
    expect(access.voices[0]!.host).toBe(access.hosts[0]);
    expect(access.unis.map(({ label }) => label)).toEqual(['pots2']);
  });

  it('adds the multicast VLAN to the network plan', async () => {
    const access = await model('services: { t: { vlan: 101, attach: eth1, igmp: proxy, multicast: { mvlan: 3900, maxGroups: 4 } } }');
    expect(access.multicasts).toMatchObject([{ mvlan: 3900, igmp: 'proxy', maxGroups: 4 }]);
    expect(access.flows[0]!.mvlan).toBe(3900);
    expect(access.vlans.map(({ vlan, role }) => [vlan, role])).toEqual([[101, 'svlan'], [3900, 'mvlan']]);
  });

  it('lets services of one group share a T-CONT that has room for all of them', async () => {
    const access = await model('services: { a: { vlan: 100, attach: eth1, up: 50M, group: data }, b: { vlan: 101, attach: eth2, qos: { up: { assured: 5M, max: 10M } }, group: data }, c: { vlan: 102, attach: eth3 } }');
    expect(access.tconts.map(({ label, up }) => [label, up.type, up.assured, up.max])).toEqual([['data', 3, 5_000, 60_000], ['c', 4, undefined, 1_244_160]]);
    expect(access.gems[0]!.tcont).toBe(access.gems[1]!.tcont);
  });

  it('lets a group have no more than the PON carries', async () => {
    const access = await model('services: { a: { vlan: 100, attach: eth1, up: 1G, group: data }, b: { vlan: 101, attach: eth2, up: 1G, group: data } }');
    expect(access.bandwidths).toMatchObject([{ type: 4, max: 1_244_160 }]);
  });

  it.each([
    ['fixed: 1M', { type: 1, fixed: 1_000 }],
    ['assured: 2M', { type: 2, assured: 2_000 }],
    ['assured: 2M, max: 4M', { type: 3, assured: 2_000, max: 4_000 }],
    ['max: 4M', { type: 4, max: 4_000 }],
    ['fixed: 1M, assured: 2M, max: 4M', { type: 5, fixed: 1_000, assured: 2_000, max: 4_000 }],
    ['fixed: 1M, assured: 2M', { type: 5, fixed: 1_000, assured: 2_000, max: 3_000 }],
    ['fixed: 1M, max: 4M', { type: 5, fixed: 1_000, assured: 64, max: 4_000 }],
  ])('turns { %s } into its DBA type', async (up, bandwidth) => {
    const access = await model(`services: { a: { vlan: 100, attach: eth1, qos: { up: { ${up} } } } }`);
    expect(access.bandwidths).toMatchObject([bandwidth]);
  });

  it('commits what is guaranteed and peaks at the maximum', async () => {
    const [flow] = (await model('services: { a: { vlan: 100, attach: eth1, qos: { down: { assured: 2M, max: 4M }, up: { assured: 1M } } } }')).flows;
    expect([flow!.down, flow!.up]).toMatchObject([{ cir: 2_000, pir: 4_000 }, { cir: 1_000, pir: 1_000 }]);
  });

  it('limits nothing that the BRAS limits', async () => {
    const access = await model('services: { a: { vlan: 100, attach: eth1, down: 10M, up: 10M, enforcedBy: bras } }');
    expect(access.limits).toEqual([]);
    expect([access.flows[0]!.up, access.flows[0]!.down]).toEqual([undefined, undefined]);
    expect(access.bandwidths[0]!.max).toBe(10_000);
  });

  it('says who the ONT is, with what proves it', async () => {
    expect((await model('authentication: { by: loid, loid: "4711", password: { env: P } }\nont: EG8145V5\ndescription: "x ${key}"', ', id: 7, state: suspended')).ont).toMatchObject({
      label: 'K', pon: '0/1/0', id: 7, serial: '4857544300000001', auth: 'loid', loid: '4711', description: 'x K', hardware: 'EG8145V5', eth: 4, suspended: true,
    });
  });

  it('gives the same model for the same intent', async () => {
    const intent = await intentOf(`version: 1\nname: p\n${BAR}\nolts: { lab: { vendor: acme, host: h } }\ntargets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n`);
    expect(lower(intent)).toEqual(lower(intent));
  });
});
