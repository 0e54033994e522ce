/** Secrets that are none. The values are looked at and never printed. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Intent } from '../intent.ts';
import { pointerTo } from '../node.ts';

/** ONT212: literal secrets in a profile. Those of a column were put there on purpose, one per subscriber. */
export function plainSecrets(intent: Intent): Finding[] {
  return [...inUrl(intent), ...secretsOf(intent).flatMap(({ secret, pointer, name }) => {
    if (secret.ref.from !== 'literal') return [];
    const origin = intent.origin(pointer);
    if (origin.from === 'row') return [];
    return [finding('ONT212', `${name} is written in plain text`, { hint: 'refer to it: { env: NAME }, { file: PATH } or { command: LINE }', at: origin.at })];
  })];
}

/** `https://user:password@acs/` ends in every log on the way. */
function inUrl(intent: Intent): Finding[] {
  if (!intent.tr069 || !/^https?:\/\/[^/@]*:[^/@]*@/i.test(intent.tr069.url)) return [];
  return [finding('ONT212', 'the address of the ACS holds a password', { hint: 'write username: and password: beside it', at: intent.origin('/tr069/url').at })];
}

/** Passwords devices and people choose when nobody chooses. */
const COMMON: ReadonlySet<string> = new Set([
  'admin', 'administrator', 'password', 'passw0rd', 'pass', 'root', 'user', 'guest', 'test', 'default', 'secret', 'changeme', 'letmein', 'welcome',
  'qwerty', 'abc123', 'admin123', 'admin1234', 'password1', 'telecomadmin', 'nimda', 'acs', 'cwmp', 'tr069', 'pppoe', 'internet', 'wifi', 'support', 'public', 'private',
]);

/** ONT213: on a list, a run of one character or of digits in order, or the user's own name. */
export function guessableSecrets(intent: Intent): Finding[] {
  return secretsOf(intent).flatMap(({ secret, pointer, name, user }) => {
    if (secret.ref.from !== 'literal' || !isGuessable(secret.ref.value, user)) return [];
    return [finding('ONT213', `${name} is easy to guess`, { hint: 'choose a longer, random one: { generate: 16 } makes one per subscriber', at: intent.origin(pointer).at })];
  });
}

export function isGuessable(value: string, user?: string): boolean {
  const lower = value.toLowerCase();
  return COMMON.has(lower) || (user !== undefined && lower === user.toLowerCase()) || /^(.)\1*$/.test(value) || '01234567890123456789'.includes(value) || '98765432109876543210'.includes(value);
}

interface Found { readonly secret: Secret; readonly pointer: string; readonly name: string; readonly user?: string | undefined }

/** Secrets of the subscriber; those of the OLT are looked at once per OLT, not here. */
function secretsOf(intent: Intent): Found[] {
  const found: Found[] = [];
  const add = (secret: Secret | undefined, name: string, user: string | undefined, ...steps: readonly string[]): void => {
    if (secret) found.push({ secret, name, user, pointer: pointerTo(...steps) });
  };
  const { tr069, authentication } = intent;
  add(tr069?.password, 'the ACS password', tr069?.username, 'tr069', 'password');
  add(tr069?.connectionRequest?.password, 'the connection request password', tr069?.connectionRequest?.username, 'tr069', 'connectionRequest', 'password');
  if (authentication.by !== 'serial') add(authentication.password, 'the registration password', undefined, 'authentication', 'password');
  for (const { name, wan, sip } of intent.services) {
    if (wan?.how.how === 'pppoe') add(wan.how.password, `the PPPoE password of ${name}`, wan.how.username, 'services', name, 'wan', 'password');
    add(sip?.password, `the SIP password of ${name}`, sip?.username, 'services', name, 'sip', 'password');
  }
  if (intent.wifi) walk(intent.wifi, ['wifi'], add);
  return found;
}

function walk(value: object, steps: readonly string[], add: (secret: Secret, name: string, user: undefined, ...steps: readonly string[]) => void): void {
  for (const [name, inner] of Object.entries(value)) {
    if (inner instanceof Secret) add(inner, `${name} of ${steps.join('.')}`, undefined, ...steps, name);
    else if (typeof inner === 'object' && inner !== null) walk(inner, [...steps, name], add);
  }
}
