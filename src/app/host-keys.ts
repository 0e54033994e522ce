import { join } from 'node:path';
import { Failure } from '../kernel/failure.ts';
import { fingerprint, formatKnownHost, keyType, knownHostKeys, nameOf, parseKnownHosts, type HostKeys, type KeyState } from '../transport/known-hosts.ts';
import type { HostKeyJson } from './api.ts';
import type { World } from './world.ts';

export interface HostKeyBook extends HostKeys {
  /** Writes down a key in our own file, in place of what that file said about the host. Never touches the user's file. */
  record(host: string, port: number, key: Uint8Array): Promise<void>;
  /** Whether the user's own file, which is not ours to write, is what contradicts this key. */
  contradictedByUser(host: string, port: number, key: Uint8Array): Promise<boolean>;
}

/** Keys from `~/.ssh/known_hosts` and `<state-dir>/known_hosts`; what either calls changed is changed. */
export async function openHostKeys(world: Pick<World, 'home' | 'state'>): Promise<HostKeyBook> {
  const { state } = world;
  const own = join(state.root, 'known_hosts');
  let ours = await state.read(own) ?? '';
  const ourKeys = (): HostKeys => knownHostKeys(parseKnownHosts(ours));
  const userKeys = knownHostKeys(parseKnownHosts(await userFile(world)));
  return {
    async check(host, port, key) {
      return worst(await userKeys.check(host, port, key), await ourKeys().check(host, port, key));
    },
    types: (host, port) => [...new Set([...(ourKeys().types?.(host, port) ?? []), ...(userKeys.types?.(host, port) ?? [])])],
    async record(host, port, key) {
      // Another process may have learned other hosts meanwhile.
      ours = await state.read(own) ?? '';
      const kept = ours.split(/\r?\n/).filter((line) => line !== '' && !isAbout(line, host, port));
      ours = `${[...kept, formatKnownHost(host, port, key)].join('\n')}\n`;
      await state.write(own, ours);
    },
    remedy: async (host, port, key) => ((await userKeys.check(host, port, key)) === 'changed'
      ? `remove the old key from ~/.ssh/known_hosts: ssh-keygen -R '${nameOf(host, port)}'`
      : `replace the old key in ${own}: ont-prov trust OLT (the key of a jump host: delete its line there)`),
    contradictedByUser: async (host, port, key) => (await userKeys.check(host, port, key)) === 'changed',
  };
}

/** Also accepts keys nobody knows yet, and writes them down. A changed key stays a changed key. */
export function acceptingNew(book: HostKeyBook, onNew: (key: HostKeyJson) => void): HostKeys {
  return {
    ...(book.types ? { types: (host: string, port: number) => book.types!(host, port) } : {}),
    ...(book.remedy ? { remedy: (host: string, port: number, key: Uint8Array) => book.remedy!(host, port, key) } : {}),
    async check(host, port, key) {
      const state = await book.check(host, port, key);
      if (state !== 'unknown') return state;
      await book.record(host, port, key);
      onNew(hostKeyJson(key));
      return 'known';
    },
  };
}

export function hostKeyJson(key: Uint8Array): HostKeyJson {
  return { type: keyType(key), fingerprint: fingerprint(key) };
}

function worst(a: KeyState, b: KeyState): KeyState {
  if (a === 'changed' || b === 'changed') return 'changed';
  return a === 'known' || b === 'known' ? 'known' : 'unknown';
}

function isAbout(line: string, host: string, port: number): boolean {
  return parseKnownHosts(line).some((entry) => formatKnownHost(host, port, Buffer.from(entry.key, 'base64')).split(' ')[0] === entry.names);
}

async function userFile({ home, state }: Pick<World, 'home' | 'state'>): Promise<string> {
  try {
    return await state.read(join(home, '.ssh', 'known_hosts')) ?? '';
  } catch (error) {
    // A directory of that name, or one that is not ours to read: then it knows nobody.
    if (error instanceof Failure) return '';
    throw error;
  }
}
