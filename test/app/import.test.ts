import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { importOlt } from '../../src/app/import.ts';
import { lint } from '../../src/app/lint.ts';
import { plan } from './whole.ts';
import { K1, K2, Lab, NETWORK, PASSWORDS, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));
const imported = (box: Lab) => importOlt(box.world, { olt: 'x', path: box.profile, out: 'there', acceptNewHostKey: true });
const fileOf = (box: Lab, name: string): string => readFileSync(join(box.folder, 'there', name), 'utf8');

const SERVICES = `services:
  internet: { vlan: 100, priority: 0, mode: route, attach: "eth1,eth2", down: 100M, up: 50M, wan: { by: omci, type: pppoe, username: "\${login}", password: { env: ACS_PASSWORD } } }
  iptv: { vlan: 200, priority: 4, attach: eth4, multicast: { mvlan: 200 } }
  office: { vlan: { uni: 40, pon: 300, svlan: 300 }, priority: 0, attach: eth3, down: 20M, up: 20M }
`;
const rich = (text: string): string => text.replace(/services:[\s\S]*?(?=olts:)/, SERVICES).replaceAll('description:', 'login: u-1, description:');

describe('import', () => {
  it('makes profiles and rows of a running configuration, which plan then calls unchanged', async () => {
    const box = await open({ targets: [K1, K2], edit: rich, seed: [...NETWORK, 'vlan 300 smart', 'multicast-vlan 200', 'quit'] });
    const applied = await box.apply({ acceptUnconfirmed: true });
    expect(applied.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(applied.exitCode).toBe(0);
    const [tables, revision] = [box.tables(), box.olt.device.revision];
    const document = await imported(box);
    expect(document).toMatchObject({ exitCode: 0, error: null, olt: 'x', imported: 2, notImported: [] });
    expect(document.profiles).toHaveLength(1);
    expect(document.files).toEqual(expect.arrayContaining(['there/olts.yaml', 'there/subscribers.csv', 'there/not-imported.txt']));
    expect(document.secrets).toEqual(expect.arrayContaining(['PPP_PASSWORD', 'ACS_PASSWORD']));
    expect(box.tables()).toBe(tables);
    expect(box.olt.device.revision).toBe(revision);

    const folder = join(box.folder, 'there');
    const profile = fileOf(box, readdirSync(folder).find((name) => name.startsWith('profile-'))!);
    for (const part of ['mode: route', 'type: pppoe', 'mvlan: 200', 'uni: "40"', 'over: management', 'password: { env: PPP_PASSWORD }', 'vlan: 900']) expect(profile).toContain(part);
    expect(fileOf(box, 'subscribers.csv')).toContain(',first,u-1');
    for (const secret of Object.values(PASSWORDS)) for (const name of readdirSync(folder)) expect(fileOf(box, name)).not.toContain(secret);

    const linted = await lint(box.world, { paths: [folder] });
    expect(linted.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const world = { ...box.world, secrets: { open: async (secret: Parameters<typeof box.world.secrets.open>[0]) => box.world.secrets.open(secret).catch(() => PASSWORDS.ACS_PASSWORD) } };
    const planned = await plan(world, { path: folder, acceptNewHostKey: true, detailedExitCode: true });
    expect(planned.targets.map(({ changes }) => changes)).toEqual([[], []]);
    expect(planned.exitCode).toBe(0);
  });

  it('lists by line what it cannot say, and writes nothing over anything', async () => {
    const box = await open({ targets: [K1] });
    await box.apply();
    box.olt.device.seed(['interface gpon 0/1', 'ont port attribute 3 5 eth 2 operational-state off', 'ont add 3 9 password-auth "secret99" always-on omci ont-lineprofile-id 0 ont-srvprofile-id 10 desc "odd"', 'quit']);
    const document = await imported(box);
    expect(document).toMatchObject({ exitCode: 0, imported: 1, notImported: [{ pon: '0/1/3', id: 9, serial: null, why: 'it is not registered by its serial alone' }] });
    expect(document.findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message).join()).toContain('0/1/3 id 9');
    const text = fileOf(box, 'not-imported.txt');
    expect(text).toContain('ont port attribute 3 5 eth 2 operational-state off');
    expect(text).toMatch(/^ *\d+ {2}ont add 3 9 password-auth/m);
    expect(text).not.toContain('secret99');
    expect(await imported(box)).toMatchObject({ exitCode: 2, error: { code: 'file-exists' }, files: [] });
  });

  it('a suspended subscriber stays suspended, an empty box gives nothing but the list', async () => {
    const box = await open({ edit: (text) => text.replace('key: K1,', 'key: K1, state: suspended,') });
    await box.apply();
    expect(await imported(box)).toMatchObject({ imported: 1 });
    expect(fileOf(box, 'subscribers.csv')).toContain(',suspended,');
    const empty = await open();
    await box.close();
    expect(await imported(empty)).toMatchObject({ exitCode: 0, imported: 0, profiles: [], files: ['there/not-imported.txt'] });
  });
});
