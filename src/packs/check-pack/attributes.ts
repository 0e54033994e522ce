/** Names inside one resource: attributes, keys, numbers, references, and where its values come from. */
import { linePattern } from '../pattern.ts';
import { parseExpression, type Expression } from '../expression.ts';
import { asList, type Tree } from '../tree.ts';
import { pointerTo } from '../../profile/node.ts';
import type { Faults } from './faults.ts';
import { COLLECTIONS, follow, MODEL, OLT, ONT, OPTIONS, type Fields } from './model-fields.ts';
import { namesIn, treeOf, type KindView, type LineView, type PackView } from './views.ts';

/** @param address the pack's `address` pattern: its fields are `pon.…` */
export function checkAttributes(view: PackView, address: string, faults: Faults): void {
  const pon = Object.fromEntries(linePattern(address).fields.map((name) => [name, 'value' as const]));
  for (const kind of view.kinds.values()) {
    checkSource(kind, { ont: ONT, pon, olt: OLT, options: OPTIONS, model: MODEL }, faults);
    checkListed(kind, view, faults);
    checkTyped(kind, faults);
    for (const line of kind.lines) checkLine(kind, line, faults);
    checkNumbers(kind, view, faults);
    checkReferences(kind, view, faults);
    checkName(kind, faults);
  }
  checkOnts(view, faults);
}

/** `of`, and every path of `is`, `hints`, `when`: do they lead to something? */
function checkSource(kind: KindView, base: Readonly<Record<string, Fields>>, faults: Faults): void {
  const of = String(kind.raw['of']);
  const entity = entityOf(kind);
  if (entity === undefined) {
    faults.unknown(`${kind.pointer}/of`, 'collection', of, [...Object.keys(COLLECTIONS), ...(kind.parent ? ['self'] : [])]);
    return;
  }
  const roots = { ...base, it: entity };
  const look = (path: readonly string[], pointer: string): void => {
    const found = follow(path, roots);
    if ('lost' in found) faults.add('ONT516', pointer, `${path.join('.')} leads nowhere: ${JSON.stringify(found.lost)} is no field there`, { hint: found.known.length === 0 ? 'the path ends before it' : `fields are: ${found.known.join(', ')}` });
  };
  const derived = treeOf(kind.raw['derive']);
  for (const section of ['is', 'hints', 'fixed']) {
    for (const [attribute, source] of Object.entries(treeOf(kind.raw[section]))) {
      if (section === 'is' && attribute in derived) continue;
      const pointer = `${kind.pointer}/${section}${pointerTo(attribute)}`;
      for (const path of pathsOf(parseExpression(source))) look(path, pointer);
      for (const condition of Array.isArray(source) ? source.map((entry: unknown) => conditionOf(entry)) : []) for (const path of conditionPaths(condition)) look(path, pointer);
    }
  }
  for (const name of ['when', 'soleOf']) {
    const condition = kind.raw[name];
    if (condition !== undefined && String(condition) !== 'true') for (const path of conditionPaths(condition)) look(path, `${kind.pointer}/${name}`);
  }
}

function entityOf(kind: KindView): Fields | undefined {
  const of = String(kind.raw['of']);
  if (of === 'self') return kind.parent ? entityOf(kind.parent) : undefined;
  return Object.hasOwn(COLLECTIONS, of) ? COLLECTIONS[of] : undefined;
}

