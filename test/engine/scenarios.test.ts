import { describe, expect, it } from 'vitest';
import { driver, openLab, profile, VLANS } from './lab.ts';

const INTERNET = 'internet: { vlan: 100, priority: 0, attach: eth1, down: 100M, up: 50M }';
const VIDEO = 'video: { vlan: 200, priority: 4, attach: eth4 }';
const IPTV = 'video: { vlan: 200, priority: 4, attach: eth4, multicast: { mvlan: 200 } }';

describe('on a box', () => {
  it('a service is added to an ONT without touching the others, but its line profile is a new one', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(INTERNET));
    const typed = await lab.apply(profile(`${INTERNET}\n${VIDEO}`));
    expect(typed.filter((line) => line.startsWith('undo service-port'))).toEqual([]);
    expect(typed).toContain('ont modify 3 0 ont-lineprofile-id 11');
    expect(typed.at(-1)).toBe('undo ont-lineprofile gpon profile-id 10');
  });

  it('a service-port somebody made by hand is listed and kept, and the line profile keeps what it needs', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(`${INTERNET}\n${VIDEO}`));
    // Somebody drops the video service from the profile, but nobody said to take it away.
    const plan = await lab.plan(profile(INTERNET));
    expect(plan.unmanaged.map((each) => each.resource).sort()).toEqual(['native-vlan', 'service-port']);
    expect(plan.changes).toEqual([]);
    const faster = await lab.apply(profile(INTERNET.replace('100M', '200M')));
    expect(faster.join('\n')).not.toMatch(/undo service-port|ont modify/);
    const vlan = await lab.apply(profile(INTERNET.replace('vlan: 100', 'vlan: 110')));
    expect(vlan.filter((line) => line.startsWith('gem mapping'))).toEqual(['gem mapping 1 0 vlan 110', 'gem mapping 2 0 vlan 200']);
    expect(JSON.stringify(lab.tables()['servicePorts'])).toContain('"vlan":200');
  });

  it('--prune takes away what the profile does not know', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(`${INTERNET}\n${VIDEO}`));
    const typed = await lab.apply(profile(INTERNET), { prune: true });
    expect(typed).toContain('undo service-port 2');
    expect(typed).toContain('undo ont port native-vlan 3 0 eth 4');
    expect(JSON.stringify(lab.tables()['servicePorts'])).not.toContain('"vlan":200');
  });

  it('multicast members go before their service-port is replaced and come back after it', async () => {
    const lab = openLab(...VLANS, 'multicast-vlan 200', 'quit');
    await lab.apply(profile(`${INTERNET}\n${IPTV}`));
    const typed = await lab.apply(profile(`${INTERNET}\n${IPTV.replace('vlan: 200,', 'vlan: { pon: 200, svlan: 110 },')}`));
    const order = ['undo igmp multicast-vlan member service-port 2', 'igmp user delete service-port 2', 'undo service-port 2', 'igmp user add service-port 2 no-auth', 'igmp multicast-vlan member service-port 2'];
    expect(typed.filter((line) => order.includes(line))).toEqual(order);
  });

  it('a member somebody added by hand to our service-port comes back when it is replaced', async () => {
    const lab = openLab(...VLANS, 'multicast-vlan 200', 'quit');
    await lab.apply(profile(`${INTERNET}\n${VIDEO}`));
    lab.byHand('btv', 'igmp user add service-port 2 no-auth', 'quit');
    const typed = await lab.apply(profile(`${INTERNET}\n${VIDEO.replace('vlan: 200', 'vlan: { pon: 200, svlan: 110 }')}`));
    expect(typed.indexOf('igmp user delete service-port 2')).toBeLessThan(typed.indexOf('undo service-port 2'));
    expect(typed.at(-1)).toBe('igmp user add service-port 2 no-auth');
  });

  it('a limit that is taken away becomes the box\'s own unlimited table, in place', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(INTERNET));
    const typed = await lab.apply(profile('internet: { vlan: 100, priority: 0, attach: eth1, up: 50M }'));
    expect(typed).toEqual(['service-port 1 inbound traffic-table index 10 outbound traffic-table index 6', 'undo traffic table ip index 11']);
  });

  it('a suspended subscriber keeps everything but forwarding, and comes back', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(INTERNET));
    const suspended = profile(INTERNET).replace('key: K1,', 'key: K1, state: suspended,');
    expect(await lab.apply(suspended)).toEqual(['ont deactivate 3 0']);
    expect(await lab.apply(profile(INTERNET))).toEqual(['ont activate 3 0']);
  });

  it('two subscribers share profiles, and the last one to go takes them along', async () => {
    const lab = openLab(...VLANS);
    const empty = JSON.stringify(lab.tables());
    const other = profile(INTERNET).replace('K1', 'K2').replace('HWTCA1B2C3D4', 'HWTCA1B2C3D5');
    await lab.apply(profile(INTERNET));
    const second = await lab.apply(other);
    expect(second.every((line) => /^(?:ont|service-port) /.test(line))).toBe(true);
    const first = await lab.plan(profile(INTERNET), { goal: 'remove' });
    expect(first.changes.map((change) => change.action)).toEqual(['delete', 'delete']);
    lab.type(driver.script([first], { save: false }));
    const last = await lab.plan(other, { goal: 'remove' });
    expect(last.changes.filter((change) => change.action === 'collect')).toHaveLength(5);
    lab.type(driver.script([last], { save: false }));
    expect(JSON.stringify(lab.tables())).toBe(empty);
  });

  it('the undo of every change takes the box back to where it was', async () => {
    const lab = openLab(...VLANS, 'multicast-vlan 200', 'quit');
    await lab.apply(profile(`${INTERNET}\n${IPTV}`));
    const before = JSON.stringify(lab.tables());
    for (const changed of [INTERNET.replace('100M', '300M'), INTERNET.replace('vlan: 100', 'vlan: 110'), INTERNET.replace('50M', '80M')]) {
      const plan = await lab.plan(profile(`${changed}\n${IPTV}`));
      lab.type(driver.script([plan], { save: false }));
      lab.type(driver.undoScript(plan.changes));
      expect(JSON.stringify(lab.tables())).toBe(before);
    }
  });

  it('an ONT is refused where its serial is already, and where its number is taken', async () => {
    const lab = openLab(...VLANS);
    await lab.apply(profile(INTERNET));
    const moved = await lab.plan(profile(INTERNET).replace('pon: 0/1/3', 'pon: 0/1/4'));
    expect(moved.findings).toContainEqual(expect.objectContaining({ code: 'ONT401', severity: 'error' }));
    expect(moved.changes).toEqual([]);
    const taken = await lab.plan(profile(INTERNET).replace('HWTCA1B2C3D4', 'HWTCA1B2C3D5, id: 0'));
    expect(taken.findings).toContainEqual(expect.objectContaining({ code: 'ONT402', severity: 'error' }));
  });
});

