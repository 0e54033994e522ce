import { createPrivateKey } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';

export interface SshKey {
  /** Private key in OpenSSH, PEM or PuTTY form. */
  readonly pem: string;
  readonly passphrase?: string;
  /** For messages: its path. */
  readonly name?: string;
}

/** ssh2's reader of keys. */
export type ParseKey = (data: string, passphrase?: string) => ParsedKey | Error;

/** @throws Failure `ssh-options` (exit 1) */
export function readKey(key: SshKey, parse: ParseKey): ParsedKey {
  const parsed = parse(...readable(key));
  if (!(parsed instanceof Error) && parsed.isPrivateKey()) return parsed;
  const { what, hint } = parsed instanceof Error ? keyProblem(wordsOf(parsed, key), key.passphrase !== undefined) : { what: 'is a public key', hint: 'name the private key: the file without .pub' };
  throw new Failure(`the ${nameOf(key)} ${what}`, { code: 'ssh-options', exitCode: EXIT.findings, hint });
}

export function nameOf({ name }: SshKey): string {
  return name === undefined ? 'key' : `key ${name}`;
}

/** PKCS #8, which ssh2 does not read, in a form that it does. */
function readable({ pem, passphrase }: SshKey): [pem: string, passphrase?: string] {
  const asItIs: [string, string?] = passphrase === undefined ? [pem] : [pem, passphrase];
  if (!/^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/mu.test(pem)) return asItIs;
  try {
    const key = createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
    if (key.asymmetricKeyType === 'rsa') return [key.export({ format: 'pem', type: 'pkcs1' }).toString()];
    if (key.asymmetricKeyType === 'ec') return [key.export({ format: 'pem', type: 'sec1' }).toString()];
    return asItIs;
  } catch {
    return asItIs;
  }
}

/** ssh2 says of PKCS #8 under a passphrase only that it does not know it. */
function wordsOf(error: Error, { pem, passphrase }: SshKey): string {
  if (!pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) return error.message;
  return passphrase === undefined ? 'no passphrase' : 'bad passphrase';
}

function keyProblem(said: string, passphrase: boolean): { readonly what: string; readonly hint: string } {
  if (/no passphrase/iu.test(said)) return { what: 'is locked with a passphrase', hint: 'give it as ssh: { passphrase: { env: NAME } }, or let an agent hold the key: ssh: { agent: true }' };
  if (passphrase && /decrypt|integrity|bad passphrase|malformed|check/iu.test(said)) return { what: 'does not open with this passphrase', hint: 'check the secret that ssh: { passphrase: … } names' };
  return { what: `cannot be used: ${said}`, hint: 'a private key in OpenSSH, PEM or PuTTY form is needed: ed25519, ecdsa or rsa' };
}
