import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../kernel/failure.ts';
import { Secret } from '../kernel/secret.ts';
import type { OltIntent } from '../profile/intent.ts';
import { parseDuration } from '../profile/resolve/units.ts';
import type { HostKeys } from '../transport/known-hosts.ts';
import type { AlgorithmChoice } from '../transport/ssh-algorithms.ts';
import type { SshKey } from '../transport/ssh-keys.ts';
import type { SshLogin } from '../transport/ssh-login.ts';
import type { World } from './world.ts';
import { reasonOf } from './world/errno.ts';

/** What of an OLT's `ssh:` concerns the connection as such, not who logs in. */
export type Manners = Pick<SshLogin, 'legacyAlgorithms' | 'keepAlive' | 'connectTimeout' | 'algorithms'>;
type Identity = Pick<SshLogin, 'keys' | 'agent'>;
type Place = Pick<World, 'cwd' | 'home' | 'env'>;
type Written = (pointer: string) => string | null;

export function sshManners({ ssh }: Pick<OltIntent, 'ssh'>): Manners {
  const [keepAlive, connectTimeout] = [milliseconds(ssh['keepAlive']), milliseconds(ssh['readyTimeout'])];
  const algorithms = algorithmLists(ssh['algorithms']);
  return {
    ...(isOn(ssh['legacyAlgorithms']) ? { legacyAlgorithms: true } : {}),
    ...(keepAlive === null ? {} : { keepAlive }),
    ...(connectTimeout === null ? {} : { connectTimeout }),
    ...(algorithms === null ? {} : { algorithms }),
  };
}

/**
 * All of an OLT's `ssh:`: private keys read from their files, the agent found, the host on the way with an identity of its own.
 * @param hostKeys the keys known for the host on the way
 * @param written where the value of a pointer into `ssh:` stands, as `file:line`, when that is known
 * @throws Failure `ssh-options`, exit 1
 */
export async function sshOptions(
  place: Place, olt: Pick<OltIntent, 'ssh' | 'name' | 'username'>, opened: ReadonlyMap<string, string>, hostKeys: HostKeys, written: Written = () => null,
): Promise<Manners & Identity & { readonly jump?: SshLogin }> {
  const jump = await jumpOf(place, olt, opened, hostKeys, written);
  return { ...sshManners(olt), ...(await identity(place, olt.ssh, olt.name, opened, written)), ...(jump === null ? {} : { jump }) };
}

/** Whether a password can be done without. */
export function hasKeys({ ssh }: Pick<OltIntent, 'ssh'>): boolean {
  return keyPaths(ssh).length > 0 || isOn(ssh['agent']);
}

/** Secrets of `ssh:`, each with its name inside it: `passphrase`, `jump/password`. */
export function sshSecrets({ ssh }: Pick<OltIntent, 'ssh'>): { readonly secret: Secret; readonly name: string }[] {
  const jump = isMap(ssh['jump']) ? ssh['jump'] : {};
  const all: readonly (readonly [string, unknown])[] = [['passphrase', ssh['passphrase']], ['jump/password', jump['password']], ['jump/passphrase', jump['passphrase']]];
  return all.flatMap(([name, secret]) => (secret instanceof Secret ? [{ secret, name }] : []));
}

/** The host on the way, as `host:port`; null without one. */
export function jumpAddress({ ssh }: Pick<OltIntent, 'ssh'>): string | null {
  const jump = readJump(ssh['jump']);
  return jump && `${jump.host.toLowerCase()}:${jump.port ?? 22}`;
}

/**
 * The host on the way with its identity; null without one.
 * @throws Failure `ssh-options`, exit 1
 */