/** Words that speak of attributes speak of attributes there are. */
function checkListed(kind: KindView, view: PackView, faults: Faults): void {
  const told = view.resources.some((each) => each.raw['hints'] !== undefined);
  const known = [...kind.attributes];
  const look = (name: string, pointer: string, key = false): void => {
    if (!kind.attributes.has(name)) faults.unknown(pointer, `attribute of ${kind.name}:`, name, known, { key });
  };
  for (const section of ['key', 'owner', 'identity', 'soft', 'ifGiven', 'ranges', 'replaceOn']) {
    for (const [index, name] of namesIn(kind.raw[section]).entries()) look(name, at(kind, section, index));
  }
  for (const section of ['defaults', 'means', 'absent', 'tolerance', 'alloc', 'derive', 'hints', 'refs']) {
    for (const name of Object.keys(treeOf(kind.raw[section]))) look(name, `${kind.pointer}/${section}${pointerTo(name)}`, true);
  }
  for (const [index, rule] of asList(kind.raw['pair']).entries()) {
    for (const name of namesIn(rule)) {
      look(name.replace(/^~/, ''), `${kind.pointer}/pair/${index}`);
      if (name.startsWith('~') && !told) faults.add('ONT502', `${kind.pointer}/pair/${index}`, `${name} compares with what a sibling tells, and no resource tells anything`, { hint: 'give a resource that shows the former value `hints:`' });
    }
  }
  for (const [attribute, range] of Object.entries(treeOf(kind.raw['alloc']))) for (const name of namesIn(treeOf(range)['within'])) look(name, `${kind.pointer}/alloc${pointerTo(attribute)}/within`);
  for (const [attribute, rule] of Object.entries(treeOf(kind.raw['derive']))) look(String(treeOf(rule)['from']), `${kind.pointer}/derive${pointerTo(attribute)}/from`);
  if (kind.raw['via'] !== undefined) look(String(kind.raw['via']), `${kind.pointer}/via`);
}

/** What is given a value is typed by some line. */
function checkTyped(kind: KindView, faults: Faults): void {
  const used = new Set([
    ...kind.modeFields, ...Object.values(treeOf(kind.raw['derive'])).map((rule) => String(treeOf(rule)['from'])),
    ...kind.lines.flatMap((line) => [...(line.use === 'also' ? [] : line.pattern.typed), ...Object.keys(line.set)]),
  ]);
  for (const name of kind.is.keys()) {
    if (!used.has(name)) faults.add('ONT503', `${kind.pointer}/is${pointerTo(name)}`, `${name} has a value, and no line of ${kind.name} types it`, { key: true, hint: `write {${name}:type} into a line, or take ${name} out` });
  }
}

/** A line that is read tells the whole key; a line that is typed needs only what has a value. */
function checkLine(kind: KindView, line: LineView, faults: Faults): void {
  const optional = new Set(line.pattern.fields.filter((name) => !line.pattern.required.includes(name)));
  if (line.use === 'put' || line.use === 'also') {
    // A form that stands for a value of the key may do without the rest of it: `transparent` has no VLAN to be told apart by.
    const special = line.once || kind.key.some((name) => name in line.set);
    const told = new Set([...line.pattern.required, ...kind.modeFields, ...Object.keys(line.set), ...Object.keys(treeOf(kind.raw['defaults']))]);
    for (const name of kind.key) {
      if (told.has(name) || (special && !optional.has(name))) continue;
      faults.add('ONT504', line.pointer, `the key attribute ${name} of ${kind.name} is ${optional.has(name) ? 'only in an optional group' : 'missing in this line'}`,
        { hint: optional.has(name) ? `give it a default: defaults: { ${name}: 0 }` : `write {${name}:type}: rows are told apart by ${kind.key.join(', ')}` });
    }
  }
  if (line.use === 'put') {
    for (const name of line.pattern.required) {
      if (kind.given.has(name) || name in line.set) continue;
      faults.add('ONT504', line.pointer, `nothing gives {${name}} a value: this line can never be typed`, { ...pieceOf(line, name), hint: `add ${name} to \`is\`, or put it into [~ … ], which is only read` });
    }
  }
  if (line.use === 'do' || line.use === 'drop' || line.use === 'off') {
    for (const name of line.pattern.fields) {
      if (!kind.attributes.has(name)) faults.add('ONT504', line.pointer, `${kind.name} has no attribute ${name} to put here`, { ...pieceOf(line, name), hint: `its attributes are: ${[...kind.attributes].join(', ')}` });
    }
  }
}

