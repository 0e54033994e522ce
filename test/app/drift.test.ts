import { afterEach, describe, expect, it } from 'vitest';
import { drift } from '../../src/app/drift.ts';
import { K1, K2, Lab, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));
const look = (box: Lab, only: readonly string[] = []) => drift(box.world, { path: box.profile, acceptNewHostKey: true, only });

describe('drift', () => {
  it('is nothing after an apply, and types reads only', async () => {
    const box = await open({ targets: [K1, K2] });
    await box.apply();
    const revision = box.olt.device.revision;
    box.lines.length = 0;
    expect(await look(box)).toMatchObject({
      exitCode: 0, error: null, failures: [],
      targets: [{ key: 'K1', olt: 'x', serial: '48575443A1B2C3D4', state: 'match', differences: [], unmanaged: [] }, { key: 'K2', state: 'match' }],
    });
    expect(box.olt.device.revision).toBe(revision);
    expect(box.written).toEqual([]);
  });

  it('names what is missing with its line, what is changed from what to what, and what nobody asked for', async () => {
    const box = await open({ targets: [K1, K2] });
    const { targets } = await box.apply();
    const ports = targets[0]!.changes.filter(({ resource }) => resource === 'service-port').map(({ key }) => Number(key['idx']));
    box.olt.device.seed([
      `undo service-port ${ports[0]}`, `service-port ${ports[1]} inbound traffic-table index 6 outbound traffic-table index 6`,
      'interface gpon 0/1', 'ont port native-vlan 3 5 eth 1 vlan 200 priority 0', 'ont modify 3 5 desc "by hand"', 'ont port attribute 3 5 eth 2 operational-state off', 'quit',
    ]);
    const document = await look(box, ['K1']);
    expect(document.exitCode).toBe(3);
    const [target] = document.targets;
    expect(target).toMatchObject({ key: 'K1', state: 'drift' });
    const told = target!.differences.map(({ resource, attribute, expected, actual }) => [resource, attribute, expected, actual]);
    expect(told).toContainEqual(['ont', 'desc', 'first', 'by hand']);
    expect(told).toContainEqual(['native-vlan', 'v', '100', '200']);
    expect(told).toContainEqual(['service-port', 'line', expect.stringContaining('service-port'), null]);
    expect(told.filter(([resource]) => resource === 'service-port').length).toBeGreaterThan(1);
    expect(target!.unmanaged.map(({ line }) => line)).toContain('ont port attribute 3 5 eth 2 operational-state off');
    expect((await look(box, ['K2'])).exitCode).toBe(0);
  });

  it('an ONT that is not registered is absent, unmanaged lines alone are no drift', async () => {
    const box = await open({ targets: [K1, K2] });
    await box.apply({ only: ['K1'] });
    box.olt.device.seed(['interface gpon 0/1', 'ont port attribute 3 5 eth 2 operational-state off', 'quit']);
    const document = await look(box);
    expect(document.targets).toMatchObject([{ key: 'K1', state: 'match', unmanaged: [{ line: expect.stringContaining('operational-state off') as string }] }, { key: 'K2', state: 'absent', differences: [] }]);
    expect(document.exitCode).toBe(3);
    expect((await look(box, ['K1'])).exitCode).toBe(0);
  });

  it('a VLAN that has gone and an ONT that sits elsewhere are differences, not riddles', async () => {
    const box = await open({ targets: [K1] });
    await box.apply();
    const moved = await open({ seed: ['vlan 100 smart', 'vlan 900 smart', 'ont-srvprofile gpon profile-id 20', 'ont-port eth adaptive pots adaptive', 'commit', 'quit', 'interface gpon 0/1', 'ont add 4 7 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 0 ont-srvprofile-id 20 desc "there"', 'quit'] });
    await box.close();
    const { targets, exitCode } = await look(moved);
    expect(exitCode).toBe(3);
    expect(targets[0]).toMatchObject({ state: 'drift' });
    expect(targets[0]!.differences).toContainEqual({ resource: 'ont', key: { pon: '0/1/3', id: 5 }, attribute: 'place', expected: '0/1/3 id 5', actual: '0/1/4 id 7' });
  });

  it('a row that is to be absent matches when it is, and drifts while it is there', async () => {
    const box = await open({ edit: (text) => text.replace('key: K1,', 'key: K1, state: absent,') });
    expect(await look(box)).toMatchObject({ exitCode: 0, targets: [{ state: 'match' }] });
  });

  it('an OLT that cannot be reached leaves its subscribers unreadable', async () => {
    const box = await open({ edit: (text) => text.replace(/port: \d+/, 'port: 1') });
    expect(await look(box)).toMatchObject({ exitCode: 5, targets: [{ key: 'K1', state: 'unreadable', differences: [] }], failures: [{ olt: 'x' }] });
  });
});
