import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../kernel/failure.ts';
import { Secret } from '../kernel/secret.ts';
import type { OltIntent } from '../profile/intent.ts';
import { parseDuration } from '../profile/resolve/units.ts';
import type { AlgorithmChoice } from '../transport/ssh-algorithms.ts';
import type { SshTarget } from '../transport/ssh.ts';
import type { World } from './world.ts';
import { errnoOf } from './world/errno.ts';

type Options = Pick<SshTarget, 'legacyAlgorithms' | 'keepAlive' | 'connectTimeout' | 'algorithms' | 'keys'>;

/** What of an OLT's `ssh:` concerns the connection as such, not who logs in. */
export function sshManners({ ssh }: Pick<OltIntent, 'ssh'>): Omit<Options, 'keys'> {
  const [keepAlive, connectTimeout] = [milliseconds(ssh['keepAlive']), milliseconds(ssh['readyTimeout'])];
  const algorithms = algorithmLists(ssh['algorithms']);
  return {
    ...(ssh['legacyAlgorithms'] === true || ssh['legacyAlgorithms'] === 'true' ? { legacyAlgorithms: true } : {}),
    ...(keepAlive === null ? {} : { keepAlive }),
    ...(connectTimeout === null ? {} : { connectTimeout }),
    ...(algorithms === null ? {} : { algorithms }),
  };
}

/**
 * All of an OLT's `ssh:`, private keys read from their files.
 * @throws Failure `ssh-options`, exit 1
 */
export async function sshOptions(world: Pick<World, 'cwd' | 'home'>, olt: Pick<OltIntent, 'ssh' | 'name'>, opened: ReadonlyMap<string, string>): Promise<Options> {
  const { ssh, name } = olt;
  if (ssh['jump'] !== undefined) {
    throw new Failure(`OLT ${name} asks for a jump host, which this version cannot use`, { code: 'ssh-options', exitCode: 1, hint: 'forward a port with ssh -L and let host and port name its near end' });
  }
  const paths = keyPaths(olt);
  if (paths.length === 0) return sshManners(olt);
  const passphrase = ssh['passphrase'] instanceof Secret ? opened.get(ssh['passphrase'].key) : undefined;
  const keys = await Promise.all(paths.map(async (path) => ({ pem: await keyText(world, path), ...(passphrase === undefined ? {} : { passphrase }) })));
  return { ...sshManners(olt), keys };
}

/** Private keys an OLT names, `key` and `keys` taken together. */
export function keyPaths({ ssh }: Pick<OltIntent, 'ssh'>): readonly string[] {
  return [ssh['key'], ...(Array.isArray(ssh['keys']) ? (ssh['keys'] as unknown[]) : [])].filter((path): path is string => typeof path === 'string');
}

async function keyText({ cwd, home }: Pick<World, 'cwd' | 'home'>, path: string): Promise<string> {
  try {
    return await readFile(path.startsWith('~/') ? join(home, path.slice(2)) : resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new Failure(`cannot read the private key ${path}: ${errnoOf(error)}`, { code: 'ssh-options', exitCode: 1, cause: error });
  }
}

/** null for `off` and for nothing at all. */
function milliseconds(duration: unknown): number | null {
  const seconds = typeof duration === 'number' ? duration : typeof duration === 'string' ? parseDuration(duration) : null;
  return seconds ? seconds * 1000 : null;
}

function algorithmLists(value: unknown): AlgorithmChoice | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([kind, names]) => [kind, Array.isArray(names) ? names.map(String) : String(names).split(',')]));
}
