import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyPaths, sshManners, sshOptions } from '../../src/app/ssh-options.ts';
import { Secret } from '../../src/kernel/secret.ts';

let home: string;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'ont-prov-ssh-')); });
afterEach(() => rm(home, { recursive: true, force: true }));

it('the ssh options of an OLT become those of the channel: durations in ms, off left out, lists split', () => {
  expect(sshManners({ ssh: {} })).toEqual({});
  expect(sshManners({ ssh: { legacyAlgorithms: true, keepAlive: '30s', readyTimeout: '1m', algorithms: { kex: 'a,b', cipher: ['c'] } } }))
    .toEqual({ legacyAlgorithms: true, keepAlive: 30_000, connectTimeout: 60_000, algorithms: { kex: ['a', 'b'], cipher: ['c'] } });
  expect(sshManners({ ssh: { keepAlive: 'off' } })).toEqual({});
});

it('private keys are read, with their passphrase; a missing one is refused by name', async () => {
  await writeFile(join(home, 'id'), 'KEY');
  const passphrase = new Secret({ from: 'env', name: 'P' });
  const ssh = { key: '~/id', keys: [join(home, 'id')], passphrase };
  expect(keyPaths({ ssh })).toEqual(['~/id', join(home, 'id')]);
  expect((await sshOptions({ cwd: '/', home }, { name: 'x', ssh }, new Map([[passphrase.key, 'pp']]))).keys).toEqual([{ pem: 'KEY', passphrase: 'pp' }, { pem: 'KEY', passphrase: 'pp' }]);
  await expect(sshOptions({ cwd: home, home }, { name: 'x', ssh: { key: 'none' } }, new Map())).rejects.toMatchObject({ code: 'ssh-options', exitCode: 1, message: expect.stringContaining('none') as string });
});

it('a jump host is refused, not ignored', async () => {
  await expect(sshOptions({ cwd: home, home }, { name: 'x', ssh: { jump: 'me@there' } }, new Map())).rejects.toMatchObject({ code: 'ssh-options', hint: expect.stringContaining('ssh -L') as string });
});
