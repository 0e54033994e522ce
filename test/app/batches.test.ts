import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApplyOptions } from '../../src/app/api.ts';
import { readJournal } from './journal-text.ts';
import { listRuns } from '../../src/app/runs/list.ts';
import type { RollbackOptions } from '../../src/app/runs/rollback.ts';
import { unsavedMemory } from '../../src/app/run/unsaved.ts';
import { cutIntoWaves } from '../../src/app/run/waves.ts';
import { startOlt, type RunningOlt } from '../../src/sim/olt.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { Lab, NETWORK, PASSWORDS, type LabOptions } from './lab.ts';
import { rollbackRun, type Applied } from './whole.ts';

let lab: Lab | null = null;
let second: RunningOlt | null = null;
afterEach(async () => { await lab?.close(); await second?.close(); lab = second = null; });

const target = (n: number, olt = 'x'): string => `{ key: K${n}, olt: ${olt}, pon: 0/1/3, id: ${n}, serial: HWTC${(0xa0000000 + n).toString(16)}, description: "number ${n}" }`;
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => target(i + 1));
const open = async (options: LabOptions): Promise<Lab> => (lab = await Lab.open(options));
const outcomes = ({ targets }: Applied): string[] => targets.map(({ outcome }) => outcome);

/** Two boxes; the rows go to them in turn. */
async function two(rows: number, options: LabOptions = {}): Promise<Lab> {
  second = await startOlt({ device: createSimulator({ set: { 'save-ms': '0' } }), seed: NETWORK, user: 'root', password: PASSWORDS.OLT_PASSWORD, telnet: { port: 0 } });
  const port = second.telnetPort!;
  return open({
    ...options, targets: Array.from({ length: rows }, (_, i) => target(i + 1, i % 2 === 0 ? 'x' : 'y')),
    edit: (text) => text.replace('\ntargets:', `\n  y: { vendor: huawei, model: ma5800, host: 127.0.0.1, port: ${port}, transport: telnet, username: root, password: { env: OLT_PASSWORD } }\ntargets:`),
  });
}

describe('waves', () => {
  it('end where they are said to, counted from the start', () => {
    const items = Array.from({ length: 25 }, (_, i) => i);
    const sizes = (...waves: Parameters<typeof cutIntoWaves>[1]): number[] => cutIntoWaves(items, waves).map((wave) => wave.length);
    expect(sizes({ count: 1 }, { count: 10 }, { percent: 100 })).toEqual([1, 9, 15]);
    expect(sizes({ percent: 1 }, { percent: 50 })).toEqual([1, 12]);
    expect(sizes({ count: 10 }, { count: 5 }, { count: 100 })).toEqual([10, 15]);
    expect(cutIntoWaves([], [{ percent: 100 }])).toEqual([]);
  });

  it('go in the order of the rows over all OLTs, each verified and saved before the next', async () => {
    const box = await two(6);
    const order: string[] = [];
    const document = await box.apply({ waves: [{ count: 1 }, { count: 3 }, { percent: 100 }], onProgress: (event) => { if (event.kind === 'target' || event.kind === 'saved') order.push(event.kind === 'saved' ? `saved ${event.olt}` : event.target); } });
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(outcomes(document)).toEqual(Array<string>(6).fill('applied'));
    expect(order.slice(0, 2)).toEqual(['K1', 'saved x']);
    expect(order.slice(2, 6).sort()).toEqual(['K2', 'K3', 'saved x', 'saved y']);
    expect(document.targets.every(({ verified }) => verified)).toBe(true);
    expect((await box.apply({ waves: [{ count: 1 }] })).exitCode).toBe(0);
  }, 20_000);

  it('stop at the first one that is not good as a whole; the rest is skipped and says why', async () => {
    const box = await two(6, { faults: 'ignore@/^ont add 3 3/' });
    const document = await box.apply({ waves: [{ count: 2 }, { count: 4 }, { percent: 100 }] });
    const byKey = Object.fromEntries(document.targets.map(({ key, outcome }) => [key, outcome]));
    expect(byKey).toEqual({ K1: 'applied', K2: 'applied', K3: 'undone', K4: 'applied', K5: 'skipped', K6: 'skipped' });
    expect(document.targets.find(({ key }) => key === 'K6')!.messages.join()).toContain('wave 2 of 3 did not come to a good end for 1 of 2 (K3)');
    expect(document).toMatchObject({ exitCode: 6, saved: true });
  }, 20_000);

  it('leave out who is beyond the last one', async () => {
    const box = await open({ targets: many(4) });
    const document = await box.apply({ waves: [{ percent: 50 }] });
    expect(outcomes(document)).toEqual(['applied', 'applied', 'skipped', 'skipped']);
    expect(document.exitCode).toBe(0);
  });
});

