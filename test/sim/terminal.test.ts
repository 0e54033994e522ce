import { describe, expect, test } from 'vitest';
import { bench, FLOW, furnished, SHARED } from './box.ts';
import { openConsole } from '../../src/sim/console.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';

const PAGER = "---- More ( Press 'Q' to break ) ----";
const WIPE = `\u001b[37D${' '.repeat(37)}\u001b[37D`;

describe('the terminal of a box', () => {
  test('a good login prints the word fail and then a prompt', () => {
    const console = openConsole(createSimulator());
    expect(console.screen).toContain('All user fail login information');
    expect(console.screen.endsWith('\r\n\r\nMA5800>')).toBe(true);
  });
  test('CR LF is two Enters: the second answers a parameter prompt', () => {
    const console = openConsole(createSimulator());
    const seen = console.send('scroll\r\n');
    expect(seen).toBe('scroll\r\n{ <cr>|number<U><10,512> }:\r\n\r\n  Command:\r\n          scroll\r\n\r\nMA5800>');
  });
  test('CR NUL, bare CR and bare LF are one Enter each', () => {
    for (const end of ['\r\0', '\r', '\n']) {
      expect(openConsole(createSimulator()).send(`scroll${end}`)).toBe('scroll\r\n{ <cr>|number<U><10,512> }:');
    }
  });
  test('a box told so takes CR LF as one Enter', () => {
    expect(openConsole(createSimulator({ set: { crlf: 'one' } })).send('scroll\r\n')).toBe('scroll\r\n{ <cr>|number<U><10,512> }:');
  });
  test('a parameter prompt without <cr> gives up after three useless answers', () => {
    const { console } = bench();
    console.type('quit');
    console.type('smart');
    console.type('config');
    expect(console.type('interface gpon')).toMatch(/\{ slot<S><frameid\/slotid> \}:$/);
    expect(console.type('')).toMatch(/\}:$/);
    expect(console.type('nothing')).toMatch(/\}:$/);
    expect(console.type('')).toContain('Reenter times have reached the upper limit');
    expect(console.screen.endsWith('MA5800(config)#')).toBe(true);
  });
  test('a parameter prompt takes the rest of the line', () => {
    const { console } = bench();
    for (const line of ['return', 'smart', 'config', 'interface gpon']) console.type(line);
    expect(console.type('0/1')).toMatch(/ {2}Command:\r\n {10}interface gpon 0\/1\r\n\r\nMA5800\(config-if-gpon-0\/1\)#$/);
  });
  test('Ctrl-C leaves a parameter prompt and drops a half-typed line', () => {
    const { console } = bench();
    for (const line of ['return', 'smart', 'config', 'interface gpon']) console.type(line);
    expect(console.send('\u0003')).toBe('\r\nMA5800(config)#');
    console.send('vlan 77 sm');
    expect(console.send('\u0003')).toBe('\r\nMA5800(config)#');
    expect(console.type('')).toBe('\r\nMA5800(config)#');
  });
  test('long output stops at a page and goes on with one blank', () => {
    const { device } = furnished();
    const console = openConsole(device);
    console.type('enable');
    console.type('undo smart');
    const first = console.type('display current-configuration');
    expect(first.endsWith(PAGER)).toBe(true);
    expect(first.split('\r\n')).toHaveLength(25);
    expect(console.send(' ').startsWith(WIPE)).toBe(true);
    let last = '';
    while (!/#$/.test(last)) last = console.send(' ');
    expect(console.screen).toContain('return\r\n\r\nMA5800#');
    console.type('display current-configuration');
    expect(console.send('q')).toBe(`${WIPE}MA5800#`);
  });
  test('Enter in the pager shows one more line', () => {
    const { device } = furnished();
    const console = openConsole(device);
    console.type('enable');
    console.type('undo smart');
    console.type('display current-configuration');
    expect(console.send('\r').split('\r\n')).toHaveLength(2);
  });
  test('output folds at 80 columns until original output is asked for', () => {
    const { console } = furnished();
    console.type('undo mmi-mode original-output');
    const folded = console.type('display current-configuration');
    const lines = folded.split('\r\n').slice(1);
    expect(Math.max(...lines.map((line) => line.length))).toBe(80);
    console.type('mmi-mode original-output');
    const plain = console.type('display current-configuration');
    expect(plain).toContain(` ${FLOW}`);
    expect(lines.join('').replaceAll(/\s/g, '')).toBe(plain.split('\r\n').slice(1).join('').replaceAll(/\s/g, ''));
  });
  test('echo goes over the edge with a blank and cursor-left, or with a new line on the older family', () => {
    const long = `sysname ${'x'.repeat(70)}`;
    expect(bench().console.type(long)).toContain('x \u001b[1Dx');
    expect(bench({ model: 'MA5608T' }).console.type(long)).toMatch(/x\r\nx/);
  });
  test('backspace takes back what was typed', () => {
    const { console, device } = bench();
    expect(console.send('vlan 78\b')).toBe('vlan 78\b \b');
    console.send('7 smart\r');
    expect(device.tables()['vlans']).toHaveProperty('77');
  });
  test('arrow keys are swallowed', () => {
    expect(bench().console.send('vlan\u001b[A\u001b[D 77')).toBe('vlan 77');
  });
  test('the help key lists what may follow and brings the line back', () => {
    const seen = bench().console.send('interface ?');
    expect(seen).toContain('gpon');
    expect(seen.endsWith('MA5800(config)#interface ')).toBe(true);
  });
  test('an alarm comes by itself in mid-output, until alarms are off', () => {
    const { run, console } = bench({ set: { 'alarm-every': '2' } });
    expect(`${run('display version')}${run('display version')}`).toContain('! FAULT MINOR');
    run('undo alarm output all');
    expect(`${run('display version')}${run('display version')}`).not.toContain('! FAULT');
    expect(console.closed).toBe(false);
  });
  test('the progress of a save arrives after the prompt, and again the half-typed line', () => {
    const { run, console, clock } = bench();
    run('vlan 77 smart');
    expect(run('save')).toMatch(/It will take several minutes[^]*MA5800\(config\)#$/);
    console.send('disp');
    const before = console.screen.length;
    clock.advance(1000);
    const late = console.screen.slice(before);
    expect(late).toMatch(/\]:The percentage of saved data on 9 slot's control board is: 35%\r\n\r\nMA5800\(config\)#disp/);
    expect(late).toMatch(/control board is saved completely\r\n\r\nMA5800\(config\)#disp$/);
    expect(console.send('\b\b\b\bsave\r')).toContain('no need to save again');
  });
  test('a second save while one runs is told to wait', () => {
    const { run } = bench();
    run('vlan 77 smart', 'save', 'vlan 78 smart');
    expect(run('save')).toContain('Failure: System is busy');
  });
  test('leaving warns of unsaved data, asks, and hangs up', () => {
    const { console, run } = bench();
    run('vlan 77 smart', 'return', 'interactive');
    expect(console.type('quit')).toMatch(/save data before logout\.\r\n {2}Are you sure to log out\? \(y\/n\)\[n\]:$/);
    expect(console.type('')).toMatch(/MA5800#$/);
    console.type('quit');
    expect(console.type('y')).toContain('Configuration console exit, please retry to log on');
    expect(console.closed).toBe(true);
  });
  test('a fifth session of one account is turned away', () => {
    const device = createSimulator();
    const sessions = [1, 2, 3, 4].map(() => openConsole(device));
    expect(openConsole(device).screen).toContain('Reenter times have reached the upper limit');
    sessions[0]!.hangUp();
    expect(openConsole(device).screen).toContain('MA5800>');
  });
  test('what one session commits another sees', () => {
    const { device, run } = bench();
    run(...SHARED);
    const other = openConsole(device);
    for (const line of ['enable', 'undo smart', 'scroll 512', 'config', 'mmi-mode original-output']) other.type(line);
    expect(other.type('display ont-lineprofile gpon all')).toContain('LP-HGU');
  });
});

test('while a save runs a box may refuse to be configured', () => {
  const { run, clock } = bench({ set: { 'save-blocks': 'yes' } });
  run('vlan 77 smart', 'save');
  expect(run('vlan 78 smart').replaceAll(/\s+/g, ' ')).toContain('Failure: System is reading or writing flash, please retry after a while');
  clock.advance(1000);
  expect(run('vlan 78 smart')).not.toContain('Failure');
});

test('seeding a box with unsaved changes leaves them unsaved', () => {
  const { run, device } = bench();
  device.seed(['vlan 70 smart']);
  expect(run('save')).toContain('no need to save again');
  run('vlan 77 smart');
  device.seed(['vlan 71 smart']);
  expect(run('save')).toContain('It will take several minutes');
});

test('a banner may want a YES before the first prompt', () => {
  const console = openConsole(createSimulator({ set: { pledge: 'yes' } }));
  expect(console.screen).toMatch(/\(YES\/NO\):$/);
  expect(console.type('YES')).toMatch(/MA5800>$/);
  const other = openConsole(createSimulator({ set: { pledge: 'yes' } }));
  other.type('NO');
  expect(other.closed).toBe(true);
});

test('the older family asks for a type after ont add', () => {
  const { run } = bench({ model: 'MA5608T' });
  run(...SHARED, 'return', 'smart', 'config', 'interface gpon 0/1');
  expect(run('ont add 3 5 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "x"')).toMatch(/\{ <cr>\|ont-type<K> \}:$/);
  expect(run('').replaceAll('\r\n          ', ' ')).toContain('  Command: ont add 3 5 sn-auth "HWTC00000001" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "x"\r\n  Number of ONTs that can be added: 1, success: 1');
});

test('a silent session is closed after its time', () => {
  const { console, clock } = bench({ set: { 'idle-ms': '5000' } });
  clock.advance(4000);
  console.type('display client');
  clock.advance(4000);
  expect(console.closed).toBe(false);
  clock.advance(1000);
  expect(console.screen).toContain('Configuration console time out, please retry to log on');
  expect(console.closed).toBe(true);
});

test('an alarm at rest brings the prompt and the half-typed line again, until alarms are off', () => {
  const { console, clock, run } = bench({ set: { 'alarm-ms': '1000' } });
  console.send('displ');
  clock.advance(1000);
  expect(console.screen).toMatch(/--- END\r\n\r\n\r\nMA5800\(config\)#displ$/);
  console.send('\u0003');
  run('undo alarm output all');
  const before = console.screen;
  clock.advance(5000);
  expect(console.screen).toBe(before);
});
