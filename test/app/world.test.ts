import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLease } from '../../src/app/lease.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { nodeFiles } from '../../src/app/world/files.ts';
import { createRedactor } from '../../src/app/world/redactor.ts';
import { createSecretSource } from '../../src/app/world/secrets.ts';
import { runCommand } from '../../src/app/world/secret-command.ts';
import { stateDir, stateRoot } from '../../src/app/world/state-dir.ts';
import { Secret, type SecretRef } from '../../src/kernel/secret.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'ont-prov-world-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('files', () => {
  it('answers null for what is not there and refuses what cannot be read', async () => {
    const files = nodeFiles();
    expect(await files.read(join(folder, 'none'))).toBeNull();
    expect(await files.list(join(folder, 'none'))).toBeNull();
    await expect(files.read(folder)).rejects.toMatchObject({ code: 'file-unreadable', exitCode: 2, message: expect.stringContaining('it is a directory (EISDIR)') as string, hint: 'name a file in it' });
  });

  it('reads standard input once, however often it is asked for', async () => {
    let reads = 0;
    const files = nodeFiles(() => { reads++; return Promise.resolve(new TextEncoder().encode('version: 1')); });
    await files.read('-');
    expect(new TextDecoder().decode((await files.read('-')))).toBe('version: 1');
    expect(reads).toBe(1);
  });
});

describe('the state directory', () => {
  it('is named by the flag, then ONT_PROV_STATE_DIR, then XDG_STATE_HOME, then the home directory', () => {
    const env = { ONT_PROV_STATE_DIR: '/b', XDG_STATE_HOME: '/c' };
    expect(stateRoot('a', env, '/h', '/w')).toBe('/w/a');
    expect(stateRoot(undefined, env, '/h', '/w')).toBe('/b');
    expect(stateRoot(undefined, { XDG_STATE_HOME: '/c' }, '/h', '/w')).toBe('/c/ont-prov');
    expect(stateRoot(undefined, { XDG_STATE_HOME: 'relative' }, '/h', '/w')).toBe('/h/.local/state/ont-prov');
  });

  it('keeps others out and makes any name a single file name', async () => {
    const state = stateDir(join(folder, 'state'));
    const path = state.path('secrets', '../ä/x');
    expect(path.startsWith(join(folder, 'state', 'secrets'))).toBe(true);
    await state.write(path, 'text');
    expect((await stat(state.root)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await state.read(path)).toBe('text');
  });

  it('takes names of any length, tells them apart and keeps their endings', async () => {
    const state = stateDir(join(folder, 'state'));
    const names = [`${'x'.repeat(300)}.json`, `${'x'.repeat(301)}.json`, `${'ä'.repeat(300)}.json`, 'x'.repeat(300)];
    const paths = names.map((name) => state.path('leases', name));
    expect(new Set(paths).size).toBe(4);
    expect(paths.map((path) => path.endsWith('.json'))).toEqual([true, true, true, false]);
    for (const [i, path] of paths.entries()) await state.write(path, `${i}`);
    expect(await Promise.all(paths.map((path) => state.read(path)))).toEqual(['0', '1', '2', '3']);
    const lease = await takeLease(state, systemClock, { olt: 'x', device: `simulator ${'x'.repeat(300)}` }, 'r');
    await lease.release();
    // What fits stays as it always was.
    expect(state.path('leases', 'x'.repeat(180))).toBe(join(state.root, 'leases', 'x'.repeat(180)));
  });
});

describe('secrets', () => {
  const source = (env: Record<string, string> = {}) => {
    const redactor = createRedactor();
    return { redactor, source: createSecretSource({ cwd: folder, env: { PATH: process.env['PATH'], ...env }, state: stateDir(join(folder, 'state')), redactor }) };
  };
  const open = (ref: SecretRef, env: Record<string, string> = {}) => source(env).source.open(new Secret(ref));

  it('come from the environment, a file, a command and the profile', async () => {
    await writeFile(join(folder, 'pw'), 'from file\n');
    expect(await open({ from: 'env', name: 'A' }, { A: 'from env' })).toBe('from env');
    expect(await open({ from: 'file', path: 'pw' })).toBe('from file');
    expect(await open({ from: 'command', command: 'printf plain' })).toBe('plain');
    expect(await open({ from: 'command', command: 'printf "%s" "two words" | tr o 0' })).toBe('tw0 w0rds');
    expect(await open({ from: 'literal', value: 'as written' })).toBe('as written');
  });

  it('that are not set are refused by reference, with exit 1', async () => {
    await expect(open({ from: 'env', name: 'NOPE' })).rejects.toMatchObject({ code: 'secret-unset', exitCode: 1, message: expect.stringContaining('NOPE') as string });
    await expect(open({ from: 'file', path: 'nope' })).rejects.toMatchObject({ code: 'secret-unset' });
    await expect(open({ from: 'command', command: 'false' })).rejects.toMatchObject({ code: 'secret-unset' });
    await expect(open({ from: 'command', command: 'no-such-program-here' })).rejects.toMatchObject({ code: 'secret-unset' });
    await expect(open({ from: 'env', name: 'TWO' }, { TWO: 'one\ntwo' })).rejects.toMatchObject({ code: 'secret-unset' });
  });

  it('by command are given up after the time limit, children and all', async () => {
    const secret = new Secret({ from: 'command', command: 'sleep 30 | cat' });
    const start = performance.now();
    await expect(runCommand(secret, 'sleep 30 | cat', { cwd: folder, env: { PATH: process.env['PATH'] }, limit: 50 })).rejects.toMatchObject({ code: 'secret-unset' });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('that are generated stay the same and are readable by the owner only', async () => {
    const ref: SecretRef = { from: 'generated', key: 'AB-1/wifi', length: 16 };
    const first = await open(ref);
    expect(first).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(await open(ref)).toBe(first);
    const path = stateDir(join(folder, 'state')).path('secrets', 'AB-1/wifi');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toContain(first);
  });

  it('once opened are masked wherever they appear', async () => {
    const { source: secrets, redactor } = source({ A: 'geheim$1' });
    expect(redactor.mask('geheim$1')).toBe('geheim$1');
    await secrets.open(new Secret({ from: 'env', name: 'A' }));
    expect(redactor.mask('ont ... "geheim$1"')).toBe('ont ... "***"');
  });
});

describe('the redactor', () => {
  it('sees through folded lines and cursor movements', () => {
    const redactor = createRedactor();
    redactor.add('topsecret');
    expect(redactor.mask('x tops\r\necret y')).toBe('x *** y');
    expect(redactor.mask('x top \u001b[1Dsecret y')).toBe('x *** y');
  });

  it('masks the longer of two secrets that contain one another, and a short one only as a word', () => {
    const redactor = createRedactor();
    redactor.add('u');
    redactor.add('pass');
    redactor.add('passport');
    expect(redactor.mask('passport u vlan up')).toBe('*** *** vlan up');
  });
});
