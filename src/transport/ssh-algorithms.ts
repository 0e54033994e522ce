import type { Algorithms, CipherAlgorithm, CompressionAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';

/** Names by kind, in order of preference, instead of ours. */
export interface AlgorithmChoice {
  readonly kex?: readonly string[];
  readonly cipher?: readonly string[];
  readonly serverHostKey?: readonly string[];
  readonly hmac?: readonly string[];
  readonly compress?: readonly string[];
}

/**
 * What we offer. `legacy` adds what devices of the 2010s need and current practice avoids: SHA-1 key exchange and signatures, CBC ciphers,
 * MD5. They come last, so that they are used only where nothing better is in common.
 * @param known types of the host's known keys; asked for first
 * @param choice replaces our lists, kind by kind; ssh2 refuses names it does not know
 */
export function algorithms(legacy: boolean, known: readonly string[], choice: AlgorithmChoice = {}): Algorithms {
  const { kex, cipher, serverHostKey, hmac, compress } = choice;
  return {
    ...ours(legacy, known),
    ...(kex ? { kex: kex as KexAlgorithm[] } : {}),
    ...(cipher ? { cipher: cipher as CipherAlgorithm[] } : {}),
    ...(serverHostKey ? { serverHostKey: serverHostKey as ServerHostKeyAlgorithm[] } : {}),
    ...(hmac ? { hmac: hmac as MacAlgorithm[] } : {}),
    ...(compress ? { compress: compress as CompressionAlgorithm[] } : {}),
  };
}

function ours(legacy: boolean, known: readonly string[]): Algorithms {
  const hostKeys = [...HOST_KEYS, ...(legacy ? LEGACY_HOST_KEYS : [])];
  const preferred = hostKeys.filter((algorithm) => known.includes(keyTypeOf(algorithm)));
  const serverHostKey = [...preferred, ...hostKeys.filter((algorithm) => !preferred.includes(algorithm))];
  if (!legacy) return { serverHostKey };
  return {
    serverHostKey,
    kex: { append: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'], prepend: [], remove: [] },
    cipher: { append: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'], prepend: [], remove: [] },
    hmac: { append: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'], prepend: [], remove: [] },
  };
}

const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256',
];
const LEGACY_HOST_KEYS: readonly ServerHostKeyAlgorithm[] = ['ssh-rsa', 'ssh-dss'];

/** RSA keys sign in several ways (RFC 8332). */
function keyTypeOf(algorithm: ServerHostKeyAlgorithm): string {
  return algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm;
}

/** What ssh2 says when there is nothing in common, in words. */
export function algorithmWords(message: string): string | null {
  const kind = /no matching (key exchange algorithm|host key format|C->S cipher|S->C cipher|C->S MAC|S->C MAC|C->S compression|S->C compression)/u.exec(message)?.[1];
  return kind === undefined ? null : WORDS[kind] ?? null;
}

const WORDS: Readonly<Record<string, string>> = {
  'key exchange algorithm': 'no method of key exchange in common',
  'host key format': 'no type of host key in common',
  'C->S cipher': 'no cipher in common',
  'S->C cipher': 'no cipher in common',
  'C->S MAC': 'no message authentication code in common',
  'S->C MAC': 'no message authentication code in common',
  'C->S compression': 'no compression in common',
  'S->C compression': 'no compression in common',
};
