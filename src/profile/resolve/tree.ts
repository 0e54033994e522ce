/** Layers laid over one another: later ones win, value by value, and each value remembers its layer. */
import type { Place } from '../../kernel/finding.ts';
import { placeOf, pointerSteps, pointerTo, textOf } from '../node.ts';
import type { Entry, MapNode, Node } from '../node.ts';

export interface Layer {
  /** `profile home-100`, `olt ma1`, `row`: what `explain` prints. */
  readonly from: string;
  readonly root: MapNode;
  /** JSON pointer of `root` in its file. */
  readonly pointer: string;
  /** Only these keys of `root` take part. */
  readonly keys?: ReadonlySet<string>;
}

export interface Leaf {
  readonly kind: 'leaf';
  /** A text or list; a mapping where it means one value: a secret, a rate in kbit. */
  readonly node: Node;
  readonly from: string;
  readonly path: string;
  readonly entry: Entry | undefined;
}

export interface Branch {
  readonly kind: 'branch';
  readonly entries: ReadonlyMap<string, Tree>;
  readonly node: Node;
  readonly from: string;
  readonly path: string;
  readonly entry: Entry | undefined;
}

export type Tree = Leaf | Branch;

/** @param layers lowest precedence first */
export function mergeLayers(layers: readonly Layer[]): Branch | undefined {
  let tree: Tree | undefined;
  for (const layer of layers) {
    const root = layer.keys ? { ...layer.root, entries: new Map([...layer.root.entries].filter(([key]) => layer.keys!.has(key))) } : layer.root;
    tree = overlay(tree, root, layer.from, layer.pointer, '', undefined);
  }
  return tree?.kind === 'branch' ? tree : undefined;
}

export function at(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.kind === 'branch' ? tree.entries.get(name) : undefined;
}

/** The section of that name, unless it is absent or switched off. */
export function section(tree: Tree | undefined, name: string): Branch | undefined {
  const found = at(tree, name);
  return found?.kind === 'branch' ? found : undefined;
}

export function isOff(tree: Tree | undefined): boolean {
  return tree?.kind === 'leaf' && tree.node.kind === 'text' && (tree.node.text === 'off' || tree.node.text === 'false');
}

/** The value a JSON pointer names, or its nearest ancestor. */
export function nearest(tree: Tree | undefined, pointer: string): { tree: Tree; exact: boolean } | undefined {
  if (!tree) return undefined;
  let found = tree;
  for (const step of pointerSteps(pointer)) {
    const next = at(found, step);
    if (!next) return { tree: found, exact: false };
    found = next;
  }
  return { tree: found, exact: true };
}

export function treePlace(tree: Tree): Place {
  return placeOf(tree.node, tree.path, tree.entry);
}

/** Whether anything below differs from row to row: variables, columns of the row, generated secrets (one per subscriber). */
export function varies(tree: Tree | undefined): boolean {
  if (!tree) return false;
  if (tree.kind === 'leaf') return nodeVaries(tree.node);
  for (const value of tree.entries.values()) if (varies(value)) return true;
  return false;
}

/** Mappings under these keys are one value: `{ env: A }` over `{ file: B }` replaces it. */
const WHOLE: ReadonlySet<string> = new Set(['password', 'passphrase', 'enablePassword', 'authentication']);

function overlay(below: Tree | undefined, node: Node, from: string, path: string, name: string, entry: Entry | undefined): Tree {
  if (node.kind !== 'map' || WHOLE.has(name) || (node.entries.size === 1 && node.entries.has('kbit'))) return { kind: 'leaf', node, from, path, entry };
  const entries = new Map(below?.kind === 'branch' ? below.entries : undefined);
  // `vlan: 100` below `vlan: { cvlan: 7 }` is `{ pon: 100, cvlan: 7 }`.
  if (name === 'vlan' && below?.kind === 'leaf') entries.set('pon', below);
  for (const inner of node.entries.values()) {
    entries.set(inner.key, overlay(entries.get(inner.key), inner.value, from, path + pointerTo(inner.key), inner.key, inner));
  }
  return { kind: 'branch', entries, node, from, path, entry };
}

function nodeVaries(node: Node): boolean {
  switch (node.kind) {
    case 'text': return node.text.includes('${');
    case 'list': return node.items.some(nodeVaries);
    case 'map': return [...node.entries.values()].some((entry) => entry.key === 'column' || entry.key === 'generate' || nodeVaries(entry.value));
  }
}

export function leafText(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'leaf' ? textOf(tree.node) : undefined;
}
