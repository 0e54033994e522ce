import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { adopt, type AdoptOptions } from '../../src/app/adopt.ts';
import { dryRun } from '../../src/app/dry-run.ts';
import { drift } from '../../src/app/drift.ts';
import { takeLease } from '../../src/app/lease.ts';
import { operate } from './whole.ts';
import { openWorld } from '../../src/app/world.ts';
import { K1, K2, Lab, NETWORK, PASSWORDS, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

const HAND_MADE = 'service-port 90 vlan 110 gpon 0/1/3 ont 5 gemport 2 multi-service user-vlan 110 tag-transform translate';
const PORT = 'ont port native-vlan 3 5 eth 2 vlan 110 priority 0';
const UNKNOWN = 'ont port attribute 3 5 eth 2 operational-state off';

/** A subscriber who was applied, and things beside that somebody typed. */
async function open(options: LabOptions = {}): Promise<Lab> {
  lab = await Lab.open({ seed: [...NETWORK, 'vlan 110 smart'], ...options });
  await lab.apply();
  lab.olt.device.seed([HAND_MADE, 'interface gpon 0/1', PORT, 'quit']);
  return lab;
}
const take = (box: Lab, more: Partial<AdoptOptions> = {}) => adopt(box.world, { path: box.profile, consent: { kind: 'yes' }, acceptNewHostKey: true, ...more });
const linesOf = (list: readonly { readonly line: string }[]): string[] => list.map(({ line }) => line.replace(/ +/g, ' '));
const book = async (box: Lab): Promise<string> => join(box.folder, 'state', 'adopted', (await readdir(join(box.folder, 'state', 'adopted')))[0]!);

describe('adopt', () => {
  it('takes over what stands beside the profile, types reads only, and remove takes it along', async () => {
    const box = await open();
    const revision = box.olt.device.revision;
    box.lines.length = 0;
    const document = await take(box);
    expect(document).toMatchObject({ exitCode: 0, error: null, failures: [], targets: [{ key: 'K1', olt: 'x', serial: '48575443A1B2C3D4', pon: '0/1/3', id: 5, outcome: 'adopted', adopted: [], kept: [] }] });
    expect(linesOf(document.targets[0]!.claimed).sort()).toEqual([PORT, HAND_MADE].sort().map((line) => expect.stringContaining(line.slice(0, 24)) as string));
    expect(document.targets[0]!.paired).toContain('ont 0 1 3 5');
    expect(box.olt.device.revision).toBe(revision);
    expect(box.written).toEqual([]);

    const [planned] = (await box.plan()).targets;
    expect(planned).toMatchObject({ changes: [], unmanaged: [] });
    expect(linesOf(planned!.adopted)).toHaveLength(2);
    expect((await drift(box.world, { path: box.profile, acceptNewHostKey: true })).targets).toMatchObject([{ state: 'match', unmanaged: [], adopted: [{ resource: 'native-vlan' }, { resource: 'service-port' }] }]);
    expect(await box.apply()).toMatchObject({ targets: [{ outcome: 'unchanged' }] });

    expect(await box.remove()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect(box.tables()).not.toMatch(/48575443A1B2C3D4|HWTCA1B2C3D4/i);
    expect(JSON.parse(await readFile(await book(box), 'utf8'))).toEqual({ formatVersion: 1, onts: {} });
  });

  it('is a second time nothing to do, and remembers when and under which name', async () => {
    const box = await open();
    const { run } = await take(box);
    const text = await readFile(await book(box), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ formatVersion: 1, onts: { '48575443A1B2C3D4': { key: 'K1', run, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string } } });
    for (const secret of Object.values(PASSWORDS)) expect(text).not.toContain(secret);
    expect(await take(box)).toMatchObject({ run: '', exitCode: 0, targets: [{ outcome: 'unchanged', claimed: [], adopted: [{}, {}] }] });
    expect(await readFile(await book(box), 'utf8')).toBe(text);
  });

  it('holds for an object as it was: what a hand changes is unmanaged again, and remove refuses', async () => {
    const box = await open();
    await take(box);
    box.olt.device.seed(['undo service-port 90', HAND_MADE.replace('gemport 2', 'gemport 3')]);
    const [planned] = (await box.plan()).targets;
    expect(linesOf(planned!.unmanaged)).toEqual([expect.stringContaining('service-port 90') as string]);
    expect(linesOf(planned!.adopted)).toEqual([expect.stringContaining('eth 2') as string]);
    expect(await box.remove()).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }], findings: [{ code: 'ONT404', message: expect.stringContaining('1 line this') as string }, { severity: 'warning' }] });
    expect(await take(box)).toMatchObject({ targets: [{ outcome: 'adopted', claimed: [{ resource: 'service-port', changed: true }] }] });
    expect(await box.remove()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied' }] });
  });

  it('leaves lines alone that nobody understands, and says so by line', async () => {
    const box = await open();
    box.olt.device.seed(['interface gpon 0/1', UNKNOWN, 'quit']);
    const { targets } = await take(box);
    expect(targets[0]!.kept).toEqual([{ resource: 'unknown', line: UNKNOWN, why: 'it is not understood' }]);
    expect(await box.remove()).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
  });

  it('--prune is for what is unmanaged: what is adopted stays', async () => {
    const box = await open();
    await take(box);
    box.olt.device.seed([HAND_MADE.replace('service-port 90', 'service-port 91').replaceAll('110', '200').replace('gemport 2', 'gemport 1')]);
    expect(await box.apply({ prune: true })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true, changes: [{ action: 'delete', key: { idx: 91 } }] }] });
    expect((await box.plan()).targets[0]!.adopted).toHaveLength(2);
  });

  it('--dry-run and a person who says no leave no trace; nobody at all is a question of usage', async () => {
    const box = await open();
    expect(await take(box, { dryRun: true, consent: { kind: 'none' } })).toMatchObject({ exitCode: 0, run: '', targets: [{ outcome: 'planned', claimed: [{}, {}] }] });
    expect(await take(box, { consent: { kind: 'ask', ask: () => Promise.resolve(false) } })).toMatchObject({ exitCode: 0, run: '', targets: [{ outcome: 'skipped' }] });
    box.lines.length = 0;
    expect(await take(box, { consent: { kind: 'none' } })).toMatchObject({ exitCode: 2, error: { code: 'needs-confirmation' } });
    expect(box.lines).toEqual([]);
    expect([...(await box.files()).keys()].filter((path) => path.includes('/adopted/'))).toEqual([]);
  });

  it('--release gives back without a device', async () => {
    const box = await open();
    await take(box);
    box.lines.length = 0;
    expect(await take(box, { release: true })).toMatchObject({ exitCode: 0, targets: [{ outcome: 'released', claimed: [{ resource: 'native-vlan' }, { resource: 'service-port', line: 'service-port 90' }] }] });
    expect(box.lines).toEqual([]);
    expect(await take(box, { release: true })).toMatchObject({ targets: [{ outcome: 'unchanged' }] });
    expect((await box.plan()).targets[0]).toMatchObject({ unmanaged: [{}, {}], adopted: [] });
  });

  it('a machine without the book takes all of it for unmanaged', async () => {
    const box = await open();
    await take(box);
    const elsewhere = openWorld({ cwd: box.folder, env: { HOME: box.folder, ...PASSWORDS }, stateDir: join(box.folder, 'other') });
    expect((await drift(elsewhere, { path: box.profile, acceptNewHostKey: true })).targets).toMatchObject([{ state: 'match', unmanaged: [{}, {}], adopted: [] }]);
  });

  it('a damaged book is passed over with a word, and never written over', async () => {
    const box = await open();
    await take(box);
    await writeFile(await book(box), '{"formatVersion": 1, "onts": {"4857');
    expect((await box.plan({ onProgress: (event) => box.events.push(event) })).targets[0]).toMatchObject({ unmanaged: [{}, {}], adopted: [] });
    expect(box.events).toContainEqual({ kind: 'note', olt: 'x', message: expect.stringContaining('is damaged: it is passed over') as string });
    expect(await take(box)).toMatchObject({ exitCode: 2, error: { code: 'adopted-unreadable', hint: expect.stringContaining('delete the file') as string } });
    await writeFile(await book(box), '{"formatVersion": 2}');
    expect(await take(box, { release: true })).toMatchObject({ exitCode: 2, error: { code: 'adopted-unreadable', message: expect.stringContaining('format 2') as string } });
  });

  it('a move cannot make it again and refuses; a replacement carries it to the new serial', async () => {
    const box = await open();
    await take(box);
    const run = (goal: 'move' | 'replace', was?: string) => operate(box.world, { path: box.profile, consent: { kind: 'yes' }, acceptNewHostKey: true, goal, only: ['K1'], ...(was === undefined ? {} : { was }) });
    const text = await readFile(box.profile, 'utf8');
    await writeFile(box.profile, text.replace('pon: 0/1/3', 'pon: 0/2/0'));
    expect(await run('move')).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused', messages: [expect.stringContaining('2 adopted lines') as string] }] });
    await writeFile(box.profile, text.replace('HWTCA1B2C3D4', 'HWTC00000042'));
    expect(await run('replace', 'HWTC-A1B2C3D4')).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect((await box.plan()).targets[0]).toMatchObject({ serial: '4857544300000042', unmanaged: [], adopted: [{}, {}] });
    expect(await box.remove()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
  });

  it('is about the subscribers named, and tells of those who are not there', async () => {
    const box = await open({ targets: [K1, K2] });
    box.olt.device.seed(['undo service-port 90', 'undo service-port 4', 'undo service-port 5', 'undo service-port 6', 'interface gpon 0/1', 'ont delete 3 6', 'quit']);
    const { targets, exitCode } = await take(box);
    expect(exitCode).toBe(0);
    expect(targets).toMatchObject([{ key: 'K1', outcome: 'adopted' }, { key: 'K2', outcome: 'absent', claimed: [], paired: [] }]);
    expect(await take(box, { only: ['K3'] })).toMatchObject({ exitCode: 1, findings: [{ code: 'ONT250' }] });
  });

  it('an ONT that somebody else provisioned is ours by meaning: nothing to adopt, and whose profiles it uses', async () => {
    const box = lab = await Lab.open();
    let script: readonly string[] = [];
    await dryRun(box.world, { path: box.profile }, (target) => { script = target.script.map((line) => line.replaceAll('"op-', '"site-')); });
    box.olt.device.seed(script.filter((line) => line !== 'config' && line !== 'save').slice(0, -1));
    const { targets } = await take(box);
    expect(targets).toMatchObject([{ outcome: 'unchanged', claimed: [], kept: [] }]);
    expect(targets[0]!.paired.filter((object) => object.startsWith('service-port'))).toHaveLength(3);
    expect(targets[0]!.reused.map(({ resource, name }) => [resource, /^site-/.test(name ?? '')])).toEqual(expect.arrayContaining([['line-profile', true], ['dba-profile', true], ['traffic-table', true]]));
    expect((await box.plan()).targets[0]).toMatchObject({ changes: [], unmanaged: [], adopted: [] });
  });

  it('names the service whose GEM port something uses', async () => {
    const box = await open();
    const { targets } = await take(box, { dryRun: true });
    expect(targets[0]!.claimed.map(({ resource, service }) => [resource, service])).toEqual([['native-vlan', null], ['service-port', 'internet']]);
  });

  it('waits for nobody who is writing there: the OLT is busy', async () => {
    const box = await open();
    const lease = await takeLease(box.world.state, box.world.clock, { olt: 'x', device: `127.0.0.1:${box.olt.telnetPort!}` }, 'r1');
    expect(await take(box)).toMatchObject({ exitCode: 5, error: { code: 'olt-busy' } });
    await lease.release();
    expect(await take(box)).toMatchObject({ exitCode: 0, targets: [{ outcome: 'adopted' }] });
  });
});
