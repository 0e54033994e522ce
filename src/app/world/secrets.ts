import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../kernel/failure.ts';
import type { Secret } from '../../kernel/secret.ts';
import { never } from '../../kernel/never.ts';
import type { SecretSource } from '../../kernel/world.ts';
import { errnoOf } from './errno.ts';
import { withoutLineEnd, runCommand } from './secret-command.ts';
import type { Redactor } from './redactor.ts';
import type { StateDir } from './state-dir.ts';

export interface SecretsOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly state: StateDir;
  /** Learns every value that is opened. */
  readonly redactor: Redactor;
}

/**
 * Opens secrets from the environment, a file, a command, the profile itself, or the state directory (made on first use).
 * Each reference is opened once per process. A value is one line: the line end of a file or of a command's output does not belong to it.
 */
export function createSecretSource(options: SecretsOptions): SecretSource {
  const opened = new Map<string, Promise<string>>();
  return {
    open(secret) {
      const earlier = opened.get(secret.key);
      if (earlier) return earlier;
      const value = openOnce(secret, options).then((text) => usable(secret, text, options.redactor));
      opened.set(secret.key, value);
      return value;
    },
  };
}

async function openOnce(secret: Secret, { cwd, env, state }: SecretsOptions): Promise<string> {
  const ref = secret.ref;
  switch (ref.from) {
    case 'env': {
      const value = env[ref.name];
      if (value === undefined || value === '') throw unset(secret, `set it: export ${ref.name}=…`);
      return value;
    }
    case 'file':
      return withoutLineEnd(await fileText(secret, resolve(cwd, ref.path)));
    case 'command':
      return withoutLineEnd(await runCommand(secret, ref.command, { cwd, env }));
    case 'literal':
      return ref.value;
    case 'generated':
      return generated(state, ref.key, ref.length);
    default:
      return never(ref);
  }
}

async function fileText(secret: Secret, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unset(secret, `write it to ${path} (${errnoOf(error) === 'ENOENT' ? 'there is no such file' : errnoOf(error)})`);
  }
}

/** A value that would be typed as two lines, or as nothing, is no value. */
function usable(secret: Secret, value: string, redactor: Redactor): string {
  redactor.add(value);
  if (value === '') throw unset(secret, 'it is empty');
  if (/[\u0000-\u001f\u007f]/.test(value)) throw unset(secret, 'it holds a line break or another control character, which cannot be typed at a device');
  return value;
}

/** Letters and digits that people do not confuse when they read them out; kept in `secrets/` from then on. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

async function generated(state: StateDir, key: string, length: number): Promise<string> {
  const path = state.path('secrets', key);
  const kept = await state.read(path);
  if (kept !== null && kept.trim() !== '') return kept.trim();
  let value = '';
  for (let i = 0; i < length; i++) value += ALPHABET[randomInt(ALPHABET.length)]!;
  await state.write(path, `${value}\n`);
  return value;
}

function unset(secret: Secret, hint: string): Failure {
  return new Failure(`the secret in ${secret.describe()} is not set`, { code: 'secret-unset', exitCode: 1, hint });
}
