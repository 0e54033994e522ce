import { describe, expect, test } from 'vitest';
import { compareTables } from '../../src/sim/compare.ts';
import { bench, FLOW, furnished, SHARED, type Bench } from './box.ts';

/** Joins a folded failure. */
const failure = (output: string): string => /Failure: (.*?)\r\n(?:\r\n| {2}Conf)/s.exec(output)?.[1]?.replaceAll(/\r\n +/g, ' ') ?? '';

function refused(box: Bench, line: string): string {
  const before = box.device.tables();
  const words = failure(box.run(line));
  expect(box.device.tables()).toEqual(before);
  return words;
}

describe('references between tables', () => {
  test.each([
    ['ont add 3 6 sn-auth "HWTCA1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'SN already exists'],
    ['ont add 4 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'SN already exists'],
    ['ont add 3 5 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'The ONT ID has already existed'],
    ['ont add 3 6 sn-auth "HWTC00000001" omci ont-lineprofile-id 61 ont-srvprofile-id 60', 'The ont-lineprofile does not exist'],
    ['ont add 3 6 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 61', 'The ont-srvprofile does not exist'],
    ['ont delete 3 5', 'This configured object has some service virtual ports'],
    ['ont delete 3 6', 'The ONT does not exist'],
    ['ont ipconfig 3 6 ip-index 0 dhcp vlan 900 priority 2', 'The ONT does not exist'],
    ['ont tr069-server-config 3 5 profile-id 2', 'The profile does not exist'],
    ['ont tr069-server-config 3 5 profile-id 1', 'Make configuration repeatedly'],
    ['ont wan-config 3 5 ip-index 1 profile-id 5', 'The IP interface does not exist'],
    ['ont wan-config 3 5 ip-index 0 profile-id 6', 'The profile does not exist'],
    ['ont internet-config 3 5 ip-index 1', 'The IP interface does not exist'],
    ['ont modify 3 5 ont-lineprofile-id 0', 'This configured object has some service virtual ports'],
    ['ont modify 3 5 ont-lineprofile-id 61', 'The ont-lineprofile does not exist'],
    ['if-sip add 3 5 1 ip-index 2 sipagent-profile profile-id 1', 'The IP interface does not exist'],
    ['if-sip add 3 5 1 ip-index 0 sipagent-profile profile-id 1', 'The profile does not exist'],
    ['ont activate 3 5', 'Make configuration repeatedly'],
    ['undo ont ipconfig 3 5 ip-index 1', 'The IP interface does not exist'],
    ['undo ont internet-config 3 5 ip-index 0', 'The IP interface does not exist'],
    ['undo ont wan-config 3 5 ip-index 0', 'The IP interface does not exist'],
    ['ont policy-route-config 3 5 profile-id 77', 'The profile does not exist'],
    ['ont policy-route-config 3 6 profile-id 77', 'The ONT does not exist'],
  ])('on the board: %s', (line, words) => {
    const box = furnished();
    box.run('interface gpon 0/1');
    expect(refused(box, line)).toBe(words);
  });

  test.each([
    ['service-port 1 vlan 101 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 7 tag-transform translate', 'The VLAN does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 6 gemport 1 multi-service user-vlan 7 tag-transform translate', 'The ONT does not exist'],
    ['service-port 1 vlan 100 gpon 0/5/3 ont 5 gemport 1 multi-service user-vlan 7 tag-transform translate', 'The board does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 9 multi-service user-vlan 7 tag-transform translate', 'The GEM port does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate inbound traffic-table index 99 outbound traffic-table index 30', 'The traffic table does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate', 'Service virtual port has existed already'],
    [FLOW, 'Service virtual port has existed already'],
    ['service-port 1005 inbound traffic-table index 99 outbound traffic-table index 30', 'The traffic table does not exist'],
    ['service-port 7 inbound traffic-table index 30 outbound traffic-table index 30', 'The service virtual port does not exist'],
    ['undo service-port 7', 'The service virtual port does not exist'],
    ['undo service-port port 0/1/4 ont 5', 'No service virtual port can be operated'],
    ['undo ont-lineprofile gpon profile-id 60', 'The profile has been bound'],
    ['undo ont-srvprofile gpon profile-id 60', 'The profile has been bound'],
    ['undo ont-lineprofile gpon profile-id 61', 'The profile does not exist'],
    ['dba-profile delete profile-id 20', 'The DBA profile has been bound'],
    ['dba-profile delete profile-id 3', 'The default profile can not be operated'],
    ['dba-profile add profile-id 20 profile-name "x" type4 max 1024', 'The DBA profile has existed already'],
    ['dba-profile add profile-id 21 profile-name "up-100M" type4 max 1024', 'The profile name has existed already'],
    ['dba-profile add profile-id 21 profile-name "x" type5 fix 1024 assure 2048 max 2048', 'The maximum bandwidth is less than the sum of fixed bandwidth and assured bandwidth'],
    ['undo traffic table ip index 30', 'The traffic table has been used'],
    ['undo traffic table ip index 6', 'The default traffic table can not be deleted'],
    ['undo traffic table ip index 77', 'The traffic table does not exist'],
    ['traffic table ip index 30 name "other" cir 1024 priority 0 priority-policy local-setting', 'The traffic table exists already'],
    ['traffic table ip index 32 name "other" cir 2048 pir 1024 priority 0 priority-policy local-setting', 'PIR is less than CIR'],
    ['ont tr069-server-profile delete profile-id 1', 'The profile has been bound'],
    ['ont tr069-server-profile modify profile-id 1 url "http://y"', 'The profile has been bound'],
    ['ont tr069-server-profile add profile-id 2 profile-name "acs" url "http://y"', 'The profile name has existed already'],
    ['undo vlan 100', 'This configured object has some service virtual ports'],
    ['undo vlan 101', 'The VLAN does not exist'],
    ['vlan 100 smart', 'The VLAN has existed already'],
    ['port vlan 101 0/9 0', 'The VLAN does not exist'],
    ['port vlan 100 0/1 0', 'The port does not exist'],
    ['undo port vlan 900 0/9 0', 'The port is not in the VLAN'],
    ['undo port vlan 100 0/9 1', 'The port is not in the VLAN'],
    ['undo port vlan 101 0/9 0', 'The VLAN does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 7 tag-transform translate', 'GEM port configuration does not exist'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 2 multi-service user-vlan 100 tag-transform translate', 'GEM port configuration does not exist'],
    ['multicast-vlan 101', 'The VLAN does not exist'],
  ])('in config mode: %s', (line, words) => {
    expect(refused(furnished(), line)).toBe(words);
  });

  test('a conflict names its rival', () => {
    expect(furnished().run('service-port vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate')).toContain('\r\n  Conflicted service virtual port index: 1005\r\n');
  });
  test('a GEM port without a mapping carries nothing', () => {
    const box = furnished();
    box.run('ont-lineprofile gpon profile-id 60', 'gem add 3 eth tcont 1 encrypt on', 'commit', 'quit');
    expect(refused(box, 'service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 3 multi-service user-vlan 7 tag-transform translate')).toBe('GEM port configuration does not exist');
  });
  test('a service-port of a VLAN that its GEM port does not map is what a strict box refuses; where nothing shows that, another may take it', () => {
    const line = 'service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 7 tag-transform translate';
    expect(refused(furnished(), line)).toBe('GEM port configuration does not exist');
    expect(furnished({ set: { strict: 'no' } }).run(line)).not.toContain('Failure');
    const box = furnished();
    expect(box.device.seed([line])).toEqual([]);
    // What leads nowhere already holds nothing up.
    box.run('ont-lineprofile gpon profile-id 60', 'gem mapping 1 1 vlan 110');
    expect(box.run('commit')).not.toContain('Failure');
  });
  test.each([['untagged'], ['priority-tagged']])('mappings say nothing of %s frames', (user) => {
    expect(furnished().run(`service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan ${user} tag-transform translate`)).not.toContain('Failure');
  });
  test('an ONT is not given a line profile that leads its service-ports nowhere', () => {
    const other = ['ont-lineprofile gpon profile-id 61', 'tcont 1 dba-profile-id 20', 'gem add 1 eth tcont 1', 'gem add 2 eth tcont 1', 'gem mapping 1 0 vlan 110', 'gem mapping 2 0 vlan 900', 'commit', 'quit', 'interface gpon 0/1'];
    const box = furnished();
    box.run(...other);
    expect(refused(box, 'ont modify 3 5 ont-lineprofile-id 61')).toBe('This configured object has some service virtual ports');
    box.run('quit', 'undo service-port 1005', 'interface gpon 0/1');
    expect(box.run('ont modify 3 5 ont-lineprofile-id 61')).not.toContain('Failure');
    const loose = furnished({ set: { strict: 'no' } });
    loose.run(...other);
    expect(loose.run('ont modify 3 5 ont-lineprofile-id 61')).not.toContain('Failure');
  });
  test('an IP interface stays while a SIP interface uses it', () => {
    const box = furnished();
    box.run('ont-sipagent-profile profile-id 1 profile-name "sip"', 'commit', 'quit', 'interface gpon 0/1', 'if-sip add 3 5 1 ip-index 0 sipagent-profile profile-id 1');
    expect(refused(box, 'undo ont ipconfig 3 5 ip-index 0')).toBe('The IP interface has been used by SIP interface');
    box.run('if-sip delete 3 5 1');
    expect(box.run('undo ont ipconfig 3 5 ip-index 0')).not.toContain('Failure');
  });
  test('an uplink stays in a VLAN while IGMP goes out of it', () => {
    const box = furnished();
    box.run('multicast-vlan 100', 'igmp uplink-port 0/9/0', 'quit');
    expect(refused(box, 'undo port vlan 100 0/9 0')).toBe('The port has been used by multicast VLAN');
  });
  test('a native VLAN that is not set is not taken away', () => {
    const box = furnished();
    box.run('interface gpon 0/1');
    expect(box.run('undo ont port native-vlan 3 5 eth 2')).toContain('success: 0, failed: 1');
    expect(box.run('undo ont port native-vlan 3 5 eth 1')).toContain('success: 1, failed: 0');
    expect(box.run('undo ont port native-vlan 3 5 eth 1')).toContain('success: 0, failed: 1');
  });
  test('a service-port that is watched cannot go, an ONT without service-ports can', () => {
    const box = furnished();
    box.run('port vlan 100 0/9 0', 'btv', 'igmp user add service-port 1005 no-auth', 'multicast-vlan 100', 'igmp mode proxy', 'igmp uplink-port 0/9/0', 'igmp multicast-vlan member service-port 1005', 'quit');
    expect(refused(box, 'undo service-port 1005')).toContain('IGMP user');
    box.run('btv');
    expect(refused(box, 'igmp user delete service-port 1005')).toBe('The IGMP user is a member of multicast VLAN');
    box.run('quit', 'multicast-vlan 100', 'undo igmp multicast-vlan member service-port 1005', 'quit', 'btv', 'igmp user delete service-port 1005', 'quit', 'undo service-port 1005', 'undo service-port 1905', 'interface gpon 0/1');
    expect(box.run('ont delete 3 5')).toContain('Number of ONTs that can be deleted: 1, success: 1');
    expect(box.device.tables()).toMatchObject({ onts: {}, servicePorts: {}, igmpUsers: {} });
  });
  test('removal leaves the neighbours exactly as they were', () => {
    const box = furnished();
    const before = box.device.tables();
    box.run('interface gpon 0/1', 'ont add 3 6 sn-auth "HWTC00000002" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'quit',
      'service-port 1006 vlan 100 gpon 0/1/3 ont 6 gemport 1 multi-service user-vlan 100 tag-transform translate');
    expect(compareTables(before, box.device.tables()).map((one) => one.path)).toEqual(['onts/0\\/1\\/3\\/6', 'servicePorts/1006']);
    box.run('undo service-port 1006', 'interface gpon 0/1', 'ont delete 3 6', 'quit');
    expect(compareTables(before, box.device.tables())).toEqual([]);
  });
});

describe('profiles exist by commit', () => {
  test('an uncommitted profile does not exist', () => {
    const box = bench();
    box.run(...SHARED, 'ont-lineprofile gpon profile-id 70 profile-name "half"', 'tcont 1 dba-profile-id 20', 'quit');
    expect(box.device.tables()['lineProfiles']).not.toHaveProperty('70');
    box.run('interface gpon 0/1');
    expect(refused(box, 'ont add 3 5 sn-auth "HWTC00000001" omci ont-lineprofile-id 70 ont-srvprofile-id 60')).toBe('The ont-lineprofile does not exist');
  });
  test('editing a bound profile changes it only on commit', () => {
    const box = furnished();
    const vlans = (): unknown => JSON.parse(JSON.stringify(box.device.tables()['lineProfiles'])) as unknown;
    const before = vlans();
    box.run('ont-lineprofile gpon profile-id 60', 'gem add 5 eth tcont 1 encrypt on', 'gem mapping 5 0 vlan 110');
    expect(vlans()).toEqual(before);
    box.run('commit');
    expect(vlans()).not.toEqual(before);
  });
  test('a commit cannot take a GEM port from under a service-port', () => {
    const box = furnished();
    box.run('ont-lineprofile gpon profile-id 60', 'undo gem mapping 1 0', 'gem delete 1');
    expect(refused(box, 'commit')).toBe('This configured object has some service virtual ports');
  });
  test('a commit cannot take the mapping from under a service-port, and may move it', () => {
    const box = furnished();
    box.run('ont-lineprofile gpon profile-id 60', 'undo gem mapping 1 0');
    expect(refused(box, 'commit')).toBe('This configured object has some service virtual ports');
    box.run('gem mapping 1 0 vlan 110');
    expect(refused(box, 'commit')).toBe('This configured object has some service virtual ports');
    box.run('gem mapping 1 3 vlan 100');
    expect(box.run('commit')).not.toContain('Failure');
  });
  test('a name belongs to one profile', () => {
    expect(refused(furnished(), 'ont-lineprofile gpon profile-id 61 profile-name "LP-HGU"')).toBe('The profile name has existed already');
  });
  test.each([
    ['tcont 1 dba-profile-id 99', 'The DBA profile does not exist'],
    ['gem add 3 eth tcont 2 encrypt on', 'The T-CONT does not exist'],
    ['gem add 1 eth tcont 1', 'The GEM port has existed already'],
    ['gem mapping 1 0 vlan 110', 'The gem mapping index has existed already'],
    ['gem mapping 1 1 vlan 900', 'The gem mapping has existed already'],
    ['gem mapping 9 0 vlan 110', 'The GEM port does not exist'],
    ['undo tcont 1', 'The T-CONT has been bound to GEM port'],
  ])('in a line profile: %s', (line, words) => {
    const box = furnished();
    box.run('ont-lineprofile gpon profile-id 60');
    expect(failure(box.run(line))).toBe(words);
  });
});
