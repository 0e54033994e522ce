/**
 * What a file says, as a tree in which every node knows its file and offsets. Scalars are text until the schema has typed
 * them (`value`), so that a serial number never becomes a float and a password never loses its zeros.
 */
import type { Place } from '../kernel/finding.ts';

export interface TextNode extends Position {
  readonly kind: 'text';
  readonly text: string;
  /** Unquoted in the file: only then is an empty text a forgotten value. */
  readonly plain: boolean;
  /** The text as the schema types it; the text itself until then, and for variables and whatever the schema calls text. */
  value: string | number | boolean;
}

export interface Entry { readonly key: string; readonly keyStart: number; readonly keyEnd: number; readonly value: Node }

export interface MapNode extends Position { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry> }

export interface ListNode extends Position { readonly kind: 'list'; readonly items: readonly Node[] }

export type Node = TextNode | MapNode | ListNode;

/** What turns offsets into places: a `Source`, or for CSV cells their table. */
export interface Placer { readonly file: string; readonly text: string; place(start: number, end: number, path: string): Place }

export interface Position { readonly source: Placer; readonly start: number; readonly end: number }

/** Plain data for the schema validator: mappings without prototype surprises, every scalar a string. */
export function toData(node: Node): unknown {
  switch (node.kind) {
    case 'text': return node.text;
    case 'list': return node.items.map(toData);
    case 'map': {
      const data: Record<string, unknown> = {};
      for (const entry of node.entries.values()) define(data, entry.key, toData(entry.value));
      return data;
    }
  }
}

/** Takes over the types the validator gave to the scalars of `data`, which `toData(node)` made. */
export function adoptTypes(node: Node, data: unknown): void {
  switch (node.kind) {
    case 'text':
      if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') node.value = data;
      return;
    case 'list':
      if (Array.isArray(data)) node.items.forEach((item, index) => { adoptTypes(item, data[index]); });
      return;
    case 'map':
      if (typeof data !== 'object' || data === null) return;
      for (const entry of node.entries.values()) adoptTypes(entry.value, (data as Record<string, unknown>)[entry.key]);
  }
}

/** The typed value of a whole subtree. */
export function toValue(node: Node): unknown {
  switch (node.kind) {
    case 'text': return node.value;
    case 'list': return node.items.map(toValue);
    case 'map': {
      const data: Record<string, unknown> = {};
      for (const entry of node.entries.values()) define(data, entry.key, toValue(entry.value));
      return data;
    }
  }
}

export function child(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'text' ? node.text : undefined;
}

/** The node a JSON pointer names, and the entry that holds it; the nearest ancestor when the pointer leads further than the file. */
export function locate(root: Node, pointer: string): { node: Node; entry: Entry | undefined; exact: boolean } {
  let node = root;
  let entry: Entry | undefined;
  for (const step of pointerSteps(pointer)) {
    if (node.kind === 'map') {
      const next = node.entries.get(step);
      if (!next) return { node, entry, exact: false };
      entry = next;
      node = next.value;
    } else if (node.kind === 'list') {
      const item: Node | undefined = node.items[Number(step)];
      if (!item) return { node, entry, exact: false };
      entry = undefined;
      node = item;
    } else {
      return { node, entry, exact: false };
    }
  }
  return { node, entry, exact: true };
}

/** Where the value is; for a mapping or list under a key, where the key is: the eye looks for the name. */
export function placeOf(node: Node, path: string, entry?: Entry): Place {
  if (node.kind !== 'text' && entry) return keyPlace(node, entry, path);
  if (node.kind === 'text') return node.source.place(node.start, node.end, path);
  return node.source.place(node.start, firstLineEnd(node), path);
}

export function keyPlace(owner: Node, entry: Entry, path: string): Place {
  const source = owner.kind === 'text' ? owner.source : entry.value.source;
  return source.place(entry.keyStart, entry.keyEnd, path);
}

export function pointerSteps(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pointerTo(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function firstLineEnd(node: Node): number {
  const newline = node.source.text.indexOf('\n', node.start);
  return newline === -1 ? node.end : Math.max(node.start, Math.min(node.end, newline));
}

function define(data: Record<string, unknown>, key: string, value: unknown): void {
  // `__proto__` as a key of a file must stay an ordinary key, so that the schema can refuse it.
  if (key === '__proto__') Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
  else data[key] = value;
}
