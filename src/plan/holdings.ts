/** What stands on the device for one subscriber: what the profile already means by it, and what is there beside. Plans nothing. */
import { besideOf, type Beside } from './beside.ts';
import { sameReferent } from './content.ts';
import type { Want } from './kind.ts';
import { objectOf } from './footprint.ts';
import { compareTerm, isOurs, settled, type PlanFinding, type Planning } from './planning.ts';
import { settleReferences } from './references.ts';
import { shown, type Row } from './row.ts';
import { findOnt } from './find-ont.ts';
import { bindSiteNumbers, newPlanning, ontWantOf, pairChildren, type TargetInput } from './target.ts';

export interface Holdings {
  /** The ONT is registered where its row says. */
  readonly there: boolean;
  readonly id: number | null;
  /** Objects of the ONT that are the profile's by their meaning, whatever their numbers. */
  readonly paired: readonly string[];
  /** Shared objects that the profile does with and that this tool has not made: used as they are, never changed, never deleted. */
  readonly reused: readonly Reused[];
  readonly beside: readonly Held[];
  readonly findings: readonly PlanFinding[];
}

export interface Reused { readonly resource: string; readonly object: string; readonly name: string | null; }

export interface Held extends Beside {
  /** The service it looks like a part of (the same VLAN, the same GEM port); null when that cannot be told. */
  readonly service: string | null;
}

export function holdingsOf(input: TargetInput): Holdings {
  const planning = newPlanning(input);
  bindSiteNumbers(planning);
  const ontWant = ontWantOf(input);
  const ont = findOnt(planning, ontWant, { ...input, goal: 'remove' });
  if (!ont) return { there: false, id: null, paired: [], reused: [], beside: [], findings: planning.findings };
  const { owner, free } = pairChildren(planning, ontWant, ont);
  for (const want of input.wants) if (want.kind.scope === 'ont') settleReferences(planning, want, planning.pairs.get(want));
  const id = settled(planning, ontWant, ontWant.kind.key.at(-1)!);
  return {
    there: true, id: typeof id === 'number' ? id : null,
    paired: [...planning.pairs.values()].map((row) => objectOf(planning.store, row).name),
    reused: reusedBy(planning),
    beside: besideOf(planning, owner!, free, input.claims).map((each) => ({ ...each, service: each.row && likeness(planning, each.row) })),
    findings: planning.findings,
  };
}

/** From what the wants lead to, down to the last. */
function reusedBy({ store, targets }: Planning): Reused[] {
  const seen = new Set<Row>();
  const follow = (row: Row): void => {
    for (const [attribute, ref] of Object.entries(store.kind(row.kind).refs)) {
      const target = ref.kind.includes('.') ? undefined : store.referent(store.kind(ref.kind), ref.attribute, row.values[attribute]);
      if (target) note(target);
    }
    row.body.forEach(follow);
  };
  const note = (row: Row): void => {
    if (seen.has(row) || store.kind(row.kind).scope !== 'shared') return;
    seen.add(row);
    follow(row);
  };
  for (const led of targets.values()) for (const target of led.values()) if ('row' in target) note(target.row);
  return [...seen].filter((row) => !isOurs(store.kind(row.kind), row)).map((row) => {
    const { nameAttribute } = store.kind(row.kind);
    return { resource: row.kind, object: objectOf(store, row).name, name: nameAttribute === undefined ? null : shown(row.values[nameAttribute]) };
  });
}

/** The one service of which some want agrees with the row by a rule that pairing goes by. */
function likeness(planning: Planning, row: Row): string | null {
  const labels = new Set(planning.wants.filter((want) => want.label !== '' && want.kind.name === row.kind && want.kind.pair.some(({ attributes }) => agrees(planning, want, attributes, row))).map(({ label }) => label));
  return labels.size === 1 ? [...labels][0]! : null;
}

function agrees(planning: Planning, want: Want, attributes: readonly string[], row: Row): boolean {
  return attributes.every((name) => {
    const term = want.terms[name];
    if (name.startsWith('~') || term?.t === 'secret') return false;
    if (term?.t === 'ref') return sameReferent(planning, term, row.values[name]);
    return compareTerm(planning, want.kind, name, term, row.values[name], planning.numbers) === 'equal';
  });
}
