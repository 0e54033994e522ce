/** Which shared object each reference leads to: the one bound there now, the site's own, one of ours, or a new one. */
import { contentText } from './allocate.ts';
import { adoptNumbers, bind, holds } from './content.ts';
import type { Term, Want } from './kind.ts';
import { isOurs, type Planning, type Target } from './planning.ts';
import type { Row, Value } from './row.ts';

/**
 * Settles every reference of a want. `site` is the row (or profile line) that stands for the want on the device now.
 * References of a new shared object are settled as well, down to the last.
 */
export function settleReferences(planning: Planning, want: Want, site: Row | undefined): void {
  for (const [attribute, term] of Object.entries(want.terms)) {
    if (term.t !== 'ref') continue;
    const target = choose(planning, term, site?.values[attribute]);
    let targets = planning.targets.get(want);
    if (!targets) planning.targets.set(want, (targets = new Map()));
    targets.set(attribute, target);
    if ('want' in target) settleNew(planning, target.want);
  }
}

function choose(planning: Planning, term: Extract<Term, { t: 'ref' }>, observed: Value | undefined): Target {
  const wanted = term.want;
  const named = siteObject(planning, wanted);
  if (named) return { row: named };
  const bound = observed === undefined ? undefined : planning.store.referent(wanted.kind, term.attribute, observed);
  if (bound) {
    if (holds(planning, wanted, bound)) { if (wanted.kind.body) planning.shared.set(wanted, bound); return { row: bound }; }
    if (wanted.kind.body) { carryOver(planning, wanted, bound); adoptNumbers(planning, wanted, bound); if (holds(planning, wanted, bound)) { planning.shared.set(wanted, bound); return { row: bound }; } }
  }
  const known = planning.shared.get(wanted);
  if (known) return { row: known };
  for (const row of planning.store.rows(wanted.kind.name)) {
    if (isOurs(wanted.kind, row) && holds(planning, wanted, row)) { planning.shared.set(wanted, row); return { row }; }
  }
  // Two services that need the same new object share it.
  const content = contentText(planning, wanted);
  const twin = planning.made.get(content);
  if (twin) return { want: twin };
  planning.made.set(content, wanted);
  return { want: wanted };
}

function settleNew(planning: Planning, want: Want): void {
  if (planning.targets.has(want)) return;
  planning.targets.set(want, new Map());
  settleReferences(planning, want, undefined);
  for (const inner of want.body) settleReferences(planning, inner, planning.sites.get(inner));
}

/** The object the OLT's `use:` names for this want, by number or name; a finding when it is not there. */
function siteObject(planning: Planning, want: Want): Row | null {
  const { kind } = want;
  if (kind.use === undefined) return null;
  const entry = planning.use[kind.use];
  const name = typeof entry === 'string' ? entry : entry?.[want.label];
  if (name === undefined) return null;
  const known = planning.shared.get(want);
  if (known) return known;
  const id = kind.key[0]!;
  const numeric = /^\d+$/.test(name);
  let row = numeric ? planning.store.get(kind, { [id]: Number(name) }) : planning.store.where(kind.name, kind.nameAttribute ?? id, name)[0];
  if (!row && planning.offline) row = imagine(planning, want, numeric ? Number(name) : null, name);
  if (!row) {
    planning.findings.push({
      code: 'ONT403', severity: 'error', message: `the OLT has no ${kind.name} '${name}', which \`use: ${kind.use}\` names`,
      hint: 'correct the name in the OLT\'s `use:`, or create the object on the OLT',
    });
    return null;
  }
  planning.shared.set(want, row);
  const held = holds(planning, want, row);
  if (!held && planning.offline) imagineWhole(planning, want, row);
  if (!held && !planning.offline) {
    planning.findings.push({
      code: 'ONT403', severity: 'error', message: `${kind.name} '${name}', which \`use: ${kind.use}\` names, does not hold what this profile needs`,
      hint: `compare the profile with \`${kind.name} ${name}\` on the OLT; use another one, or leave it out of \`use:\``,
    });
  }
  return row;
}

/** With what it refers to, which comes first. */
function imagineWhole(planning: Planning, want: Want, row: Row): void {
  for (const line of [want, ...want.body]) {
    for (const [attribute, term] of Object.entries(line.terms)) {
      if (term.t !== 'ref') continue;
      let inner = planning.shared.get(term.want);
      if (!inner) {
        inner = imagine(planning, term.want, null, `site-${term.want.label || term.want.kind.name}`);
        planning.shared.set(term.want, inner);
        imagineWhole(planning, term.want, inner);
      }
      planning.targets.set(line, (planning.targets.get(line) ?? new Map<string, Target>()).set(attribute, { row: inner }));
    }
  }
  bind(want, row, planning.numbers);
  planning.imagined.set(want, row);
}

/** Offline, an object the site names is taken to exist; its number, when only the name is known, is an assumption. */
function imagine(planning: Planning, want: Want, id: number | null, name: string): Row {
  const { kind } = want;
  const range = kind.alloc[kind.key[0]!];
  let number = id ?? range?.from ?? 0;
  while (id === null && planning.store.get(kind, { [kind.key[0]!]: number })) number++;
  if (id === null) planning.assumed.push({ resource: kind.name, attribute: kind.key[0]!, value: number });
  const values: Record<string, Value> = { [kind.key[0]!]: number };
  if (kind.nameAttribute && id === null) values[kind.nameAttribute] = name;
  return planning.store.upsert(kind, values, null);
}

/**
 * A profile that must be copied is copied with the lines that unmanaged things on this ONT still need (a hand-made service-port
 * on a GEM of it): otherwise the device would refuse the change, or break them.
 */
function carryOver(planning: Planning, want: Want, bound: Row): void {
  const needed = planning.neededOfBound.get(want.kind.name);
  if (!needed || needed.size === 0) return;
  const keep = new Set<Row>();
  for (const inner of bound.body) if (needed.has(`${inner.kind}\u0001${String(inner.values[firstKey(planning, inner)])}`)) take(inner);
  for (const inner of keep) {
    if (want.body.some((line) => line.carried === inner)) continue;
    const kind = planning.store.kind(inner.kind);
    want.body.push({
      kind, entity: inner, label: '', hints: {}, body: [], sole: false, carried: inner,
      terms: Object.fromEntries(Object.entries(inner.values).flatMap(([name, value]) => (value === undefined ? [] : [[name, { t: 'value' as const, value }]]))),
    });
  }

  function take(inner: Row): void {
    if (keep.has(inner)) return;
    keep.add(inner);
    const kind = planning.store.kind(inner.kind);
    for (const other of bound.body) {
      const otherKind = planning.store.kind(other.kind);
      for (const [attribute, ref] of Object.entries(otherKind.refs)) {
        if (ref.kind === inner.kind && other.values[attribute] === inner.values[ref.attribute]) keep.add(other);
      }
      for (const [attribute, ref] of Object.entries(kind.refs)) {
        if (ref.kind === other.kind && inner.values[attribute] === other.values[ref.attribute]) keep.add(other);
      }
    }
  }
}

function firstKey(planning: Planning, row: Row): string {
  return planning.store.kind(row.kind).key[0] ?? '';
}

