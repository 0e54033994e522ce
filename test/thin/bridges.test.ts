import { describe, expect, it } from 'vitest';
import { Box } from './box.ts';

interface Given {
  readonly id: string;
  readonly serial: string;
  readonly fresh: string;
  readonly speed: readonly string[];
  readonly upstream: readonly string[];
  /** What stands in the profile, and what takes its place. */
  readonly otherVlan: readonly [string, string];
  readonly vlan: readonly string[];
  readonly create: readonly string[];
  readonly remove: readonly string[];
  /** An ONT bound to objects of ours. */
  readonly ours: { readonly serial: string; readonly name: readonly [string, string]; readonly remove: readonly string[] };
  /** ONTs that are reported for this line, with others that are kept as they are. */
  readonly alone: readonly { readonly serial: string; readonly line: string; readonly also: readonly string[] }[];
}

/** Bridges under other people's names, beside ONUs that must be left alone. */
const cases: readonly Given[] = [
  {
    id: 'zte', serial: 'FHTT6A9B0011', fresh: 'ZTEG0000BEEF',
    speed: [
      'traffic-profile op-200M-* cir 200000 cbs 65535 pir 200000 pbs 65535',
      'no qos traffic-policy direction egress',
      'qos traffic-policy op-200M-* direction egress',
    ],
    upstream: ['profile tcont op-up-80M-* type 4 maximum 80000', 'tcont 2 profile op-up-80M-*'],
    otherVlan: ['pon: 311', 'pon: 313'],
    vlan: [
      'no service Internet_of_Halle_11_behind_the_crane_and_the_slipway',
      'no service-port 2',
      'service-port 2 user-vlan 313 vlan 1311',
      'service internet gemport 2 vlan 313',
      'no vlan port eth_0/1 mode',
      'vlan port eth_0/1 mode tag vlan 313',
    ],
    create: [
      'onu 2 type HG-F601-BRIDGE sn ZTEG0000BEEF',
      'name Werft, Halle 11',
      'tcont 1 profile op-up-50M-*',
      'gemport 1 tcont 1',
      'service-port 1 user-vlan 311 vlan 1311',
      'qos traffic-policy op-100M-* direction egress',
      'service internet gemport 1 vlan 311',
      'vlan port eth_0/1 mode tag vlan 311',
    ],
    remove: ['no onu 11'],
    ours: { serial: 'ZTEG0A0B0C05', name: ['Werft, Halle 11', 'site-0005'], remove: ['no onu 5', 'no profile tcont op-up-50M-*'] },
    alone: [
      { serial: 'FHTT6A9B0001', line: 'service-port 1 user-vlan 311 vlan 311 egress 500M', also: ['fec enable', 'security max-mac-learn 4', 'ip access-group 300 in'] },
      { serial: 'ZTEGC0DE0003', line: 'vport-mode manual', also: ['vport-map 1 2 vlan 312', 'mvlan 312'] },
      { serial: 'HWTCA1B20004', line: 'vlan port eth_0/1 mode hybrid def-vlan 311', also: ['sn-bind enable sn'] },
    ],
  },
  {
    id: 'vsol', serial: 'HWTCA1B20002', fresh: 'GPON0A0B0CFF',
    speed: [
      'profile traffic id 10 name op-200M-*', 'sir 0 pir 200000', 'commit', 'exit',
      'onu 2 gemport 1 traffic-limit upstream Dom-UP downstream op-200M-*',
    ],
    upstream: [
      'profile dba id 10 name op-up-80M-*', 'type 4 maximum 80000', 'commit', 'exit',
      'profile traffic id 10 name op-80M-*', 'sir 0 pir 80000', 'commit', 'exit',
      'onu 2 tcont 1 name internet dba op-up-80M-*',
      'onu 2 gemport 1 traffic-limit upstream op-80M-* downstream Dom-DOW',
    ],
    otherVlan: ['vlan: 100', 'vlan: 203'],
    vlan: [
      'no onu 2 service-port 1',
      'no onu 2 service PtP',
      'onu 2 service internet gemport 1 vlan 203',
      'onu 2 service-port 1 gemport 1 uservlan 203 vlan 203',
      'onu 2 portvlan eth 1 mode tag vlan 203 pri 0',
    ],
    create: [
      'onu add 3 profile default sn GPON0A0B0CFF',
      'onu 3 desc muelle_2',
      'onu 3 tcont 1 name internet dba op-up-50M-*',
      'onu 3 gemport 1 tcont 1 gemport_name internet',
      'onu 3 gemport 1 traffic-limit upstream op-50M-* downstream op-100M-*',
      'onu 3 service internet gemport 1 vlan 100',
      'onu 3 service-port 1 gemport 1 uservlan 100 vlan 100',
      'onu 3 portvlan eth 1 mode tag vlan 100 pri 0',
    ],
    remove: ['no onu 2'],
    ours: { serial: 'GPON0A0B0C06', name: ['muelle_2', 'site-6'], remove: ['no onu 6', 'no profile traffic id 12', 'no profile traffic id 13', 'no profile dba id 12'] },
    alone: [
      { serial: 'GPON0B0B0001', line: 'onu 1 profile line name L_BASIC', also: ['onu 1 profile srv name S_ETH100', 'onu 1 profile pri name PRI_DEFAULT'] },
    ],
  },
];

