import { afterEach, describe, expect, it } from 'vitest';
import { probe, type ProbeDocument } from '../../src/app/probe.ts';
import { ont } from '../cli/fake.ts';
import { openLab, PRIVATE } from './field-kit.ts';
import type { Lab } from './lab.ts';

let lab: Lab | undefined;
afterEach(async () => { await lab?.close(); lab = undefined; });

const run = (options: { olt?: string } = {}): Promise<ProbeDocument> => probe(lab!.world, { olt: options.olt ?? 'x', path: lab!.profile, acceptNewHostKey: true });

describe('vendors probe', () => {
  it('tells dialect, modes, reads and how much of the configuration is understood', async () => {
    lab = await openLab();
    const { report, error, exitCode, findings } = await run();
    expect({ error, exitCode, findings }).toEqual({ error: null, exitCode: 0, findings: [] });
    expect(report).toMatchObject({
      vendor: 'huawei', dialect: 'ma5800', peer: 'telnet', refusedPreparation: [],
      modes: [{ name: 'user', reached: true }, { name: 'privileged', reached: true }, { name: 'config', reached: true }],
      reads: [{ works: true, class: 'ok' }],
      configuration: { complete: true, half: 0 },
    });
    const { lines, known, residue, residueShapes } = report!.configuration;
    expect(known).toBeGreaterThan(10);
    expect(known + residue).toBeLessThanOrEqual(lines);
    expect(residueShapes.reduce((sum, shape) => sum + shape.count, 0)).toBe(residue);
  });

  it('types what is on the read list, the session\'s own preparation, and nothing else', async () => {
    lab = await openLab();
    const [before, revision] = [lab.tables(), lab.olt.device.revision];
    const { report } = await run();
    const driver = (await lab.world.packs.driver('huawei'))!;
    const { session } = driver;
    const own = new Set([
      ...session.prepare.flatMap((step) => [step.line, step.undo, step.instead?.line, step.instead?.undo]), session.home.line, session.logout.line,
      ...Object.values(session.modes).flatMap((mode) => [mode.enter, mode.leave]), session.question.yes, session.question.no,
    ]);
    const typed = lab.lines.map((line) => line.trim()).filter((line) => line !== '' && line !== 'root' && !line.startsWith('olt-geheim'));
    expect(typed.length).toBeGreaterThan(3);
    expect(typed.filter((line) => !driver.mayRead(line) && !own.has(line))).toEqual([]);
    expect(report!.typed).not.toContain('root');
    expect(report!.typed.filter((line) => driver.mayRead(line))).toEqual(driver.reads.map((step) => step.line));
    expect({ tables: lab.tables(), revision: lab.olt.device.revision }).toEqual({ tables: before, revision });
  });

  it('stops at a pack whose reads are not on its own read list, before anything of it is typed', async () => {
    lab = await openLab();
    const world = lab.world;
    const driver = (await world.packs.driver('huawei'))!;
    for (const line of ['save', 'undo service-port 900', 'display version\nsave', 'display version\rreboot system', ' display version; save']) {
      const packs = { ...world.packs, driver: () => Promise.resolve({ ...driver, reads: [{ name: 'all', line, at: '#' }] }) };
      await expect(probe({ ...world, packs }, { olt: 'x', path: lab.profile })).rejects.toThrow('not a read');
    }
    expect(lab.lines.filter((line) => /save|undo service-port|reboot|version/.test(line))).toEqual([]);
  });

  it('gives nothing away: no name, serial, address or password, and no host name', async () => {
    lab = await openLab();
    const text = JSON.stringify(await run());
    for (const value of [...Object.values(PRIVATE), 'olt-geheim-1', 'acs-geheim-2']) expect(text).not.toContain(value);
  });

  it('shows unknown lines by their shape, each once, with how often', async () => {
    lab = await openLab();
    const { report } = await run();
    const shapes = report!.configuration.residueShapes.map((shape) => `${shape.where} ${shape.shape}`);
    expect(new Set(shapes).size).toBe(shapes.length);
    for (const shape of shapes) expect(shape).not.toMatch(/\d{2}/);
  });

  it('names the OLT that was meant, and asks for nothing when the description is wrong', async () => {
    lab = await openLab();
    expect(await run({ olt: 'y' })).toMatchObject({ report: null, exitCode: 1, error: { code: 'unknown-olt' } });
    await lab.close();
    lab = await openLab({ env: { OLT_PASSWORD: '' } });
    expect(await run()).toMatchObject({ report: null, exitCode: 1, findings: [{ code: 'ONT410' }] });
    expect(lab.lines).toEqual([]);
  });

  it('says when the device cannot be reached, or does not let it in', async () => {
    lab = await openLab({ env: { OLT_PASSWORD: 'wrong' } });
    expect(await run()).toMatchObject({ report: null, exitCode: 4, error: { code: 'login-refused' } });
    await lab.olt.close();
    expect(await run()).toMatchObject({ report: null, exitCode: 5 });
  });

  it('says which read failed when the line is lost under way', async () => {
    lab = await openLab({ faults: 'drop-in-reply@/^display current/' });
    const { report, error, exitCode } = await run();
    expect(report === null ? error?.code : report.reads[0]?.works).toBeOneOf(['session-lost', false]);
    expect(exitCode).toBeOneOf([1, 5]);
  });
});

describe('vendors probe on the command line', () => {
  it('prints a report for people', async () => {
    lab = await openLab();
    const document = await run();
    const ran = await ont('vendors probe x home.yaml --quiet', { probe: async () => document }, { files: { 'home.yaml': '' } });
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/x {2}huawei, dialect ma5800, over telnet/);
    expect(ran.out).toMatch(/✓ display current-configuration/);
    expect(ran.out).toMatch(/\d+ known, \d+ unknown in \d+ shapes?, 0 half-known/);
  });

  it('has help with two examples', async () => {
    for (const name of ['vendors probe', 'vendors check', 'vendors new', 'record', 'init']) {
      expect((await ont(`${name} --help`)).out.match(new RegExp(`^  \\$ ont-prov ${name} `, 'gm'))?.length, name).toBeGreaterThanOrEqual(2);
    }
  });
});
