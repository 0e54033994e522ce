import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apply, resumeRun, rollbackRun, type Applied, showRun } from './whole.ts';
import { listRuns } from '../../src/app/runs/list.ts';
import { openWorld } from '../../src/app/world.ts';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { K1, K2, Lab, PASSWORDS, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open({ targets: [K1, K2], ...options }));

const rollback = (box: Lab, run: string, more: Partial<Parameters<typeof rollbackRun>[1]> = {}): Promise<Applied> =>
  rollbackRun(box.world, { run, consent: { kind: 'yes' }, acceptNewHostKey: true, ...more });
const resume = (box: Lab, run: string): Promise<Applied> => resumeRun(box.world, { run, consent: { kind: 'yes' }, acceptNewHostKey: true });
const tables = (box: Lab): Json => JSON.parse(box.tables()) as Json;
const edit = async (box: Lab, from: string, to: string): Promise<void> => writeFile(box.profile, (await readFile(box.profile, 'utf8')).replaceAll(from, to));
const outcomes = ({ targets }: Applied): Record<string, string> => Object.fromEntries(targets.map(({ key, outcome }) => [key, outcome]));
function byHand(box: Lab, ...lines: string[]): void {
  expect(box.olt.device.seed(lines)).toEqual([]);
}

describe('runs', () => {
  it('lists the newest first and shows what each did to whom, without secrets', async () => {
    const box = await open();
    expect(await listRuns(box.world, {})).toMatchObject({ runs: [], total: 0, exitCode: 0 });
    const first = await box.apply();
    const second = await box.remove();
    const { runs, total } = await listRuns(box.world, {});
    expect(total).toBe(2);
    expect(runs.map(({ run, command, state, exitCode }) => ({ run, command, state, exitCode })).sort((a, b) => (a.command! < b.command! ? -1 : 1))).toEqual([
      { run: first.run, command: 'apply', state: 'ended', exitCode: 0 }, { run: second.run, command: 'remove', state: 'ended', exitCode: 0 },
    ]);
    // A journal that cannot be read is named, and hides no other one.
    const odd = join(box.folder, 'state', 'runs', '20000101-000000-aaaaaa.jsonl');
    await mkdir(odd);
    const all = await listRuns(box.world, {});
    expect(all).toMatchObject({ exitCode: 0, error: null, total: 3, runs: [{ state: 'ended' }, { state: 'ended' }, { run: '20000101-000000-aaaaaa', state: 'unreadable', why: expect.stringContaining('it is a directory') as string }] });
    await rm(odd, { recursive: true });
    const shown = await showRun(box.world, first.run);
    expect(shown.targets.map(({ key, outcome, changes }) => ({ key, outcome, any: changes.length > 5 }))).toEqual([{ key: 'K1', outcome: 'applied', any: true }, { key: 'K2', outcome: 'applied', any: true }]);
    expect(shown).toMatchObject({ inDoubt: [], damaged: [], run: { outcomes: { applied: 2 }, olts: ['x'] } });
    for (const secret of Object.values(PASSWORDS)) expect(JSON.stringify([shown, [...(await box.files())]])).not.toContain(secret);
    expect(await showRun(box.world, 'nonsense')).toMatchObject({ exitCode: 2, error: { code: 'no-such-run' } });
  }, 20_000);
});

