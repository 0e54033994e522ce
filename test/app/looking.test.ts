import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { discover } from '../../src/app/discover.ts';
import { drift } from '../../src/app/drift.ts';
import { find } from '../../src/app/find.ts';
import { lookAt } from '../../src/app/looking.ts';
import { surroundings } from '../../src/app/named-olt.ts';
import { status } from '../../src/app/status.ts';
import { verify } from '../../src/app/verify.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { K1, K2, Lab, NETWORK, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));
const box = (set: Record<string, string>): NonNullable<LabOptions['sim']> => ({ device: createSimulator({ set: { 'save-ms': '0', ...set } }) });
const at = (lab1: Lab) => ({ path: lab1.profile, acceptNewHostKey: true });

describe('verify', () => {
  it('says that the configuration is read back, and how the ONT runs beside it', async () => {
    const lab1 = await open({ targets: [K1] });
    await lab1.apply();
    expect(await verify(lab1.world, at(lab1))).toMatchObject({
      exitCode: 0, targets: [{ key: 'K1', state: 'match', verified: true, run: { pon: '0/1/3', id: 5, control: 'active', run: 'online', config: 'normal', match: 'match', ready: true } }],
    });
  });

  it('an ONT that is off is verified all the same; only --wait makes it pending', async () => {
    const lab1 = await open({ targets: [K1], sim: box({ plugged: 'none' }) });
    await lab1.apply();
    const now = await verify(lab1.world, at(lab1));
    expect(now).toMatchObject({ exitCode: 0, targets: [{ verified: true, run: { run: 'offline', ready: false } }] });
    const notes: string[] = [];
    const later = await verify(lab1.world, { ...at(lab1), wait: 0.05, onProgress: (event) => { if (event.kind === 'note') notes.push(event.message); } });
    expect(later).toMatchObject({ exitCode: 9, targets: [{ verified: true, run: { run: 'offline' } }] });
    expect(notes.join()).toContain('waiting for K1 (offline/initial/initial)');
  });

  it('waits until it is ready and no longer', async () => {
    const lab1 = await open({ targets: [K1], sim: box({ 'online-ms': '1200' }) });
    await lab1.apply();
    const clock = { now: Date.now, ticks: () => performance.now() * 10, after: (ms: number, call: () => void) => { const timer = setTimeout(call, ms / 10); return () => clearTimeout(timer); } };
    const [waits, started]: [string[], number] = [[], clock.ticks()];
    const document = await verify({ ...lab1.world, clock }, { ...at(lab1), wait: 120, onProgress: (event) => { if (event.kind === 'note') waits.push(event.message); } });
    expect(document).toMatchObject({ exitCode: 0, targets: [{ run: { ready: true } }] });
    expect(waits.length).toBeGreaterThan(0);
    expect(clock.ticks() - started).toBeLessThan(60_000);
  });

  it('differences are 3 whether it runs or not', async () => {
    const lab1 = await open({ targets: [K1, K2] });
    await lab1.apply({ only: ['K1'] });
    lab1.olt.device.seed(['interface gpon 0/1', 'ont modify 3 5 desc "by hand"', 'quit']);
    const document = await verify(lab1.world, { ...at(lab1), wait: 5 });
    expect(document.exitCode).toBe(3);
    expect(document.targets).toMatchObject([{ key: 'K1', state: 'drift', verified: false, run: { ready: true } }, { key: 'K2', state: 'absent', verified: false, run: null }]);
  });
});

