import { describe, expect, test } from 'vitest';
import { compileOutputs } from '../../../src/packs/outputs/compile.ts';

const read = { line: 'show x[ {id:int}]', at: '#' };

describe('outputs', () => {
  test('lines: one record per line of the pattern language; another line is an error', () => {
    const state = compileOutputs({ macs: { read, shape: 'lines', ignore: ['^!'], lines: [{ put: 'mac {mac:word} vlan {vlan:int}[ age {age:word}]', cells: { mac: { type: 'mac' } } }] } });
    expect(state.parse('macs', ['! remark', 'mac 1122.3344.5566 vlan 7', '  mac 11:22:33:44:55:67  vlan 8 age 3s', '']).records).toEqual([
      { mac: '112233445566', vlan: 7 }, { mac: '112233445567', vlan: 8, age: '3s' },
    ]);
    expect(() => state.parse('macs', ['mac 1122.3344.5566 vlan 7', 'and something else'])).toThrow('the answer of macs, line 2: a line nobody knows: and something else');
    expect(() => state.parse('macs', ['mac beef vlan 7'])).toThrow('mac cannot be "beef"');
  });

  test('an output the pack has not is null, a parameter that is not given is left out', () => {
    const state = compileOutputs({ macs: { read, shape: 'lines', lines: ['x'] } });
    expect(state.ask('found', {})).toBeNull();
    expect(state.ask('macs', {})!.line).toBe('show x');
    expect(state.ask('macs', { id: 4 })!.line).toBe('show x 4');
  });

  test('words of the box become ours, and ready is what the pack says', () => {
    const state = compileOutputs({ states: { read, shape: 'pairs', ready: { run: 'online' }, keys: { run: { key: 'Phase', words: { working: 'online' } } } } });
    const [up] = state.parse('states', ['Phase : Working']).records;
    expect(up).toEqual({ run: 'online' });
    expect(state.ready('states', up!)).toBe(true);
    expect(state.ready('states', { run: 'LOS' })).toBe(false);
  });

  test('a malformed output names its place', () => {
    expect(() => compileOutputs({ a: { read, shape: 'heap' } }).parse('a', [])).toThrow('outputs/a: shape is table, pairs or lines');
    expect(() => compileOutputs({ a: { read, shape: 'pairs', keys: { b: { key: 'B', type: 'colour' } } } }).parse('a', [])).toThrow("outputs/a: b: no type 'colour'");
  });
});
