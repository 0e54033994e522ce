import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { OperateOptions } from '../../src/app/api.ts';
import { operate } from './whole.ts';
import { K2, Lab } from './lab.ts';

let lab: Lab;
afterEach(() => lab.close());

const run = (goal: OperateOptions['goal'], more: Partial<OperateOptions> = {}) =>
  operate(lab.world, { path: lab.profile, consent: { kind: 'yes' }, acceptNewHostKey: true, goal, only: ['K1'], ...more });

describe('an operation', () => {
  it('suspends and resumes over a real connection, reads back and saves; a second time it does nothing', async () => {
    lab = await Lab.open();
    await lab.apply();
    for (const goal of ['suspend', 'resume'] as const) {
      expect(await run(goal)).toMatchObject({ exitCode: 0, saved: true, targets: [{ outcome: 'applied', verified: true }] });
      expect(await run(goal)).toMatchObject({ exitCode: 0, saved: false, targets: [{ outcome: 'unchanged' }] });
    }
  });

  it('restarts without claiming to have read anything back, and saves nothing', async () => {
    lab = await Lab.open();
    await lab.apply();
    for (const goal of ['reboot', 'factory-reset'] as const) {
      expect(await run(goal)).toMatchObject({ exitCode: 0, saved: false, targets: [{ outcome: 'applied', verified: false }] });
    }
    expect(lab.lines.filter((line) => /^ont (?:reset|factory)/.test(line))).toEqual(['ont reset 3 5', 'ont factory-setting-restore 3 5']);
  });

  it('moves and replaces by what the row says now', async () => {
    lab = await Lab.open();
    await lab.apply();
    await writeFile(lab.profile, (await readFile(lab.profile, 'utf8')).replace('pon: 0/1/3', 'pon: 0/2/0'));
    expect(await run('move')).toMatchObject({ exitCode: 0, saved: true, targets: [{ outcome: 'applied', verified: true }] });
    await writeFile(lab.profile, (await readFile(lab.profile, 'utf8')).replace('HWTCA1B2C3D4', 'HWTC00000042'));
    expect(await run('replace', { was: 'HWTC-A1B2C3D4' })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true, serial: '4857544300000042' }] });
    expect(await lab.apply()).toMatchObject({ targets: [{ outcome: 'unchanged' }] });
  });

  it('a move of what is not on this OLT says so, and points at --from', async () => {
    lab = await Lab.open();
    const document = await run('move');
    expect(document).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT413', severity: 'warning', hint: expect.stringContaining('--from OLT') as unknown }));
    expect((await run('move')).findings.map(({ code }) => code)).not.toContain('ONT413');
  });

  it('touches nobody who is not named, and says what is missing', async () => {
    lab = await Lab.open({ targets: ['{ key: K1, olt: x, pon: 0/1/3, id: 5, serial: HWTCA1B2C3D4, description: "first" }', K2] });
    await lab.apply();
    expect(await run('suspend', { only: [] })).toMatchObject({ exitCode: 2, error: { code: 'needs-only' } });
    expect(await run('replace')).toMatchObject({ exitCode: 2, error: { code: 'needs-former-serial' } });
    expect(await run('replace', { was: 'nonsense' })).toMatchObject({ exitCode: 2, error: { code: 'needs-former-serial' } });
    expect(await run('suspend')).toMatchObject({ exitCode: 0 });
    expect(lab.lines.filter((line) => line.startsWith('ont deactivate'))).toEqual(['ont deactivate 3 5']);
  });

  it('refuses what is not on the device', async () => {
    lab = await Lab.open();
    expect(await run('reboot')).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
  });
});
