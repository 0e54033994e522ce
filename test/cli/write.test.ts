import { describe, expect, test } from 'vitest';
import type { ApplyOptions, Progress } from '../../src/app/api.ts';
import { Failure } from '../../src/kernel/failure.ts';
import { sequenceOf } from '../../src/kernel/sequence.ts';
import type { Applied } from '../app/whole.ts';
import { applied, finding, ont, target } from './fake.ts';

const files = { 'home.yaml': 'version: 1\nserial:   TESTONU00001234\n' };

describe('apply', () => {
  test('says who was done, with what, and that it was saved', async () => {
    const ran = await ont('apply home.yaml --yes', { apply: async () => applied() }, { files });
    expect(ran).toMatchObject({ code: 0, err: '', out: '✓ K1 applied: 1 change, 1 command, read back  ma1 id 1 HWTC-A1B2C3D4\nsaved on the device · run r1\n' });
  });

  test('with nothing to do it says so in one line', async () => {
    const document = applied({ saved: false });
    const targets = document.targets.map((t) => ({ ...t, outcome: 'unchanged' as const, changes: [] }));
    expect((await ont('apply home.yaml --yes', { apply: async () => ({ ...document, targets }) }, { files })).out).toBe('= K1 unchanged  ma1 id 1 HWTC-A1B2C3D4\n');
  });

  test('what is left on the device is shown line by line, and the exit code is the document\'s', async () => {
    const document = applied({ exitCode: 7, saved: false });
    const targets = document.targets.map((t) => ({ ...t, outcome: 'left-changed' as const, messages: ['left on the device:\nundo traffic 7'] }));
    const ran = await ont('apply home.yaml --yes', { apply: async () => ({ ...document, targets }) }, { files });
    expect(ran.code).toBe(7);
    expect(ran.out).toContain('✗ K1 LEFT CHANGED, needs a person');
    expect(ran.out).toContain('    left on the device:\n    undo traffic 7\n');
  });

  test('a run that has begun is told though the world ends it with 2', async () => {
    const document = applied({ exitCode: 2, saved: false, error: { code: 'state-unwritable', message: 'full', hint: null } });
    const targets = document.targets.map((t) => ({ ...t, outcome: 'refused' as const, messages: ['full'] }));
    for (const json of ['', ' --json']) {
      const ran = await ont(`apply home.yaml --yes${json}`, { apply: async () => ({ ...document, targets }) }, { files });
      expect(ran.code).toBe(2);
      expect(ran.out).toContain('K1');
    }
    expect(await ont('apply home.yaml --yes --json', { apply: async () => ({ ...document, run: '', targets }) }, { files })).toMatchObject({ code: 2, out: '', err: 'ont-prov: full\n' });
  });

  test('on a terminal it shows the plan and takes only a yes', async () => {
    for (const [answer, expected] of [['y', true], ['YES', true], ['', false], ['n', false], [null, false]] as const) {
      let agreed: boolean | undefined;
      const apply = async (_: unknown, options: ApplyOptions) => {
        if (options.consent.kind === 'ask') agreed = await options.consent.ask({ targets: [target], findings: [finding] });
        return applied();
      };
      const ran = await ont('apply home.yaml --no-color', { apply }, { files, terminal: true, answers: [answer] });
      expect(agreed, String(answer)).toBe(expected);
      expect(ran.err).toContain('> traffic 7 cir 10240');
      expect(ran.err).toContain('ONT201');
      expect(ran.questions).toEqual(['Apply this? [y/N] ']);
    }
  });

  test('elsewhere it asks nobody', async () => {
    for (const [line, terminal] of [['apply home.yaml', false], ['apply home.yaml --no-input', true]] as const) {
      const ran = await ont(line, { apply: async () => applied() }, { files, terminal });
      expect(ran.calls.at(-1)!.options).toMatchObject({ consent: { kind: 'none' } });
    }
  });

  test('--dry-run is the offline compiler: nothing is connected', async () => {
    const ran = await ont('apply home.yaml --dry-run --script', { dryRun: async (_w, _o, sink) => { await sink(target); return { findings: [], error: null, exitCode: 0 }; } }, { files });
    expect(ran).toMatchObject({ code: 0, out: 'config\ntraffic 7\nquit\n', err: '' });
    expect(ran.calls.map((c) => c.name)).toEqual(['openWorld', 'dryRun']);
  });

  test('passes every option on', async () => {
    const ran = await ont('apply home.yaml --yes --only A,B --only C --prune --max-changes 5 --accept-unconfirmed --accept-new-host-key --transcript t.log --parallel 2', { apply: async () => applied() }, { files });
    expect(ran.calls.at(-1)!.options).toMatchObject({
      path: 'home.yaml', only: ['A', 'B', 'C'], prune: true, maxChanges: 5, acceptUnconfirmed: true, acceptNewHostKey: true, transcript: 't.log', parallel: 2, consent: { kind: 'yes' },
    });
  });

  test('--json is one document on stdout and the events stay on stderr', async () => {
    const apply = async (_: unknown, options: ApplyOptions) => { for (const e of events) options.onProgress?.(e); return applied(); };
    const ran = await ont('apply home.yaml --yes --json', { apply }, { files });
    expect(JSON.parse(ran.out)).toEqual(applied());
    expect(ran.err).toContain('traffic 7 cir 10240');
  });
});

