import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readRecording } from './recordings.ts';
import { visit } from '../../src/app/field-kit/visit.ts';
import { record, type RecordDocument } from '../../src/app/record.ts';
import { lower } from '../../src/access/lower.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import { openLab, PRIVATE } from './field-kit.ts';
import type { Lab } from './lab.ts';

let lab: Lab | undefined;
afterEach(async () => { await lab?.close(); lab = undefined; });

const run = (file = 'box.txt'): Promise<RecordDocument> => record(lab!.world, { olt: 'x', path: lab!.profile, file, acceptNewHostKey: true });
const recorded = (): Promise<string> => readFile(join(lab!.folder, 'box.txt'), 'utf8');

describe('record', () => {
  it('writes prompts, echoes and answers to a file that only its owner reads', async () => {
    lab = await openLab();
    expect(await run()).toMatchObject({ formatVersion: 1, file: 'box.txt', reads: [{ line: 'display current-configuration' }], error: null, exitCode: 0 });
    const text = await recorded();
    expect(text).toMatch(/^! ont-prov recording 1\n! vendor huawei, dialect ma5800\n/);
    expect(text).toMatch(/^OLT#display current-configuration$/m);
    expect(text).toMatch(/^return\n+OLT#\n$/m);
    expect((await stat(join(lab.folder, 'box.txt'))).mode & 0o077).toBe(0);
  });

  it('holds nothing that says who and where', async () => {
    lab = await openLab();
    expect((await lab.apply()).exitCode).toBe(0);
    const there = await visit(lab.world, { olt: 'x', path: lab.profile });
    for (const value of [PRIVATE.serial, PRIVATE.name, PRIVATE.profile, PRIVATE.address, PRIVATE.user]) expect('heard' in there && there.heard).toContain(value);
    await run();
    const text = await recorded();
    for (const value of [...Object.values(PRIVATE), 'HWTCA1B2C3D4', '48575443A1B2C3D4', 'acs.example.net', 'first', 'olt-geheim-1', 'acs-geheim-2']) expect(text, value).not.toContain(value);
    // Names of ours, numbers and keywords stay: without them it would be no configuration.
    expect(text).toMatch(/profile-name "op-/);
    expect(text).toMatch(/service-port 900 vlan 300 gpon 0\/1\/3 ont 9 gemport 1/);
  });

  it('replaces each value by the same other one throughout', async () => {
    lab = await openLab();
    await run();
    const text = await recorded();
    const serials = [...text.matchAll(/sn-auth "([0-9A-F]{16})"/g)].map((found) => found[1]);
    expect(serials).toHaveLength(1);
    expect(serials[0]).toMatch(/^48575443E/);
    await run('again.txt');
    expect(await readFile(join(lab.folder, 'again.txt'), 'utf8')).toBe(text);
  });

  it('can be planned on: whoever has the replaced serial has nothing to do, and another VLAN is the same plan as on the box', async () => {
    lab = await openLab();
    expect((await lab.apply()).exitCode).toBe(0);
    await run();
    const driver = (await lab.world.packs.driver('huawei'))!;
    const profile = await readFile(lab.profile, 'utf8');
    const commands = async (text: string, results: Parameters<typeof driver.observe>[0]): Promise<string[]> => {
      const { project } = await loadProject('p.yaml', { read: async (path) => (path === 'p.yaml' ? new TextEncoder().encode(text) : null), list: async () => null });
      const { intent } = [...resolve(project)][0]!;
      const on = driver.observe(results, undefined);
      expect(on).toMatchObject({ complete: true, findings: [] });
      const { plan } = driver.plan(intent!, lower(intent!), on, { prune: false, acceptUnconfirmed: true, goal: 'active', offline: false });
      expect(plan.findings.filter((found) => found.severity === 'error')).toEqual([]);
      return plan.changes.flatMap((change) => change.commands.map((command) => `[${command.mode}] ${command.line}`));
    };

    const text = await recorded();
    const results = readRecording(text, driver)!;
    // In the recording the ONT has another serial and description, and the ACS other names: the profile that says so is met.
    const there = results[0]!.lines;
    const [, serial, description] = /ont add 3 5 sn-auth "(\w+)".* desc "([^"]*)"/.exec(there.join('\n'))!;
    const [, url, user] = /tr069-server-profile add .* url "([^"]*)" user "([^"]*)"/.exec(there.join('\n'))!;
    const replaced = profile.replace('HWTCA1B2C3D4', serial!).replace('description: "first"', `description: "${description}"`).replace('https://acs.example.net:7547/', url!).replace('username: support', `username: ${user}`);
    expect(await commands(replaced, results)).toEqual([]);

    const changed = replaced.replace('vlan: 100, priority: 0', 'vlan: 200, priority: 0').replace('vlan: 200, priority: 4', 'vlan: 100, priority: 4');
    const planned = await commands(changed, results);
    expect(planned.length).toBeGreaterThan(3);
    expect(planned.some((line) => line.includes('ont 9') || line.includes('service-port 900'))).toBe(false);
  });

  it('overwrites no file, and then does not even connect', async () => {
    lab = await openLab();
    await writeFile(join(lab.folder, 'box.txt'), 'mine');
    expect(await run()).toMatchObject({ file: null, exitCode: 2, error: { code: 'file-exists' } });
    expect(await recorded()).toBe('mine');
    expect(lab.lines).toEqual([]);
  });

  it('leaves the box as it is', async () => {
    lab = await openLab();
    const [before, revision] = [lab.tables(), lab.olt.device.revision];
    await run();
    expect({ tables: lab.tables(), revision: lab.olt.device.revision }).toEqual({ tables: before, revision });
  });

  it('leaves no half recording when the link is lost', async () => {
    lab = await openLab({ faults: 'drop-in-reply@/^display current/' });
    const { file, exitCode } = await run();
    expect([file, exitCode]).toEqual([null, 5]);
    await expect(recorded()).rejects.toThrow('ENOENT');
  });
});