describe.each(cases)('the $id pack among bridges', (given) => {
  const box = new Box(given.id, 'sfu');
  const { profile } = box;
  const as = (serial: string): string => profile.replace(given.serial, serial);

  it('finds nothing to do for the profile that says what is there', async () => {
    expect(box.observe().findings).toEqual([]);
    expect(await box.plan()).toMatchObject({ changes: [], findings: [], unmanaged: [] });
  });

  it('changes the speed down, and keeps other people\'s profiles as they are', async () => {
    expect(await box.lines(profile.replace('down: 100M', 'down: 200M'))).toEqual(given.speed);
  });

  it('changes the speed up, under the numbers that are there', async () => {
    expect(await box.lines(profile.replace('up: 50M', 'up: 80M'), { accept: false })).toEqual(given.upstream);
  });

  it('changes the VLAN of the port, under the numbers that are there', async () => {
    const plan = await box.plan(profile.replace(...given.otherVlan));
    expect(plan.changes.flatMap((change) => change.commands.map((command) => command.line))).toEqual(given.vlan);
    expect(plan.unmanaged).toEqual([]);
  });

  it('adds an ONT with the first free number, and uses objects of ours that are there', async () => {
    expect(await box.lines(as(given.fresh), { accept: false })).toEqual(given.create);
  });

  it('removes an ONT and keeps other people\'s profiles', async () => {
    expect(await box.lines(profile, { goal: 'remove', accept: false })).toEqual(given.remove);
  });

  it('finds nothing to remove the second time', async () => {
    expect(await box.lines(as(given.fresh), { goal: 'remove' })).toEqual([]);
  });

  it('collects objects of ours with their last user, by confirmed lines only', async () => {
    const mine = as(given.ours.serial).replace(given.ours.name[0], given.ours.name[1]);
    expect(await box.lines(mine)).toEqual([]);
    expect(await box.lines(mine, { goal: 'remove', accept: false })).toEqual(given.ours.remove);
  });

  it.each(given.alone)('leaves $serial alone and says why', async ({ serial, line, also }) => {
    for (const goal of ['active', 'remove'] as const) {
      const plan = await box.plan(as(serial), { goal, prune: true });
      expect(plan.changes).toEqual([]);
      expect(plan.findings).toContainEqual(expect.objectContaining({ code: 'ONT405', severity: 'error', message: expect.stringContaining(line) as string }));
    }
    const { unmanaged } = await box.plan(as(serial), { goal: 'remove' });
    for (const kept of also) expect(unmanaged.map((each) => each.line)).toContain(kept);
  });

  it('refuses a number another ONT has, and a serial that is elsewhere', async () => {
    expect((await box.plan(as(given.fresh).replace('serial:', 'id: 1, serial:'))).findings).toContainEqual(expect.objectContaining({ code: 'ONT402' }));
    expect((await box.plan(profile.replace(/pon: (0|1\/2)\/1, /u, 'pon: $1/2, '))).findings).toContainEqual(expect.objectContaining({ code: 'ONT401' }));
  });

  it('never plans a deletion, and never adopts wrongly, on a dump cut at any byte', async () => {
    let whole = 0;
    for (let end = 0; end < box.dump.length; end++) {
      const on = box.observe(box.dump.slice(0, end));
      if (!on.complete) continue;
      whole++;
      expect((await box.plan(profile, { on })).changes).toEqual([]);
    }
    expect(whole).toBeLessThan(200);
  }, 60_000);
});

