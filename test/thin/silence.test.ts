/** What a profile may ask for and a thin pack does not write must end in a finding that names another way: never in silence. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driverOf, subjectOf } from './box.ts';

const vendors = [
  { id: 'zte', pon: '1/3/2', serial: 'ZTEG0A0B0C01' },
  { id: 'vsol', pon: '0/1', serial: 'VSOL0A0B0C01' },
] as const;

/** [what is asked for, lines of the profile, lines of its service, vendors that do write it] */
const wishes: readonly (readonly [string, { readonly profile?: string; readonly service?: string; readonly row?: string }, readonly string[]])[] = [
  ['suspended', { row: 'state: suspended' }, []],
  ['authentication by LOID', { profile: 'authentication: { by: loid, loid: abc }' }, []],
  ['authentication by password', { profile: 'authentication: { by: password, password: { env: P } }' }, []],
  ['CATV on', { profile: 'catv: true' }, []],
  ['CATV off', { profile: 'catv: false' }, []],
  ['LAN by the OLT', { profile: 'lan: { by: omci }' }, []],
  ['Wi-Fi by the OLT', { profile: 'wifi: { by: omci }' }, []],
  ['firmware', { profile: 'firmware: { version: V1 }' }, []],
  ['parameters', { profile: 'parameters: { Device.X: "1" }' }, []],
  ['Inform interval', { profile: 'tr069: { over: management, url: "https://a.example/", informInterval: 600s }' }, ['vsol']],
  ['connection request', { profile: 'tr069: { over: management, url: "https://a.example/", connectionRequest: { username: u, password: { env: P } } }' }, []],
  ['MAC limit', { service: 'macs: 4' }, []],
  ['option 82', { service: 'option82: true' }, []],
  ['multicast', { service: 'multicast: { mvlan: 100 }' }, []],
  ['QinQ', { service: 'vlan: { pon: 100, svlan: 100, cvlan: 7 }' }, ['zte']],
  ['tagged port', { service: 'vlan: { pon: 100, uni: 100 }' }, []],
  ['several VLANs on a port', { service: 'vlan: { pon: 100, uni: [100-110] }' }, []],
  ['priority tags on a port', { service: 'vlan: { pon: 100, uni: priority-tagged }' }, []],
  ['transparent port', { service: 'vlan: { pon: 100, uni: transparent }' }, ['zte', 'vsol']],
  ['bridge to an SSID', { service: 'attach: ssid1' }, []],
  ['static WAN', { service: 'mode: route, attach: veip, wan: { by: omci, type: static, ip: v4, address: { ip: 192.0.2.9, mask: 255.255.255.0, gateway: 192.0.2.1 } }' }, ['vsol']],
  ['IPv6 WAN', { service: 'mode: route, attach: veip, wan: { by: omci, type: dhcp, ip: v6 }' }, []],
  ['dual WAN', { service: 'mode: route, attach: veip, wan: { by: omci, type: dhcp, ip: dual }' }, []],
  ['WAN without NAT', { service: 'mode: route, attach: veip, wan: { by: omci, type: dhcp, nat: false }' }, []],
  ['SIP by the OLT', { service: 'sip: { by: omci, pots: 1, number: "5551234", username: u, password: { env: P } }' }, []],
];

describe.each(vendors)('the $id pack', ({ id, pon, serial }) => {
  const driver = driverOf(id);

  it('has nothing to say about a plain bridge', async () => {
    expect(await said({})).toEqual([]);
  });

  it.each(wishes)('%s', async (_, wish, written) => {
    const codes = await said(wish);
    if (written.includes(id)) expect(codes).toEqual([]);
    else expect(codes).toEqual(['ONT302']);
  });

  it('types every line of its example without a doubt', async () => {
    const { intent, access } = await subjectOf(readFileSync(`profiles/other-vendors/${id}-hgu.yaml`, 'utf8'));
    expect(driver.check(intent, access)).toEqual([]);
    const { plan } = driver.plan(intent, access, driver.assumed(undefined), { prune: false, acceptUnconfirmed: false, goal: 'active', offline: true });
    expect(plan.findings).toEqual([]);
    expect(plan.changes.flatMap((change) => change.commands).filter((command) => command.evidence === 'inferred')).toEqual([]);
  });

  async function said({ profile, service, row }: (typeof wishes)[number][1]): Promise<string[]> {
    const of = (text: string): string => text.slice(0, text.indexOf(':'));
    const parts = ['vlan: 100', 'attach: eth1', ...(service ?? '').split(/, (?=\w+: )(?![^{]*\})/u)].filter((part) => part !== '');
    const last = new Map(parts.map((part) => [of(part), part]));
    const text = [
      'version: 1', 'name: p', 'ont: T1', 'onts: { T1: { eth: 4, pots: 1, ssids: 8, veip: true, catv: true } }',
      'management: { vlan: 900, address: dhcp }', ...(profile === undefined ? [] : [profile]),
      `services: { s: { ${[...last.values()].join(', ')} } }`,
      `olts: { box: { vendor: ${id}, host: 127.0.0.1, username: a, password: { env: P } } }`,
      `targets: [ { key: K, olt: box, pon: ${pon}, serial: ${serial}${row === undefined ? '' : `, ${row}`} } ]`,
    ].join('\n');
    const { intent, access } = await subjectOf(text);
    const findings = driver.check(intent, access);
    for (const finding of findings) expect(finding.hint).toBeTruthy();
    return [...new Set(findings.map((finding) => finding.code))];
  }
});
