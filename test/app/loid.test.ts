/** ONTs that are registered by LOID while their rows name a serial too: the device shows the LOID alone. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { adopt } from '../../src/app/adopt.ts';
import { claimName, openClaimBook } from '../../src/app/adopted/book.ts';
import { find } from '../../src/app/find.ts';
import { operate, rollbackRun } from './whole.ts';
import { status } from '../../src/app/status.ts';
import { verify } from '../../src/app/verify.ts';
import { Lab, NETWORK } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

const L1 = '{ key: L1, olt: x, pon: 0/1/3, loid: house-7, serial: HWTC00000001, authentication: loid }';
const open = async (row = L1, seed: readonly string[] = NETWORK): Promise<Lab> => (lab = await Lab.open({ targets: [row], seed }));
const at = (box: Lab) => ({ path: box.profile, acceptNewHostKey: true });

describe('an ONT with LOID and serial', () => {
  it('is applied, found again, told of and removed', async () => {
    const box = await open();
    expect(await box.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect(await box.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }] });
    expect((await status(box.world, at(box))).targets).toMatchObject([{ key: 'L1', state: 'registered', run: 'online' }]);
    expect((await verify(box.world, at(box))).targets).toMatchObject([{ key: 'L1', state: 'match', verified: true, run: { ready: true } }]);
    expect((await find(box.world, { ...at(box), query: 'L1' })).places).toMatchObject([{ how: 'configured', pon: '0/1/3', key: 'L1' }]);
    expect(await box.remove({ only: ['L1'] })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }] });
    expect(box.tables()).not.toContain('house-7');
  });

  it('is found elsewhere by its LOID, and moved', async () => {
    const box = await open();
    await box.apply();
    await rewrite(box, L1, L1.replace('0/1/3', '0/1/4'));
    expect(await box.apply()).toMatchObject({ exitCode: 1, findings: expect.arrayContaining([expect.objectContaining({ code: 'ONT401', message: expect.stringContaining('loid house-7 is already on this OLT at 0/1/3/') as string })]) as unknown });
    expect(await operate(box.world, { ...at(box), goal: 'move', consent: { kind: 'yes' }, only: ['L1'] })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect((await status(box.world, at(box))).targets).toMatchObject([{ state: 'registered', pon: '0/1/4' }]);
  });

  it('is refused when its serial and its LOID are two ONTs of the OLT', async () => {
    const box = await open(L1.replace(', authentication: loid', ''));
    await box.apply();
    await rewrite(box, L1.replace(', authentication: loid', ''), L1.replace(', serial: HWTC00000001', '').replace('0/1/3', '0/1/4'));
    await box.apply();
    await rewrite(box, L1.replace(', serial: HWTC00000001', '').replace('0/1/3', '0/1/4'), L1);
    box.lines.length = 0;
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT401', message: expect.stringMatching(/two ONTs on this OLT go by this row: serial 4857544300000001 is at .*, loid house-7 at /) as string }));
    expect(box.written).toEqual([]);
  });

  it('is found by its serial when that is what it is registered with still', async () => {
    const box = await open(L1.replace(', authentication: loid', ''));
    await box.apply();
    await rewrite(box, L1.replace(', authentication: loid', ''), L1);
    expect(await box.apply()).toMatchObject({ exitCode: 1, findings: expect.arrayContaining([expect.objectContaining({ code: 'ONT405', message: expect.stringContaining('registered differently') as string })]) as unknown });
    expect((await box.remove({ only: ['L1'] }))).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }] });
  });

  it('without a serial: a run is taken back, which takes knowing it by its LOID', async () => {
    const box = await open(L1.replace(', serial: HWTC00000001', ''));
    const { run } = await box.apply();
    box.olt.device.seed(['service-port 90 vlan 200 gpon 0/1/3 ont 0 gemport 2 multi-service user-vlan 200 tag-transform translate']);
    const refused = await rollbackRun(box.world, { run, acceptNewHostKey: true, consent: { kind: 'yes' } });
    expect(JSON.stringify(refused.targets)).toContain('service-port 90 is new since');
    box.olt.device.seed(['undo service-port 90']);
    expect(await rollbackRun(box.world, { run, acceptNewHostKey: true, consent: { kind: 'yes' } })).toMatchObject({ exitCode: 0 });
    expect(box.tables()).not.toContain('house-7');
  });
});

describe('what was adopted', () => {
  const byLoid = { authentication: { by: 'loid', loid: 'house-7' } } as const;
  const note = { key: 'L1', at: '2026-01-01T00:00:00Z', run: '20260101-000000-aaaaaa' };

  it('under a LOID is still adopted when the row has got a serial, and goes under one name', async () => {
    const box = await open();
    const book = await openClaimBook(box.world.state, 'box');
    book.put(byLoid, new Map([['service-port 90', 'content']]), note);
    const both = { ...byLoid, serial: '4857544300000001' };
    expect(book.of(both).of('service-port 90', 'content')).toBe('held');
    book.put(both, new Map([['service-port 91', 'content']]), note);
    expect(book.names(byLoid)).toEqual([]);
    expect(book.names(both)).toEqual(['service-port 91']);
    expect(claimName(both)).toBe('4857544300000001');
    expect(book.release(both)).toEqual(['service-port 91']);
  });

  it('is adopted of such an ONT on the box', async () => {
    const box = await open();
    await box.apply();
    const { targets } = await adopt(box.world, { ...at(box), consent: { kind: 'yes' } });
    expect(targets).toMatchObject([{ key: 'L1', outcome: 'unchanged' }]);
  });
});

async function rewrite(box: Lab, from: string, to: string): Promise<void> {
  const text = await readFile(box.profile, 'utf8');
  if (!text.includes(from)) throw new Error('nothing to rewrite');
  await writeFile(box.profile, text.replace(from, to));
}
