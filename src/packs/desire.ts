/** From the access model of one subscriber to the rows a device should hold for it. */
import type { AccessModel } from '../access/model.ts';
import { Secret } from '../kernel/secret.ts';
import type { Term, Want } from '../plan/kind.ts';
import type { Value } from '../plan/row.ts';
import type { Intent } from '../profile/intent.ts';
import type { CompiledResources, Resource } from './compile-kinds.ts';
import { lookUp, type Expression, type Scope } from './expression.ts';

export interface Desired {
  /** In the pack's order: creation order. */
  readonly wants: readonly Want[];
  /** Numbers the profile itself fixes (an ONT id in the row). */
  readonly fixed: readonly { readonly owner: object; readonly name: string; readonly value: number }[];
}

/** @param address the parts of the PON's name (`f`, `s`, `p`), or null when it does not have this vendor's form */
export function desire(compiled: CompiledResources, model: AccessModel, intent: Intent, address: Readonly<Record<string, Value>> | null, options: Readonly<Record<string, unknown>> = {}): Desired {
  const made = new Map<string, Map<object, Want>>();
  const fixed: { owner: object; name: string; value: number }[] = [];
  const root = { ont: model.ont, pon: address ?? {}, olt: intent.olt, options, model };
  const collections: Scope = { ...model, ont: [model.ont], uplinks: uplinks(model) };
  const wants = compiled.resources.flatMap((resource) => instances(resource, null));
  return { wants, fixed };

  function instances(resource: Resource, parent: object | null): Want[] {
    const of = resource.of === 'self' ? [parent] : collections[resource.of];
    if (!Array.isArray(of)) throw new Error(`resource ${resource.kind.name}: no collection '${resource.of}' in the access model`);
    const out: Want[] = [];
    for (const entity of of as object[]) {
      const scope: Scope = { ...root, it: entity };
      if (resource.when(scope)) out.push(want(resource, entity, scope));
    }
    return out;
  }

  function want(resource: Resource, entity: object, scope: Scope): Want {
    const terms: Record<string, Term> = {};
    for (const [attribute, expression] of Object.entries(resource.is)) {
      const term = toTerm(expression, scope);
      if (term) terms[attribute] = term;
    }
    for (const [attribute, rule] of Object.entries(resource.derive)) {
      const from = terms[rule.from];
      if (from?.t === 'value' && typeof from.value === 'number') {
        terms[attribute] = { t: 'value', value: Math.ceil(from.value / rule.step) * rule.step * rule.times + rule.plus };
      }
    }
    const hints: Record<string, object> = {};
    for (const [attribute, expression] of Object.entries(resource.hints)) {
      const target = expression.kind === 'path' ? lookUp(expression.path, scope) : undefined;
      if (typeof target === 'object' && target !== null) hints[attribute] = target;
    }
    for (const [attribute, expression] of Object.entries(resource.fixed)) {
      const number = toTerm(resource.is[attribute]!, scope);
      const value = toTerm(expression, scope);
      if (number?.t === 'number' && value?.t === 'value') fixed.push({ owner: number.owner, name: number.name, value: Number(value.value) });
    }
    const made1: Want = {
      kind: resource.kind, entity, terms, hints, label: labelOf(entity), sole: resource.soleOf(scope),
      body: resource.body.flatMap((inner) => instances(inner, entity)),
    };
    const byEntity = made.get(resource.kind.name);
    if (byEntity) byEntity.set(entity, made1); else made.set(resource.kind.name, new Map([[entity, made1]]));
    return made1;
  }

  function toTerm(expression: Expression, scope: Scope): Term | null {
    switch (expression.kind) {
      case 'literal': return { t: 'value', value: expression.value };
      case 'name': return null;
      case 'first': {
        const chosen = expression.of.find((entry) => entry.when === null || entry.when(scope));
        return chosen ? toTerm(chosen.is, scope) : null;
      }
      case 'number': {
        const owner = lookUp(expression.path, scope);
        return typeof owner === 'object' && owner !== null ? { t: 'number', owner, name: expression.name } : null;
      }
      case 'ref': {
        const entity = lookUp(expression.path, scope);
        if (typeof entity !== 'object' || entity === null) return null;
        const target = made.get(expression.resource)?.get(entity);
        return target ? { t: 'ref', want: target, attribute: expression.attribute } : null;
      }
      case 'path': {
        const value = lookUp(expression.path, scope);
        if (value instanceof Secret) return { t: 'secret', secret: value };
        return typeof value === 'string' || typeof value === 'number' ? { t: 'value', value } : null;
      }
    }
  }
}

/** VLAN membership of the uplinks the OLT names, one entry per VLAN and port: `0/9/0` is board 0/9, port 0. */
function uplinks(model: AccessModel): { label: string; vlan: number; board: string; port: number }[] {
  return model.vlans.flatMap((vlan) => vlan.uplinks.flatMap((uplink) => {
    const at = /^(.+)\/(\d+)$/.exec(uplink);
    return at ? [{ label: `${vlan.vlan} on ${uplink}`, vlan: vlan.vlan, board: at[1]!, port: Number(at[2]) }] : [];
  }));
}

function labelOf(entity: object): string {
  const label = (entity as { label?: unknown }).label;
  return typeof label === 'string' ? label : '';
}
