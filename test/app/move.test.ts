import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { takeLease } from '../../src/app/lease.ts';
import { operate, remove } from './whole.ts';
import { SERIAL, TwoOlts, type TwoOltsOptions } from './two-olts.ts';

let lab: TwoOlts;
afterEach(() => lab.close());

/** Opens the lab and remembers what the OLTs hold, with the subscriber on the old one. */
async function open(options: TwoOltsOptions = {}): Promise<{ readonly old: string; readonly new: string }> {
  lab = await TwoOlts.open(options);
  return { old: lab.tables('old'), new: lab.tables('new') };
}

describe('a move to another OLT', () => {
  it('makes the new place, keeps the old one until the ONT is up there, and then deletes it', async () => {
    const before = await open();
    await lab.row('new', '0/2/0, id: 7');
    const first = await lab.move();
    expect(first).toMatchObject({
      exitCode: 9, saved: true, error: null, targets: [
        { key: 'K1', olt: 'new', serial: SERIAL, id: 7, outcome: 'applied', verified: true },
        { key: 'K1', olt: 'old', serial: SERIAL, id: 5, outcome: 'pending', verified: false },
      ],
    });
    expect(first.targets[1]!.messages.join('\n')).toMatch(/OLT old at 0\/1\/3 id 5.*not up on OLT new yet \(offline[^)]*\)[^]*same command again/);
    expect(lab.tables('old')).toBe(before.old);

    lab.patch('new', '0/2/0');
    const second = await lab.move();
    expect(second).toMatchObject({ exitCode: 0, saved: true, targets: [{ olt: 'new', outcome: 'unchanged' }, { olt: 'old', outcome: 'applied', verified: true }] });
    expect(await lab.move()).toMatchObject({ exitCode: 0, saved: false, targets: [{ olt: 'new', outcome: 'unchanged' }, { olt: 'old', outcome: 'unchanged' }] });
    expect(await lab.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }, { outcome: 'unchanged' }] });
  });

  it('does it all at once when the ONT is up already, deletes from the service down, and leaves neighbours as they were', async () => {
    const before = await open();
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    lab.lines.old.length = 0;
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }, { outcome: 'applied', verified: true }] });
    expect(lab.written('old')).toEqual(['undo service-port 3', 'undo service-port 4', 'ont delete 3 5']);
    expect(lab.tables('old')).not.toContain(SERIAL);
    // What the subscriber had to themselves is all that differs: put back by hand, everything is as it was.
    await lab.row('old', '0/1/3, id: 5');
    await lab.apply();
    expect(compareTables(JSON.parse(before.old) as Json, JSON.parse(lab.tables('old')) as Json)).toEqual([]);
    await lab.row('new', '0/2/0');
    lab.patch('old');
    expect(await remove(lab.world, { path: lab.profile, consent: { kind: 'yes' }, only: ['K1'] })).toMatchObject({ exitCode: 0 });
    expect(compareTables(JSON.parse(before.new) as Json, JSON.parse(lab.tables('new')) as Json)).toEqual([]);
  });

  it('--now does not look for the ONT', async () => {
    await open();
    await lab.row('new', '0/2/0');
    expect(await lab.move({ now: true })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { outcome: 'applied' }] });
    expect(lab.lines.new.some((line) => line.includes('display ont info 0 '))).toBe(false);
    expect(lab.tables('old')).not.toContain(SERIAL);
  });

  it('--wait waits for the fibre, and holds no OLT meanwhile', async () => {
    await open();
    await lab.row('new', '0/2/0');
    const moving = lab.move({ wait: 60 });
    await expect.poll(() => lab.events.some((event) => event.kind === 'note' && event.message.startsWith('waiting for K1')), { timeout: 10_000 }).toBe(true);
    expect(await lab.apply()).toMatchObject({ exitCode: 0 });
    lab.patch('new', '0/2/0');
    expect(await moving).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { outcome: 'applied' }] });
  }, 20_000);

  it('takes several at once, and nobody with whom something is wrong', async () => {
    await open();
    await lab.row('new', '0/2/0');
    const text = (await readFile(lab.profile, 'utf8')).replace('{ key: N1, olt: old, pon: 0/1/3, id: 9', '{ key: N1, olt: new, pon: 0/1/4, id: 10');
    await writeFile(lab.profile, text);
    lab.olts.old.device.seed(['service-port 77 vlan 100 gpon 0/1/3 ont 9 gemport 1 multi-service user-vlan 101 tag-transform translate']);
    const document = await lab.move({ only: ['K1', 'N1'], now: true });
    expect(document.targets.map(({ key, olt, outcome }) => `${key} ${olt} ${outcome}`)).toEqual(['N1 new skipped', 'N1 old refused', 'K1 new applied', 'K1 old applied']);
    expect(document.exitCode).toBe(1);
    expect(lab.tables('old')).toContain('4857544300000001');
    expect(lab.tables('new')).not.toContain('4857544300000001');
  });

  it('of somebody suspended takes both halves at once', async () => {
    await open();
    await lab.row('new', '0/2/0', {}, ', state: suspended');
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { outcome: 'applied' }] });
  });

  it('finds nothing to delete where the ONT is not any more', async () => {
    await open();
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    lab.olts.old.device.seed(['undo service-port 3', 'undo service-port 4', 'interface gpon 0/1', 'ont delete 3 5', 'quit']);
    const document = await lab.move();
    expect(document).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { olt: 'old', outcome: 'unchanged' }] });
    expect(document.targets[1]!.messages).toEqual(['it is not on OLT old: there is nothing to delete']);
  });

  it('between vendors that name their PONs differently', async () => {
    await open({ otherVendor: true });
    await lab.row('new', '2/0');
    expect(await lab.move()).toMatchObject({ exitCode: 9, targets: [{ outcome: 'applied' }, { outcome: 'pending' }] });
    lab.patch('new', '0/2/0');
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'applied' }] });
    // Nobody is there any more, and the OLT cannot even say the PON of the row.
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }] });
  });
});