export async function jumpOf(place: Place, { ssh, name, username }: Pick<OltIntent, 'ssh' | 'name' | 'username'>, opened: ReadonlyMap<string, string>, hostKeys: HostKeys, written: Written = () => null): Promise<SshLogin | null> {
  const jump = readJump(ssh['jump']);
  if (!jump) return null;
  const user = jump.username ?? username;
  if (user === undefined) throw refusal(`the jump host of OLT ${name} has no user name`, 'write it as user@host');
  const secret = jump.options['password'];
  const password = secret instanceof Secret ? opened.get(secret.key) : undefined;
  // Without keys of its own it is logged in to with those of the OLT: that is how one agent or one key serves both.
  const own = keyPaths(jump.options).length > 0 || jump.options['agent'] !== undefined || password !== undefined;
  return {
    host: jump.host, username: user, hostKeys, ...(jump.port === undefined ? {} : { port: jump.port }), ...(password === undefined ? {} : { password }),
    ...(await identity(place, own ? jump.options : ssh, `${name} (jump host)`, opened, own ? (pointer) => written(`jump/${pointer}`) : written)),
    ...(isOn(jump.options['legacyAlgorithms']) ? { legacyAlgorithms: true } : {}),
  };
}

interface Jump { readonly host: string; readonly port?: number; readonly username?: string; readonly options: Readonly<Record<string, unknown>>; }

/** `user@host:port`, `user@[2001:db8::1]:22`, or a mapping. */
function readJump(value: unknown): Jump | null {
  if (isMap(value)) {
    const { host, port, username } = value;
    return { host: typeof host === 'string' ? host : '', options: value, ...(port === undefined ? {} : { port: Number(port) }), ...(typeof username === 'string' ? { username } : {}) };
  }
  if (typeof value !== 'string') return null;
  const [, username, bracketed, plain, port] = /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^@:]+|[^@]*:[^@]*:[^@]*))(?::(\d+))?$/u.exec(value) ?? [];
  return { host: bracketed ?? plain ?? value, options: {}, ...(port === undefined ? {} : { port: Number(port) }), ...(username === undefined ? {} : { username }) };
}

async function identity(place: Place, options: Readonly<Record<string, unknown>>, whose: string, opened: ReadonlyMap<string, string>, written: Written): Promise<Identity> {
  const passphrase = options['passphrase'] instanceof Secret ? opened.get(options['passphrase'].key) : undefined;
  const keys: SshKey[] = await Promise.all(keyPaths(options).map(async (path) => ({ name: path, pem: await keyText(place, path, whose, written(path === options['key'] ? 'key' : 'keys')), ...(passphrase === undefined ? {} : { passphrase }) })));
  const agent = isOn(options['agent']) ? place.env['SSH_AUTH_SOCK'] : undefined;
  if (isOn(options['agent']) && (agent === undefined || agent === '')) {
    throw refusal(`OLT ${whose} asks for the SSH agent, and SSH_AUTH_SOCK is not set`, 'start one and add the key: eval "$(ssh-agent)" && ssh-add');
  }
  return { ...(keys.length > 0 ? { keys } : {}), ...(agent === undefined ? {} : { agent }) };
}

/** Private keys that are named, `key` and `keys` taken together. */
export function keyPaths(options: Readonly<Record<string, unknown>>): readonly string[] {
  return [options['key'], ...(Array.isArray(options['keys']) ? (options['keys'] as unknown[]) : [])].filter((path): path is string => typeof path === 'string');
}

async function keyText({ cwd, home }: Place, path: string, whose: string, at: string | null): Promise<string> {
  const file = path.startsWith('~/') ? join(home, path.slice(2)) : resolve(cwd, path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw refusal(`cannot read the private key ${path} of OLT ${whose}: ${reasonOf(error)}`, `looked for at ${file}: correct the path${at === null ? ' under ssh:' : `, which stands at ${at}`}, or make the file readable`, error);
  }
}

function refusal(message: string, hint?: string, cause?: unknown): Failure {
  return new Failure(message, { code: 'ssh-options', exitCode: 1, ...(hint === undefined ? {} : { hint }), ...(cause === undefined ? {} : { cause }) });
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

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
