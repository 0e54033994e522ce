import type { AccessModel } from '../access/model.ts';
import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { Secret } from '../kernel/secret.ts';
import type { SecretSource } from '../kernel/world.ts';
import type { Intent, OltIntent } from '../profile/intent.ts';
import { isSimulated } from './embedded-olt.ts';
import type { Subject } from './run/subject.ts';
import { sshSecrets } from './ssh-options.ts';

export interface OpenedSecrets {
  /** By `Secret.key`. */
  readonly values: ReadonlyMap<string, string>;
  /** One per secret that could not be opened, at the first place that names it. */
  readonly findings: readonly Finding[];
  /** Keys of the secrets that could not be opened. */
  readonly missing: ReadonlySet<string>;
}

/** Opens all of these secrets, before anything is connected: half a provisioning because of an unset variable is worse than none. */
export async function openSecrets(source: SecretSource, wanted: Iterable<WantedSecret>): Promise<OpenedSecrets> {
  const values = new Map<string, string>();
  const missing = new Set<string>();
  const findings: Finding[] = [];
  for (const { secret, place, typed } of wanted) {
    if (missing.has(secret.key) || (values.has(secret.key) && !typed)) continue;
    try {
      const value = values.get(secret.key) ?? await source.open(secret);
      const special = typed ? SPECIAL.exec(value) : null;
      if (special) {
        missing.add(secret.key);
        findings.push(finding('ONT303', `${secret.describe()} holds a character that device terminals treat specially`, {
          hint: 'choose one without quotes, `?`, backslash, `|` and control characters', at: place(),
        }));
      } else values.set(secret.key, value);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      missing.add(secret.key);
      findings.push(finding('ONT410', error.message, { hint: error.hint, at: place() }));
    }
  }
  return { values, missing, findings };
}

/** What would end a quoted value early, ask for help or start another line; the same as of every other value that is typed. */
const SPECIAL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029"?\\|]/;

/** `typed`: it becomes part of a command line. A login is asked for alone and may hold anything. */
export interface WantedSecret { readonly secret: Secret; readonly place: () => Finding['at']; readonly typed?: true; }

/** What logging in to the OLT of this subscriber takes; nothing for a simulator, which has its own account. */
export function loginSecrets({ olt, origin }: Pick<Intent, 'olt' | 'origin'>): WantedSecret[] {
  const at = (name: string) => () => origin(`/olt/${name}`).at;
  return [
    ...(olt.password ? [{ secret: olt.password, place: at('password') }] : []),
    ...sshSecrets(olt).map(({ secret, name }) => ({ secret, place: at(`ssh/${name}`) })),
    ...(olt.enablePassword ? [{ secret: olt.enablePassword, place: at('enablePassword') }] : []),
  ];
}

/** What logging in to an OLT takes, and what is typed for these of its subscribers. Made as it is asked for: nothing of a long list is kept. */
export function* secretsOnOlt(olt: OltIntent, subjects: Iterable<Subject>): Iterable<WantedSecret> {
  let first = true;
  for (const subject of subjects) {
    if (first && !isSimulated(olt)) yield* loginSecrets(subject.intent);
    first = false;
    yield* subscriberSecrets(subject);
  }
}

/** What the lines typed for this subscriber may hold. */
export function subscriberSecrets({ intent, access }: Subject): WantedSecret[] {
  return secretsOf(access).map((secret) => ({ secret, place: () => placeOf(intent, secret), typed: true }));
}

/** Every secret of an access model, each once. Entities refer to one another, in circles too. */
function secretsOf(access: AccessModel): Secret[] {
  const found = new Map<string, Secret>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (value instanceof Secret) found.set(value.key, value);
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(access);
  return [...found.values()];
}

function placeOf(intent: Intent, secret: Secret): Finding['at'] {
  const pointer = pointerOf(intent, secret, '');
  return pointer === null ? undefined : intent.origin(pointer).at;
}

/** JSON pointer of the first place in the intent that holds this secret. Services are addressed by name, as people write them. */
export function pointerOf(value: unknown, secret: Secret, path: string): string | null {
  if (value instanceof Secret) return value.key === secret.key ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'function') continue;
    const step = Array.isArray(value) ? nameOf(inner) ?? name : name;
    const found = pointerOf(inner, secret, `${path}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== null) return found;
  }
  return null;
}

function nameOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : null;
}
