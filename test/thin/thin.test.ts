import { describe, expect, it } from 'vitest';
import { Box, masked } from './box.ts';

/** Packs without a simulator: what they make of a configuration somebody else left. */
const cases = [
  {
    id: 'zte', name: 'hgu',
    speed: [
      'traffic-profile op-204800k-* cir 204800 cbs 65535 pir 204800 pbs 65535',
      'no qos traffic-policy direction egress',
      'qos traffic-policy op-204800k-* direction egress',
    ],
    vlan: [
      'onu profile vlan op-vlan-* tag-mode tag cvlan 110 pri 0',
      'no service HSI',
      'no service-port 1',
      'service-port 1 user-vlan 110 vlan 110',
      'service internet gemport 3 vlan 110',
      'wan-ip 1 ipv4 mode pppoe username q7@lighthouse password *** vlan-profile op-vlan-* host 1',
    ],
    remove: ['no onu 7'],
  },
  {
    id: 'vsol', name: 'hgu',
    speed: [
      'profile traffic id 10 name op-204800k-*', 'sir 0 pir 204800', 'commit', 'exit',
      'onu 3 gemport 2 traffic-limit upstream T50 downstream op-204800k-*',
    ],
    vlan: [
      'no onu 3 service-port 1',
      'no onu 3 service ser_1',
      'onu 3 service internet gemport 2 vlan 110',
      'onu 3 service-port 1 gemport 2 uservlan 110 vlan 110',
      'onu 3 pri wan_adv index 1 vlan tag wan_vlan 110 0',
    ],
    remove: ['no onu 3'],
  },
] as const;

describe('a ZTE connection', () => {
  const { dump, profile } = new Box('zte', 'hgu');
  const line = 'wan 1 ethuni 1-4 ssid 1 service internet';

  it.each([line, `${line} host 1`, `${line} host 1 mtu 1492`, 'wan 1 ssid 1 ethuni 1-4 service internet host 1'])('is there as %s', async (printed) => {
    const box = new Box('zte', 'hgu');
    expect(await box.lines(profile, { on: box.observe(dump.replace(`${line} mtu 1492`, printed)) })).toEqual([]);
  });

  it('is typed without a host: that of the same number is meant', async () => {
    const box = new Box('zte', 'hgu');
    expect(await box.lines(profile, { on: box.observe(dump.replace(`  ${line} mtu 1492\n`, '')) })).toEqual([line]);
  });
});

describe.each(cases)('the $id pack on a foreign configuration', ({ id, name, speed, vlan, remove }) => {
  const box = new Box(id, name);
  const { profile, dump } = box;

  it('finds nothing to do for the profile that says what is there', async () => {
    expect(box.observe().findings).toEqual([]);
    expect(await box.lines()).toEqual([]);
  });

  it('changes the speed as the device asks for it', async () => {
    expect(await box.lines(profile.replace('down: { kbit: 102400 }', 'down: { kbit: 204800 }'))).toEqual(speed);
  });

  it('changes the VLAN as the device asks for it', async () => {
    expect(await box.lines(profile.replace('vlan: 100', 'vlan: 110'))).toEqual(vlan);
  });

  it('removes the ONT when its other lines are let go, and keeps everybody\'s profiles', async () => {
    expect((await box.plan(profile, { goal: 'remove' })).findings).toContainEqual(expect.objectContaining({ code: 'ONT404', severity: 'error' }));
    expect(await box.lines(profile, { goal: 'remove', prune: true, accept: false })).toEqual(remove);
  });

  it('refuses a VLAN the OLT does not have', async () => {
    expect((await box.plan(profile.replace('vlan: 100', 'vlan: 120'))).findings).toContainEqual(expect.objectContaining({ code: 'ONT403', severity: 'error' }));
  });

  it('never plans a deletion, and never adopts wrongly, on a dump cut at any byte', async () => {
    let whole = 0;
    for (let end = 0; end < dump.length; end++) {
      const on = box.observe(dump.slice(0, end));
      if (!on.complete) continue;
      whole++;
      expect(masked((await box.plan(profile, { on })).changes.flatMap((change) => change.commands.map((command) => command.line)))).toEqual([]);
    }
    console.log(`${id} ${name}: dump cut at ${dump.length} places, taken for whole at ${whole}`);
  }, 60_000);
});