describe('a batch', () => {
  it('goes on after failures of one, and stops beginning with others once too many have failed', async () => {
    const faults = 'ignore@/^ont add 3 2 /,ignore@/^ont add 3 4 /';
    const all = await (await open({ targets: many(6), faults })).apply();
    expect(outcomes(all)).toEqual(['applied', 'undone', 'applied', 'undone', 'applied', 'applied']);
    await lab!.close();
    const braked = await (await open({ targets: many(6), faults })).apply({ maxFail: 2 });
    expect(outcomes(braked)).toEqual(['applied', 'undone', 'applied', 'undone', 'skipped', 'skipped']);
    expect(braked.targets[5]!.messages.join()).toContain('2 have failed');
    expect(braked).toMatchObject({ exitCode: 6, saved: true });
  }, 20_000);

  it('is not stopped by an OLT that cannot be reached, which counts as one failure', async () => {
    const box = await two(6);
    await second!.close();
    second = null;
    const document = await box.apply({ maxFail: 2 });
    expect(document.targets.map(({ olt, outcome }) => `${olt} ${outcome}`).sort()).toEqual(['x applied', 'x applied', 'x applied', 'y unreachable', 'y unreachable', 'y unreachable']);
    expect(document.exitCode).toBe(5);
  }, 20_000);

  it('saves on its way as often as it is told', async () => {
    const box = await open({ targets: many(5) });
    const { run } = await box.apply({ checkpoint: 2 });
    expect(box.lines.filter((line) => line === 'save')).toHaveLength(3);
    const text = await readFile(join(box.folder, 'state', 'runs', `${run}.jsonl`), 'utf8');
    expect(readJournal(text).entries.filter((entry) => entry.t === 'save')).toHaveLength(3);
    expect(await readdir(join(box.folder, 'state', 'runs'))).toHaveLength(1);
  });
});

