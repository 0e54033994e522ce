/** OpenSSH's server as an ordinary process per connection, with keys and settings of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { need } from './binaries.ts';
import { servePerConnection } from './per-connection.ts';
import type { Served } from './per-connection.ts';

export interface Sshd extends Served {
  /** The only account it knows: ours. */
  readonly username: string;
  /** Public host key as it goes over the wire. */
  readonly hostKey: Uint8Array;
  /** Path of the private key that it takes. */
  readonly key: string;
}

export interface SshdOptions {
  /** Keys and settings are written there. */
  readonly folder: string;
  /** Runs instead of a shell. */
  readonly command: string;
  readonly hostKeyType?: 'ed25519' | 'rsa' | 'ecdsa';
  /** Further lines of sshd_config. */
  readonly settings?: readonly string[];
  /** Lines of an authorized_keys file, beside the key that comes with it. */
  readonly authorized?: readonly string[];
}

export async function startSshd({ folder, command, hostKeyType = 'ed25519', settings = [], authorized = [] }: SshdOptions): Promise<Sshd> {
  const program = need('sshd');
  // Its unprivileged part lives there; the service's start-up script would make it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const at = (name: string): string => join(folder, name);
  generateKey(at('host_key'), hostKeyType);
  generateKey(at('user_key'), 'ed25519');
  writeFileSync(at('authorized_keys'), [readFileSync(at('user_key.pub'), 'utf8').trim(), ...authorized, ''].join('\n'));
  writeFileSync(at('sshd_config'), [
    // The first setting of a name counts.
    ...settings,
    `HostKey ${at('host_key')}`, `AuthorizedKeysFile ${at('authorized_keys')}`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin prohibit-password',
    'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PidFile none', 'PrintMotd no', 'PrintLastLog no', 'UseDNS no', 'LogLevel DEBUG1',
    `ForceCommand ${command}`, '',
  ].join('\n'));
  const served = await servePerConnection(program, ['-i', '-e', '-f', at('sshd_config')]);
  return { ...served, username: userInfo().username, hostKey: publicKey(at('host_key.pub')), key: at('user_key') };
}

/** Writes `path` and `path.pub`. */
export function generateKey(path: string, type: 'ed25519' | 'rsa' | 'ecdsa', passphrase = '', more: readonly string[] = []): void {
  execFileSync(need('ssh-keygen'), ['-q', '-t', type, ...(type === 'rsa' ? ['-b', '2048'] : []), '-N', passphrase, '-C', 'test', '-f', path, ...more]);
}

function publicKey(path: string): Uint8Array {
  return Buffer.from(readFileSync(path, 'utf8').split(' ')[1]!, 'base64');
}