describe('what the network plan lacks', () => {
  it('is a finding at the place of the service that needs it', async () => {
    const lab = openLab('vlan 900 smart');
    const { findings } = await lab.plan(profile(INTERNET, 'management: { vlan: 900, priority: 2, address: dhcp }'));
    expect(findings.filter((finding) => finding.severity === 'error').map(({ code, message, at }) => [code, message, at?.file, at?.path])).toEqual([
      ['ONT403', 'the OLT has no vlan 100, which internet needs', 'profile.yaml', '/services/internet/vlan'],
    ]);
  });
});

describe('operations', () => {
  const WHOLE = profile(`${INTERNET}\n${IPTV}`, 'management: { vlan: 900, priority: 2, address: dhcp }');
  const SEED = [...VLANS, 'multicast-vlan 200', 'quit'];

  it('move takes the subscriber to another PON with everything, and back', async () => {
    const lab = openLab(...SEED);
    await lab.apply(WHOLE);
    const before = JSON.stringify(lab.tables());
    const elsewhere = WHOLE.replace('pon: 0/1/3', 'pon: 0/2/7');
    const typed = await lab.apply(elsewhere, { goal: 'move' });
    expect(typed.slice(0, 6)).toEqual(['undo igmp multicast-vlan member service-port 3', 'igmp user delete service-port 3', 'undo service-port 1', 'undo service-port 2', 'undo service-port 3', 'ont delete 3 0']);
    expect(typed.filter((line) => /profile|traffic/.test(line) && !line.startsWith('ont add') && !line.startsWith('service-port'))).toEqual([]);
    await lab.apply(WHOLE, { goal: 'move' });
    expect(JSON.stringify(lab.tables())).toBe(before);
  });

  it('move undone in the middle gives the old place back', async () => {
    const lab = openLab(...SEED);
    await lab.apply(WHOLE);
    const before = JSON.stringify(lab.tables());
    const plan = await lab.plan(WHOLE.replace('pon: 0/1/3', 'pon: 0/2/7'), { goal: 'move' });
    for (let done = 0; done <= plan.changes.length; done++) {
      lab.type(driver.script([{ ...plan, changes: plan.changes.slice(0, done) }], { save: false }));
      lab.type(driver.undoScript(plan.changes.slice(0, done)));
      expect(JSON.stringify(lab.tables())).toBe(before);
    }
  });

  it('move of what is nowhere yet is a plain creation, and unmanaged lines stop it', async () => {
    const lab = openLab(...SEED);
    expect((await lab.plan(WHOLE, { goal: 'move' })).changes.every((change) => change.action === 'create')).toBe(true);
    await lab.apply(WHOLE);
    lab.byHand('service-port 77 vlan 110 gpon 0/1/3 ont 0 gemport 2 multi-service user-vlan untagged tag-transform translate');
    const plan = await lab.plan(WHOLE.replace('pon: 0/1/3', 'pon: 0/2/7'), { goal: 'move' });
    expect(plan.findings).toContainEqual(expect.objectContaining({ code: 'ONT404' }));
    expect(plan.changes).toEqual([]);
  });

  it('replace puts a new serial in the place of the old one and nothing else', async () => {
    const lab = openLab(...SEED);
    await lab.apply(WHOLE);
    const renewed = WHOLE.replace('HWTCA1B2C3D4', 'HWTCFFFFFFFF');
    expect(await lab.apply(renewed, { goal: 'replace', formerSerial: '48575443A1B2C3D4' })).toEqual(['ont modify 3 0 sn "48575443FFFFFFFF"']);
    expect((await lab.plan(renewed)).changes).toEqual([]);
  });

  it('replace refuses when both terminals are on the box', async () => {
    const lab = openLab(...SEED);
    await lab.apply(WHOLE);
    const renewed = WHOLE.replace('HWTCA1B2C3D4', 'HWTCFFFFFFFF');
    lab.byHand('interface gpon 0/1', 'ont add 4 0 sn-auth "48575443FFFFFFFF" omci ont-lineprofile-id 10 ont-srvprofile-id 10', 'quit');
    expect((await lab.plan(renewed, { goal: 'replace', formerSerial: '48575443A1B2C3D4' })).findings).toContainEqual(expect.objectContaining({ code: 'ONT401' }));
  });

  it('suspend and resume say so whatever the row says', async () => {
    const lab = openLab(...SEED);
    await lab.apply(WHOLE);
    expect(await lab.apply(WHOLE, { goal: 'suspend' })).toEqual(['ont deactivate 3 0']);
    expect(await lab.apply(WHOLE, { goal: 'resume' })).toEqual(['ont activate 3 0']);
  });

  it('reboot and factory reset are one line for an ONT that is there, and refused for one that is not', async () => {
    const lab = openLab(...SEED);
    expect((await lab.plan(WHOLE, { goal: 'reboot' })).findings).toContainEqual(expect.objectContaining({ code: 'ONT413' }));
    await lab.apply(WHOLE);
    for (const [goal, line] of [['reboot', 'ont reset 3 0'], ['factory-reset', 'ont factory-setting-restore 3 0']] as const) {
      const plan = await lab.plan(WHOLE, { goal });
      expect(plan.changes.flatMap((change) => change.commands.map((command) => command.line))).toEqual([line]);
      expect(plan.oneWay).toHaveLength(1);
      lab.type(driver.script([plan], { save: false }));
    }
  });
});
