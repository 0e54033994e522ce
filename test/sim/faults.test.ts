import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { parseFaults } from '../../src/sim/faults.ts';
import { furnished } from './box.ts';
import { openConsole } from '../../src/sim/console.ts';

describe('a list of faults', () => {
  test('counts configuration lines only and strikes each once', () => {
    const plan = parseFaults('refuse@2');
    expect([plan.strike('vlan 1', true), plan.strike('display x', false), plan.strike('vlan 2', true), plan.strike('vlan 3', true)]).toEqual([null, null, 'refuse', null]);
    expect(plan.counted).toBe(3);
  });
  test('strikes several lines when told how many, and lines that match', () => {
    const plan = parseFaults('busy@1*2, drop-after@/^save/');
    expect(['a', 'b', 'c'].map((line) => plan.strike(line, true))).toEqual(['busy', 'busy', null]);
    expect(plan.strike('save', false)).toBe('drop-after');
    expect(plan.strike('save', false)).toBeNull();
  });
  test.each(['refuse', 'refuse@', 'explode@3', 'refuse@3;busy@4', 'drop@/(/'])('is refused when it says %s', (spec) => {
    expect(() => parseFaults(spec)).toThrow(Failure);
  });
});

describe('a box with faults', () => {
  const lines = ['enable', 'undo smart', 'undo interactive', 'config'];
  const session = (faults: string) => {
    const { device } = furnished();
    const console = openConsole(device, { faults });
    for (const line of lines) console.type(line);
    return { device, console };
  };
  test.each([['refuse', 'Failure: The operation is not allowed'], ['busy', 'Failure: System is busy, please retry after a'], ['failed', 'success: 0, failed: 1']])('%s answers with the words of the box and does nothing', (kind, words) => {
    const { device, console } = session(`${kind}@1`);
    expect(console.type('vlan 7 smart')).toContain(words);
    expect(device.tables()['vlans']).not.toHaveProperty('7');
    expect(console.type('vlan 7 smart')).not.toContain('Failure');
  });
  test('ignore looks like success', () => {
    const { device, console } = session('ignore@1');
    expect(console.type('vlan 7 smart')).toBe('vlan 7 smart\r\n\r\nMA5800(config)#');
    expect(device.tables()['vlans']).not.toHaveProperty('7');
  });
  test('garbage and alarm do what was asked and say more', () => {
    const { device, console } = session('garbage@1,alarm@2');
    expect(console.type('vlan 7 smart')).toContain('task oamd suspended');
    expect(console.type('vlan 8 smart')).toMatch(/! FAULT MINOR[^]*--- END[^]*MA5800\(config\)#$/);
    expect(Object.keys(device.tables()['vlans']!)).toEqual(expect.arrayContaining(['7', '8']));
  });
  test('silent never answers again', () => {
    const { console } = session('silent@1');
    expect(console.type('vlan 7 smart')).toBe('vlan 7 smart');
    expect(console.type('display version')).toBe('');
    expect(console.closed).toBe(false);
  });
  test.each([['drop-before', '', false], ['drop-in-echo', 'vlan 7', false], ['drop-in-reply', 'vlan 7 smart\r\n\r', true], ['drop-after', 'vlan 7 smart\r\n', true]])('%s hangs up', (kind, seen, done) => {
    const { device, console } = session(`${kind}@1`);
    expect(console.type('vlan 7 smart')).toBe(seen);
    expect(console.closed).toBe(true);
    expect('7' in (device.tables()['vlans'] as object)).toBe(done);
  });
  test('navigation, reads and preparation are no configuration lines', () => {
    const { console } = session('refuse@1');
    for (const line of ['display version', 'mmi-mode original-output', 'scroll 100', 'interface gpon 0/1', 'quit', '']) expect(console.type(line)).not.toContain('Failure');
    expect(console.type('vlan 7 smart')).toContain('Failure');
  });
});
