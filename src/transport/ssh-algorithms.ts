import type { Algorithms, CipherAlgorithm, CompressionAlgorithm, KexAlgorithm, MacAlgorithm, NegotiatedAlgorithms, ServerHostKeyAlgorithm } from 'ssh2';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { SshOffer } from './ssh-offer.ts';

/** Names by kind, in order of preference, instead of ours. */
export interface AlgorithmChoice {
  readonly kex?: readonly string[];
  readonly cipher?: readonly string[];
  readonly serverHostKey?: readonly string[];
  readonly hmac?: readonly string[];
  readonly compress?: readonly string[];
}

export type AlgorithmKind = keyof SshOffer;

/** Complete lists by kind, in the form that ssh2 takes. */
export type OurOffer = Required<{ [K in AlgorithmKind]: Extract<Algorithms[K], readonly unknown[]> }>;

/**
 * What we offer. `legacy` adds what devices of the 2010s need and current practice avoids: SHA-1 key exchange and signatures, CBC ciphers,
 * MD5. They come last, so that they are used only where nothing better is in common.
 * @param known types of the host's known keys; asked for first
 * @param choice replaces our lists, kind by kind
 * @throws Failure `ssh-options` (exit 1) for a name nobody knows
 */
export function algorithms(legacy: boolean, known: readonly string[], choice: AlgorithmChoice = {}): OurOffer {
  const list = <T extends string>(kind: AlgorithmKind, current: readonly T[], old: readonly T[]): T[] => {
    const chosen = choice[kind];
    if (chosen) checkNames(kind, chosen, [...current, ...old]);
    return chosen ? [...(chosen as readonly T[])] : legacy ? [...current, ...old] : [...current];
  };
  const hostKeys = list('serverHostKey', HOST_KEYS, LEGACY.serverHostKey);
  const preferred = choice.serverHostKey ? [] : hostKeys.filter((algorithm) => known.includes(keyTypeOf(algorithm)));
  return {
    kex: list('kex', KEX, LEGACY.kex),
    serverHostKey: [...preferred, ...hostKeys.filter((algorithm) => !preferred.includes(algorithm))],
    cipher: list('cipher', CIPHERS, LEGACY.cipher),
    hmac: list('hmac', MACS, LEGACY.hmac),
    compress: list('compress', COMPRESSION, []),
  };
}

function checkNames(kind: AlgorithmKind, chosen: readonly string[], known: readonly string[]): void {
  const stranger = chosen.find((name) => !known.includes(name) && !RARE.includes(name));
  if (stranger === undefined) return;
  throw new Failure(`ssh options: there is no ${KINDS[kind].name} ${stranger}`, { code: 'ssh-options', exitCode: EXIT.findings, hint: `known are: ${known.join(', ')}` });
}

/** What ssh2 can do and nobody should need; whether this machine's crypto library can is another question. */
const RARE: readonly string[] = [
  'blowfish-cbc', 'cast128-cbc', 'arcfour256', 'arcfour128', 'arcfour', 'aes128-gcm', 'aes256-gcm',
  'hmac-sha2-256-96', 'hmac-sha2-512-96', 'hmac-ripemd160',
];

const KEX: readonly KexAlgorithm[] = [
  'curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256', 'diffie-hellman-group14-sha256', 'diffie-hellman-group15-sha512',
  'diffie-hellman-group16-sha512', 'diffie-hellman-group17-sha512', 'diffie-hellman-group18-sha512',
];
const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256',
];
const CIPHERS: readonly CipherAlgorithm[] = [
  'aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr',
];
const MACS: readonly MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha1-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512', 'hmac-sha1',
];
const COMPRESSION: readonly CompressionAlgorithm[] = ['none', 'zlib@openssh.com', 'zlib'];

const LEGACY = {
  kex: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'],
} as const satisfies { readonly kex: readonly KexAlgorithm[]; readonly serverHostKey: readonly ServerHostKeyAlgorithm[]; readonly cipher: readonly CipherAlgorithm[]; readonly hmac: readonly MacAlgorithm[] };

/** RSA keys sign in several ways (RFC 8332). */
function keyTypeOf(algorithm: ServerHostKeyAlgorithm): string {
  return algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm;
}

/** The outdated ones among what a connection uses, each with its kind: `key exchange diffie-hellman-group14-sha1`. */
export function legacyInUse({ kex, serverHostKey, cs, sc }: NegotiatedAlgorithms): string[] {
  const used: readonly (readonly [AlgorithmKind, string])[] = [
    ['kex', kex], ['serverHostKey', serverHostKey], ['cipher', cs.cipher], ['cipher', sc.cipher], ['hmac', cs.mac], ['hmac', sc.mac],
  ];
  return [...new Set(used.filter(([kind, name]) => isLegacy(kind, name)).map(([kind, name]) => `${KINDS[kind].name} ${name}`))];
}

function isLegacy(kind: AlgorithmKind, name: string): boolean {
  return kind !== 'compress' && (LEGACY[kind] as readonly string[]).includes(name);
}

/** Why two sides found nothing in common, and which option would help. */
export interface Mismatch { readonly message: string; readonly hint: string; }

/** What ssh2 says when there is nothing in common, in words; null for other errors. @param theirs null when it is not known */
export function explainMismatch(error: string, ours: OurOffer, theirs: SshOffer | null): Mismatch | null {
  const said = /no matching (key exchange algorithm|host key format|(?:C->S|S->C) (?:cipher|MAC|compression))/u.exec(error)?.[1]?.replace(/^.->. /u, '');
  const kind = said === undefined ? undefined : (Object.keys(KINDS) as AlgorithmKind[]).find((each) => KINDS[each].ssh2 === said);
  if (kind === undefined) return null;
  const { name } = KINDS[kind];
  const offered = theirs?.[kind] ?? [];
  if (offered.length === 0) return { message: `no ${name} in common`, hint: 'the device may offer outdated algorithms only: allow them with ssh: { legacyAlgorithms: true } on this OLT, or update its software' };
  const message = `no ${name} in common: the device offers ${offered.join(', ')}; we offer ${ours[kind].join(', ')}`;
  const old = offered.filter((each) => isLegacy(kind, each));
  if (old.length > 0) return { message, hint: `ssh: { legacyAlgorithms: true } on this OLT allows ${old.join(', ')}; better is an update of its software` };
  const current = offered.filter((each) => (algorithms(false, [])[kind] as readonly string[]).includes(each));
  if (current.length > 0) return { message, hint: `ssh: { algorithms: { ${kind}: … } } on this OLT leaves out ${current.join(', ')}` };
  return { message, hint: 'the device needs a software update, or a setting, that makes it offer one of ours' };
}

/** `name`: in words; `ssh2`: in the messages of ssh2. */
const KINDS: Readonly<Record<AlgorithmKind, { readonly name: string; readonly ssh2: string }>> = {
  kex: { name: 'key exchange', ssh2: 'key exchange algorithm' },
  serverHostKey: { name: 'type of host key', ssh2: 'host key format' },
  cipher: { name: 'cipher', ssh2: 'cipher' },
  hmac: { name: 'message authentication code', ssh2: 'MAC' },
  compress: { name: 'compression', ssh2: 'compression' },
};
