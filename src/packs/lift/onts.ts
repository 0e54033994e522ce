/** The ONTs a device has in its configuration, in the words of the profile: the bindings of the pack's ONT resource, read backwards. */
import type { LinePattern } from '../../plan/line-pattern.ts';
import type { Row, Value } from '../../plan/row.ts';
import type { Store } from '../../plan/store.ts';
import type { CompiledResources, Resource } from '../compile-kinds.ts';

/** An ONT in the configuration of a device. */
export interface ConfiguredOnt {
  /** As the box writes it; null where its lines do not tell. */
  readonly pon: string | null;
  readonly id: number | null;
  /** 16 upper-case hex digits. */
  readonly serial: string | null;
  readonly loid: string | null;
  readonly mac: string | null;
  readonly description: string | null;
  /** Number of its line in what was read, from 1. */
  readonly line: number | null;
}

export function ontResource(compiled: CompiledResources): Resource | undefined {
  return compiled.resources.find(({ kind }) => kind.identity !== undefined);
}

export function configuredOnts(compiled: CompiledResources, address: LinePattern, store: Store): ConfiguredOnt[] {
  const resource = ontResource(compiled);
  return resource ? [...store.rows(resource.kind.name)].map((row) => configuredOnt(resource, address, row)) : [];
}

export function configuredOnt(resource: Resource, address: LinePattern, row: Row): ConfiguredOnt {
  const { kind } = resource;
  const text = (field: string): string | null => {
    const value = row.values[attributeOf(resource, 'it', field) ?? ''];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  const id = row.values[kind.key[kind.key.length - 1]!];
  return {
    pon: ponOf(resource, address, row), id: typeof id === 'number' ? id : null,
    serial: text('serial'), loid: text('loid'), mac: text('mac'), description: text('description'), line: row.lines[0]?.number ?? null,
  };
}

/** The PON a row is on, as the box writes it; null where its parts are not told. */
export function ponOf(resource: Resource, address: LinePattern, row: Row): string | null {
  const parts: Record<string, Value> = {};
  for (const name of address.fields) {
    const value = row.values[attributeOf(resource, 'pon', name) ?? ''];
    if (value === undefined) return null;
    parts[name] = value;
  }
  return address.render(parts).text;
}

/** The attribute that is bound to this field: of the entity (`it`), of the PON (`pon`). */
function attributeOf(resource: Resource, root: 'it' | 'pon', field: string): string | undefined {
  for (const [attribute, expression] of Object.entries(resource.is)) {
    if (expression.kind === 'path' && expression.path.length === 2 && expression.path[0] === root && expression.path[1] === field) return attribute;
  }
  return undefined;
}
