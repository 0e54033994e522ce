/** The OpenSSH known_hosts format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), read and written as text; no files here. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What we know of a host's key, for whoever opens SSH connections. */
export interface HostKeys {
  /** @param key the raw public key, as on the wire (RFC 4253 section 6.6) */
  check(host: string, port: number, key: Uint8Array): KeyState | Promise<KeyState>;
  /** Types of the keys known for a host: these are asked for first, so that a host with several keys shows the one we know. */
  types?(host: string, port: number): readonly string[];
  /** In words, in the imperative: how a changed key is made the known one. */
  remedy?(host: string, port: number, key: Uint8Array): string | Promise<string>;
}

export type KeyState = 'known' | 'unknown' | 'changed';

export interface KnownHost {
  readonly marker: 'revoked' | 'cert-authority' | null;
  /** Names and patterns as written, or one hashed name. */
  readonly names: string;
  readonly type: string;
  /** Base64, as written. */
  readonly key: string;
}

/** Lines that are no entries (comments, blanks, anything malformed) are left out, as OpenSSH does. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/u).flatMap((line): KnownHost[] => {
    const found = /^\s*(?:@(?<marker>revoked|cert-authority)\s+)?(?<names>[^\s#@]\S*)\s+(?<type>[a-z][\w@.-]*)\s+(?<key>[A-Za-z0-9+/]+={0,2})(?:\s|$)/u.exec(line)?.groups;
    if (!found) return [];
    const { marker, names, type, key } = found as { marker?: 'revoked' | 'cert-authority'; names: string; type: string; key: string };
    return [{ marker: marker ?? null, names, type, key }];
  });
}

export function knownHostKeys(entries: readonly KnownHost[]): HostKeys {
  return {
    check: (host, port, key) => checkHostKey(entries, host, port, key),
    types: (host, port) => [...new Set(entries.filter((entry) => entry.marker === null && names(entry, host, port)).map((entry) => entry.type))],
  };
}

/** A host that shows another key than those we know, of whatever type, or a revoked one, is `changed`. */
export function checkHostKey(entries: readonly KnownHost[], host: string, port: number, key: Uint8Array): KeyState {
  const shown = Buffer.from(key);
  const mine = entries.filter((entry) => entry.marker !== 'cert-authority' && names(entry, host, port));
  const same = mine.filter((entry) => Buffer.from(entry.key, 'base64').equals(shown));
  if (same.some((entry) => entry.marker === 'revoked')) return 'changed';
  if (same.length > 0) return 'known';
  return mine.some((entry) => entry.marker === null) ? 'changed' : 'unknown';
}

/** One line, without line end: `[10.0.0.1]:2222 ssh-ed25519 AAAA…`. */
export function formatKnownHost(host: string, port: number, key: Uint8Array): string {
  return `${nameOf(host, port)} ${keyType(key)} ${Buffer.from(key).toString('base64')}`;
}

/** `SHA256:…`, as ssh-keygen -l prints it. */
export function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;
}

/** The type named inside the key: `ssh-ed25519`. '' when it holds none. */
export function keyType(key: Uint8Array): string {
  if (key.length < 4) return '';
  const length = new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(0);
  const name = length <= 64 && key.length >= 4 + length ? Buffer.from(key.subarray(4, 4 + length)).toString('latin1') : '';
  return /^[\w@.-]+$/u.test(name) ? name : '';
}

/** Port 22 goes without saying. */
export function nameOf(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

function names(entry: KnownHost, host: string, port: number): boolean {
  const name = nameOf(host, port);
  if (entry.names.startsWith('|1|')) return hashedAs(entry.names, name);
  let matched = false;
  for (const pattern of entry.names.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (glob(pattern.slice(1)).test(name)) return false;
    } else {
      matched ||= glob(pattern).test(name);
    }
  }
  return matched;
}

/** `|1|salt|HMAC-SHA1(salt, name)`. */
function hashedAs(hashed: string, name: string): boolean {
  const [, , salt, digest] = hashed.split('|');
  if (salt === undefined || digest === undefined) return false;
  const expected = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  const given = Buffer.from(digest, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.+()[\]{}|]/gu, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'u');
}