describe('status', () => {
  it('tells states, power, distance, addresses and TR-069, and says nothing where nothing is known', async () => {
    const lab1 = await open({ targets: [K1, K2] });
    await lab1.apply({ only: ['K1'] });
    const { targets, findings, exitCode } = await status(lab1.world, at(lab1));
    expect(exitCode).toBe(0);
    expect(targets[0]).toMatchObject({
      key: 'K1', state: 'registered', pon: '0/1/3', id: 5, run: 'online', config: 'normal', match: 'match', distance: 1234, rx: -19.91, tx: 2.19, downCause: 'dying-gasp',
      addresses: [expect.stringMatching(/^10\./) as string], tr069: { status: 'Connected', vlan: 900 },
    });
    expect(targets[1]).toMatchObject({ key: 'K2', state: 'absent', run: null, rx: null, addresses: null, connections: null });
    expect(targets[0]!.macs).toContainEqual({ service: 'internet', vlan: 100, mac: expect.stringMatching(/^[0-9a-f]{12}$/) as string });
    expect(findings.filter(({ code }) => code !== 'ONT214')).toEqual([]);
  });

  it('knows an ONT without a serial by its LOID', async () => {
    const lab1 = await open({ targets: [K1, '{ key: L1, olt: x, pon: 0/1/3, loid: house-7, authentication: loid }', '{ key: L2, olt: x, pon: 0/1/3, loid: house-8, authentication: loid }'] });
    await lab1.apply({ only: ['K1', 'L2'] });
    const { targets } = await status(lab1.world, at(lab1));
    expect(targets.map(({ key, state }) => [key, state])).toEqual([['K1', 'registered'], ['L1', 'absent'], ['L2', 'registered']]);
    expect(targets[2]!.id).not.toBe(targets[0]!.id);
    const verified = (await verify(lab1.world, at(lab1))).targets;
    expect(verified.map(({ key, state, run }) => [key, state, run?.id ?? null])).toEqual([['K1', 'match', 5], ['L1', 'absent', null], ['L2', 'match', targets[2]!.id]]);
  });

  it('of an ONT that is off, power and distance are unknown and never zero', async () => {
    const lab1 = await open({ targets: [K1], sim: box({ plugged: 'none' }) });
    await lab1.apply();
    expect((await status(lab1.world, at(lab1))).targets[0]).toMatchObject({ state: 'registered', run: 'offline', rx: null, tx: null, distance: null });
  });
});

describe('discover', () => {
  it('joins what waits with the rows, and says where a row wants it when that is elsewhere', async () => {
    const lab1 = await open({
      targets: [K1, K2.replace('0/1/3', '0/1/4')], seed: [...NETWORK, 'interface gpon 0/1', 'port 3 ont-auto-find enable', 'quit'],
      sim: box({ plugged: '0/1/3=HWTCA1B2C3D4,0/1/3=HWTCA1B2C3D5,0/1/3=ZTEGC0FFEE01' }),
    });
    const document = await discover(lab1.world, { ...at(lab1), olt: 'x' });
    expect(document).toMatchObject({ exitCode: 0, olt: 'x' });
    expect(document.found.map(({ serial, pon, key, expected }) => ({ serial, pon, key, expected }))).toEqual([
      { serial: '48575443A1B2C3D4', pon: '0/1/3', key: 'K1', expected: null },
      { serial: '48575443A1B2C3D5', pon: '0/1/3', key: 'K2', expected: { olt: 'x', pon: '0/1/4' } },
      { serial: '5A544547C0FFEE01', pon: '0/1/3', key: null, expected: null },
    ]);
  });

  it('nobody waiting is an answer; an OLT nobody knows is not', async () => {
    const lab1 = await open({ targets: [K1] });
    expect(await discover(lab1.world, { ...at(lab1), olt: 'x' })).toMatchObject({ exitCode: 0, found: [], error: null });
    expect(await discover(lab1.world, { ...at(lab1), olt: 'z' })).toMatchObject({ exitCode: 1, error: { code: 'unknown-olt' } });
  });

  it('works without any subscriber', async () => {
    const lab1 = await open({ targets: [K1], seed: [...NETWORK, 'interface gpon 0/1', 'port 3 ont-auto-find enable', 'quit'], sim: box({ plugged: '0/1/3=ZTEGC0FFEE01' }) });
    writeFileSync(lab1.profile, readFileSync(lab1.profile, 'utf8').replace(/targets:[\s\S]*/, ''));
    expect((await discover(lab1.world, { ...at(lab1), olt: 'x' })).found).toMatchObject([{ serial: '5A544547C0FFEE01', key: null }]);
  });
});