describe('more OLTs than are worked on at a time', () => {
  const wave = [{ count: 3 }, { percent: 100 }] as const;
  const ask = (meanwhile: () => void, answer = true): Partial<ApplyOptions> => ({ parallel: 1, consent: { kind: 'ask', ask: () => { meanwhile(); return Promise.resolve(answer); } } });
  const sessions = (box: Lab): string[] => box.events.flatMap((event) => (event.kind === 'connected' ? [`+${event.olt}`] : event.kind === 'closed' ? [`-${event.olt}`] : []));

  it('wait for the answer without a session, each plan whole in the question', async () => {
    const box = await two(4);
    let seen: string[] = [];
    let open: string[] = [];
    const document = await box.apply({ parallel: 1, consent: { kind: 'ask', ask: ({ targets }) => {
      // As often as wanted.
      for (let i = 0; i < 2; i++) seen = Array.from(targets, ({ key, olt, changes, script }) => `${key} ${olt} ${changes.length > 5} ${script.at(-1)}`);
      open = sessions(box);
      return Promise.resolve(true);
    } } });
    expect(seen).toEqual(['K1 x true save', 'K3 x true save', 'K2 y true save', 'K4 y true save']);
    expect(open).toEqual(['+x', '-x', '+y', '-y']);
    expect(sessions(box)).toEqual([...open, '+x', '-x', '+y', '-y']);
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(document.targets.map(({ outcome, verified, changes }) => ({ outcome, verified, all: changes.every(({ result }) => result === 'ok') }))).toEqual(Array(4).fill({ outcome: 'applied', verified: true, all: true }));
    expect(await readdir(join(box.folder, 'state', 'runs'))).toEqual([`${document.run}.jsonl`]);
  }, 20_000);

  it('keep what was planned in the document when the answer is no', async () => {
    const box = await two(2);
    const { targets } = await box.apply(ask(() => undefined, false));
    expect(targets.map(({ outcome, id, changes }) => ({ outcome, id, planned: changes.length > 5, done: changes.some(({ result }) => result !== 'skipped') }))).toEqual([{ outcome: 'skipped', id: 1, planned: true, done: false }, { outcome: 'skipped', id: 2, planned: true, done: false }]);
    expect(box.written).toEqual([]);
  });

  it('are read again before anything is typed: what changed since is stale, the rest is done', async () => {
    const box = await two(4);
    const document = await box.apply(ask(() => { byHand(second!, 'ont add 3 1 sn-auth "4857544300000099" omci ont-lineprofile-id 0 ont-srvprofile-id 0'); byHand(box.olt, 'dba-profile add profile-id 11 profile-name "other" type4 max 1024'); }));
    expect(Object.fromEntries(document.targets.map(({ key, outcome }) => [key, outcome]))).toEqual({ K1: 'stale', K3: 'stale', K2: 'applied', K4: 'applied' });
    expect(document.exitCode).toBe(8);
    expect(document.targets[0]!.messages.join()).toContain('the device changed since the plan was made');
  }, 20_000);

  it('go in waves all the same, none with a session while it waits', async () => {
    const box = await two(6);
    const document = await box.apply({ parallel: 1, waves: wave });
    expect(outcomes(document)).toEqual(Array<string>(6).fill('applied'));
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(sessions(box)).toEqual(['+x', '-x', '+y', '-y', '+x', '-x', '+y', '-y', '+x', '-x', '+y', '-y']);
    expect((await box.apply({ parallel: 1, waves: wave })).targets.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
  }, 30_000);

  it('and one that cannot be reached any more stops its own subscribers only', async () => {
    const box = await two(4);
    const document = await box.apply(ask(() => { void second!.close(); }));
    expect(Object.fromEntries(document.targets.map(({ key, outcome }) => [key, outcome]))).toEqual({ K1: 'applied', K3: 'applied', K2: 'unreachable', K4: 'unreachable' });
    expect(document.exitCode).toBe(5);
    second = null;
  }, 40_000);
});

describe('a run over several OLTs that is taken back', () => {
  const back = (box: Lab, options: Partial<RollbackOptions> = {}) => rollbackRun(box.world, { run: 'last', consent: { kind: 'yes' }, acceptNewHostKey: true, parallel: 1, onProgress: (event) => box.events.push(event), ...options });
  const logins = (box: Lab): string[] => box.events.flatMap((event) => (event.kind === 'connected' ? [event.olt] : []));

  it('is taken back on one OLT after the other', async () => {
    const box = await two(4);
    const before = [box.tables(), JSON.stringify(second!.device.tables())];
    await box.apply();
    box.events.length = 0;
    const document = await back(box);
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(document.targets.map(({ key, olt, outcome, verified, id, changes }) => `${key} ${olt} ${outcome} ${verified} ${id} ${changes.length > 2}`).sort()).toEqual(['K1 x applied true 1 true', 'K2 y applied true 2 true', 'K3 x applied true 3 true', 'K4 y applied true 4 true']);
    expect([box.tables(), JSON.stringify(second!.device.tables())]).toEqual(before);
    // Each OLT from its reading to its logout before the next.
    const order = box.events.flatMap((event) => (event.kind === 'connected' ? [`+${event.olt}`] : event.kind === 'closed' ? [`-${event.olt}`] : []));
    expect([['+x', '-x', '+y', '-y'], ['+y', '-y', '+x', '-x']]).toContainEqual(order);
  }, 20_000);

  it('is shown as a whole when somebody asks, and one that cannot be reached stops no other', async () => {
    const box = await two(4);
    await box.apply();
    let shown: string[] = [];
    const declined = await back(box, { consent: { kind: 'ask', ask: ({ targets }) => { shown = Array.from(targets, ({ key, script }) => `${key} ${script.length > 3}`); return Promise.resolve(false); } } });
    expect(shown.sort()).toEqual(['K1 true', 'K2 true', 'K3 true', 'K4 true']);
    expect(outcomes(declined)).toEqual(Array<string>(4).fill('skipped'));
    expect(logins(box)).toHaveLength(4);
    await second!.close();
    second = null;
    const document = await back(box, { run: (await listRuns(box.world, {})).runs.find(({ command }) => command === 'apply')!.run });
    expect(Object.fromEntries(document.targets.map(({ key, outcome }) => [key, outcome]))).toEqual({ K1: 'applied', K3: 'applied', K2: 'unreachable', K4: 'unreachable' });
    expect(document.exitCode).toBe(5);
  }, 40_000);
});

it('a plan that also collects what a broken run left holds when the device is read again', async () => {
  const box = await open({ targets: many(1), seed: [...NETWORK, 'dba-profile add profile-id 50 profile-name "op-up-33M-000000" type4 max 33024'] });
  await unsavedMemory(box.world.state, `127.0.0.1:${box.olt.telnetPort}`).remember('run-before');
  let collects = false;
  const document = await box.apply({ consent: { kind: 'ask', ask: ({ targets }) => { collects = [...targets][0]!.changes.some(({ action }) => action === 'collect'); return Promise.resolve(true); } } });
  expect(collects).toBe(true);
  expect(outcomes(document)).toEqual(['applied']);
  expect(box.tables()).not.toContain('op-up-33M');
});

function byHand(olt: RunningOlt, line: string): void {
  olt.device.seed(line.startsWith('ont ') ? ['interface gpon 0/1', line, 'quit'] : [line]);
}
