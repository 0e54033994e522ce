/** Lines on their way together, over a real connection: what the box gets, what it loses, and what is left of a process that dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { explain } from '../../src/app/explain.ts';
import { readJournal } from './journal-text.ts';
import { lint } from '../../src/app/lint.ts';
import { resumeRun, showRun } from './whole.ts';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { K1, K2, Lab, PASSWORDS } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

interface Box { readonly window?: string; readonly set?: Readonly<Record<string, string>>; readonly latencyMs?: number; }

async function open({ window, set = {}, latencyMs = 3 }: Box): Promise<Lab> {
  lab = await Lab.open({
    targets: [K1, K2], transport: 'telnet', sim: { latencyMs, device: createSimulator({ set: { 'save-ms': '0', ...set } }) },
    edit: (text) => text.replace('username: root', `username: root${window === undefined ? '' : `, window: ${window}`}`),
  });
  return lab;
}

const tables = (of: Lab): Json => JSON.parse(of.tables()) as Json;
const notes = (of: Lab): string[] => of.events.flatMap((event) => (event.kind === 'note' ? [event.message] : []));

/** How many lines were written to the journal before the first of them was answered, at most. */
function widest(path: string): number {
  let open = 0;
  let most = 0;
  for (const { t } of readJournal(readFileSync(path, 'utf8')).entries) {
    if (t === 'do') most = Math.max(most, ++open);
    if (t === 'did') open--;
  }
  return most;
}

async function byLine(): Promise<{ readonly lines: readonly string[]; readonly after: Json }> {
  const box = await open({ latencyMs: 0 });
  expect((await box.apply()).exitCode).toBe(0);
  const end = { lines: [...box.lines], after: tables(box) };
  await box.close();
  return end;
}

describe('a window', () => {
  it.each([
    ['of what the pack says is kept', '8', '255'],
    ['of what the site says is kept', '{ lines: 12, typeAhead: 900 }', '900'],
  ])('%s loses nothing, and types the same lines in the same order', async (_, window, kept) => {
    const { lines, after } = await byLine();
    const box = await open({ window, set: { 'type-ahead': kept } });
    const transcript = join(box.folder, 'transcript.log');
    const document = await box.apply({ transcript });
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(box.lines).toEqual(lines);
    expect(compareTables(after, tables(box))).toEqual([]);
    expect(notes(box)).toEqual([]);
    for (const secret of Object.values(PASSWORDS)) expect(JSON.stringify([...(await box.files()), readFileSync(transcript, 'utf8')])).not.toContain(secret);
    const most = widest(box.world.state.path('runs', `${document.run}.jsonl`));
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(12);
  }, 20_000);

  it('that is larger than what the box keeps is noticed, given up, and makes no difference', async () => {
    const { after } = await byLine();
    const box = await open({ window: '{ lines: 16, typeAhead: 4000 }', set: { 'type-ahead': '40' } });
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 0, saved: true });
    expect(compareTables(after, tables(box))).toEqual([]);
    expect(notes(box).filter((note) => note.endsWith('lines are typed one by one from here on'))).toHaveLength(1);
  }, 30_000);

  it('is not opened at a terminal that did not take its preparation', async () => {
    const box = await open({ window: '8', set: { refuses: 'undo smart' } });
    const document = await box.apply();
    expect(document.exitCode).toBe(0);
    expect(notes(box).filter((note) => note.includes('may ask while lines are on their way'))).toHaveLength(1);
    expect(widest(box.world.state.path('runs', `${document.run}.jsonl`))).toBe(1);
  }, 20_000);

  it('is asked again for what a busy box did not take', async () => {
    const { after } = await byLine();
    const box = await open({ window: '{ lines: 8, typeAhead: 900 }', latencyMs: 0 });
    box.olt.faults.add('busy@/^ont port native-vlan 3 5 eth 1/,busy@/^tcont 1/');
    expect((await box.apply())).toMatchObject({ exitCode: 0, saved: true });
    expect(compareTables(after, tables(box))).toEqual([]);
  }, 60_000);

  it('takes back everything that was on its way with a refused line', async () => {
    const box = await open({ window: '{ lines: 12, typeAhead: 1200 }' });
    const before = tables(box);
    box.olt.faults.add('failed@/^ont port native-vlan 3 5 eth 1/,failed@/^ont port native-vlan 3 5 eth 1/');
    const document = await box.apply({ only: ['K1'] });
    expect(document.targets.map(({ outcome }) => outcome)).toEqual(['undone']);
    expect(box.lines.filter((line) => line.startsWith('service-port'))).not.toEqual([]);
    expect(compareTables(before, tables(box))).toEqual([]);
  }, 20_000);
});

describe('a process that dies in the middle of a window', () => {
  it('leaves at most one window in doubt, which the journal names and the next run settles', async () => {
    const { after } = await byLine();
    const box = await open({ window: '{ lines: 8, typeAhead: 900 }', latencyMs: 40 });
    const program = fileURLToPath(new URL('../../bin/ont-prov.js', import.meta.url));
    const child = spawn(process.execPath, [program, 'apply', box.profile, '--yes', '--state-dir', box.world.state.root], { env: { ...process.env, ...PASSWORDS, HOME: box.folder }, stdio: 'ignore' });
    const exited = once(child, 'exit');
    await expect.poll(() => box.lines.some((line) => line.startsWith('ont tr069-server-config 3 5')), { timeout: 20_000, interval: 2 }).toBe(true);
    child.kill('SIGKILL');
    await exited;
    const shown = await showRun(box.world, 'last');
    expect(shown.run).toMatchObject({ state: 'broken-off' });
    expect(shown.inDoubt.length).toBeGreaterThan(1);
    expect(shown.inDoubt.length).toBeLessThanOrEqual(8);
    expect(shown.inDoubt.map(({ line }) => line)).toContain('ont tr069-server-config 3 5 profile-id 1');
    const resumed = await resumeRun(box.world, { run: 'last', consent: { kind: 'yes' }, acceptNewHostKey: true });
    expect(resumed).toMatchObject({ exitCode: 0, saved: true });
    expect(resumed.targets.flatMap(({ messages }) => messages).filter((message) => message.includes('was in doubt'))).toHaveLength(shown.inDoubt.length);
    expect(compareTables(after, tables(box))).toEqual([]);
  }, 60_000);
});

describe('what is asked for', () => {
  it('is explained, and a wish that cannot be followed is a finding', async () => {
    const box = await open({ window: '{ lines: 8, typeAhead: 900 }' });
    const { values } = await explain(box.world, { path: box.profile, key: 'K1' });
    expect(values.filter(({ path }) => path.startsWith('/olt/window')).map(({ path, value, line }) => [path, value, line])).toEqual([['/olt/window/lines', '8', 10], ['/olt/window/typeAhead', '900', 10]]);
    expect((await lint(box.world, { paths: [box.profile] })).findings.map(({ code }) => code)).not.toContain('ONT305');
    await box.close();
    const other = await open({ window: '8' });
    writeFileSync(other.profile, readFileSync(other.profile, 'utf8').replace('vendor: huawei, model: ma5800', 'vendor: vsol').replaceAll('pon: 0/1/3', 'pon: 0/3'));
    const found = (await lint(other.world, { paths: [other.profile] })).findings.filter(({ code }) => code === 'ONT305');
    expect(found).toMatchObject([{ severity: 'warning', path: '/olts/x/window' }]);
  });
});