describe('find', () => {
  it('by key, by serial in any spelling, and nobody', async () => {
    const lab1 = await open({ targets: [K1, K2] });
    await lab1.apply({ only: ['K1'] });
    const row = { key: 'K1', olt: 'x', pon: '0/1/3', id: 5, serial: '48575443A1B2C3D4' };
    const place = { how: 'configured', olt: 'x', pon: '0/1/3', id: 5, serial: '48575443A1B2C3D4', description: 'first', key: 'K1' };
    for (const query of ['K1', 'HWTC-A1B2C3D4', '48575443a1b2c3d4']) expect(await find(lab1.world, { ...at(lab1), query })).toMatchObject({ exitCode: 0, rows: [row], places: [place] });
    expect(await find(lab1.world, { ...at(lab1), query: 'K2' })).toMatchObject({ exitCode: 0, rows: [{ key: 'K2' }], places: [] });
    expect(await find(lab1.world, { ...at(lab1), query: 'Nobody' })).toMatchObject({ exitCode: 1, as: 'key', rows: [], places: [] });
    expect(await find(lab1.world, { ...at(lab1), query: '1122-3344-5566' })).toMatchObject({ as: 'mac', places: [] });
  });

  it('finds an ONT that waits unregistered', async () => {
    const lab1 = await open({ targets: [K1], seed: [...NETWORK, 'interface gpon 0/1', 'port 3 ont-auto-find enable', 'quit'], sim: box({ plugged: '0/1/3=ZTEGC0FFEE01' }) });
    expect(await find(lab1.world, { ...at(lab1), query: 'ZTEGC0FFEE01' })).toMatchObject({ exitCode: 0, as: 'serial', rows: [], places: [{ how: 'found', pon: '0/1/3' }] });
    expect(await find(lab1.world, { ...at(lab1), query: '1122.3344.5566' })).toMatchObject({ places: [{ how: 'found', serial: '5A544547C0FFEE01' }] });
  });
});

describe('commands that look', () => {
  it('leave the device as it is and type nothing but reads', async () => {
    const lab1 = await open({ targets: [K1, K2] });
    await lab1.apply();
    const [tables, revision] = [lab1.tables(), lab1.olt.device.revision];
    lab1.lines.length = 0;
    await drift(lab1.world, at(lab1));
    await verify(lab1.world, { ...at(lab1), wait: 1 });
    await status(lab1.world, at(lab1));
    await discover(lab1.world, { ...at(lab1), olt: 'x' });
    for (const query of ['K1', 'HWTCA1B2C3D4', '1122-3344-5566']) await find(lab1.world, { ...at(lab1), query });
    expect(lab1.tables()).toBe(tables);
    expect(lab1.olt.device.revision).toBe(revision);
    // Login, session preparation and logout aside, every line is on the pack's read list.
    const driver = (await lab1.world.packs.driver('huawei'))!;
    const own = /^(?:|root|\*+|enable|disable|undo smart|smart|scroll \d+|config|quit|return|(?:undo )?mmi-mode original-output|y)$/;
    const typed = lab1.lines.filter((line) => !own.test(line.trim()) && !line.includes('geheim'));
    expect(typed.length).toBeGreaterThan(10);
    for (const line of typed) expect(driver.mayRead(line), line).toBe(true);
  });

  it('cannot be made to type a line that changes something: the engine refuses', async () => {
    const lab1 = await open({ targets: [K1] });
    await lab1.apply();
    const tables = lab1.tables();
    const { groups } = await surroundings(lab1.world, lab1.profile, 'x');
    lab1.lines.length = 0;
    for (const line of ['save', 'config', 'ont delete 3 5', 'undo service-port 1', 'display version\rsave', ' display version', 'reboot system', '']) {
      await expect(lookAt(lab1.world, { acceptNewHostKey: true }, groups, [], (look) => look.ask({ name: 'x', line, at: '#' })), line).rejects.toThrow('not a read');
    }
    expect(lab1.tables()).toBe(tables);
    expect(lab1.lines.filter((line) => /save|delete|undo service|reboot|version/.test(line))).toEqual([]);
  });
});