const command: Extract<Progress, { kind: 'command' }> = { kind: 'command', olt: 'ma1', target: 'K1', mode: '', line: 'traffic 7 cir 10240', class: 'ok', index: 1, of: 2, undo: false };
const events: readonly Progress[] = [
  { kind: 'run', run: 'r1', olts: 1, targets: 1 },
  { kind: 'connecting', olt: 'ma1', peer: 'ssh admin@127.0.0.1:22', attempt: 1 },
  { kind: 'reading', olt: 'ma1', name: 'configuration', index: 1, of: 1 },
  { kind: 'target', olt: 'ma1', target: 'K1', commands: 2 },
  command,
  { ...command, line: 'ont add', class: 'conflict', index: 2 },
  { kind: 'refusal', olt: 'ma1', target: 'K1', line: 'ont add', message: 'Failure: SN already exists' },
  { kind: 'undoing', olt: 'ma1', target: 'K1', commands: 1 },
  { ...command, line: 'undo traffic 7', of: 1, undo: true },
  { kind: 'outcome', olt: 'ma1', target: 'K1', outcome: 'undone', messages: [] },
];

describe('progress', () => {
  const apply = async (_: unknown, options: ApplyOptions) => { for (const e of events) options.onProgress?.(e); return applied(); };

  test('is one line per event where there is no terminal: what was typed and what the device answered', async () => {
    const ran = await ont('apply home.yaml --yes', { apply }, { files });
    expect(ran.err).toBe(`ma1  connecting to ssh admin@127.0.0.1:22
ma1  reading configuration (1/1)
ma1  K1 2 commands
ma1  1/2 ok  traffic 7 cir 10240
ma1  2/2 conflict  ont add
ma1  K1 the device refused: Failure: SN already exists
ma1  K1 undoing, 1 command
ma1  1/1 undo ok  undo traffic 7
ma1  ↶ K1 undone
`);
  });

  test('on a terminal passing events share one line that is taken back', async () => {
    const ran = await ont('apply home.yaml --yes --no-color', { apply }, { files, terminal: true });
    expect(ran.err.startsWith('ma1  connecting to ssh admin@127.0.0.1:22\r\u001b[Kma1  reading configuration (1/1)\r\u001b[K')).toBe(true);
    expect(ran.err.replaceAll(/[^\n]*\r\u001b\[K/g, '')).toContain('ma1  1/2 ok  traffic 7 cir 10240\n');
    // Commands scroll by without a stale status under them, and nothing is left standing.
    expect(ran.err).not.toMatch(/reading[^\r\n]*\r\u001b\[Kma1 {2}2\/2/);
    expect(ran.err).toMatch(/(?:\r\u001b\[K|\n)$/);
  });

  test('a status line never wraps', async () => {
    const long: Progress = { kind: 'connecting', olt: 'ma1', peer: `ssh admin@${'x'.repeat(200)}:22`, attempt: 1 };
    const ran = await ont('apply home.yaml --yes --no-color', { apply: async (_w, o) => { o.onProgress?.(long); return applied(); } }, { files, terminal: true, columns: 40 });
    for (const status of ran.err.split(/\r\u001b\[K/)) expect(status.length).toBeLessThan(40);
  });

  test('--quiet leaves out no grave note', async () => {
    const apply = async (_: unknown, options: ApplyOptions) => {
      options.onProgress?.({ kind: 'note', olt: 'ma1', message: 'by the way' });
      options.onProgress?.({ kind: 'note', olt: 'ma1', message: 'the transcript is not complete', grave: true });
      return applied();
    };
    expect((await ont('apply home.yaml --yes --quiet', { apply }, { files })).err).toBe('ma1  the transcript is not complete\n');
  });

  test('--quiet leaves it out', async () => {
    expect((await ont('apply home.yaml --yes -q', { apply }, { files })).err).toBe('');
  });

  test('what a device says cannot steer the terminal', async () => {
    const nasty: Progress = { ...events[6]!, kind: 'refusal', olt: 'ma1', target: 'K1', line: '', message: 'no\u001b[2J\u0007\u202e way' };
    const ran = await ont('apply home.yaml --yes', { apply: async (_w, o) => { o.onProgress?.(nasty); return applied(); } }, { files });
    expect(ran.err).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('remove', () => {
  test('names the subscribers it was given', async () => {
    const ran = await ont('remove home.yaml --only K1 --yes', { remove: async () => applied() }, { files });
    expect(ran.calls.at(-1)).toMatchObject({ name: 'remove', options: { path: 'home.yaml', only: ['K1'], consent: { kind: 'yes' } } });
  });
});

describe('move', () => {
  test('to another OLT passes what was said of it, and tells the two places apart', async () => {
    const document = applied({ exitCode: 9 });
    const [there] = document.targets;
    const operate = async () => ({ ...document, targets: [{ ...there!, olt: 'ma2' }, { ...there!, outcome: 'pending' as const, verified: false, changes: [], messages: ['kept on OLT ma1'] }] });
    const ran = await ont('move home.yaml --only K1 --from ma1 --wait 10m --now --yes', { operate }, { files });
    expect(ran.code).toBe(9);
    expect(ran.calls.at(-1)).toMatchObject({ name: 'operate', options: { goal: 'move', only: ['K1'], from: 'ma1', wait: 600, now: true } });
    expect(ran.out).toContain('✓ K1 made at the new place: 1 change, 1 command, read back  ma2 id 1');
    expect(ran.out).toContain('… K1 kept at the old place, waits for the ONT  ma1 id 1 HWTC-A1B2C3D4\n    kept on OLT ma1\n');
  });

  test('inside one OLT says none of that', async () => {
    const ran = await ont('move home.yaml --only K1 --yes', { operate: async () => applied() }, { files });
    expect(ran.out).toContain('✓ K1 moved: 1 change');
    expect(ran.calls.at(-1)!.options).not.toHaveProperty('from');
    expect(await ont('suspend home.yaml --only K1 --from ma1', {}, { files })).toMatchObject({ code: 2 });
  });
});

describe('a document whose targets are made one by one', () => {
  const one = applied().targets[0]!;
  const targetsOf = (count: number) => sequenceOf(Array.from({ length: count }, (_, i) => i), (i) => ({ ...one, key: `K${i}`, messages: i % 3 === 0 ? ['two\nlines "and" \\ more', '[]', '{\n}'] : [] }));
  const said = (count: number) => ({ ...applied(), targets: targetsOf(count) as unknown as Applied['targets'] });

  test.each([0, 1, 2, 300])('is printed as if it had been there as a whole (%i)', async (count) => {
    const writes: string[] = [];
    const ran = await ont('apply home.yaml --yes --json', { apply: async () => said(count) }, { files, onWrite: (text) => writes.push(text) });
    expect(ran.out).toBe(`${JSON.stringify({ ...applied(), targets: [...targetsOf(count)] }, null, 2)}\n`);
    if (count === 300) expect(Math.max(...writes.map((text) => text.length))).toBeLessThan(100_000);
  });

  test.each([0, 1, 250])('ends as one document when an entry cannot be made (%i before it)', async (count) => {
    for (const [thrown, code] of [[new RangeError('oops'), 70], [new Failure('the journal is gone', { code: 'state-unreadable', exitCode: 2 }), 2]] as const) {
      const targets = sequenceOf(Array.from({ length: count + 3 }, (_, i) => i), (i) => { if (i === count) throw thrown; return { ...one, key: `K${i}` }; });
      const ran = await ont('apply home.yaml --yes --json', { apply: async () => ({ ...applied(), targets: targets as unknown as Applied['targets'] }) }, { files });
      expect(ran.code).toBe(code);
      expect(JSON.parse(ran.out)).toMatchObject({ formatVersion: 1, run: 'r1', targets: Array.from({ length: count }, (_, i) => ({ key: `K${i}` })), findings: [], error: { message: thrown.message }, exitCode: code });
      expect(ran.err).toContain(thrown.message);
    }
  });

  test.each([1, 6, 300])('says the same to people (%i)', async (count) => {
    for (const outcome of ['applied', 'unchanged', 'skipped'] as const) {
      const targets = sequenceOf([...targetsOf(count)], (each) => ({ ...each, outcome }));
      const lazily = await ont('apply home.yaml --yes', { apply: async () => ({ ...applied(), targets: targets as unknown as Applied['targets'] }) }, { files });
      expect(lazily.out).toBe((await ont('apply home.yaml --yes', { apply: async () => ({ ...applied(), targets: [...targets] }) }, { files })).out);
      // Two of three have nothing to say, and are counted only when they are many.
      expect(lazily.out.match(/^\S K\d/gm)).toHaveLength(outcome !== 'applied' && count === 300 ? 100 : count);
    }
  });
});
