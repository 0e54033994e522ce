/** What a device holds of one ONT, as texts to compare: whether it is still as it was when somebody looked. */
import { maskUrl } from '../kernel/mask-url.ts';
import type { Kind } from './kind.ts';
import type { Change } from './model.ts';
import { keyOf, MASKED, type Row } from './row.ts';
import { secretAttributes } from './shown-lines.ts';
import type { Store } from './store.ts';

/** Objects by name (`service-port 12`), each with its whole content as one text, secrets as `***`. */
export interface Footprint {
  /** The ONT and what lives under it; empty: it is not there. */
  readonly own: ReadonlyMap<string, string>;
  /** Shared objects that those lead to, and the objects of the changes asked about. */
  readonly other: ReadonlyMap<string, string>;
}

/**
 * @param identity values that may prove which ONT it is (serial, LOID, MAC), in the spelling of rows
 * @param about    changes whose objects are of interest wherever they are
 */
export function footprint(store: Store, identity: readonly string[], about: readonly Pick<Change, 'resource' | 'key'>[]): Footprint {
  const own = new Map<string, string>();
  const other = new Map<string, string>();
  const ont = ontOf(store, identity);
  const rows = ont ? [ont, ...store.under(keyOf(store.kind(ont.kind).key, ont.values))] : [];
  for (const row of rows) {
    const { name, content: text } = objectOf(store, row);
    own.set(name, text);
  }
  const follow = (row: Row): void => {
    for (const [attribute, ref] of Object.entries(store.kind(row.kind).refs)) {
      if (ref.kind.includes('.')) continue;
      const target = store.referent(store.kind(ref.kind), ref.attribute, row.values[attribute]);
      if (target) note(target);
    }
    row.body.forEach(follow);
  };
  const note = (row: Row): void => {
    const kind = store.kind(row.kind);
    const name = objectName(kind.name, named(kind, row));
    if (own.has(name) || other.has(name)) return;
    other.set(name, content(store, row));
    follow(row);
  };
  rows.forEach(follow);
  for (const { resource, key } of about) {
    const row = store.get(store.kind(resource), key);
    if (row) note(row);
  }
  return { own, other };
}

/** What a row is called, and all that it holds as one text, secrets as `***`. */
export function objectOf(store: Store, row: Row): { readonly name: string; readonly content: string } {
  const kind = store.kind(row.kind);
  return { name: objectName(kind.name, named(kind, row)), content: content(store, row) };
}

/** How an object is called in messages and in records: its kind and the values of its key. */
export function objectName(resource: string, key: Readonly<Record<string, string | number>>): string {
  return [resource, ...Object.values(key).map(String)].join(' ');
}

function named(kind: Kind, row: Row): Record<string, string | number> {
  const key: Record<string, string | number> = {};
  for (const name of kind.key) {
    const value = row.values[name];
    if (typeof value === 'string' || typeof value === 'number') key[name] = value;
  }
  return key;
}

/** The ONT that goes by one of these. */
export function ontOf(store: Store, identity: readonly string[]): Row | undefined {
  for (const kind of store.kinds()) {
    for (const name of kind.identity ?? []) for (const value of identity) {
      const row = store.where(kind.name, name, value)[0];
      if (row) return row;
    }
  }
  return undefined;
}

/** Sorted, so that the order in which a device prints is no difference. */
function content(store: Store, row: Row): string {
  const kind = store.kind(row.kind);
  const secrets = secretAttributes(kind);
  const values = Object.keys(row.values).sort().flatMap((name) => {
    const value = row.values[name];
    return value === undefined ? [] : [`${name}=${value === MASKED || secrets.has(name) ? '***' : maskUrl(String(value))}`];
  });
  const inner = row.body.map((each) => content(store, each)).sort();
  return [row.kind, ...values, ...inner.map((text) => `(${text})`), ...row.residue.map((line) => `?${store.shown(line.text.trim())}`)].join(' ');
}
