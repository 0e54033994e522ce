import { describe, expect, test } from 'vitest';
import { ADD, bench, FLOW, furnished, SHARED } from './box.ts';

const caretColumn = (output: string): number => (output.split('\r\n').find((line) => /^ *\^$/.test(line)) ?? '').indexOf('^');

describe('the box is strict about what is typed', () => {
  test.each([
    ['vlan 100 smrt', 'Unknown command', 'smrt'],
    ['vlan 4094 smart', 'Parameter error', '4094'],
    ['vlan 100', 'Incomplete command', ''],
    ['vlan 100 smart now', 'Too many parameters', 'now'],
    ['exit', 'Unknown command', 'exit'],
    ['show version', 'Unknown command', 'show'],
    ['ont add 3 5', 'Unknown command', 'add'],
    ['dba-profile add profile-id 20 type6 max 1024', 'Unknown command', 'type6'],
    ['dba-profile add profile-id 513 type4 max 1024', 'Parameter error', '513'],
    ['service-port 40000 vlan 100', 'Parameter error', '40000'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 5 gem 1 multi-service user-vlan 100 tag-transform transalte', 'Unknown command', 'transalte'],
    ['service-port 1 vlan 100 gpon 0/1/3 ont 128 gemport 1', 'Parameter error', '128'],
    ['screen-length 0 temporary', 'Unknown command', 'screen-length'],
    ['wlan ssid-profile 1', 'Unknown command', 'wlan'],
  ])('%s', (line, words, culprit) => {
    const { run } = bench();
    const output = run(line);
    expect(output).toContain(`% ${words}, the error locates at '^'`);
    const column = 'MA5800(config)#'.length + (culprit === '' ? line.length : line.lastIndexOf(culprit));
    expect(caretColumn(output)).toBe(column % 80);
  });
  test('the caret stands under the culprit even when the line went over the edge', () => {
    const { run } = furnished();
    const prompt = 'MA5800(config-if-gpon-0/1)#';
    run('interface gpon 0/1');
    const line = 'ont add 3 6 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 9999';
    expect(caretColumn(run(line))).toBe((prompt.length + line.indexOf('9999')) % 80);
  });
  test.each([
    'ont add 3 6 sn-auth "TESTONU00001234" omci ont-lineprofile-id 60 ont-srvprofile-id 60',
    'ont add 3 6 sn "HWTC0000000G" omci ont-lineprofile-id 60 ont-srvprofile-id 60',
    'ont add 16 6 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 60',
    'ont add 3 6 sn-auth "HWTC00000001" type SFU',
    `ont add 3 6 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "${'x'.repeat(65)}"`,
    'ont ipconfig 3 5 ip-index 8 dhcp vlan 900 priority 2',
    'ont ipconfig 3 5 ip-index 0 dhcp vlan 900 priority 8',
    'ont ipconfig 3 5 ip-index 0 dhcp vlan 4094 priority 2',
    'ont port native-vlan 3 5 eth 1 vlan 4094',
    'ont port vlan 3 5 eth 1 translation 4094 user-vlan 5',
    'ont port vlan 3 5 eth 1 translation 100 user-vlan 4095',
    'ont ipconfig 3 5 ip-index 0 static ip-address 10.0.0.256 mask 255.255.255.0',
    'ont port native-vlan 3 5 eth 1 vlan 100 priority 9',
    'ont delete 3 5 force',
    'display service-port all',
    'vlan 7 smart',
  ])('on a board: %s', (line) => {
    const { run, device } = furnished();
    run('interface gpon 0/1');
    const before = device.tables();
    expect(run(line)).toMatch(/ {2}% (Parameter error|Unknown command|Too many parameters), the error locates at '\^'\r\n\r\nMA5800/);
    expect(device.tables()).toEqual(before);
  });
  test('modes have their own prompts and only return leads straight home', () => {
    const { run } = furnished();
    const tail = (line: string): string => run(line).split('\r\n').at(-1) ?? '';
    expect(tail('interface gpon 0/1')).toBe('MA5800(config-if-gpon-0/1)#');
    expect(tail('quit')).toBe('MA5800(config)#');
    expect(tail('interface gpon 0/9')).toBe('MA5800(config)#');
    expect(tail('ont-lineprofile gpon profile-id 60')).toBe('MA5800(config-gpon-lineprofile-60)#');
    expect(tail('quit')).toBe('MA5800(config)#');
    expect(tail('ont-srvprofile gpon profile-id 60')).toBe('MA5800(config-gpon-srvprofile-60)#');
    expect(tail('quit')).toBe('MA5800(config)#');
    expect(tail('btv')).toBe('MA5800(config-btv)#');
    expect(tail('multicast-vlan 100')).toBe('MA5800(config-mvlan100)#');
    expect(tail('return')).toBe('MA5800#');
    expect(tail('diagnose')).toBe('MA5800(diagnose)%%');
  });
  test.each([
    'service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 4094 tag-transform translate',
    'service-port 1 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate-and-add inner-vlan 4095',
    'undo service-port vlan 4094',
  ])('numbers beyond the last VLAN: %s', (line) => {
    const { run, device } = furnished();
    const before = device.tables();
    expect(run(line)).toContain("% Parameter error, the error locates at '^'");
    expect(device.tables()).toEqual(before);
  });
  test('a GEM port maps VLANs up to 4093', () => {
    const { run } = furnished();
    run('ont-lineprofile gpon profile-id 60');
    expect(run('gem mapping 1 1 vlan 4094')).toContain('% Parameter error');
    expect(run('gem mapping 1 1 vlan 4093')).not.toContain('%');
  });
  test.each(['dhcp', 'dhcp priority 2', 'static ip-address 10.0.0.2 mask 255.255.255.0 gateway 10.0.0.1', 'pppoe user-account username "u" password "p"'])('an IP host without a VLAN: %s', (how) => {
    const { run, device } = furnished();
    run('interface gpon 0/1');
    const before = device.tables();
    expect(run(`ont ipconfig 3 5 ip-index 1 ${how}`)).toMatch(/% (?:Incomplete|Unknown) command/);
    expect(device.tables()).toEqual(before);
    expect(run('ont ipconfig 3 5 ip-index 1 dhcp vlan 100')).not.toMatch(/%|Failure/);
  });
  test('dialogs and questions are settled before configuration mode, pages also in it', () => {
    const { run } = bench();
    for (const line of ['undo smart', 'smart', 'undo interactive', 'interactive']) expect(run(line)).toContain('% Unknown command');
    expect(run('scroll 100')).not.toContain('%');
    run('interface gpon 0/1');
    expect(run('scroll 100')).toContain('% Unknown command');
    run('return');
    for (const line of ['smart', 'undo smart', 'interactive', 'undo interactive', 'scroll 512']) expect(run(line)).not.toContain('%');
  });
  test('rx-cttr is the table of what comes in, as inbound is', () => {
    const { run, device } = furnished();
    run('undo service-port 1905', 'service-port 1905 vlan 900 gpon 0/1/3 ont 5 gemport 2 multi-service user-vlan 900 tag-transform translate rx-cttr 31 tx-cttr 30');
    expect(device.tables()['servicePorts']).toMatchObject({ 1005: { inbound: 31, outbound: 30 }, 1905: { inbound: 31, outbound: 30 } });
    run('service-port 1005 rx-cttr 30 tx-cttr 31');
    expect(device.tables()['servicePorts']).toMatchObject({ 1005: { inbound: 30, outbound: 31 } });
  });
  test('preparations can be refused, and the box keeps its habits then', () => {
    const { run, console } = bench({ set: { refuses: 'undo smart;mmi-mode' } });
    expect(run('mmi-mode original-output')).toContain('% Unknown command');
    expect(console.type('scroll')).toContain('{ <cr>|number<U><10,512> }:');
  });
});

describe('what the box answers when it agrees', () => {
  test('an added ONT gets its place told', () => {
    const { run } = bench();
    run(...SHARED, 'interface gpon 0/1');
    expect(run(ADD)).toContain('\r\n  Number of ONTs that can be added: 1, success: 1\r\n  PortID :3, ONTID :5\r\n\r\nMA5800(config-if-gpon-0/1)#');
    expect(run('ont add 3 sn-auth "HWTC00000002" omci ont-lineprofile-id 60 ont-srvprofile-id 60')).toContain('PortID :3, ONTID :0');
  });
  test('a UNI VLAN counts its successes, and a port the ONT lacks is failed: 1 without the word Failure', () => {
    const { run } = furnished();
    run('interface gpon 0/1');
    expect(run('ont port native-vlan 3 5 eth 4 vlan 100 priority 0')).toContain('  Set ONT port(s) VLAN configuration, success: 1, failed: 0');
    const refused = run('ont port native-vlan 3 5 eth 5 vlan 100 priority 0');
    expect(refused).toContain('success: 0, failed: 1');
    expect(refused).not.toContain('Failure');
  });
  test('most commands are silent', () => {
    const { run } = furnished();
    expect(run('undo service-port 1005')).toBe('undo service-port 1005\r\n\r\nMA5800(config)#');
  });
  test('questions are asked only while interactive is on, and an Enter says no', () => {
    const { run, device } = furnished();
    run('return', 'interactive', 'config');
    expect(run('undo service-port port 0/1/3 ont 5')).toMatch(/Are you sure to release service virtual port\(s\)\? \(y\/n\)\[n\]:$/);
    run('');
    expect(Object.keys(device.tables()['servicePorts']!)).toEqual(['1005', '1905']);
    run('undo service-port port 0/1/3 ont 5');
    expect(run('y')).toMatch(/Deleting start\.\.\.[^]*need be deleted: 2[^]*have been deleted: 2/);
    expect(device.tables()['servicePorts']).toEqual({});
  });
  test('the older family asks before every delete', () => {
    const { run } = furnished({ model: 'MA5608T' });
    run('return', 'interactive', 'config');
    expect(run('undo service-port 1005')).toContain('(y/n)[n]:');
  });
  test('distributed mode has another ont add and no profiles', () => {
    const { run } = bench({ set: { mode: 'distributed' } });
    expect(run('display current-configuration section sysmode')).not.toContain('profile-mode');
    expect(run('ont-lineprofile gpon profile-id 60')).toContain('% Unknown command');
    run('interface gpon 0/1');
    expect(run(ADD)).toContain('% Unknown command');
    expect(run('ont add 3 5 sn-auth "HWTC00000001" profile-id 1')).toContain('ONTID :5');
  });
  test('an EPON board has its own mode', () => {
    const { run } = bench({ set: { epon: 'yes' } });
    expect(run('interface gpon 0/3')).toContain('Failure: The board does not exist');
    expect(run('interface epon 0/3')).toContain('MA5800(config-if-epon-0/3)#');
    expect(run('return')).toBeTruthy();
    expect(run('display current-configuration section epon-0/3')).toContain('interface epon 0/3');
  });
  test('an old box without WAN profiles does not know their commands', () => {
    const { run } = bench({ model: 'MA5608T', set: { wan: 'no', 'acs-password': 'no' } });
    expect(run('ont wan-profile profile-id 5')).toContain('% Unknown command');
    expect(run('ont tr069-server-profile add profile-id 1 url "http://x" user "u" "p"')).toContain('Failure: The ONT can not support');
    expect(run('ont tr069-server-profile add profile-id 1 url "http://x" user "u"')).not.toContain('Failure');
    expect(run('undo ont tr069-server-profile profile-id 1')).not.toContain('Failure');
  });
});

test.each([
  [{ colour: 'red' }, /unknown simulator option colour/], [{ 'save-ms': 'soon' }, /save-ms is no number: soon/], [{ mode: 'bridge' }, /mode cannot be bridge/], [{ plugged: '0/1/3=HWTC' }, /not an ONT on a port: 0\/1\/3=HWTC/],
])('a wrong simulator option is a failure: %j', (set, message) => {
  expect(() => bench({ set: set })).toThrow(message);
});

test('the saved configuration is what was last saved', () => {
  const { run } = bench();
  run('vlan 77 smart');
  expect(run('display saved-configuration')).not.toContain('vlan 77 smart');
  run('save');
  expect(run('display saved-configuration')).toContain(' vlan 77 smart');
});

test('a failure longer than the message column is folded over lines with two blanks each', () => {
  const { run } = furnished({ set: { 'failure-width': '40' } });
  run('interface gpon 0/1');
  expect(run('ont delete 3 5')).toContain('\r\n  Failure: This configured object has\r\n  some service virtual ports\r\n\r\n');
  expect(run('quit')).toContain('(config)#');
  expect(run(FLOW)).toContain('  Conflicted service virtual port index: 1005');
});
