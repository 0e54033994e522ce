/** From the tree of a pack's `resources.yaml` to compiled kinds. A malformed pack throws a plain Error that names the place. */
import type { Alter, BodySpec, Drop, Facet, Form, Kind, Mode, PairRule, Range } from '../plan/kind.ts';
import type { LinePattern } from '../plan/line-pattern.ts';
import type { Cuts, Evidence } from '../plan/model.ts';
import type { Value } from '../plan/row.ts';
import { parseCondition, parseExpression, type Condition, type Expression } from './expression.ts';
import { linePattern } from './pattern.ts';
import { asList, asTree, type Tree } from './tree.ts';

/** A kind with what is needed to make its wants from an access model. */
export interface Resource {
  readonly kind: Kind;
  /** Collection of the access model; `self` in a body is the parent's entity. */
  readonly of: string;
  readonly when: Condition;
  readonly soleOf: Condition;
  readonly is: Readonly<Record<string, Expression>>;
  readonly hints: Readonly<Record<string, Expression>>;
  readonly fixed: Readonly<Record<string, Expression>>;
  /** Attribute made of another: rounded up to `step`, times, plus. */
  readonly derive: Readonly<Record<string, { readonly from: string; readonly step: number; readonly times: number; readonly plus: number }>>;
  /** Text a device prints for an absent value. */
  readonly absent: Readonly<Record<string, string>>;
  /** Entering this mode is what a dump shows of the row. */
  readonly entering: string | null;
  /** Lines that take a number of this kind without being a row of it. */
  readonly reserves: readonly LinePattern[];
  readonly body: readonly Resource[];
}

export interface CompiledResources {
  readonly modes: ReadonlyMap<string, Mode>;
  readonly resources: readonly Resource[];
  readonly kinds: ReadonlyMap<string, Kind>;
}

export function compileResources(tree: Tree): CompiledResources {
  const modes = new Map<string, Mode>();
  for (const [name, raw] of Object.entries(asTree(tree['modes'], 'modes'))) {
    const mode = asTree(raw, `modes.${name}`);
    modes.set(name, {
      name,
      enter: mode['enter'] === undefined ? null : linePattern(String(mode['enter'])),
      leave: String(mode['leave'] ?? 'quit'),
      prompt: String(mode['prompt'] ?? ''),
    });
  }
  const top = [...modes.values()].find((mode) => mode.enter === null);
  if (!top) throw new Error('modes: one mode without `enter` must be the global one');
  const kinds = new Map<string, Kind>();
  const resources = Object.entries(asTree(tree['resources'], 'resources')).map(([name, raw], order) =>
    compileResource(name, asTree(raw, `resources.${name}`), order, modes, top, null));
  for (const resource of resources) register(resource);
  return { modes, resources, kinds };

  function register(resource: Resource): void {
    kinds.set(resource.kind.name, resource.kind);
    resource.body.forEach(register);
  }
}

function compileResource(name: string, raw: Tree, order: number, modes: ReadonlyMap<string, Mode>, top: Mode, parent: string | null): Resource {
  const place = `resources.${name}`;
  const mode = raw['in'] === undefined ? top : modes.get(String(raw['in']));
  if (!mode) throw new Error(`${place}.in: no mode '${String(raw['in'])}'`);
  const fullName = parent === null ? name : `${parent}.${name}`;
  const bodyTree = raw['body'] === undefined ? null : asTree(raw['body'], `${place}.body`);
  const body = bodyTree === null ? [] : Object.entries(asTree(bodyTree['lines'], `${place}.body.lines`)).map(([inner, tree], index) =>
    compileResource(inner, asTree(tree, `${place}.body.lines.${inner}`), index, modes, top, fullName));
  const naming = raw['name'] === undefined ? null : asTree(raw['name'], `${place}.name`);
  const cuts = (raw['cuts'] ?? 'none') as Cuts;
  const facets = raw['head'] === undefined
    ? asList(raw['lines']).map((line) => compileFacet(asTree(line, `${place}.lines`), cuts))
    : [compileFacet(asTree(raw['head'], `${place}.head`), cuts)];
  if (!facets.length) throw new Error(`${place}: no lines`);
  const kind: Kind = {
    name: fullName,
    scope: parent !== null ? 'shared' : (raw['scope'] as Kind['scope']),
    order,
    mode,
    key: strings(raw['key']),
    owner: strings(raw['owner']),
    ...(raw['via'] === undefined ? {} : { via: String(raw['via']) }),
    ...(raw['identity'] === undefined ? {} : { identity: strings(raw['identity']) }),
    pair: pairRules(raw),
    alloc: Object.fromEntries(Object.entries(optional(raw['alloc'])).map(([attribute, range]) => [attribute, toRange(asTree(range, `${place}.alloc.${attribute}`))])),
    soft: new Set(strings(raw['soft'])),
    ifGiven: new Set(strings(raw['ifGiven'])),
    defaults: Object.fromEntries(Object.entries(optional(raw['defaults'])).map(([attribute, value]) => [attribute, toValue(value)])),
    means: Object.fromEntries(Object.entries(optional(raw['means'])).map(([attribute, value]) => [attribute, toValue(value)])),
    ...(naming === null ? {} : { nameAttribute: String(naming['attribute']), nameTemplate: String(naming['template']) }),
    replaceOn: new Set(strings(raw['replaceOn'])),
    facets,
    ...(bodyTree === null ? {} : { body: bodySpec(bodyTree, body) }),
    ...(raw['drop'] === undefined ? {} : { drop: toDrop(asTree(raw['drop'], `${place}.drop`)) }),
    ...(raw['gate'] === undefined ? {} : { gate: 'online' as const }),
    gone: truth(raw['gone']),
    cuts,
    refs: Object.fromEntries(Object.entries(optional(raw['refs'])).map(([attribute, target]) => {
      const at = String(target).lastIndexOf('.');
      return [attribute, { kind: String(target).slice(0, at), attribute: String(target).slice(at + 1) }];
    })),
    ranges: strings(raw['ranges']),
    tolerance: Object.fromEntries(Object.entries(optional(raw['tolerance'])).map(([attribute, value]) => [attribute, Number(value)])),
    ...(raw['use'] === undefined ? {} : { use: String(raw['use']) }),
    ...(raw['manage'] === undefined ? {} : { manage: String(raw['manage']) }),
    missing: raw['missing'] === 'warning' ? 'warning' : 'error',
  };
  return {
    kind,
    of: String(raw['of']),
    when: parseCondition(raw['when']),
    soleOf: raw['soleOf'] === undefined ? () => false : String(raw['soleOf']) === 'true' ? () => true : parseCondition(raw['soleOf']),
    is: expressions(raw['is']),
    hints: expressions(raw['hints']),
    fixed: expressions(raw['fixed']),
    derive: Object.fromEntries(Object.entries(optional(raw['derive'])).map(([attribute, rule]) => {
      const tree = asTree(rule, `${place}.derive.${attribute}`);
      return [attribute, { from: String(tree['from']), step: Number(tree['step'] ?? 1), times: Number(tree['times'] ?? 1), plus: Number(tree['plus'] ?? 0) }];
    })),
    absent: Object.fromEntries(Object.entries(optional(raw['absent'])).map(([attribute, text]) => [attribute, String(text)])),
    entering: raw['entering'] === undefined ? null : String(raw['entering']),
    reserves: strings(raw['reserves']).map((text) => linePattern(text)),
    body,
  };
}

