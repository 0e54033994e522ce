import { describe, expect, test } from 'vitest';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { bench, furnished } from './box.ts';

const body = (output: string): string[] => output.split('\r\n').slice(1, -2);

describe('the running configuration', () => {
  test('is printed in sections, with one leading blank, two in bodies, and masked secrets', () => {
    const { run } = furnished();
    run('vlan 30 to 31 smart', 'vlan desc 31 description "thirty one"', 'interface gpon 0/1', 'ont ipconfig 3 5 ip-index 1 pppoe vlan 100 priority 0 user-account username "u5" password "pw5"',
      'ont internet-config 3 5 ip-index 1', 'ont wan-config 3 5 ip-index 1 profile-id 5', 'ont port route 3 5 eth 1 enable', 'quit');
    expect(body(run('display current-configuration'))).toEqual(`[MA5800V100R019: 5011]
#
[pre-config]
  <pre-config>
 board add 0/1 H901GPSF
 board add 0/2 H901GPSF
 board add 0/9 H901MPLA
#
[sysmode]
  <sysmode>
 xpon mode switch-to profile-mode
 sysmode end
#
[global-config]
  <global-config>
 sysname MA5800
 traffic table ip index 30 name "dn-100M" cir 102400 cbs 3278800 pir 102400 pbs 3278800 priority 0 priority-policy local-setting
 traffic table ip index 31 name "up-100M" cir 102400 cbs 3278800 pir 102400 pbs 3278800 priority 0 priority-policy local-setting
 dba-profile add profile-id 20 profile-name "up-100M" type4 max 102400
 ont wan-profile profile-id 5 profile-name "nat"
  connection-type route
  nat enable
  quit
 ont tr069-server-profile add profile-id 1 profile-name "acs" url "http://acs.example.net:7547" user "u" "******"
 ont-srvprofile gpon profile-id 60 profile-name "SP-4E2V"
  ont-port pots 2 eth 4 catv adaptive
  port vlan eth 1 100
  ring check enable
  commit
  quit
 ont-lineprofile gpon profile-id 0 profile-name "line-profile_default_0"
  omcc encrypt off
  tcont 0 dba-profile-id 2
  tcont 1 dba-profile-id 0
  commit
  quit
 ont-lineprofile gpon profile-id 60 profile-name "LP-HGU"
  omcc encrypt off
  tr069-management enable
  tcont 1 dba-profile-id 20
  gem add 1 eth tcont 1 encrypt on
  gem add 2 eth tcont 1 encrypt on
  gem mapping 1 0 vlan 100
  gem mapping 2 0 vlan 900
  commit
  quit
#
[vlan-config]
  <vlan-config>
 vlan 30 to 31 smart
 vlan 100 smart
 vlan 900 smart
 vlan desc 31 description "thirty one"
 port vlan 100 0/9 0
#
[gpon]
  <gpon-0/1>
 interface gpon 0/1
 ont add 3 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "site-0005"
 ont ipconfig 3 5 ip-index 0 dhcp vlan 900 priority 2
 ont ipconfig 3 5 ip-index 1 pppoe vlan 100 priority 0 user-account username "u5" password "******"
 ont internet-config 3 5 ip-index 1
 ont wan-config 3 5 ip-index 1 profile-id 5
 ont tr069-server-config 3 5 profile-id 1
 ont port route 3 5 eth 1 enable
 ont port native-vlan 3 5 eth 1 vlan 100 priority 0
#
  <gpon-0/2>
 interface gpon 0/2
#
[bbs-config]
  <bbs-config>
 service-port 1005 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate inbound traffic-table index 31 outbound traffic-table index 30
 service-port 1905 vlan 900 gpon 0/1/3 ont 5 gemport 2 multi-service user-vlan 900 tag-transform translate
#
return`.split('\n'));
  });
  test('of one ONT holds its lines and its service-ports only', () => {
    const { run } = furnished();
    run('interface gpon 0/1', 'ont add 3 6 sn-auth "HWTC00000002" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'quit');
    const lines = body(run('display current-configuration ont 0/1/3 5'));
    expect(lines.filter((line) => line.includes('ont add'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith(' service-port'))).toHaveLength(2);
    expect(run('display current-configuration ont 0/1/3 9')).toContain('Failure: The ONT does not exist');
  });
  test('by section and by text', () => {
    const { run } = furnished();
    expect(body(run('display current-configuration section gpon-0/2'))).toEqual(['[MA5800V100R019: 5011]', '#', '[gpon]', '  <gpon-0/2>', ' interface gpon 0/2', '#', 'return']);
    expect(run('display current-configuration section nowhere')).toContain('Failure: ');
    expect(body(run('display current-configuration | include service-port'))).toHaveLength(2);
  });
  test('sown into an empty box gives the same configuration', () => {
    const { run, device } = furnished();
    run('interface gpon 0/1', 'port 3 ont-auto-find enable', 'ont add 3 7 loid-auth "loid7" checkcode-auth "cc" once-on aging-time 5 omci ont-lineprofile-id 60 ont-srvprofile-id 60',
      'ont add 3 8 password-auth "pw8" always-on omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'ont deactivate 3 8', 'ont ipconfig 3 7 ip-index 2 static ip-address 10.0.0.2 mask 255.255.255.0 gateway 10.0.0.1 vlan 100 priority 1',
      'quit', 'service-port 7 vlan 100 gpon 0/1/3 ont 7 gemport 1 multi-service user-vlan untagged tag-transform translate-and-add inner-vlan 55 inner-priority 3',
      'service-port desc 7 description "a customer"', 'btv', 'igmp user add service-port 7 no-auth', 'multicast-vlan 100', 'igmp mode proxy', 'igmp uplink-port 0/9/0', 'igmp multicast-vlan member service-port 7', 'quit',
      'ont-sipagent-profile profile-id 1 profile-name "sip"', 'registrar-server 10.1.1.1 port 5060', 'commit', 'quit', 'interface gpon 0/1', 'if-sip add 3 7 1 ip-index 2 sipagent-profile profile-id 1',
      'sippstnuser add 3 7 1 mgid 1 username "44" password "p" telno "4401"', 'quit');
    const printed = body(run('display current-configuration'));
    const twin = createSimulator();
    expect(twin.seed(printed)).toEqual([]);
    const second = bench();
    expect(second.device.seed(printed)).toEqual([]);
    expect(body(second.run('display current-configuration'))).toEqual(printed);
    expect(Object.keys(twin.tables()['onts']!)).toEqual(Object.keys(device.tables()['onts']!));
  });
  test('a seed names the lines it could not take and goes on', () => {
    const device = createSimulator();
    expect(device.seed(['#', '[vlan-config]', '  <vlan-config>', ' vlan 30 to 31 smart', ' port vlan 99 0/9 0', ' frobnicate 3', '#', ' vlan 40 smart', 'return'])).toEqual(['port vlan 99 0/9 0', 'frobnicate 3']);
    expect(Object.keys(device.tables()['vlans']!)).toEqual(['1', '30', '31', '40']);
  });
  test('recent releases print commit without quit in service profiles', () => {
    const { run } = furnished({ set: { release: 'R022' } });
    expect(run('display current-configuration')).toMatch(/\[MA5800V100R022: 5011\][^]* {2}ring check enable\r\n {2}commit\r\n ont-lineprofile/);
  });
});

describe('state', () => {
  test('is kept whole, saved configuration included, and restored', () => {
    const { device, run } = furnished();
    const kept = device.persist();
    run('undo service-port 1905');
    const twin = createSimulator();
    twin.restore(kept);
    expect(Object.keys(twin.tables()['servicePorts']!)).toEqual(['1005', '1905']);
    expect(twin.persist()).toEqual(kept);
    expect(JSON.stringify(kept)).toContain('"saved"');
  });
  test('the revision grows with changes only', () => {
    const { device, run } = furnished();
    const before = device.revision;
    run('display version', 'vlan 100 smart', 'interface gpon 0/1', 'quit');
    expect(device.revision).toBe(before);
    run('vlan 101 smart');
    expect(device.revision).toBe(before + 1);
  });
});

describe('tables and lists', () => {
  test('ONTs of a port, in either spelling of the place', () => {
    const { run } = furnished();
    const table = run('display ont info 0 1 3 all');
    expect(table).toContain('  0/ 1/3    5  48575443A1B2C3D4  active      online   normal   match    no');
    expect(table).toContain('  In port 0/ 1/3 , the total of ONTs are: 1, online: 1');
    expect(body(run('display ont info 0/1/3 all'))).toEqual(body(table));
    expect(run('display ont info 0 1 4 all')).toContain('Failure: The required ONT does not exist');
    run('interface gpon 0/1');
    expect(body(run('display ont info 3 all'))).toEqual(body(table));
  });
  test('one ONT by serial, in letters or hex, wraps its description at 32 columns', () => {
    const { run } = furnished();
    run('interface gpon 0/1', `ont modify 3 5 desc "${'abcdefgh '.repeat(5)}x"`, 'quit');
    const detail = run('display ont info by-sn HWTCA1B2C3D4');
    expect(detail).toBe(run('display ont info by-sn 48575443A1B2C3D4').replace('48575443A1B2C3D4', 'HWTCA1B2C3D4'));
    expect(detail).toContain('  SN                       : 48575443A1B2C3D4 (HWTC-A1B2C3D4)\r\n');
    expect(detail).toContain(`  Description              : abcdefgh abcdefgh abcdefgh abcde\r\n${' '.repeat(29)}fgh abcdefgh x\r\n`);
    expect(detail).toMatch(/Line profile ID {6}: 60[^]*<T-CONT {3}1>[^]*<Gem Index 1>[^]*Service profile ID {3}: 60/);
    expect(run('display ont info by-sn HWTC00000000')).toContain('Failure: The required ONT does not exist');
  });
  test('service-ports with crossed rate columns', () => {
    const { run } = furnished();
    const table = run('display service-port port 0/1/3 ont 5');
    expect(table).toMatch(/ 1005 {2}100 common {3}gpon 0\/1 \/3 {2}5 {4}1 {5}vlan {2}100 {8}30 {3}31 {3}up\r\n/);
    expect(table).toMatch(/ 1905 {2}900 common .* - {4}- {4}up\r\n/);
    expect(table).toContain('   Total : 2  (Up/Down :    2/0)');
    expect(run('display service-port next-free-index')).toContain(': 0');
    expect(run('display service-port 1005')).toContain('RX                           : 30');
    expect(run('display service-port port 0/2/3')).toContain('No service virtual port can be operated');
  });
  test('an ONT comes online after its time, and never when nothing is plugged in', () => {
    const { run, clock } = furnished({ set: { 'online-ms': '5000' }, plugged: [{ port: '0/1/3', serial: '48575443A1B2C3D4' }, { port: '0/1/3', serial: '5A54454712345678' }] });
    run('interface gpon 0/1', 'ont add 3 6 sn-auth "HWTC00000002" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'port 3 ont-auto-find enable');
    expect(run('display ont info 3 all')).toContain('online: 0');
    expect(run('display ont optical-info 3 5')).toContain('Failure: The ONT is not online');
    clock.advance(5000);
    expect(run('display ont info 3 all')).toMatch(/ 5 {2}48575443A1B2C3D4 {2}active {6}online [^]* 6 {2}4857544300000002 {2}active {6}offline [^]*online: 1/);
    expect(run('display ont autofind all')).toMatch(/Number {14}: 1\r\n {3}F\/S\/P {15}: 0\/1\/3\r\n {3}Ont SN {14}: 5A54454712345678 \(ZTEG-12345678\)/);
    run('ont confirm 3 sn-auth "ZTEG12345678" omci ont-lineprofile-id 60 ont-srvprofile-id 60');
    expect(run('display ont autofind all')).toContain('The automatically found ONTs do not exist');
  });
  test('hosts and WANs show an address once a service-port carries them', () => {
    const { run } = furnished();
    run('interface gpon 0/1');
    expect(run('display ont ipconfig 3 5')).toMatch(/ONT config type {10}: DHCP\r\n {2}ONT IP {19}: 10\.[\d.]+\r\n[^]*ONT manage VLAN {10}: 900\r\n {2}ONT manage priority {6}: 2/);
    expect(run('display ont wan-info 3 5')).toMatch(/Service type +: Tr069[^]*IPv4 Connection status +: Connected/);
    run('quit', 'undo service-port 1905', 'interface gpon 0/1');
    expect(run('display ont ipconfig 3 5')).toContain('ONT IP                   : -');
    run('quit');
    expect(run('display ont wan-info 0/1 3 5')).toContain(': Connecting');
  });
  test.each([
    ['display vlan all', / 100 {3}smart/], ['display vlan 100', /0\/9\/0/], ['display board 0', / 1 +H901GPSF/], ['display ont-lineprofile gpon all', / 60 +LP-HGU +1\r\n/],
    ['display ont-srvprofile gpon all', / 60 +SP-4E2V +1\r\n/], ['display traffic table ip from-index 0', / 30 +102400 +3278800 +102400 +3278800/], ['display traffic table ip from-index 6 to-index 6', / 6 +off +off +off +off/],
    ['display traffic table ip index 30', /Referenced Status +: used/], ['display dba-profile all', / 20 +4 +No +0 +0 +102400 +1\r\n/], ['display version', /VERSION : MA5800V100R019/],
    ['display ont info summary 0/1/3', /the total of ONTs are: 1, online: 1\r\n/], ['display autosave configuration', /off/], ['display ont tr069-server-profile all', / 1 +acs +1\r\n/], ['display client', /root/],
  ])('%s', (line, expected) => {
    expect(furnished().run(line)).toMatch(expected);
  });
});
