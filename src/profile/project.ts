/** A project: everything that was read, indexed by name, not yet resolved. */
import type { Place } from '../kernel/finding.ts';
import type { Entry, MapNode } from './node.ts';
import { keyPlace, pointerTo } from './node.ts';
import type { RowSet } from './rows.ts';

export interface ProfileDocument {
  readonly name: string;
  readonly file: string;
  readonly root: MapNode;
  /** Name of the profile it starts from, after paths were followed. */
  readonly extends?: string;
}

/** One entry of `olts:` or `onts:`. */
export interface NamedPart {
  readonly name: string;
  readonly node: MapNode;
  readonly entry: Entry;
  /** `/olts/ma1` */
  readonly pointer: string;
}

export interface Project {
  readonly profiles: ReadonlyMap<string, ProfileDocument>;
  readonly olts: ReadonlyMap<string, NamedPart>;
  readonly types: ReadonlyMap<string, NamedPart>;
  readonly rows: readonly RowSet[];
  /** Files read, as they were named, in order. */
  readonly files: readonly string[];
  /** The file a person named, when it was a file. */
  readonly main?: string;
}

export function partPlace(part: NamedPart): Place {
  return keyPlace(part.node, part.entry, part.pointer);
}

export function namedParts(root: MapNode, section: 'olts' | 'onts'): NamedPart[] {
  const node = root.entries.get(section)?.value;
  if (node?.kind !== 'map') return [];
  const parts: NamedPart[] = [];
  for (const entry of node.entries.values()) {
    if (entry.value.kind === 'map') parts.push({ name: entry.key, node: entry.value, entry, pointer: pointerTo(section, entry.key) });
  }
  return parts;
}

/** Number of subscribers. */
export function rowCount(project: Project): number {
  return project.rows.reduce((sum, set) => sum + set.length, 0);
}
