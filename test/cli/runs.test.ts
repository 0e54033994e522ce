import { describe, expect, test } from 'vitest';
import type { RunDocument, RunSummary } from '../../src/app/runs/documents.ts';
import { applied, ont } from './fake.ts';

const tail = { findings: [], error: null, exitCode: 0 as const };
const summary: RunSummary = {
  run: '20250317-101502-3f9a1c', command: 'apply', from: null, to: null, state: 'ended', exitCode: 0, path: 'home.yaml', olts: ['x'], outcomes: { applied: 2, none: 1 }, of: null,
};
const shown: RunDocument = {
  ...tail, formatVersion: 1, run: { ...summary, state: 'broken-off', exitCode: null }, damaged: [],
  targets: [{ key: 'K1', olt: 'x', serial: null, id: 5, outcome: 'applied', messages: ['a word'], changes: [] }, { key: 'K2', olt: 'x', serial: null, id: null, outcome: null, messages: [], changes: [] }],
  inDoubt: [{ olt: 'x', target: 'K2', line: 'ont add 3 6' }],
};

describe('runs', () => {
  test('alone lists them', async () => {
    const listRuns = async () => ({ ...tail, formatVersion: 1 as const, runs: [summary], total: 3 });
    const ran = await ont('runs', { listRuns });
    expect(ran.out).toBe('20250317-101502-3f9a1c  apply  exit 0  2 applied, 1 without end  x\n2 older: --limit 3\n');
    expect(JSON.parse((await ont('runs list --json --limit 1', { listRuns })).out)).toMatchObject({ runs: [summary], total: 3 });
    expect((await ont('runs', { listRuns: async () => ({ ...tail, formatVersion: 1 as const, runs: [], total: 0 }) })).out).toBe('no runs yet\n');
    const unreadable = { ...summary, run: 'r0', state: 'unreadable' as const, why: 'cannot read r0.jsonl: permission denied' };
    expect((await ont('runs', { listRuns: async () => ({ ...tail, formatVersion: 1 as const, runs: [summary, unreadable], total: 2 }) })).out).toContain('r0  cannot read r0.jsonl: permission denied\n');
    const error = { code: 'state-unreadable', message: 'cannot read the folder', hint: null };
    expect(await ont('runs', { listRuns: async () => ({ ...tail, formatVersion: 1 as const, runs: [], total: 0, error, exitCode: 2 as const }) })).toMatchObject({ code: 2, out: '' });
  });

  test('show says how each ended, and what is in doubt', async () => {
    const { out } = await ont('runs show last', { showRun: async () => shown });
    expect(out).toContain('broken off');
    expect(out).toContain('✓ K1 applied: 0 changes  x\n    a word');
    expect(out).toContain('? K2 no end');
    expect(out).toContain('in doubt K2 on x: ont add 3 6\nwhether the device took it is read by: ont-prov runs resume 20250317-101502-3f9a1c');
  });

  test('rollback and resume name the run and give consent', async () => {
    const back = await ont('runs rollback last --only K1,K2 --yes', { rollbackRun: async () => applied() });
    expect(back.calls.at(-1)!.options).toMatchObject({ run: 'last', only: ['K1', 'K2'], consent: { kind: 'yes' } });
    expect(back.out).toContain('taken back');
    const on = await ont('runs resume 3f9a1c --yes --max-parallel 2', { resumeRun: async () => applied() });
    expect(on.calls.at(-1)!.options).toMatchObject({ run: '3f9a1c', parallel: 2 });
  });
});
