import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasKeys, jumpAddress, keyPaths, sshManners, sshOptions, sshSecrets } from '../../src/app/ssh-options.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { OltIntent } from '../../src/profile/intent.ts';
import type { HostKeys } from '../../src/transport/known-hosts.ts';

let home: string;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'ont-prov-ssh-')); });
afterEach(() => rm(home, { recursive: true, force: true }));

it('the ssh options of an OLT become those of the channel: durations in ms, off left out, lists split', () => {
  expect(sshManners({ ssh: {} })).toEqual({});
  expect(sshManners({ ssh: { legacyAlgorithms: true, keepAlive: '30s', readyTimeout: '1m', algorithms: { kex: 'a,b', cipher: ['c'] } } }))
    .toEqual({ legacyAlgorithms: true, keepAlive: 30_000, connectTimeout: 60_000, algorithms: { kex: ['a', 'b'], cipher: ['c'] } });
  expect(sshManners({ ssh: { keepAlive: 'off' } })).toEqual({});
});

const KNOWN: HostKeys = { check: () => 'known' };
const options = (ssh: OltIntent['ssh'], opened: ReadonlyMap<string, string> = new Map(), env: Readonly<Record<string, string>> = {}) =>
  sshOptions({ cwd: home, home, env }, { name: 'x', username: 'root', ssh }, opened, KNOWN);

it('private keys are read, with their passphrase and their path; a missing one is refused by name', async () => {
  await writeFile(join(home, 'id'), 'KEY');
  const passphrase = new Secret({ from: 'env', name: 'P' });
  const ssh = { key: '~/id', keys: [join(home, 'id')], passphrase };
  expect(keyPaths(ssh)).toEqual(['~/id', join(home, 'id')]);
  expect((await options(ssh, new Map([[passphrase.key, 'pp']]))).keys).toEqual([{ name: '~/id', pem: 'KEY', passphrase: 'pp' }, { name: join(home, 'id'), pem: 'KEY', passphrase: 'pp' }]);
  await expect(options({ key: 'none' })).rejects.toMatchObject({ code: 'ssh-options', exitCode: 1, message: expect.stringContaining('none of OLT x: there is no such file') as string });
});

it('a private key that cannot be read is named with the place where its path stands, and where it was looked for', async () => {
  const refused = (ssh: OltIntent['ssh']) => sshOptions({ cwd: home, home, env: {} }, { name: 'x', username: 'root', ssh }, new Map(), KNOWN, (pointer) => `net.yaml at ${pointer}`).then(() => null, (error: { hint: string }) => error.hint);
  expect(await refused({ key: 'none' })).toContain(`looked for at ${join(home, 'none')}: correct the path, which stands at net.yaml at key,`);
  expect(await refused({ keys: ['~/none'] })).toContain('net.yaml at keys');
  expect(await refused({ jump: { host: 'hop', key: 'none' } })).toContain('net.yaml at jump/key');
});

it('the agent is the one of the environment; without one the wish for it is refused in words', async () => {
  expect(await options({ agent: true }, new Map(), { SSH_AUTH_SOCK: '/run/agent' })).toEqual({ agent: '/run/agent' });
  await expect(options({ agent: true })).rejects.toMatchObject({ code: 'ssh-options', exitCode: 1, message: expect.stringContaining('SSH_AUTH_SOCK') as string });
  expect(hasKeys({ ssh: { agent: true } })).toBe(true);
  expect(hasKeys({ ssh: {} })).toBe(false);
});

it.each([
  ['hop.example.net', { host: 'hop.example.net', username: 'root' }],
  ['me@hop:2200', { host: 'hop', port: 2200, username: 'me' }],
  ['me@[2001:db8::1]:22', { host: '2001:db8::1', port: 22, username: 'me' }],
  ['2001:db8::1', { host: '2001:db8::1', username: 'root' }],
] as const)('the jump host %s', async (jump, expected) => {
  expect((await options({ jump })).jump).toEqual({ ...expected, hostKeys: KNOWN });
});

it('a jump host has an identity of its own, or else that of the OLT', async () => {
  await writeFile(join(home, 'id'), 'KEY');
  const [password, passphrase] = [new Secret({ from: 'env', name: 'A' }), new Secret({ from: 'env', name: 'B' })];
  const opened = new Map([[password.key, 'aa'], [passphrase.key, 'bb']]);
  const shared = await options({ key: 'id', jump: 'hop' });
  expect(shared.jump).toMatchObject({ keys: shared.keys });
  const ssh = { key: 'id', jump: { host: 'hop', port: 23, username: 'me', password, passphrase, legacyAlgorithms: true } };
  expect((await options(ssh, opened)).jump).toEqual({ host: 'hop', port: 23, username: 'me', password: 'aa', hostKeys: KNOWN, legacyAlgorithms: true });
  expect(sshSecrets({ ssh }).map(({ name }) => name)).toEqual(['jump/password', 'jump/passphrase']);
  expect(jumpAddress({ ssh })).toBe('hop:23');
  await expect(sshOptions({ cwd: home, home, env: {} }, { name: 'x', ssh: { jump: 'hop' } }, opened, KNOWN)).rejects.toMatchObject({ code: 'ssh-options', hint: expect.stringContaining('user@host') as string });
});