/** A number variable has a range somewhere, and a range is for a number variable. */
function checkNumbers(kind: KindView, view: PackView, faults: Faults): void {
  for (const [attribute, raw] of Object.entries(treeOf(kind.raw['alloc']))) {
    const expression = kind.is.get(attribute);
    const pointer = `${kind.pointer}/alloc${pointerTo(attribute)}`;
    if (expression?.kind !== 'number') faults.add('ONT506', pointer, `${attribute} has a range, and is no number variable`, { key: true, hint: `is: { ${attribute}: '#${attribute}' }` });
    const { from, to } = treeOf(raw);
    if (Number(from) > Number(to)) faults.add('ONT506', pointer, `the range from ${String(from)} to ${String(to)} is empty`, { key: true });
  }
  const ranged = new Set([...view.kinds.values()].flatMap((each) => Object.keys(treeOf(each.raw['alloc'])).flatMap((attribute) => {
    const expression = each.is.get(attribute);
    return expression?.kind === 'number' ? [expression.name] : [];
  })));
  for (const [attribute, expression] of kind.is) {
    for (const name of numbersIn(expression)) {
      if (!ranged.has(name)) faults.add('ONT506', `${kind.pointer}/is${pointerTo(attribute)}`, `the number #${name} is allocated nowhere`, { hint: ranged.size === 0 ? 'give its owner an `alloc`' : `allocated are: ${[...ranged].map((each) => `#${each}`).join(', ')}` });
    }
  }
  for (const attribute of Object.keys(treeOf(kind.raw['fixed']))) {
    if (kind.is.get(attribute)?.kind !== 'number') faults.add('ONT506', `${kind.pointer}/fixed${pointerTo(attribute)}`, `${attribute} is fixed by the profile, and is no number variable`, { key: true });
  }
}

/** `refs`, `@kind(…)`, `in`, `via`, `entering`, `owner`. */
function checkReferences(kind: KindView, view: PackView, faults: Faults): void {
  const names = [...view.kinds.keys()];
  if (kind.raw['in'] !== undefined && !view.modes.has(kind.mode)) faults.unknown(`${kind.pointer}/in`, 'mode', kind.mode, [...view.modes.keys()]);
  if (kind.raw['entering'] !== undefined && !view.modes.has(String(kind.raw['entering']))) faults.unknown(`${kind.pointer}/entering`, 'mode', String(kind.raw['entering']), [...view.modes.keys()]);
  const refs = treeOf(kind.raw['refs']);
  for (const [attribute, target] of Object.entries(refs)) {
    const pointer = `${kind.pointer}/refs${pointerTo(attribute)}`;
    const cut = String(target).lastIndexOf('.');
    const name = String(target).slice(0, cut);
    const other = view.kinds.get(name);
    if (!other) faults.unknown(pointer, 'resource', cut < 0 ? String(target) : name, names, { ...(cut < 0 ? { hint: 'write resource.attribute' } : {}) });
    else if (!other.attributes.has(String(target).slice(cut + 1))) faults.unknown(pointer, `attribute of ${name}:`, String(target).slice(cut + 1), [...other.attributes]);
  }
  if (kind.raw['via'] !== undefined && refs[String(kind.raw['via'])] === undefined) faults.add('ONT502', `${kind.pointer}/via`, `${String(kind.raw['via'])} refers to nothing`, { hint: `refs: { ${String(kind.raw['via'])}: resource.attribute }` });
  const before = names.slice(0, names.indexOf(kind.parent?.name ?? kind.name));
  for (const [attribute, expression] of kind.is) {
    for (const { resource, attribute: wanted } of refsIn(expression)) {
      const pointer = `${kind.pointer}/is${pointerTo(attribute)}`;
      const other = view.kinds.get(resource);
      if (!other) faults.unknown(pointer, 'resource', resource, names);
      else if (!before.includes(resource)) faults.add('ONT502', pointer, `${resource} stands below ${kind.name}: file order is creation order`, { hint: `move ${resource} above it` });
      else if (!other.given.has(wanted)) faults.unknown(pointer, `value of ${resource}:`, wanted, [...other.given]);
    }
  }
}

/** Shared objects are known again by their name alone. */
function checkName(kind: KindView, faults: Faults): void {
  if (kind.parent || kind.raw['scope'] !== 'shared') return;
  if (kind.raw['name'] === undefined) {
    faults.add('ONT507', `${kind.pointer}/scope`, `the shared resource ${kind.name} has no name`, { hint: "name: { attribute: name, template: 'op-{label}-{hash}' }" });
    return;
  }
  const { attribute, template } = treeOf(kind.raw['name']);
  const pointer = `${kind.pointer}/name`;
  if ((kind.is.get(String(attribute))?.kind ?? 'name') !== 'name') faults.add('ONT507', `${pointer}/attribute`, `${String(attribute)} is not the content name`, { hint: `is: { ${String(attribute)}: $name }` });
  if (!/^op-/.test(String(template))) faults.add('ONT507', `${pointer}/template`, 'the name does not start with op-', { hint: 'op- says that we made it: without it, it is never reused and never removed' });
  if (!String(template).includes('{hash}')) faults.add('ONT507', `${pointer}/template`, 'the name does not hold {hash}', { hint: 'two objects of different content would have one name' });
}

/** `actions`: lines about an ONT that is there. */
export function checkActions(view: PackView, resources: Tree, faults: Faults): void {
  const ont = view.resources.find((kind) => kind.raw['identity'] !== undefined);
  for (const [name, raw] of Object.entries(treeOf(resources['actions']))) {
    const { in: mode, line } = treeOf(raw);
    const pointer = `/actions${pointerTo(name)}`;
    if (!ACTIONS.includes(name)) faults.unknown(pointer, 'action', name, ACTIONS, { key: true });
    if (!view.modes.has(String(mode))) faults.unknown(`${pointer}/in`, 'mode', String(mode), [...view.modes.keys()]);
    for (const field of linePattern(String(line)).fields) {
      if (ont && !ont.attributes.has(field)) faults.add('ONT504', `${pointer}/line`, `the ONT has no attribute ${field} to put here`, { hint: `its attributes are: ${[...ont.attributes].join(', ')}` });
    }
  }
}

/** What can be asked of an ONT. */
const ACTIONS: readonly string[] = ['reboot', 'factory-reset'];

/** Exactly one resource is the ONT itself; what lives under it names it by the same number of attributes. */
function checkOnts(view: PackView, faults: Faults): void {
  const onts = view.resources.filter((kind) => kind.raw['identity'] !== undefined);
  if (onts.length !== 1) {
    faults.add('ONT502', '/resources', onts.length === 0 ? 'no resource is the ONT' : `several resources are the ONT: ${onts.map((kind) => kind.name).join(', ')}`, { key: true, hint: 'one of them has `identity:`, the attributes that prove which one it is' });
    return;
  }
  const key = onts[0]!.key;
  for (const kind of view.resources) {
    const owner = namesIn(kind.raw['owner']);
    if (owner.length > 0 && owner.length !== key.length) faults.add('ONT502', `${kind.pointer}/owner`, `an ONT is named by ${key.length} attributes (${key.join(', ')}), not by ${owner.length}`, { key: true });
    if (kind.raw['scope'] === 'ont' && owner.length === 0 && kind.raw['via'] === undefined && kind !== onts[0]) {
      faults.add('ONT502', kind.pointer, `nothing says which ONT a row of ${kind.name} lives under`, { key: true, hint: `owner: [${key.join(', ')}], or via: the attribute that refers to a row of that ONT` });
    }
  }
}

function at(kind: KindView, section: string, index: number): string {
  return Array.isArray(kind.raw[section]) ? `${kind.pointer}/${section}/${index}` : `${kind.pointer}/${section}`;
}

function pieceOf(line: LineView, name: string): { piece: [number, number] } {
  const index = line.pattern.source.search(new RegExp(`\\{${name}[:}]`));
  return { piece: [index, line.pattern.source.indexOf('}', index) + 1 - index] };
}

function conditionOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? (entry as Tree)['when'] : undefined;
}

function conditionPaths(condition: unknown): string[][] {
  if (condition === undefined || condition === null || condition === '') return [];
  return String(condition).split(/&&|\|\|/).map((term) => term.trim().replace(/^!/, '').split(/\s*(?:==|!=)/)[0]!.trim().split('.'));
}

function pathsOf(expression: Expression): (readonly string[])[] {
  switch (expression.kind) {
    case 'path': case 'number': case 'ref': return [expression.path];
    case 'first': return expression.of.flatMap((entry) => pathsOf(entry.is));
    case 'literal': case 'name': return [];
  }
}

function numbersIn(expression: Expression): string[] {
  if (expression.kind === 'number') return [expression.name];
  return expression.kind === 'first' ? expression.of.flatMap((entry) => numbersIn(entry.is)) : [];
}

function refsIn(expression: Expression): Extract<Expression, { kind: 'ref' }>[] {
  if (expression.kind === 'ref') return [expression];
  return expression.kind === 'first' ? expression.of.flatMap((entry) => refsIn(entry.is)) : [];
}