it('where the new OLT does not tell who is up, only --now deletes the old place', async () => {
  await open({ otherVendor: true });
  await lab.row('new', '0/2/0');
  await writeFile(lab.profile, (await readFile(lab.profile, 'utf8')).replace('vendor: nimbus', 'vendor: mute'));
  const document = await lab.move();
  expect(document).toMatchObject({ exitCode: 9, targets: [{ outcome: 'applied' }, { outcome: 'pending' }] });
  expect(document.targets[1]!.messages.join()).toContain('cannot be read from Mute OLTs');
  expect(await lab.move({ now: true })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'applied' }] });
});

describe('before anything is made', () => {
  const untouched = async (options: TwoOltsOptions, row: string, expected: object, move: Parameters<TwoOlts['move']>[0] = {}) => {
    const before = await open(options);
    await lab.row('new', row);
    lab.patch('new', '0/2/0');
    lab.lines.old.length = lab.lines.new.length = 0;
    const document = await lab.move(move);
    expect(document).toMatchObject(expected);
    expect({ old: lab.tables('old'), new: lab.tables('new') }).toEqual(before);
    expect([...lab.written('old'), ...lab.written('new')]).toEqual([]);
    return document;
  };

  it('what somebody else made at the old place stops it; --prune takes it along', async () => {
    lab = await TwoOlts.open();
    lab.olts.old.device.seed(['service-port 77 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 101 tag-transform translate']);
    const before = { old: lab.tables('old'), new: lab.tables('new') };
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    const document = await lab.move();
    expect(document).toMatchObject({ exitCode: 1, saved: false, targets: [{ olt: 'new', outcome: 'skipped' }, { olt: 'old', outcome: 'refused' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT404' }));
    expect({ old: lab.tables('old'), new: lab.tables('new') }).toEqual(before);
    expect(await lab.move({ prune: true })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { outcome: 'applied' }] });
    expect(lab.tables('old')).not.toContain(SERIAL);
  });

  it('an OLT that nobody knows is named, with those that are', async () => {
    const document = await untouched({}, '0/2/0', { exitCode: 1, run: '', targets: [], error: { code: 'unknown-olt' } }, { from: 'odl' });
    expect(document.error?.hint).toContain('old');
  });

  it('a row that still says the old OLT', async () => {
    await open();
    await lab.row('old', '0/1/3');
    expect(await lab.move()).toMatchObject({ exitCode: 1, run: '', findings: expect.arrayContaining([expect.objectContaining({ code: 'ONT414' })]) as unknown });
  });

  it('another name for the same box', async () => {
    await open();
    await lab.row('new', '0/1/4');
    const text = await readFile(lab.profile, 'utf8');
    const ports = [...text.matchAll(/port: (\d+)/g)].map(([, port]) => port!);
    await writeFile(lab.profile, text.replace(ports[1]!, ports[0]!));
    expect(await lab.move()).toMatchObject({ exitCode: 1, run: '', findings: expect.arrayContaining([expect.objectContaining({ code: 'ONT414', line: 10 })]) as unknown });
  });

  it('options that mean nothing here', async () => {
    await untouched({}, '0/2/0', { exitCode: 2, error: { code: 'no-waves' } }, { waves: [{ count: 1 }] });
    const { from: _, ...inside } = { path: lab.profile, consent: { kind: 'yes' } as const, goal: 'move' as const, only: ['K1'], from: undefined };
    expect(await operate(lab.world, { ...inside, wait: 5 })).toMatchObject({ exitCode: 2, error: { code: 'needs-from' } });
    expect(await operate(lab.world, { ...inside, now: true })).toMatchObject({ exitCode: 2, error: { code: 'needs-from' } });
  });

  it('writes: deny on either of them', async () => {
    await open();
    for (const [name, outcomes] of [['old', ['skipped', 'refused']], ['new', ['refused', 'skipped']]] as const) {
      await lab.row('new', '0/2/0', { [name]: ', writes: deny' });
      lab.lines.old.length = lab.lines.new.length = 0;
      const document = await lab.move();
      expect(document).toMatchObject({ exitCode: 1, run: '', findings: expect.arrayContaining([expect.objectContaining({ code: 'ONT409', line: name === 'old' ? 9 : 10 })]) as unknown });
      expect(document.targets.map(({ outcome }) => outcome)).toEqual(outcomes);
      expect([...lab.lines.old, ...lab.lines.new]).toEqual([]);
    }
  });

  it('a vendor that nothing is written to, on either side', async () => {
    await open({ otherVendor: true });
    for (const [vendor, pon, outcomes] of [['huawei', '2/0', ['skipped', 'refused']], ['nimbus', '0/2/0', ['refused', 'skipped']]] as const) {
      await lab.row('new', pon);
      await writeFile(lab.profile, (await readFile(lab.profile, 'utf8')).replace(`vendor: ${vendor}`, 'vendor: slate'));
      lab.lines.old.length = lab.lines.new.length = 0;
      const document = await lab.move();
      expect(document).toMatchObject({ exitCode: 1, run: '' });
      expect(document.targets.map(({ outcome }) => outcome)).toEqual(outcomes);
      expect([...lab.lines.old, ...lab.lines.new]).toEqual([]);
    }
  });

  it('a secret that is not set', async () => {
    await open();
    await lab.row('new', '0/2/0', { old: ', enablePassword: { env: NOT_SET }' });
    const document = await lab.move();
    expect(document).toMatchObject({ exitCode: 1, run: '', targets: [{ outcome: 'skipped' }, { outcome: 'refused' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT410' }));
  });

  it('a number that is taken at the new OLT keeps the old place', async () => {
    const taken = ['ont-srvprofile gpon profile-id 20', 'ont-port eth adaptive pots adaptive', 'commit', 'quit', 'interface gpon 0/2', 'ont add 0 7 sn-auth "4857544300000042" omci ont-lineprofile-id 0 ont-srvprofile-id 20 desc "there"', 'quit'];
    const document = await untouched({ seeds: { new: ['vlan 900 smart', 'vlan 2100 smart', ...taken] } }, '0/2/0, id: 7', { exitCode: 1, targets: [{ olt: 'new', outcome: 'refused' }, { olt: 'old', outcome: 'skipped' }] });
    expect(document.targets[1]!.messages[0]).toContain('kept on OLT old at 0/1/3 id 5');
  });

  it('no answer, and a no', async () => {
    await untouched({}, '0/2/0', { exitCode: 2, error: { code: 'needs-confirmation' } }, { consent: { kind: 'none' } });
    await lab.close();
    const asked: string[] = [];
    await untouched({}, '0/2/0', { exitCode: 0, targets: [{ outcome: 'skipped' }, { outcome: 'skipped' }] }, { consent: { kind: 'ask', ask: async ({ targets }) => { asked.push(...[...targets].map(({ olt, changes }) => `${olt} ${changes.at(-1)!.action}`)); return false; } } });
    expect(asked).toEqual(['new create', 'old delete']);
    await lab.close();
    await untouched({}, '0/2/0', { exitCode: 1, targets: [{ outcome: 'refused' }, { outcome: 'refused' }] }, { maxChanges: 3 });
  });
});

describe('trouble on the way', () => {
  it('an old place that changed since the plan was looked at is stale, and the serial is compared again', async () => {
    await open();
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    const ask = async (): Promise<boolean> => { lab.olts.old.device.seed(['undo service-port 4']); return true; };
    const document = await lab.move({ consent: { kind: 'ask', ask } });
    expect(document).toMatchObject({ exitCode: 8, targets: [{ outcome: 'applied' }, { outcome: 'stale' }] });
    lab.olts.old.device.seed(['undo service-port 3', 'interface gpon 0/1', 'ont delete 3 5', 'ont add 3 5 sn-auth "4857544300000042" omci ont-lineprofile-id 10 ont-srvprofile-id 10 desc "another"', 'quit']);
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }] });
    expect(lab.tables('old')).toContain('4857544300000042');
  });

  it('an OLT that is busy or out of reach, on either side, is found before anything is made', async () => {
    const before = await open();
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    for (const [name, outcomes] of [['old', ['skipped', 'unreachable']], ['new', ['unreachable', 'skipped']]] as const) {
      const lease = await takeLease(lab.world.state, lab.world.clock, { olt: name, device: `127.0.0.1:${lab.olts[name].telnetPort!}` }, 'another');
      const document = await lab.move();
      expect(document).toMatchObject({ exitCode: 5, saved: false, error: { code: 'olt-busy' } });
      expect(document.targets.map(({ outcome }) => outcome)).toEqual(outcomes);
      await lease.release();
    }
    await lab.olts.old.close();
    expect(await lab.move()).toMatchObject({ exitCode: 5, targets: [{ outcome: 'skipped' }, { outcome: 'unreachable' }] });
    expect({ old: lab.tables('old'), new: lab.tables('new') }).toEqual(before);
  });

  it('a link that breaks while the old place is deleted is taken up again, or said', async () => {
    await open();
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    lab.olts.old.faults.add('drop-in-reply@/ont delete/');
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }, { outcome: 'applied', verified: true }] });
    expect(lab.tables('old')).not.toContain(SERIAL);
  });

  it('a refusal at the new OLT is undone there, and the old place is not touched', async () => {
    const before = await open();
    lab.olts.new.faults.add('refuse@/ont port native-vlan/');
    await lab.row('new', '0/2/0');
    lab.lines.old.length = 0;
    const document = await lab.move({ now: true });
    expect(document).toMatchObject({ exitCode: 6, targets: [{ outcome: 'undone' }, { outcome: 'skipped' }] });
    expect({ old: lab.tables('old'), new: lab.tables('new') }).toEqual(before);
    expect(lab.written('old')).toEqual([]);
    expect(await lab.move({ now: true })).toMatchObject({ exitCode: 0 });
  });

  it('a refusal at the old OLT leaves the new place, and says what is left where', async () => {
    const before = await open();
    lab.olts.old.faults.add('refuse@/ont delete/');
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    const document = await lab.move();
    expect(document).toMatchObject({ exitCode: 6, targets: [{ outcome: 'applied', verified: true }, { outcome: 'undone' }] });
    expect(document.targets[1]!.messages.at(-1)).toContain('OLT old at 0/1/3 id 5');
    expect(lab.tables('old')).toBe(before.old);
    expect(await lab.move()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }, { outcome: 'applied' }] });
  });

  it('a new place that could not be saved is none', async () => {
    const before = await open();
    lab.olts.new.faults.add('refuse@/^save/');
    await lab.row('new', '0/2/0');
    lab.patch('new', '0/2/0');
    expect(await lab.move()).toMatchObject({ exitCode: 5, error: { code: 'not-saved' }, targets: [{ outcome: 'applied' }, { outcome: 'skipped' }] });
    expect(lab.tables('old')).toBe(before.old);
    expect(await lab.move()).toMatchObject({ exitCode: 0, saved: true, targets: [{ outcome: 'unchanged' }, { outcome: 'applied' }] });
  });
});
