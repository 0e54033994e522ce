/** Everything a device holds of one ONT, by collection of the access model. */
import { keyOf, type Row, type SourceLine } from '../../plan/row.ts';
import type { Resource } from '../compile-kinds.ts';
import { partOf, type Lifting, type Part } from './entity.ts';

export interface Holding {
  /** By collection: flows, unis, hosts, wans, acs, multicasts, voices, rules; from rows of the ONT. */
  readonly of: ReadonlyMap<string, readonly Part[]>;
  /** The same from lines of the profiles it is bound to: gems, tconts, flows, acs. */
  readonly profile: ReadonlyMap<string, readonly Part[]>;
  /** Lines about this ONT, in the order of the configuration. */
  readonly lines: readonly SourceLine[];
  /** Lines about it that nobody knows. */
  readonly unknown: readonly SourceLine[];
}

export function holdingOf(lifting: Lifting, ontResource: Resource, ont: Row): Holding {
  const { store, byKind } = lifting;
  const owner = keyOf(ontResource.kind.key, ont.values);
  const rows = [ont, ...store.under(owner)];
  const of = new Map<string, Part[]>();
  const profile = new Map<string, Part[]>();
  for (const row of rows) {
    const resource = byKind.get(row.kind)!;
    add(of, resource.of, partOf(lifting, resource, row));
  }
  for (const [attribute, ref] of Object.entries(ontResource.kind.refs)) {
    const shared = byKind.get(ref.kind);
    const row = shared && store.referent(shared.kind, ref.attribute, ont.values[attribute]);
    for (const line of row?.body ?? []) {
      const inner = shared!.body.find(({ kind }) => kind.name === line.kind);
      if (inner) add(profile, inner.of, partOf(lifting, inner, line));
    }
  }
  const unknown = store.residueUnder(owner).map(({ line }) => line);
  const lines = [...new Map([...rows.flatMap((row) => row.lines), ...unknown].map((line) => [line.number, line])).values()].sort((a, b) => a.number - b.number);
  return { of, profile, lines, unknown };
}

function add(map: Map<string, Part[]>, collection: string, part: Part): void {
  const list = map.get(collection);
  if (list) list.push(part); else map.set(collection, [part]);
}
