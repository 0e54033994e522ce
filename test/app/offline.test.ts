import { mkdtemp, rm, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DryRunTarget } from '../../src/app/api.ts';
import { apply, remove } from './whole.ts';
import { dryRun } from '../../src/app/dry-run.ts';
import { explain } from '../../src/app/explain.ts';
import { lint } from '../../src/app/lint.ts';
import { listVendors, showVendor } from '../../src/app/vendors.ts';
import { openWorld, type World } from '../../src/app/world.ts';

let folder: string;
let world: World;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ont-prov-offline-'));
  world = openWorld({ cwd: folder, env: { HOME: folder }, stateDir: join(folder, 'state') });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PROFILE = `version: 1
name: home
ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 900, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net:7547/", username: support, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: eth1, down: 100M, up: 50M }
olts:
  sim: { vendor: huawei, model: ma5800, host: simulator }
targets:
  - { key: K1, olt: sim, pon: 0/1/3, serial: HWTCA1B2C3D4 }
  - { key: K2, olt: sim, pon: 0/1/3, serial: HWTCA1B2C3D5 }
`;

async function write(text: string, name = 'p.yaml'): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

async function rehearse(path: string, only: readonly string[] = []) {
  const targets: DryRunTarget[] = [];
  const end = await dryRun(world, { path, only }, (target) => { targets.push(target); });
  return { targets, ...end };
}

describe('lint', () => {
  it('finds nothing in a good profile, opens no secret, writes nothing', async () => {
    const document = await lint(world, { paths: [await write(PROFILE)] });
    expect(document).toEqual({ formatVersion: 1, findings: [], summary: { files: 1, errors: 0, warnings: 0, infos: 0 }, error: null, exitCode: 0 });
    expect(await readdir(folder)).toEqual(['p.yaml']);
  });

  it('reports all findings with their places, of several files, relative to the working directory', async () => {
    const bad = await write(PROFILE.replace('HWTCA1B2C3D5', 'TESTONU00001234').replace('attach: eth1', 'attach: eth7'), 'bad.yaml');
    const document = await lint(world, { paths: [await write(PROFILE), bad] });
    expect(document.exitCode).toBe(1);
    expect(document.findings.map(({ code, file }) => ({ code, file }))).toEqual(expect.arrayContaining([{ code: 'ONT202', file: 'bad.yaml' }, { code: 'ONT203', file: 'bad.yaml' }]));
    expect(document.summary).toMatchObject({ files: 2, errors: document.findings.length });
  });

  it('says what the vendor cannot do, with the alternative', async () => {
    const document = await lint(world, { paths: [await write(PROFILE.replace('targets:', 'wifi: { by: omci, ssids: [] }\ntargets:'))] });
    expect(document.findings.some((finding) => finding.severity === 'error')).toBe(true);
  });

  it('does not miss subscribers in a list that it could not read', async () => {
    const alone = await write(PROFILE.slice(0, PROFILE.indexOf('targets:')));
    expect((await lint(world, { paths: [alone] })).findings.map(({ code }) => code)).toEqual(['ONT237']);
    for (const [text, code] of [['key,pon\nK1,0/1"/0\n', 'ONT011'], [Buffer.from([0x6b, 0xe4, 0x0a]), 'ONT002']] as const) {
      await writeFile(join(folder, 'subscribers.csv'), text);
      expect((await lint(world, { paths: [alone] })).findings.map((found) => found.code)).toEqual([code]);
    }
    await rm(join(folder, 'subscribers.csv'));
  });

  it('reads standard input', async () => {
    const piped = openWorld({ cwd: folder, env: { HOME: folder }, stdin: () => Promise.resolve(new TextEncoder().encode(PROFILE)) });
    expect(await lint(piped, { paths: ['-'] })).toMatchObject({ exitCode: 0, summary: { files: 1 } });
  });
});

describe('the dry run', () => {
  it('gives each target its own commands, planned on what the ones before left, with secrets masked and assumptions named', async () => {
    const { targets, exitCode } = await rehearse(await write(PROFILE));
    expect(exitCode).toBe(0);
    expect(targets.map(({ key, id }) => ({ key, id }))).toEqual([{ key: 'K1', id: 0 }, { key: 'K2', id: 1 }]);
    expect(targets[0]!.script.join('\n')).toContain('ont-lineprofile');
    expect(targets[1]!.script.join('\n')).not.toContain('commit');
    expect(targets[0]!.script.some((line) => line.includes('"***"'))).toBe(true);
    expect(targets[0]!.script.at(-1)).toBe('save');
    expect(targets[0]!.assumed).toContainEqual({ resource: 'ont', attribute: 'id', value: 0 });
    expect(Object.keys(targets[0]!.changes[0]!)).toEqual(['resource', 'key', 'scope', 'action', 'cuts', 'commands', 'undo']);
    expect(Object.keys(targets[0]!.changes[0]!.commands[0]!)).toEqual(['mode', 'line']);
  });

  it('prints what apply then types on an empty box', async () => {
    const path = await write(PROFILE);
    const { targets } = await rehearse(path);
    const real = await apply(openWorld({ cwd: folder, env: { HOME: folder, ACS_PASSWORD: 'geheim-5' }, stateDir: join(folder, 'state') }), { path, consent: { kind: 'none' } });
    expect(real.exitCode).toBe(0);
    expect(real.targets.map((target) => target.changes.flatMap((change) => change.commands))).toEqual(targets.map((target) => target.changes.flatMap((change) => change.commands)));
  });

  it('compiles the good rows, reports the bad ones, exits 1', async () => {
    const { targets, findings, exitCode } = await rehearse(await write(PROFILE.replace('HWTCA1B2C3D5', 'x')));
    expect(targets.map((target) => target.key)).toEqual(['K1']);
    expect(findings).toHaveLength(1);
    expect(exitCode).toBe(1);
  });

  it('takes only the subscribers that are named', async () => {
    expect((await rehearse(await write(PROFILE), ['K2'])).targets.map((target) => target.key)).toEqual(['K2']);
    expect(await rehearse('p.yaml', ['K3'])).toMatchObject({ targets: [], exitCode: 1, findings: [{ code: 'ONT250' }] });
  });

  it('hands rows on one by one: the next is not compiled before the last was taken', async () => {
    const order: string[] = [];
    await dryRun(world, { path: await write(PROFILE) }, async ({ key }) => {
      order.push(`${key} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${key} ends`);
    });
    expect(order).toEqual(['K1 begins', 'K1 ends', 'K2 begins', 'K2 ends']);
  });
});

