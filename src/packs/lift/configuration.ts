/** A whole configuration as subscribers: what a profile could say of each ONT, and every line that it could not. */
import type { LinePattern } from '../../plan/line-pattern.ts';
import { keyOf, type SourceLine } from '../../plan/row.ts';
import type { Store } from '../../plan/store.ts';
import type { CompiledResources, Resource } from '../compile-kinds.ts';
import { configuredOnt, ontResource, type ConfiguredOnt } from './onts.ts';
import { sketch, type Sketch } from './sketch.ts';
import { holdingOf } from './subscriber.ts';

export interface ImportedOnt {
  readonly ont: ConfiguredOnt;
  readonly sketch: Sketch | null;
  /** Why there is no sketch. */
  readonly why: string | null;
  /** Every line about it. */
  readonly lines: readonly SourceLine[];
  /** Those among them that nobody knows. */
  readonly unknown: readonly SourceLine[];
}

export interface ImportedConfiguration {
  readonly onts: readonly ImportedOnt[];
  /** Known lines about ONTs that are not there. */
  readonly orphans: readonly SourceLine[];
  /** Lines that nobody knows and that are about no ONT. */
  readonly rest: readonly SourceLine[];
}

export function liftConfiguration(compiled: CompiledResources, address: LinePattern, store: Store): ImportedConfiguration {
  const ontKind = ontResource(compiled);
  if (!ontKind) return { onts: [], orphans: [], rest: store.residue.map(({ line }) => line) };
  const byKind = new Map<string, Resource>();
  const register = (resource: Resource): void => { byKind.set(resource.kind.name, resource); resource.body.forEach(register); };
  compiled.resources.forEach(register);
  const owners = new Set<string>();
  const onts = [...store.rows(ontKind.kind.name)].map((row): ImportedOnt => {
    owners.add(keyOf(ontKind.kind.key, row.values));
    const { lines, unknown, ...holding } = holdingOf({ store, byKind }, ontKind, row);
    const made = row.half ? `its line is only half understood: ${store.shown(row.half.text.trim())}` : sketch({ ...holding, lines, unknown });
    return { ont: configuredOnt(ontKind, address, row), lines, unknown, ...(typeof made === 'string' ? { sketch: null, why: made } : { sketch: made, why: null }) };
  });
  const orphans = compiled.resources.filter(({ kind }) => kind.scope === 'ont' && kind.owner.length > 0).flatMap(({ kind }) =>
    [...store.rows(kind.name)].filter((row) => !owners.has(keyOf(kind.owner, row.values))).flatMap((row) => row.lines));
  return { onts, orphans, rest: store.residue.filter(({ owner }) => owner === undefined || !owners.has(owner)).map(({ line }) => line) };
}
