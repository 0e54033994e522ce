/** Shared objects of ours that nothing refers to any more. */
import { isOurs } from './planning.ts';
import type { Row } from './row.ts';
import type { Store } from './store.ts';

/**
 * @param touched rows as they were before they changed or went: what they referred to may be unused now
 * @param everywhere  look at every object of ours, not only at what these rows referred to: an earlier run was broken off
 * @returns in the order in which they can be deleted: a profile before what it refers to
 */
export function orphans(store: Store, touched: readonly Row[], everywhere = false): Row[] {
  const out = new Set<Row>();
  const visit = (row: Row): void => {
    for (const [attribute, ref] of Object.entries(store.kind(row.kind).refs)) {
      if (ref.kind.includes('.')) continue;
      const target = store.referent(store.kind(ref.kind), ref.attribute, row.values[attribute]);
      if (!target || out.has(target) || !isOurs(store.kind(ref.kind), target) || referred(store, target, out)) continue;
      out.add(target);
      visit(target);
    }
    row.body.forEach(visit);
  };
  touched.forEach(visit);
  if (everywhere) {
    // A profile before what it refers to, so that what only it needed is seen to be unused too.
    const kinds = [...store.kinds()].filter((kind) => kind.scope === 'shared' && !kind.name.includes('.')).sort((a, b) => b.order - a.order);
    for (const kind of kinds) for (const row of store.rows(kind.name)) if (!out.has(row) && isOurs(kind, row) && !referred(store, row, out)) out.add(row);
  }
  return [...out].sort((a, b) => store.kind(b.kind).order - store.kind(a.kind).order);
}

function referred(store: Store, target: Row, leaving: ReadonlySet<Row>): boolean {
  for (const kind of store.kinds()) {
    for (const [attribute, ref] of Object.entries(kind.refs)) {
      if (ref.kind !== target.kind) continue;
      const value = target.values[ref.attribute];
      const at = kind.name.lastIndexOf('.');
      if (at < 0) {
        if (store.where(kind.name, attribute, value).some((row) => !leaving.has(row))) return true;
      } else {
        for (const parent of store.rows(kind.name.slice(0, at))) {
          if (!leaving.has(parent) && parent.body.some((row) => row.kind === kind.name && row.values[attribute] === value)) return true;
        }
      }
    }
  }
  return false;
}