describe('the embedded simulator', () => {
  const applying = (path: string, state: string, options = {}) =>
    apply(openWorld({ cwd: folder, env: { HOME: folder, ACS_PASSWORD: 'geheim-5' }, stateDir: join(folder, state) }), { path, consent: { kind: 'none' }, ...options });

  it('keeps what it was told in the state directory: the second apply finds it, another state directory does not', async () => {
    const path = await write(PROFILE);
    expect((await applying(path, 's1')).targets.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect((await applying(path, 's1')).targets.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect((await applying(path, 's2')).targets.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  it('holds what the profile requires, also when it comes to require more', async () => {
    const path = await write(PROFILE);
    await applying(path, 's');
    await write(PROFILE.replace('services:', 'services:\n  video: { vlan: 300, priority: 4, mode: bridge, attach: eth4 }'));
    const second = await applying(path, 's');
    expect(second).toMatchObject({ exitCode: 0, error: null });
    expect(second.targets.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  it('needs neither user nor password nor consent, and works over Telnet as well', async () => {
    const path = await write(PROFILE.replace('host: simulator', 'host: simulator, transport: telnet, username: me, password: { env: NOT_SET }'));
    expect((await applying(path, 's')).exitCode).toBe(0);
  });

  it('serves several OLTs at the same time', async () => {
    const olts = Array.from({ length: 6 }, (_, i) => `  s${i}: { vendor: huawei, model: ma5800, host: simulator, transport: telnet }`);
    const targets = Array.from({ length: 6 }, (_, i) => `  - { key: K${i}, olt: s${i}, pon: 0/1/3, serial: HWTCA1B2C3D${i} }`);
    const path = await write(`${PROFILE.slice(0, PROFILE.indexOf('olts:'))}olts:\n${olts.join('\n')}\ntargets:\n${targets.join('\n')}\n`);
    const document = await applying(path, 's');
    expect(document.targets.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual(['K0', 'K1', 'K2', 'K3', 'K4', 'K5'].map((key) => `${key} applied`));
  });

  it('is emptied by remove', async () => {
    const path = await write(PROFILE);
    await applying(path, 's');
    const opened = openWorld({ cwd: folder, env: { HOME: folder }, stateDir: join(folder, 's') });
    expect((await remove(opened, { path, only: ['K1', 'K2'], consent: { kind: 'none' } })).targets.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(await remove(opened, { path, only: [], consent: { kind: 'none' } })).toMatchObject({ exitCode: 2, error: { code: 'needs-only' } });
  });
});

describe('explain', () => {
  it('names where each value comes from, and no secret', async () => {
    const document = await explain(world, { path: await write(PROFILE), key: 'K1' });
    expect(document.exitCode).toBe(0);
    expect(document.values).toContainEqual(expect.objectContaining({ path: '/serial', value: '48575443A1B2C3D4', from: 'row', file: 'p.yaml', line: 11 }));
    expect(document.values).toContainEqual(expect.objectContaining({ path: '/services/internet/vlan/pon', value: '100', file: 'p.yaml', line: 7 }));
    expect(document.values.find((value) => value.path === '/tr069/password')!.value).toMatch(/^\*\*\*/);
  });

  it('says so when nobody has the key', async () => {
    expect(await explain(world, { path: await write(PROFILE), key: 'K9' })).toMatchObject({ exitCode: 1, findings: [{ code: 'ONT250' }] });
  });
});

describe('vendors', () => {
  it('are listed with id, title and aliases, and shown with every line and its source', async () => {
    const { vendors } = await listVendors(world);
    expect(vendors.length).toBeGreaterThan(0);
    for (const { id, aliases } of vendors) {
      for (const name of [id, id.toUpperCase(), ...aliases]) {
        const { vendor } = await showVendor(world, name);
        expect(vendor).toMatchObject({ id });
        expect(vendor!.lines.length).toBeGreaterThan(5);
        expect(vendor!.lines.every((line) => line.source !== '')).toBe(true);
      }
    }
  });

  it('that are not known come with a suggestion', async () => {
    expect(await showVendor(world, 'huawai')).toMatchObject({ exitCode: 1, vendor: null, error: { code: 'unknown-vendor', hint: expect.stringContaining('huawei') as string } });
  });
});
