import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Claims } from '../../plan/beside.ts';
import { identitiesOf, type Identified } from '../../profile/identities.ts';
import { contentDigest } from '../run/seen.ts';
import type { StateDir } from '../world/state-dir.ts';

/**
 * What people have adopted on one OLT: objects beside the profile that are ours as they are now. A claim is on a content, not on a
 * name: once somebody has changed the object it holds no more. Losing the book makes its objects unmanaged again and nothing worse.
 */
export interface ClaimBook {
  /** @param former the serial that stands for this subscriber on the device still, when it is being replaced */
  of(intent: Claimant, former?: string): Claims;
  /** Names of the claimed objects of one ONT. */
  names(intent: Claimant): readonly string[];
  /** The ONT's claims are these and no others. @param contents by object */
  put(intent: Claimant, contents: ReadonlyMap<string, string>, note: ClaimNote): void;
  /** Gives all claims of an ONT back. @returns the objects they were on */
  release(intent: Claimant): readonly string[];
  /** A new terminal in the place of the one with this serial. */
  follow(former: string, intent: Claimant): void;
  /** Writes the book if it was changed. @throws Failure `adopted-unreadable` when there is one that cannot be read: it is not written over */
  save(): Promise<void>;
  /** Why there is a book that cannot be read; null: all is well. */
  readonly unreadable: string | null;
}

/** When a claim was made, and the name under which. */
export interface ClaimNote { readonly key: string; readonly at: string; readonly run: string; }

export type Claimant = Identified;

interface Kept extends ClaimNote { readonly objects: Readonly<Record<string, string>>; }

/** Under which name an ONT's claims are written down; null when its row does not say who it is. */
export function claimName(intent: Claimant): string | null {
  return identitiesOf(intent)[0] ?? null;
}

/** @param device the box itself, as leases name it */
export async function openClaimBook(state: StateDir, device: string): Promise<ClaimBook> {
  const path = state.path('adopted', `${device}.json`);
  const text = await state.read(path);
  const { onts, unreadable } = parsed(text);
  let changed = false;
  // A row may have got a serial since: what was written under its LOID is its own still.
  const keptOf = (intent: Claimant): Kept | undefined => identitiesOf(intent).map((name) => onts.get(name)).find((kept) => kept !== undefined);
  const take = (name: string): Kept | undefined => {
    const kept = onts.get(name);
    if (onts.delete(name)) changed = true;
    return kept;
  };
  const takeAll = (intent: Claimant): Kept | undefined => identitiesOf(intent).map(take).find((kept) => kept !== undefined);

  return {
    unreadable: unreadable === null ? null : `${path} ${unreadable}`,
    of(intent, former) {
      const objects = { ...(former === undefined ? {} : onts.get(former)?.objects), ...keptOf(intent)?.objects };
      return {
        of(object, content) {
          const digest = Object.hasOwn(objects, object) ? objects[object] : undefined;
          return digest === undefined ? 'none' : digest === contentDigest(content) ? 'held' : 'changed';
        },
      };
    },
    names: (intent) => Object.keys(keptOf(intent)?.objects ?? {}),
    put(intent, contents, note) {
      const name = claimName(intent);
      if (name === null) return;
      takeAll(intent);
      if (contents.size > 0) onts.set(name, { ...note, objects: Object.fromEntries([...contents].map(([object, content]) => [object, contentDigest(content)])) });
      changed = true;
    },
    release: (intent) => Object.keys(takeAll(intent)?.objects ?? {}),
    follow(former, intent) {
      const name = claimName(intent);
      const kept = name === null ? undefined : take(former);
      if (kept) onts.set(name!, kept);
    },
    async save() {
      if (unreadable !== null) {
        throw new Failure(`${path} ${unreadable}`, { code: 'adopted-unreadable', exitCode: EXIT.usage, hint: 'delete the file: what was adopted on this OLT is unmanaged then, and can be adopted again' });
      }
      if (!changed) return;
      await state.write(path, `${JSON.stringify({ formatVersion: 1, onts: Object.fromEntries([...onts].sort(([a], [b]) => (a < b ? -1 : 1))) }, null, 2)}\n`);
      changed = false;
    },
  };
}

function parsed(text: string | null): { readonly onts: Map<string, Kept>; readonly unreadable: string | null } {
  const nothing = (unreadable: string | null): ReturnType<typeof parsed> => ({ onts: new Map(), unreadable });
  if (text === null) return nothing(null);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return nothing('is damaged');
  }
  if (!isRecord(value)) return nothing('is damaged');
  if (value['formatVersion'] !== 1) return nothing(`has format ${JSON.stringify(value['formatVersion'])}; this program reads format 1`);
  const onts = value['onts'];
  if (!isRecord(onts) || !Object.values(onts).every(isKept)) return nothing('is damaged');
  return { onts: new Map(Object.entries(onts as Readonly<Record<string, Kept>>)), unreadable: null };
}

function isKept(value: unknown): value is Kept {
  return isRecord(value) && ['key', 'at', 'run'].every((name) => typeof value[name] === 'string')
    && isRecord(value['objects']) && Object.values(value['objects']).every((digest) => typeof digest === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