describe('a VSOL box', () => {
  const hgu = new Box('vsol', 'hgu');

  it('is not an EPON box', () => {
    expect(hgu.observe(hgu.dump.replaceAll('interface gpon 0/', 'interface epon 0/')).findings).toContainEqual(expect.objectContaining({ code: 'ONT407', severity: 'error' }));
  });

  it('does not touch a connection in a form nobody knows', async () => {
    const dump = hgu.dump.replace('mode auto nat enable', 'server FTTH');
    const plan = await hgu.plan(hgu.profile, { on: hgu.observe(dump) });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toContainEqual(expect.objectContaining({ code: 'ONT405', message: expect.stringContaining('server FTTH') as string }));
  });

  it('calls the ACS over a connection that may', async () => {
    const over = hgu.profile.replace('over: management', 'over: internet');
    expect(await hgu.lines(over)).toEqual(['onu 3 pri wan_adv index 1 route mode tr069_internet mtu 1492']);
  });

  it('keeps an Inform interval the profile has no wish for', async () => {
    expect(await hgu.lines(hgu.profile.replace(', informInterval: 600s', ''))).toEqual([]);
    expect(await hgu.lines(hgu.profile.replace('600s', '900s'))).toEqual([expect.stringContaining('inform_interval 900') as string]);
  });

  it('marks what waits for the ONT', async () => {
    const { changes } = await hgu.plan(hgu.profile.replace('VSOL00A0B0C3', 'VSOL00A0B0AA').replace('id: 3, ', ''));
    for (const change of changes) expect(change.gate, change.commands[0]?.line).toBe(change.commands.some((command) => command.line.includes(' pri equid') || command.line.includes(' pri wan_adv') || command.line.includes(' pri tr069_mng')) ? 'online' : undefined);
  });
});

describe('a TITAN box', () => {
  const hgu = new Box('zte', 'hgu');

  it.each(['onu 7 profile line HSI remote HGU', 'bind-onu 7 profile line HSI'])('leaves an ONU alone that is bound to a profile: %s', async (line) => {
    const dump = hgu.dump.replace('  onu 8 type', `  ${line}\n  onu 8 type`);
    for (const goal of ['active', 'remove'] as const) {
      const plan = await hgu.plan(hgu.profile, { on: hgu.observe(dump), goal, prune: true });
      expect(plan.changes).toEqual([]);
      expect(plan.findings).toContainEqual(expect.objectContaining({ code: 'ONT405', message: expect.stringContaining(line) as string }));
    }
  });

  it('does not give away the number of an ONU that is registered by a password', async () => {
    const dump = hgu.dump.replace('onu 8 type SFU1 sn FHTT5A5A0008', 'onu 1 type SFU1 pw 0100000001');
    expect(await hgu.lines(hgu.profile.replace('ZTEGD00A11B7', 'ZTEGD00A1FFF').replace('id: 7, ', ''), { on: hgu.observe(dump) })).toContain('onu 2 type HGU-AX sn ZTEGD00A1FFF');
  });

  it('knows that an ONU receives multicast by hand', async () => {
    const dump = hgu.dump.replace('quick-ping enable\n', 'igmp mvlan 200\n  receive-port vport-1/3/2.7:3\n$\nquick-ping enable\n');
    expect((await hgu.plan(hgu.profile, { on: hgu.observe(dump), goal: 'remove' })).unmanaged.map(({ line }) => line)).toContain('receive-port vport-1/3/2.7:3');
  });

  it('is not a C300', () => {
    expect(hgu.observe(hgu.dump.replaceAll('gpon_olt-', 'gpon-olt_')).findings).toContainEqual(expect.objectContaining({ code: 'ONT407', severity: 'error' }));
  });

  it('types every line of a new HGU with TR-069 without a doubt', async () => {
    const { changes } = await hgu.plan(hgu.profile.replace('ZTEGD00A11B7', 'ZTEGD00A1FFF').replace('id: 7, ', ''), { accept: false });
    expect(changes.flatMap((change) => change.commands).filter((command) => command.evidence === 'inferred').map((command) => command.line)).toEqual([]);
  });

  it('reads connections that are printed without an index', async () => {
    const line = '  wan-ip ipv4 mode pppoe auth pap username q7@lighthouse password ******** vlan-profile PPPOE-100 host 1';
    const dump = hgu.dump.replace(/ {2}wan-ip 1 ipv4 mode pppoe [^\n]*\n[^\n]*/u, `${line.slice(0, 80)}\n${line.slice(80)}`);
    expect(dump).not.toBe(hgu.dump);
    expect(await hgu.lines(hgu.profile, { on: hgu.observe(dump) })).toEqual([]);
  });

  it('gives management with a fixed address its own line', async () => {
    const fixed = hgu.profile.replace('address: dhcp', 'address: { ip: 192.0.2.50, mask: 255.255.255.0, gateway: 192.0.2.1 }').replace('ZTEGD00A11B7', 'ZTEGD00A1FFF').replace('id: 7, ', '');
    const lines = await hgu.lines(fixed);
    expect(lines).toContain('mgmt-ip 192.0.2.50 255.255.255.0 vlan 900 priority 2 route 0.0.0.0 0.0.0.0 192.0.2.1 host 2');
    expect(lines).toContain('veip 1 port 1232 ipv4 host 2');
    expect(lines.filter((line) => line.startsWith('wan-ip'))).toEqual([expect.stringContaining('wan-ip 1 ipv4 mode pppoe') as string]);
  });
});
