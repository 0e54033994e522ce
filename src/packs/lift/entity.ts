/**
 * A row back to the entity it stands for: the bindings of its resource (`is`), read from right to left. What a row says of an entity
 * is a part of it only; `subscriber.ts` joins the parts.
 */
import type { MASKED} from '../../plan/row.ts';
import { type Row, type Value } from '../../plan/row.ts';
import type { Store } from '../../plan/store.ts';
import type { Resource } from '../compile-kinds.ts';
import type { Expression } from '../expression.ts';

/** Fields of an access-model entity by name; `$x` is the number x the device gave it, `$refs` what shared objects it refers to. */
export interface Part { [field: string]: PartValue | undefined; }
export type PartValue = string | number | typeof MASKED | Part | readonly string[];

export interface Lifting {
  readonly store: Store;
  readonly byKind: ReadonlyMap<string, Resource>;
}

export function partOf(lifting: Lifting, resource: Resource, row: Row): Part {
  const part: Part = {};
  for (const [attribute, expression] of Object.entries(resource.is)) {
    const value = row.values[attribute];
    if (value !== undefined) put(lifting, part, resource, attribute, expression, value);
  }
  return part;
}

function put(lifting: Lifting, part: Part, resource: Resource, attribute: string, expression: Expression, value: Value): void {
  switch (expression.kind) {
    case 'literal': case 'name': return;
    case 'first': {
      // What a pack writes when there is nothing to say stands for nothing.
      const literal = expression.of.find(({ is }) => is.kind === 'literal' && String(is.value) === String(value));
      // The one condition that is a fact of its own: forwarding is off.
      if (literal?.when && literal.when({ it: { suspended: true } }) && !literal.when({ it: {} })) part['suspended'] = 'yes';
      if (literal) return;
      const meant = expression.of.find(({ is }) => is.kind !== 'literal');
      if (meant) put(lifting, part, resource, attribute, meant.is, value);
      return;
    }
    case 'path': if (expression.path[0] === 'it') assign(part, expression.path.slice(1), value); return;
    case 'number': if (expression.path[0] === 'it') assign(part, [...expression.path.slice(1), `$${expression.name}`], value); return;
    case 'ref': {
      const target = lifting.byKind.get(expression.resource);
      const row = target && lifting.store.referent(target.kind, expression.attribute, value);
      if (!target || !row) return;
      const inner = partOf(lifting, target, row);
      if (expression.path.length > 1) assign(part, expression.path.slice(1), inner);
      else Object.assign(part, inner);
      part['$refs'] = [...(part['$refs'] as readonly string[] | undefined ?? []), expression.resource];
    }
  }
}

function assign(part: Part, path: readonly string[], value: PartValue): void {
  let at = part;
  for (const name of path.slice(0, -1)) {
    const inner = at[name];
    at = isPart(inner) ? inner : (at[name] = {});
  }
  const last = path.at(-1)!;
  const before = at[last];
  at[last] = isPart(before) && isPart(value) ? { ...before, ...value } : value;
}

export function isPart(value: PartValue | undefined): value is Part {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The value at a path of fields. */
export function valueAt(part: Part | undefined, ...path: string[]): PartValue | undefined {
  let at: PartValue | undefined = part;
  for (const name of path) at = isPart(at) ? at[name] : undefined;
  return at;
}

export function numberAt(part: Part | undefined, ...path: string[]): number | undefined {
  const value = valueAt(part, ...path);
  return typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

export function textAt(part: Part | undefined, ...path: string[]): string | undefined {
  const value = valueAt(part, ...path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
