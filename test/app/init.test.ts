import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apply } from './whole.ts';
import { init } from '../../src/app/init.ts';
import { lint } from '../../src/app/lint.ts';
import { openWorld, type World } from '../../src/app/world.ts';
import { ont } from '../cli/fake.ts';

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ont-prov-init-'));
  world = openWorld({ cwd: folder, env: { HOME: folder }, stateDir: join(folder, 'state') });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('init', () => {
  it('writes a project that lints clean and applies to the simulator, twice', async () => {
    const made = await init(world, { folder: 'network' });
    expect(made).toMatchObject({ formatVersion: 1, error: null, exitCode: 0 });
    expect([...made.files].sort()).toEqual([
      'network/.github/workflows/ont-prov.yml', 'network/.gitignore', 'network/olts.yaml', 'network/onts.yaml', 'network/profile.schema.json',
      'network/profiles/home-100.yaml', 'network/profiles/home-300.yaml', 'network/subscribers.csv',
    ]);
    expect(await lint(world, { paths: ['network'] })).toMatchObject({ findings: [], summary: { errors: 0, warnings: 0, infos: 0 }, exitCode: 0 });
    const run = (): ReturnType<typeof apply> => apply(world, { path: 'network', consent: { kind: 'none' } });
    const outcomes = async (): Promise<string[]> => (await run()).targets.map((target) => target.outcome);
    expect(await outcomes()).toEqual(['applied', 'applied']);
    expect(await outcomes()).toEqual(['unchanged', 'unchanged']);
  });

  it('leaves no hole to fill in, explains itself, and ends every file with a line end', async () => {
    const { files } = await init(world, { folder: 'network' });
    for (const file of files) {
      const text = await readFile(join(folder, file), 'utf8');
      expect(text, file).not.toMatch(/<[A-Z]+>/);
      expect(text.endsWith('\n'), file).toBe(true);
      if (/\.ya?ml$/.test(file)) expect(text, file).toMatch(/^# /m);
    }
  });

  it('writes the vendor and the address that were asked for, in a way this vendor takes', async () => {
    for (const head of await world.packs.heads()) {
      await init(world, { folder: head.id, vendor: head.aliases[0] ?? head.id, host: '10.9.0.11' });
      expect(await readFile(join(folder, head.id, 'olts.yaml'), 'utf8')).toMatch(new RegExp(`vendor: ${head.id} [^]*host: 10\\.9\\.0\\.11 `));
      expect(await lint(world, { paths: [head.id] })).toMatchObject({ exitCode: 0 });
    }
  });

  it('overwrites nothing: one file in the way, and none is written', async () => {
    await mkdir(join(folder, 'network'));
    await writeFile(join(folder, 'network/olts.yaml'), 'mine');
    expect(await init(world, { folder: 'network' })).toMatchObject({ files: [], exitCode: 2, error: { code: 'file-exists', message: expect.stringContaining('olts.yaml') as string } });
    expect(await readFile(join(folder, 'network/olts.yaml'), 'utf8')).toBe('mine');
    await expect(readFile(join(folder, 'network/subscribers.csv'))).rejects.toThrow();
  });

  it.each([['vendor', { vendor: 'nobody' }, 'unknown-vendor'], ['address', { host: 'a b' }, 'bad-host'], ['address that ends its line', { host: 'x }, y: { z' }, 'bad-host']])('refuses a bad %s before it writes', async (_, options, code) => {
    expect(await init(world, { folder: 'network', ...options })).toMatchObject({ files: [], exitCode: 2, error: { code } });
    await expect(readFile(join(folder, 'network/olts.yaml'))).rejects.toThrow();
  });
});

describe('init on the command line', () => {
  const answers = { init: async () => ({ formatVersion: 1 as const, files: ['x/olts.yaml'], findings: [], error: null, exitCode: 0 as const }) };
  const options = (ran: Awaited<ReturnType<typeof ont>>): unknown => ran.calls.find((call) => call.name === 'init')?.options;

  it('asks on a terminal for what was not given', async () => {
    const ran = await ont('init x', answers, { terminal: true, answers: ['acme', ''] });
    expect(ran.questions).toHaveLength(2);
    expect(options(ran)).toEqual({ folder: 'x', vendor: 'acme' });
    expect(ran).toMatchObject({ code: 0, out: 'x/olts.yaml\n' });
  });

  it.each([['with --no-input', 'init x --no-input', true], ['without a terminal', 'init x', false], ['when everything was given', 'init x --vendor acme --host 10.0.0.1', true]])('asks nothing %s', async (_, line, terminal) => {
    const ran = await ont(line, answers, { terminal });
    expect(ran.questions).toEqual([]);
    expect(ran.code).toBe(0);
  });
});