describe('runs rollback', () => {
  it('takes a whole run back, the last change first, and saves', async () => {
    const box = await open();
    const empty = tables(box);
    const { run } = await box.apply();
    const back = await rollback(box, run);
    expect(back).toMatchObject({ exitCode: 0, saved: true, error: null });
    expect(back.targets.map(({ key, outcome, verified }) => ({ key, outcome, verified }))).toEqual([{ key: 'K1', outcome: 'applied', verified: true }, { key: 'K2', outcome: 'applied', verified: true }]);
    expect(compareTables(empty, tables(box))).toEqual([]);
    expect(outcomes(await rollback(box, run))).toEqual({ K1: 'unchanged', K2: 'unchanged' });
    expect((await box.apply()).exitCode).toBe(0);
  }, 20_000);

  it('puts back what was changed in place, and what a removal took away, secrets from where they are kept', async () => {
    const box = await open();
    await box.apply();
    const whole = tables(box);
    await edit(box, '"first"', '"first floor"');
    await edit(box, 'down: 100M', 'down: 200M');
    const change = await box.apply();
    expect(outcomes(change)).toEqual({ K1: 'applied', K2: 'applied' });
    expect(outcomes(await rollback(box, change.run))).toEqual({ K1: 'applied', K2: 'applied' });
    expect(compareTables(whole, tables(box))).toEqual([]);
    await edit(box, 'first floor', 'first');
    await edit(box, 'down: 200M', 'down: 100M');
    const gone = await box.remove({ only: ['K1', 'K2'] });
    expect(gone.exitCode).toBe(0);
    const back = await rollback(box, gone.run);
    expect({ outcomes: outcomes(back), messages: back.targets.flatMap(({ messages }) => messages) }).toEqual({ outcomes: { K1: 'applied', K2: 'applied' }, messages: [] });
    expect(compareTables(whole, tables(box))).toEqual([]);
  }, 30_000);

  it('refuses the subscriber of whom something was changed since, names it, and takes the other back', async () => {
    const box = await open();
    const { run } = await box.apply();
    byHand(box, 'service-port 70 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 77 tag-transform translate');
    const before = tables(box);
    const back = await rollback(box, run);
    expect(outcomes(back)).toEqual({ K1: 'refused', K2: 'applied' });
    expect(back.exitCode).toBe(1);
    expect(back.targets[0]!.messages.join()).toContain('service-port 70 is new since');
    expect(compareTables(before, tables(box)).some((line) => JSON.stringify(line).includes('A1B2C3D4'))).toBe(false);
  }, 20_000);

  it('refuses what a later run changed, and takes back only whom it is told to', async () => {
    const box = await open();
    const { run } = await box.apply();
    await edit(box, '"first"', '"first floor"');
    await box.apply();
    const written = box.written.length;
    const refused = await rollback(box, run, { only: ['K1'] });
    expect(outcomes(refused)).toEqual({ K1: 'refused' });
    expect(refused.targets[0]!.messages.join()).toMatch(/ont.* was changed since/);
    expect(box.written).toHaveLength(written);
    expect(outcomes(await rollback(box, run, { only: ['K2'] }))).toEqual({ K2: 'applied' });
  }, 20_000);

  it('keeps shared objects that others have come to use', async () => {
    const box = await open();
    const { run } = await box.apply();
    const back = await rollback(box, run, { only: ['K1'] });
    expect(back).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect(back.targets[0]!.messages.join()).toContain('stays: it is used by others');
    expect(outcomes(await box.apply())).toEqual({ K1: 'applied', K2: 'unchanged' });
  }, 20_000);

  it('asks before it writes, shows what it would type, and refuses without anybody to ask', async () => {
    const box = await open({ targets: [K1] });
    const { run } = await box.apply();
    const before = box.tables();
    expect(await rollback(box, run, { consent: { kind: 'none' } })).toMatchObject({ exitCode: 2, error: { code: 'needs-confirmation' } });
    let script: readonly string[] = [];
    const declined = await rollback(box, run, { consent: { kind: 'ask', ask: ({ targets }) => { script = [...targets][0]!.script; return Promise.resolve(false); } } });
    expect(outcomes(declined)).toEqual({ K1: 'skipped' });
    expect(script.some((line) => line.startsWith('ont delete'))).toBe(true);
    expect(await rollback(box, run, { maxChanges: 2 })).toMatchObject({ exitCode: 1 });
    expect(box.tables()).toBe(before);
  });

  it('goes on after a lost connection from what the device shows', async () => {
    const box = await open({ targets: [K1] });
    const empty = tables(box);
    const { run } = await box.apply();
    box.olt.faults.add('drop-after@/^undo service-port/,drop-before@/^ont delete/');
    const back = await rollback(box, run);
    expect(outcomes(back)).toEqual({ K1: 'applied' });
    expect(compareTables(empty, tables(box))).toEqual([]);
  });

  it('refuses a run that did not come to its end, one whose journal is damaged, and another rollback', async () => {
    const box = await open({ targets: [K1] });
    const { run } = await box.apply();
    const path = join(box.folder, 'state', 'runs', `${run}.jsonl`);
    const text = await readFile(path, 'utf8');
    const lines = text.trimEnd().split('\n');
    const refusal = async (): Promise<string> => {
      const document = await rollback(box, run);
      expect(document).toMatchObject({ exitCode: 1, targets: [], findings: [{ code: 'ONT421' }] });
      return document.findings[0]!.message;
    };
    await writeFile(path, `${lines.slice(0, -1).join('\n')}\n`);
    expect(await refusal()).toContain('did not come to its end');
    await writeFile(path, `${[...lines.slice(0, 3), '{"n":', ...lines.slice(4)].join('\n')}\n`);
    expect(await refusal()).toContain('damaged');
    await writeFile(path, text);
    const back = await rollback(box, run);
    const again = await rollback(box, back.run);
    expect(again.findings[0]!.message).toContain('a rollback cannot be taken back');
  });
});

