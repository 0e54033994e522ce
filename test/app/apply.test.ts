import { afterEach, describe, expect, it } from 'vitest';
import { readJournal } from './journal-text.ts';
import { K1, K2, Lab, PASSWORDS, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));

describe.each(['ssh', 'telnet'] as const)('over %s', (transport) => {
  it('apply makes it so, reads it back and saves; a second apply types nothing, also without state; remove takes it all away', async () => {
    const box = await open({ transport, targets: [K1, K2] });
    const empty = box.tables();
    const first = await box.apply();
    expect(first).toMatchObject({ exitCode: 0, saved: true, error: null });
    expect(first.targets.map(({ key, outcome, verified, id }) => ({ key, outcome, verified, id }))).toEqual([
      { key: 'K1', outcome: 'applied', verified: true, id: 5 }, { key: 'K2', outcome: 'applied', verified: true, id: 6 },
    ]);
    expect(first.targets[0]!.changes.every((change) => change.result === 'ok')).toBe(true);
    expect(box.lines.filter((line) => line === 'save')).toHaveLength(1);
    expect(box.lines.indexOf('save')).toBeGreaterThan(box.lines.lastIndexOf('display current-configuration'));

    const written = box.written.length;
    const second = await box.apply();
    expect(second.targets.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect(second).toMatchObject({ exitCode: 0, saved: false });
    expect(box.written).toHaveLength(written);

    const plan = await box.plan({ detailedExitCode: true });
    expect(plan.exitCode).toBe(0);
    expect(plan.targets.flatMap((target) => target.changes)).toEqual([]);

    const gone = await box.remove({ only: ['K1', 'K2'] });
    expect(gone).toMatchObject({ exitCode: 0, saved: true });
    expect(gone.targets.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(box.tables()).toBe(empty);
    expect((await box.remove({ only: ['K1', 'K2'] })).targets.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  }, 30_000);
});

describe('what apply does', () => {
  it('is what plan says, line by line', async () => {
    const box = await open();
    const plan = await box.plan({ detailedExitCode: true });
    expect(plan.exitCode).toBe(3);
    expect(box.written).toEqual([]);
    box.lines.length = 0;
    await box.apply();
    const script = plan.targets[0]!.script.map((line) => line.replaceAll('***', PASSWORDS.ACS_PASSWORD));
    const typed = box.lines.slice(box.lines.indexOf('config', box.lines.findIndex((line) => line.startsWith('display current-configuration'))));
    const body = script.slice(0, -2); // The way out and the save follow after the reading.
    expect(typed.slice(0, body.length)).toEqual(body);
  });

  it('leaves no secret in any file, event or document', async () => {
    const box = await open();
    const document = await box.apply({ transcript: 'session.txt' });
    const everything = JSON.stringify([document, box.events, await box.plan(), [...(await box.files())]]) + (await import('node:fs')).readFileSync(`${box.folder}/session.txt`, 'utf8');
    for (const secret of Object.values(PASSWORDS)) expect(everything).not.toContain(secret);
    expect(box.lines.join('\n')).toContain(PASSWORDS.ACS_PASSWORD);
  });

  it('is in the journal, each line with its answer, in order', async () => {
    const box = await open();
    const { run, targets } = await box.apply();
    const text = [...(await box.files())].find(([path]) => path.endsWith(`${run}.jsonl`))![1];
    const journal = readJournal(text);
    expect(journal).toMatchObject({ ended: true, inDoubt: [], cut: false });
    const done = journal.entries.flatMap((entry) => (entry.t === 'do' && entry.target === 'K1' ? [entry.line] : []));
    expect(done).toEqual(targets[0]!.changes.flatMap((change) => change.commands.map((command) => command.line)).filter((line) => done.includes(line)));
    expect(journal.entries[0]).toMatchObject({ t: 'run', command: 'apply', path: box.profile });
    expect(journal.entries.at(-1)).toMatchObject({ t: 'end', exitCode: 0 });
  });

  it('needs consent for a real box: without a terminal and --yes nothing is connected', async () => {
    const box = await open();
    const refused = await box.apply({ consent: { kind: 'none' } });
    expect(refused).toMatchObject({ exitCode: 2, error: { code: 'needs-confirmation' } });
    expect(box.lines).toEqual([]);
    let shown = 0;
    const declined = await box.apply({ consent: { kind: 'ask', ask: ({ targets }) => { shown = [...targets][0]!.changes.length; return Promise.resolve(false); } } });
    expect(shown).toBeGreaterThan(5);
    expect(declined.targets[0]).toMatchObject({ outcome: 'skipped' });
    expect(box.written).toEqual([]);
  });

  it('stops before anything is written when the plan holds more changes than allowed', async () => {
    const box = await open();
    const refused = await box.apply({ maxChanges: 3 });
    expect(refused).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
    expect(refused.findings.map((finding) => finding.code)).toContain('ONT411');
    expect(box.written).toEqual([]);
    expect((await box.apply({ maxChanges: 100 })).exitCode).toBe(0);
  });

  it('leaves rows that are to be absent alone, and says how to remove them', async () => {
    const box = await open({ targets: [K1] });
    await box.apply();
    const before = box.tables();
    const text = (await import('node:fs')).readFileSync(box.profile, 'utf8');
    (await import('node:fs')).writeFileSync(box.profile, text.replace('key: K1,', 'key: K1, state: absent,'));
    const { targets, exitCode } = await box.apply();
    expect(targets[0]).toMatchObject({ outcome: 'skipped', messages: [expect.stringContaining('ont-prov remove') as string] });
    expect(exitCode).toBe(0);
    expect(box.tables()).toBe(before);
    expect((await box.remove()).targets[0]).toMatchObject({ outcome: 'applied' });
  });
});
