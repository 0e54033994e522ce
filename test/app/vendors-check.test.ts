import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkVendor } from '../../src/app/vendors-check.ts';
import { newVendor } from '../../src/app/vendors-new.ts';
import { openWorld, type World } from '../../src/app/world.ts';

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ont-prov-vendors-'));
  world = openWorld({ cwd: folder, env: { HOME: folder }, stateDir: join(folder, 'state') });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('vendors new', () => {
  it('writes a pack that the check has nothing to say about', async () => {
    const made = await newVendor(world, { folder: 'acme' });
    expect(made).toMatchObject({ formatVersion: 1, id: 'acme', error: null, exitCode: 0 });
    expect(made.files).toEqual(expect.arrayContaining(['acme/pack.yaml', 'acme/session.yaml', 'acme/resources.yaml', 'acme/README.md', 'acme/golden/home.yaml', 'acme/golden/home.txt']));
    const checked = await checkVendor(world, { folder: 'acme' });
    expect(checked).toMatchObject({ findings: [], error: null, exitCode: 0, pack: { id: 'acme' }, summary: { errors: 0, warnings: 0 } });
  });

  it('takes another id, and leaves no trace of the skeleton\'s', async () => {
    const { files } = await newVendor(world, { folder: 'x', id: 'nimbus-8' });
    for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toContain('example-olt');
    expect(await readFile(join(folder, 'x/pack.yaml'), 'utf8')).toMatch(/^id: nimbus-8$/m);
  });

  it('overwrites nothing: one file in the way, and none is written', async () => {
    await mkdir(join(folder, 'acme'));
    await writeFile(join(folder, 'acme/session.yaml'), 'mine');
    expect(await newVendor(world, { folder: 'acme' })).toMatchObject({ files: [], exitCode: 2, error: { code: 'file-exists', message: expect.stringContaining('session.yaml') as string } });
    await expect(readFile(join(folder, 'acme/pack.yaml'))).rejects.toThrow();
    expect(await readFile(join(folder, 'acme/session.yaml'), 'utf8')).toBe('mine');
  });

  it('refuses an id that is none, and one that is taken', async () => {
    expect((await newVendor(world, { folder: 'a', id: '../x' })).error?.code).toBe('bad-id');
    const [installed] = await world.packs.heads();
    expect((await newVendor(world, { folder: 'a', id: installed!.id })).error?.code).toBe('id-taken');
  });
});

describe('vendors check', () => {
  const edit = async (file: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, () => to));
  };

  it('points at file, line and column, relative to where one is', async () => {
    await newVendor(world, { folder: 'acme' });
    await edit('acme/resources.yaml', 'identity: sn', 'identty: sn');
    const { findings, exitCode, summary } = await checkVendor(world, { folder: 'acme' });
    const line = (await readFile(join(folder, 'acme/resources.yaml'), 'utf8')).split('\n').findIndex((text) => text.includes('identty')) + 1;
    expect(findings).toContainEqual(expect.objectContaining({ code: 'ONT101', file: 'acme/resources.yaml', line, column: 5, endColumn: 12, path: '/resources/ont/identty' }));
    expect({ exitCode, errors: summary.errors > 0 }).toEqual({ exitCode: 1, errors: true });
  });

  it('with an update writes what is made of the pack, and only that', async () => {
    await newVendor(world, { folder: 'acme' });
    await edit('acme/resources.yaml', 'no service-port {n:int}', 'delete service-port {n:int}');
    await rm(join(folder, 'acme/golden/home.txt'));
    expect((await checkVendor(world, { folder: 'acme' })).exitCode).toBe(1);
    const updated = await checkVendor(world, { folder: 'acme', update: true });
    expect(updated).toMatchObject({ updated: ['acme/golden/home.txt', 'acme/README.md'], findings: [], exitCode: 0 });
    expect(await readFile(join(folder, 'acme/README.md'), 'utf8')).toContain('| sp | `delete service-port {n:int}` |');
    expect((await checkVendor(world, { folder: 'acme', update: true })).updated).toEqual([]);
  });

  it('updates nothing while the pack itself is wrong', async () => {
    await newVendor(world, { folder: 'acme' });
    await edit('acme/resources.yaml', 'sv: it.svlan', 'sv: it.svaln');
    await rm(join(folder, 'acme/README.md'));
    expect(await checkVendor(world, { folder: 'acme', update: true })).toMatchObject({ updated: [], exitCode: 1 });
  });

  it('keeps the words above the table', async () => {
    await newVendor(world, { folder: 'acme' });
    await edit('acme/README.md', '# Example OLT', '# Our own title');
    await edit('acme/README.md', '| vlan | `no vlan {v:int}`', '| vlan | `no vlan`');
    expect((await checkVendor(world, { folder: 'acme', update: true })).exitCode).toBe(0);
    expect(await readFile(join(folder, 'acme/README.md'), 'utf8')).toMatch(/^# Our own title[^]*\| vlan \| `no vlan \{v:int\}`/);
  });

  it('says that a folder is missing, is a file, or holds no pack', async () => {
    await writeFile(join(folder, 'file'), '');
    await cp(join(folder, 'file'), join(folder, 'empty/file'), { recursive: true });
    expect((await checkVendor(world, { folder: 'nowhere' })).error?.code).toBe('no-such-folder');
    expect((await checkVendor(world, { folder: 'file' })).error?.code).toBe('no-such-folder');
    expect(await checkVendor(world, { folder: 'empty' })).toMatchObject({ exitCode: 2, error: { code: 'no-pack' } });
  });
});