describe('runs resume', () => {
  it('does what a run left out, and leaves alone what had come to a good end', async () => {
    const box = await open();
    const interrupt = new AbortController();
    const part = await box.apply({ interrupt: interrupt.signal, onProgress: (event) => { if (event.kind === 'target') interrupt.abort(); } });
    expect(part.exitCode).toBe(130);
    expect(outcomes(part)).toEqual({ K1: 'applied', K2: 'skipped' });
    const rest = await resume(box, part.run);
    expect(rest).toMatchObject({ exitCode: 0, saved: true });
    expect(outcomes(rest)).toEqual({ K2: 'applied' });
    expect(outcomes(await resume(box, part.run))).toEqual({ K2: 'unchanged' });
    expect((await listRuns(box.world, {})).runs.some(({ of }) => of === part.run)).toBe(true);
    expect(outcomes(await resume(box, rest.run))).toEqual({});
  }, 20_000);

  it('says whether a line in doubt was taken', async () => {
    const box = await open({ targets: [K1] });
    const { run } = await box.apply();
    const path = join(box.folder, 'state', 'runs', `${run}.jsonl`);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const at = lines.findLastIndex((line) => line.includes('"t":"do"') && line.includes('service-port'));
    await writeFile(path, `${lines.slice(0, at + 1).join('\n')}\n`);
    const settled = await resume(box, run);
    expect(outcomes(settled)).toEqual({ K1: 'unchanged' });
    expect(settled.targets[0]!.messages.join()).toMatch(/"service-port .*" was in doubt: the device has taken it/);
    expect((await showRun(box.world, run)).inDoubt).toHaveLength(1);
  });

  it('converges from a journal cut anywhere, or damaged anywhere, or gone', async () => {
    const box = await open({ targets: [K1, K2] });
    const { run } = await box.apply();
    const done = tables(box);
    const path = join(box.folder, 'state', 'runs', `${run}.jsonl`);
    const text = await readFile(path, 'utf8');
    const first = text.indexOf('\n') + 1;
    for (let i = 0; i < 8; i++) {
      const at = Math.floor(first + ((text.length - first) * i) / 8) + 1;
      for (const damaged of [text.slice(0, at), `${text.slice(0, at)}\u0000\u0000${text.slice(at + 40)}`]) {
        await writeFile(path, damaged);
        const document = await resume(box, run);
        expect({ at, exit: document.exitCode, outcomes: Object.values(outcomes(document)).filter((outcome) => outcome !== 'unchanged') }).toEqual({ at, exit: 0, outcomes: [] });
        expect((await showRun(box.world, run)).exitCode).toBe(0);
      }
    }
    await writeFile(path, text.slice(0, first - 5));
    expect(await resume(box, run)).toMatchObject({ exitCode: 1, findings: [{ code: 'ONT421' }] });
    expect((await listRuns(box.world, {})).exitCode).toBe(0);
    await rm(join(box.folder, 'state'), { recursive: true });
    const fresh = openWorld({ cwd: box.folder, env: { HOME: box.folder, ...PASSWORDS }, stateDir: join(box.folder, 'state') });
    expect(outcomes(await apply(fresh, { path: box.profile, consent: { kind: 'yes' } }))).toEqual({ K1: 'unchanged', K2: 'unchanged' });
    expect(compareTables(done, tables(box))).toEqual([]);
  }, 60_000);
});
