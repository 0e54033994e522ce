import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/kernel/failure.ts';
import { compileOutputs } from '../../../src/packs/outputs/compile.ts';
import { classify } from '../../../src/transport/classify.ts';
import { furnished } from '../../sim/box.ts';
import { compiled } from '../../transport/spec-fixture.ts';
import { packFiles, readListOf } from './trees.ts';

const state = compileOutputs(packFiles('huawei'));
const answer = (file: string): string[] => readFileSync(new URL(`../../fixtures/huawei/outputs/${file}.txt`, import.meta.url), 'utf8').split('\n');
const parse = (name: string, file = name) => state.parse(name, answer(file));

describe('what a SmartAX box says of its state', () => {
  test('found ONTs, one block each, whatever keys a release prints behind the vendor', () => {
    expect(parse('found').records).toEqual([
      { number: 1, pon: '0/1/3', serial: '48575443A1B2C3D4', loid: null, vendor: 'HWTC', version: '15AB.A', software: 'V5R019C00S100', equipment: 'EG8141A5', mac: '112233445566', time: '2024-05-06 07:08:09+03:00' },
      { number: 2, pon: '0/2/11', serial: '5A544547C0FFEE01', loid: 'building-7', vendor: 'ZTEG', version: null, software: null, equipment: 'F660', time: '06/05/2024 07:08:09-03:00' },
    ]);
  });

  test('states of a port: two tables are one record per ONT', () => {
    expect(parse('states').records).toEqual([
      { pon: '0/1/3', id: 5, serial: '48575443A1B2C3D4', control: 'active', run: 'online', config: 'normal', match: 'match', protect: 'no', description: 'site-0005' },
      { pon: '0/1/3', id: 12, serial: '5A544547C0FFEE01', control: 'deactive', run: 'offline', config: 'initial', match: 'initial', protect: 'no', description: null },
    ]);
  });

  test('columns are found by their headings, in any order', () => {
    expect(parse('states', 'states-newer').records).toEqual([
      { pon: '0/1/3', id: 5, serial: '48575443A1B2C3D4', control: 'active', run: 'online', config: 'failed', match: 'mismatch', description: 'a name, with blanks and : signs' },
    ]);
  });

  test('power and distance: nothing is null and so is what no transceiver can do; never zero', () => {
    const records = parse('summary').records;
    expect(records.map(({ id, distance, rx, tx, downCause }) => ({ id, distance, rx, tx, downCause }))).toEqual([
      { id: 5, distance: 1840, rx: -23.01, tx: 2.1, downCause: 'dying-gasp' },
      { id: 12, distance: null, rx: null, tx: null, downCause: 'LOSi/LOBi' },
      { id: 13, distance: 2140, rx: null, tx: 2, downCause: null },
    ]);
    expect(records[1]).toMatchObject({ description: 'left, second door', downTime: '2024-05-06 01:00:00' });
  });

  test('one ONT, through ten kilobytes of profile', () => {
    expect(parse('ont').records).toEqual([expect.objectContaining({
      pon: '0/1/3', id: 5, run: 'online', config: 'normal', match: 'match', distance: 1840, serial: '48575443A1B2C3D4', addresses: ['10.9.0.25/20', null],
      description: 'site-0005', downCause: 'dying-gasp', lineProfile: 60, serviceProfile: 60,
    })]);
  });

  test('a folded description is one text again, and keys are matched without case and blanks', () => {
    expect(parse('ont', 'ont-folded').records[0]).toMatchObject({ run: 'offline', distance: null, description: 'the house behind the old mill , second floor on the left' });
  });

  test('an answer that ends before the profiles is not believed', () => {
    const whole = answer('ont');
    const end = whole.findIndex((line) => line.includes('Service profile ID'));
    expect(() => state.parse('ont', whole.slice(0, end))).toThrow('serviceProfile is missing');
  });

  test('connections in both spellings, learned addresses', () => {
    expect(parse('connections')).toMatchObject({ head: { pon: '0/1/3', id: 5 }, records: [
      { service: 'Tr069', status: 'Connected', address: '10.9.0.25', vlan: 900, mac: '112233445566' }, { service: 'Internet', status: 'Connecting', address: null, vlan: 100 },
    ] });
    expect(parse('macs').records.map(({ port, mac, id, vlan }) => [port, mac, id, vlan])).toEqual([[1005, '112233445568', 5, 100], [1905, '112233aa5566', 5, 900]]);
  });

  test('learned addresses of a box: of a port, of one ONT, of the ONT\'s own hosts; and that there are none', () => {
    const { run } = furnished();
    const macs = (line: string): unknown => state.parse('macs', run(line).split('\r\n').slice(1, -2)).records.map(({ port, mac, pon, id, vlan }) => [port, mac, pon, id, vlan]);
    const known = [[1005, '02005e0003ed', '0/1/3', 5, 100], [1905, '112233050000', '0/1/3', 5, 900]];
    expect(run('display ont wan-info 0/1 3 5')).toContain('1122-3305-0000');
    expect(macs(state.ask('macs', { f: 0, s: 1, p: 3, id: 5 })!.line)).toEqual(known);
    expect(macs(state.ask('macs', { f: 0, s: 1, p: 3 })!.line)).toEqual(known);
    run('undo service-port 1005', 'undo service-port 1905');
    const none = run('display mac-address port 0/1/3').split('\r\n').slice(1, -1);
    expect(none[0]).toBe('  Failure: There is not any MAC address record');
    expect(classify(none, compiled()).class).toBe('empty');
    expect(run('display mac-address port 0/1/3 ont 9')).toContain('Failure: The ONT does not exist');
  });

  test('what an ONT learned on its own ports is another table, and not taken for this one', () => {
    const { run } = furnished();
    const table = run('display mac-address ont 0/1/3 5').split('\r\n').slice(1, -2);
    expect(table).toContain(' 0/ 1/3      5    ETH              1   0200-5e00-0001      100');
    expect(() => state.parse('macs', table)).toThrow(Failure);
    run('interface gpon 0/1', 'undo ont port native-vlan 3 5 eth 1', 'quit');
    expect(run('display mac-address ont 0/1/3 5')).toContain('Failure: There is not any MAC address record');
  });

  test('who is logged in, and which of them asks', () => {
    expect(parse('users').records.map(({ user, how, from, own }) => [user, how, from, own])).toEqual([
      ['admin', 'SSH', '10.0.0.9', undefined], ['root', 'Telnet', '10.0.0.7', 'yes'], ['noc', 'Telnet', '10.0.0.8', undefined], ['field', 'Console', undefined, undefined],
    ]);
  });

  test.each([
    ['users', 'SSH          10.0.0.9', '10.0.0.9     SSH', 'a line nobody knows'],
    ['states', 'F/S/P   ONT', 'F/S/P   ONT  Mood', 'a heading with a column nobody knows'],
    ['states', '0/ 1/3    5  48575443A1B2C3D4', '0/ 1/3    5  4857544', 'SN cannot be "4857544"'],
    ['states', '0/ 1/3    5  48575443A1B2C3D4  active      online   normal   match    no', '', '1 rows were read, not 2'],
    ['summary', '1840 ', 'far  ', 'Distance cannot be "far"'],
    ['found', '   Number              : 2', '   Something else entirely', 'neither a pair of key and value'],
    ['ont', '  Mapping mode        :VLAN', '  % Unknown thing', 'neither a pair'],
    ['macs', '    1905     -', '    1905', 'no row of this table'],
  ])('%s: a line nobody knows is an error that names it, never an empty field', (name, from, to, why) => {
    const lines = answer(name).join('\n').replace(from, to).split('\n');
    let failure: unknown;
    try { state.parse(name, lines); } catch (error) { failure = error; }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'unknown-output', exitCode: 5 });
    expect((failure as Failure).message).toContain(why);
    expect((failure as Failure).message).toMatch(new RegExp(`the answer of ${name}, line \\d+`));
  });

  test('cut anywhere, an answer gives what it gives whole, or an error: no field goes missing', () => {
    let cuts = 0;
    for (const name of ['states', 'summary', 'ont']) {
      const text = answer(name).join('\n');
      const whole = parse(name).records;
      for (let at = 0; at < text.trimEnd().length; at++) {
        cuts++;
        let records;
        try { ({ records } = state.parse(name, text.slice(0, at).split('\n'))); } catch (error) { expect(error).toBeInstanceOf(Failure); continue; }
        const told = records.map((record) => Object.keys(record));
        // The last word of an answer cannot be told from a shorter one.
        expect(told).toEqual(whole.map((record) => Object.keys(record)));
        for (const [i, record] of records.entries()) expect({ ...record, description: '', serviceProfile: 0 }).toEqual({ ...whole[i], description: '', serviceProfile: 0 });
      }
    }
    expect(cuts).toBeGreaterThan(1000);
  });

  test('every line it asks is on the read list and carries the place', () => {
    const place = { f: 0, s: 1, p: 3, id: 5, serial: '48575443A1B2C3D4' };
    const readList = readListOf('huawei');
    for (const name of state.names) expect(readList.some((rule) => rule.test(state.ask(name, place)!.line)), name).toBe(true);
    expect(state.names.map((name) => state.ask(name, place)!.line)).toEqual([
      'display ont wan-info 0/1 3 5', 'display ont autofind all', 'display mac-address port 0/1/3 ont 5', 'display ont info 0 1 3 5', 'display ont info by-sn 48575443A1B2C3D4', 'display ont info 0 1 3 all', 'display ont info summary 0/1/3', 'display client',
    ]);
  });
});
