/** A vendor's limits, charsets and capabilities, before any device is asked. */
import type { AccessModel } from '../access/model.ts';
import type { Finding, Severity } from '../kernel/finding.ts';
import type { LinePattern } from '../plan/line-pattern.ts';
import type { Intent } from '../profile/intent.ts';
import { lookUp, parseCondition, type Condition, type Scope } from './expression.ts';
import { asList, asTree, type Tree } from './tree.ts';

interface Limit {
  readonly of: string; readonly attribute: string; readonly max: number | null; readonly from: number | null; readonly to: number | null;
  readonly charset: RegExp | null;
  /** Texts by which the box says that there is none: whoever asks for one of them gets none, and would be asked for it again for ever. */
  readonly not: readonly string[];
  readonly why: string;
}

/** `of`: the intent, each of its services, or each entity of a collection of the access model. */
interface Capability { readonly of: string; readonly when: Condition; readonly at: string; readonly what: string; readonly severity: Severity; readonly instead: string; }

export function compileCheck(pack: Tree, address: LinePattern): (intent: Intent, access: AccessModel) => Finding[] {
  const limits = asList(pack['limits']).map(toLimit);
  const capabilities = asList(pack['capabilities']).map(toCapability);
  const models = asList(pack['dialects']).map((raw) => new RegExp(String(asTree(raw, 'dialects')['model']), 'i'));
  const title = String(pack['title']).replace(/\s*\(.*$/, '');
  return (intent, access) => [
    ...capabilities.flatMap((rule) => missing(rule, intent, access, title)),
    ...limits.flatMap((rule) => exceeded(rule, intent, access, address)),
    ...unknownModel(models, intent, title),
  ];
}

function missing(rule: Capability, intent: Intent, access: AccessModel, title: string): Finding[] {
  const subjects: { it: unknown; base: string }[] = rule.of === 'intent'
    ? [{ it: intent, base: '' }]
    : rule.of === 'services'
      ? intent.services.map((service) => ({ it: service, base: `/services/${service.name}` }))
      : access[rule.of as 'rules'].map((entity) => ({ it: entity, base: `/services/${entity.flow.label}` }));
  return subjects.flatMap(({ it, base }) => {
    const scope: Scope = { it };
    if (!rule.when(scope)) return [];
    return [located(intent, base + rule.at, {
      code: 'ONT302', severity: rule.severity, message: `${rule.what} has no command on ${title}`, hint: rule.instead,
    })];
  });
}

/** A model no dialect claims is taken for the usual one, and said. */
function unknownModel(models: readonly RegExp[], intent: Intent, title: string): Finding[] {
  const { model } = intent.olt;
  if (model === undefined || models.some((known) => known.test(model.trim()))) return [];
  return [located(intent, '/olt/model', {
    code: 'ONT301', severity: 'warning', message: `'${model}' is no model this pack knows of ${title}`, hint: 'correct the model, or leave it out: what the box calls itself decides anyway',
  })];
}

function exceeded(rule: Limit, intent: Intent, access: AccessModel, address: LinePattern): Finding[] {
  // `pon`: the parts of the PON's name, as the address of the pack splits it.
  const entities: readonly object[] = rule.of === 'ont' ? [access.ont] : rule.of === 'pon' ? [address.parse(intent.pon) ?? {}] : access[rule.of as 'flows'];
  return entities.flatMap((entity: object) => {
    const value = lookUp([rule.attribute], entity as Scope);
    const found = violation(rule, value);
    if (found === null) return [];
    const label = (entity as { label?: string }).label ?? '';
    return [located(intent, pointerOf(rule, label), {
      code: found.code, severity: 'error', message: `${rule.attribute} of ${label || rule.of} ${found.text}`, hint: rule.why,
    })];
  });
}

function violation(rule: Limit, value: unknown): { code: string; text: string } | null {
  if (typeof value === 'number') {
    if (rule.from !== null && value < rule.from) return { code: 'ONT301', text: `is ${value}, the least is ${rule.from}` };
    if (rule.to !== null && value > rule.to) return { code: 'ONT301', text: `is ${value}, the most is ${rule.to}` };
    return null;
  }
  if (typeof value !== 'string') return null;
  if (rule.not.includes(value)) return { code: 'ONT303', text: `cannot be ${value}: this OLT shows that where there is none` };
  if (rule.max !== null && value.length > rule.max) return { code: 'ONT301', text: `has ${value.length} characters, the most is ${rule.max}` };
  if (rule.charset !== null && !rule.charset.test(value)) {
    const bad = [...value].find((c) => !rule.charset!.test(c));
    return { code: 'ONT303', text: `holds ${bad === undefined ? 'a character' : JSON.stringify(bad)} that this OLT cannot take` };
  }
  return null;
}

/** The nearest pointer into the intent for an entity of the access model. */
function pointerOf(rule: Limit, label: string): string {
  switch (rule.of) {
    case 'ont': return `/${rule.attribute}`;
    case 'pon': return '/pon';
    case 'hosts': return label === 'management' ? '/management' : `/services/${label}/wan/${rule.attribute}`;
    case 'acs': return `/tr069/${rule.attribute}`;
    case 'flows': return label === 'management' ? '/management/vlan' : `/services/${label}/vlan`;
    default: return '';
  }
}

function located(intent: Intent, pointer: string, finding: Finding): Finding {
  const { at } = intent.origin(pointer);
  return at ? { ...finding, at } : finding;
}

function toLimit(raw: unknown): Limit {
  const tree = asTree(raw, 'limits');
  const number = (name: string): number | null => (tree[name] === undefined ? null : Number(tree[name]));
  return {
    of: String(tree['of']), attribute: String(tree['attribute']), max: tree['from'] === undefined ? number('max') : null,
    from: number('from'), to: number('to') ?? (tree['from'] === undefined ? null : number('max')),
    charset: tree['charset'] === undefined ? null : new RegExp(String(tree['charset'])),
    not: tree['not'] === undefined ? [] : [tree['not']].flat().map(String), why: String(tree['why']),
  };
}

function toCapability(raw: unknown): Capability {
  const tree = asTree(raw, 'capabilities');
  return {
    of: String(tree['of']), when: parseCondition(tree['when']), at: String(tree['at'] ?? ''),
    what: String(tree['what']), severity: String(tree['severity']) as Severity, instead: String(tree['instead']),
  };
}