function compileFacet(raw: Tree, cuts: Cuts): Facet {
  const forms = raw['forms'] === undefined ? [raw] : asList(raw['forms']).map((form) => asTree(form, 'forms'));
  return {
    forms: forms.map(toForm),
    alters: asList(raw['alter']).map((alter) => toAlter(asTree(alter, 'alter'))),
    once: truth(raw['once']),
    again: raw['again'] === 'overwrite' ? 'overwrite' : 'off-first',
    cuts: (raw['cuts'] ?? cuts) as Cuts,
    ...(raw['off'] === undefined ? {} : { off: toDrop(asTree(raw['off'], 'off')) }),
  };
}

function toForm(raw: Tree): Form {
  return {
    put: linePattern(String(raw['put'])),
    also: asList(raw['also']).map((text) => linePattern(String(text))),
    set: Object.fromEntries(Object.entries(optional(raw['set'])).map(([attribute, value]) => [attribute, toValue(value)])),
    ...evidence(raw),
  };
}

function toAlter(raw: Tree): Alter {
  return { on: new Set(strings(raw['on'])), do: linePattern(String(raw['do'])), cuts: (raw['cuts'] ?? 'none') as Cuts, ...evidence(raw) };
}

function toDrop(raw: Tree): Drop {
  return { line: linePattern(String(raw['line'])), ...evidence(raw) };
}

function evidence(raw: Tree): { evidence: Evidence; source: string } {
  const evidence = String(raw['evidence']);
  if (evidence !== 'transcript' && evidence !== 'manual' && evidence !== 'inferred') {
    throw new Error(`every line says its evidence (transcript, manual or inferred): ${String(raw['put'] ?? raw['do'] ?? raw['line'])}`);
  }
  return { evidence, source: String(raw['source'] ?? '') };
}

function bodySpec(raw: Tree, body: readonly Resource[]): BodySpec {
  return { kinds: body.map((resource) => resource.kind), close: strings(raw['close']), abort: strings(raw['abort']), prompt: String(raw['prompt'] ?? '') };
}

function pairRules(raw: Tree): PairRule[] {
  return asList(raw['pair']).map((rule) => ({ attributes: strings(rule) }));
}

function toRange(raw: Tree): Range {
  return { from: Number(raw['from']), to: Number(raw['to']), within: strings(raw['within']) };
}

function toValue(value: unknown): Value {
  const text = String(value);
  return /^\d+$/.test(text) ? Number(text) : text;
}

function expressions(raw: unknown): Record<string, Expression> {
  return Object.fromEntries(Object.entries(optional(raw)).map(([attribute, source]) => [attribute, parseExpression(source)]));
}

function optional(raw: unknown): Tree {
  return raw === undefined ? {} : asTree(raw, '');
}

function strings(raw: unknown): string[] {
  return asList(raw).map(String);
}

function truth(raw: unknown): boolean {
  return String(raw) === 'true';
}
