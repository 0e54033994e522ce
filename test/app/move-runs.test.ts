import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { remove, resumeRun, rollbackRun, showRun } from './whole.ts';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { PASSWORDS } from './lab.ts';
import { SERIAL, TwoOlts } from './two-olts.ts';

let lab: TwoOlts;
afterEach(() => lab.close());

const tables = (name: 'old' | 'new'): Json => JSON.parse(lab.tables(name)) as Json;

async function open(): Promise<{ readonly old: Json; readonly new: Json }> {
  lab = await TwoOlts.open();
  const before = { old: tables('old'), new: tables('new') };
  await lab.row('new', '0/2/0');
  return before;
}

describe('the journal of a move between OLTs', () => {
  it('shows both places, and resume finishes one that waited for its ONT', async () => {
    await open();
    const { run } = await lab.move();
    expect(await showRun(lab.world, run)).toMatchObject({
      run: { command: 'move', exitCode: 9, olts: ['new', 'old'], outcomes: { applied: 1, pending: 1 } },
      targets: expect.arrayContaining([expect.objectContaining({ key: 'K1', olt: 'new', outcome: 'applied' }), expect.objectContaining({ key: 'K1', olt: 'old', outcome: 'pending' })]) as unknown,
    });
    lab.patch('new', '0/2/0');
    const done = await resumeRun(lab.world, { run, consent: { kind: 'yes' } });
    expect(done).toMatchObject({ exitCode: 0, targets: [{ olt: 'new', outcome: 'unchanged' }, { olt: 'old', outcome: 'applied' }] });
    expect(lab.tables('old')).not.toContain(SERIAL);
    expect(await resumeRun(lab.world, { run: done.run, consent: { kind: 'yes' } })).toMatchObject({ exitCode: 0, run: '', targets: [] });
  });

  it('rollback of one that waits takes the new place away', async () => {
    const before = await open();
    const { run } = await lab.move();
    expect(await rollbackRun(lab.world, { run, consent: { kind: 'yes' } })).toMatchObject({ exitCode: 0, targets: expect.arrayContaining([expect.objectContaining({ olt: 'new', outcome: 'applied' })]) as unknown });
    expect(compareTables(before.old, tables('old'))).toEqual([]);
    expect(compareTables(before.new, tables('new'))).toEqual([]);
  });

  it('rollback of a finished one makes the old place first, and says what it cannot do', async () => {
    const before = await open();
    lab.patch('new', '0/2/0');
    const { run } = await lab.move();
    lab.events.length = 0;
    const back = await rollbackRun(lab.world, { run, consent: { kind: 'yes' }, onProgress: (event) => lab.events.push(event) });
    expect(back).toMatchObject({ exitCode: 0, saved: true });
    expect(back.targets.map(({ olt, outcome, messages }) => ({ olt, outcome, messages })).sort((a, b) => (a.olt < b.olt ? -1 : 1))).toEqual([
      { olt: 'new', outcome: 'applied', messages: [] }, { olt: 'old', outcome: 'applied', messages: ['OLT old has it again at 0/1/3: patch its fibre back'] },
    ]);
    expect(lab.events.flatMap((event) => (event.kind === 'outcome' ? [event.olt] : []))).toEqual(['old', 'new']);
    expect(compareTables(before.old, tables('old'))).toEqual([]);
    expect(compareTables(before.new, tables('new'))).toEqual([]);
  });

  it('rollback leaves the new place when the old one cannot come back', async () => {
    await open();
    lab.patch('new', '0/2/0');
    const { run } = await lab.move();
    const moved = tables('new');
    // The number at the old place is somebody else's by now.
    expect(lab.olts.old.device.seed(['interface gpon 0/1', 'ont add 3 5 sn-auth "4857544300000099" omci ont-lineprofile-id 10 ont-srvprofile-id 10 desc "another"', 'quit'])).toEqual([]);
    const back = await rollbackRun(lab.world, { run, consent: { kind: 'yes' } });
    expect(Object.fromEntries(back.targets.map(({ olt, outcome }) => [olt, outcome]))).toEqual({ old: 'refused', new: 'skipped' });
    expect(compareTables(moved, tables('new'))).toEqual([]);
  });
});

const PROGRAM = fileURLToPath(new URL('../../bin/ont-prov.js', import.meta.url));

it('a move killed in any phase is finished by the same command', async () => {
  const before = await open();
  lab.patch('new', '0/2/0');
  await lab.move();
  const moved = { old: tables('old'), new: tables('new') };
  const phases = [['new', 'ont add'], ['new', 'service-port 4'], ['new', 'save'], ['new', 'display ont info'], ['old', 'undo service-port'], ['old', 'ont delete'], ['old', 'save']] as const;
  for (const [olt, after] of phases) {
    await backToOld(before);
    lab.patch('new', '0/2/0');
    lab.lines.old.length = lab.lines.new.length = 0;
    const child = spawn(process.execPath, [PROGRAM, 'move', lab.profile, '--only', 'K1', '--from', 'old', '--yes', '--state-dir', lab.world.state.root], { env: { ...process.env, ...PASSWORDS, HOME: lab.folder }, stdio: 'ignore' });
    const exited = once(child, 'exit');
    await expect.poll(() => child.exitCode !== null || lab.lines[olt].some((line) => line.trim().startsWith(after)), { timeout: 10_000, interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await exited;
    const document = await lab.move();
    expect({ olt, after, exit: document.exitCode, messages: document.exitCode === 0 ? [] : document.targets }).toEqual({ olt, after, exit: 0, messages: [] });
    expect({ olt, after, differences: [...compareTables(moved.old, tables('old')), ...compareTables(moved.new, tables('new'))] }).toEqual({ olt, after, differences: [] });
  }
}, 120_000);

/** Removed at the new place, applied at the old one; the row says the new one then. */
async function backToOld(before: { readonly old: Json; readonly new: Json }): Promise<void> {
  await remove(lab.world, { path: lab.profile, consent: { kind: 'yes' }, only: ['K1'] });
  await lab.row('old', '0/1/3, id: 5');
  await lab.apply();
  expect([...compareTables(before.old, tables('old')), ...compareTables(before.new, tables('new'))]).toEqual([]);
  await lab.row('new', '0/2/0');
}
