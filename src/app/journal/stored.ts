/**
 * Changes as the journal keeps them: as people see them, and with the lines that take them back in a form that can be typed later.
 * A secret inside such a line is kept as a reference, never as a value.
 */
import { Secret, type SecretRef } from '../../kernel/secret.ts';
import type { Change, Command } from '../../plan/model.ts';
import type { Intent } from '../../profile/intent.ts';
import type { PlannedChangeJson } from '../api.ts';
import { plannedChange } from '../json.ts';
import { pointerOf } from '../needed-secrets.ts';

export interface StoredChange extends PlannedChangeJson {
  /** What `undo` shows, ready to be typed. */
  readonly back: readonly StoredCommand[];
}

export type StoredCommand = Omit<Command, 'parts'> & { readonly parts?: readonly (string | StoredSecret)[] };

/** `profile`: plain text in the profile, found again by its place in the subscriber. `device`: only the device showed it, and it was not kept. */
export type StoredSecret =
  | Exclude<SecretRef, { readonly from: 'literal' }>
  | { readonly from: 'profile'; readonly path: string }
  | { readonly from: 'device' };

export function storedChange(change: Change, intent: Intent): StoredChange {
  return { ...plannedChange(change), back: change.undo.map((command) => storedCommand(command, intent)) };
}

function storedCommand({ parts, ...command }: Command, intent: Intent): StoredCommand {
  return parts === undefined ? command : { ...command, parts: parts.map((part) => (typeof part === 'string' ? part : storedSecret(part, intent))) };
}

function storedSecret(secret: Secret, intent: Intent): StoredSecret {
  const { ref } = secret;
  if (ref.from !== 'literal') return ref;
  const path = pointerOf(intent, secret, '');
  return path === null ? { from: 'device' } : { from: 'profile', path };
}

/** The change back from the journal, for its undo; its own commands were done long ago. null: a secret in it cannot be had any more. */
export function restoredChange(stored: StoredChange, intent: Intent | null): Change | null {
  const undo: Command[] = [];
  for (const { parts, ...command } of stored.back) {
    if (parts === undefined) { undo.push(command); continue; }
    const secrets = parts.map((part) => (typeof part === 'string' ? part : restoredSecret(part, intent)));
    if (secrets.some((part) => part === null)) return null;
    undo.push({ ...command, parts: secrets.filter((part) => part !== null) });
  }
  const { resource, key, scope, action, cuts, attributes, oneWay } = stored;
  return { resource, key, scope, action, cuts, attributes, commands: [], undo, abort: [], ...(oneWay === null ? {} : { oneWay }) };
}

function restoredSecret(stored: StoredSecret, intent: Intent | null): Secret | null {
  if (stored.from === 'device') return null;
  if (stored.from !== 'profile') return new Secret(stored);
  return intent && secretAt(intent, stored.path);
}

/** The secret at a pointer that `pointerOf` gave: members by name, list entries by their own name where they have one. */
function secretAt(intent: Intent, path: string): Secret | null {
  let value: unknown = intent;
  for (const step of path.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = value.find((entry: unknown, i) => (typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name === name : String(i) === name));
    else value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return value instanceof Secret ? value : null;
}
