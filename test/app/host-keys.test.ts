import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptingNew, openHostKeys } from '../../src/app/host-keys.ts';
import { stateDir } from '../../src/app/world/state-dir.ts';
import { formatKnownHost } from '../../src/transport/known-hosts.ts';

let home: string;
const world = () => ({ home, state: stateDir(join(home, 'state')) });
const own = () => join(home, 'state', 'known_hosts');
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'ont-prov-keys-')); });
afterEach(() => rm(home, { recursive: true, force: true }));

/** A key as on the wire: its type and some octets. */
function key(fill: number): Uint8Array {
  const type = Buffer.from('ssh-ed25519');
  const length = (n: number): Buffer => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  return Buffer.concat([length(type.length), type, length(32), Buffer.alloc(32, fill)]);
}

async function userFile(text: string): Promise<void> {
  await mkdir(join(home, '.ssh'), { recursive: true });
  await writeFile(join(home, '.ssh', 'known_hosts'), text);
}

describe('host keys', () => {
  it('are looked up in the user\'s file and in ours, and a contradiction in either is a changed key', async () => {
    await userFile(`${formatKnownHost('10.0.0.1', 22, key(1))}\n`);
    const book = await openHostKeys(world());
    expect(await book.check('10.0.0.1', 22, key(1))).toBe('known');
    expect(await book.check('10.0.0.1', 22, key(2))).toBe('changed');
    expect(await book.check('10.0.0.1', 2222, key(1))).toBe('unknown');
    await book.record('10.0.0.1', 22, key(2));
    expect(await book.check('10.0.0.1', 22, key(2))).toBe('changed');
    expect(await book.contradictedByUser('10.0.0.1', 22, key(2))).toBe(true);
  });

  it('are written to ours only, one per host, readable by the owner only', async () => {
    await userFile('# mine\n');
    const book = await openHostKeys(world());
    await book.record('10.0.0.1', 2222, key(1));
    await book.record('10.0.0.2', 22, key(2));
    await book.record('10.0.0.1', 2222, key(3));
    expect(await readFile(own(), 'utf8')).toBe(`${formatKnownHost('10.0.0.2', 22, key(2))}\n${formatKnownHost('10.0.0.1', 2222, key(3))}\n`);
    expect((await stat(own())).mode & 0o777).toBe(0o600);
    expect(await readFile(join(home, '.ssh', 'known_hosts'), 'utf8')).toBe('# mine\n');
    expect(await (await openHostKeys(world())).check('10.0.0.1', 2222, key(3))).toBe('known');
  });

  it('that changed come with what to do about the file that holds the old one', async () => {
    await userFile(`${formatKnownHost('10.0.0.1', 2222, key(1))}\n`);
    const book = await openHostKeys(world());
    await book.record('10.0.0.2', 22, key(2));
    for (const keys of [book, acceptingNew(book, () => undefined)]) {
      expect(await keys.remedy!('10.0.0.1', 2222, key(3))).toContain("~/.ssh/known_hosts: ssh-keygen -R '[10.0.0.1]:2222'");
      expect(await keys.remedy!('10.0.0.2', 22, key(3))).toContain(`${own()}: ont-prov trust OLT`);
    }
  });

  it('that nobody knows are accepted and written down on demand; changed ones never', async () => {
    const shown: string[] = [];
    const book = await openHostKeys(world());
    const keys = acceptingNew(book, ({ fingerprint }) => shown.push(fingerprint));
    expect(await keys.check('10.0.0.1', 22, key(1))).toBe('known');
    expect(shown).toHaveLength(1);
    expect(await keys.check('10.0.0.1', 22, key(2))).toBe('changed');
    expect(await book.check('10.0.0.1', 22, key(1))).toBe('known');
  });
});
