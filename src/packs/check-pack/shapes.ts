/** What `pack.yaml` and `resources.yaml` may hold. A new word of the pack language has its line here. */
import { child } from '../../profile/node.ts';
import { parseCondition, parseExpression } from '../expression.ts';
import { NEEDS } from '../targeted.ts';
import { patternFaults } from './pattern-text.ts';
import { anyText, count, flag, list, map, named, oneOrMany, pick, regex, text, words, type Need, type Shape, type TextCheck } from './shape.ts';

const typedLine: Shape = text((value) => patternFaults(value, 'typed'));
const readLine: Shape = text((value) => patternFaults(value, 'read'));
const names: Shape = oneOrMany(text());
const cuts: Shape = words('none', 'service', 'ont');

const condition: Shape = text(throwing(parseCondition, 'write it.x, !it.x, it.x == word or it.x != word, joined by && and ||'));
const oneExpression: Shape = text(throwing(parseExpression, 'write it.field, it.entity#number, @resource(it.field).attribute, $name or =text'));
const guarded: Shape = map({ when: condition, is: oneExpression }, 'is');
const expression: Shape = pick((node) => (node.kind === 'list' ? list(pick((item) => (item.kind === 'map' ? guarded : oneExpression))) : oneExpression));

/** Where a line comes from and how sure that is. */
const proof = { evidence: words('transcript', 'manual', 'inferred'), source: text() };
const proven: readonly Need[] = [
  { keys: ['evidence'], code: 'ONT505', hint: 'evidence: transcript (a device was seen to take it), manual (a reference or a driver has it) or inferred' },
  { keys: ['source'], code: 'ONT505', hint: 'source: which reference, capture or driver' },
];
const drop: Shape = map({ line: typedLine, ...proof }, 'line', ...proven);
const alter: Shape = map({ on: names, do: typedLine, cuts, ...proof }, 'on', 'do', ...proven);
const spelling = { set: named(anyText()), put: typedLine, also: oneOrMany(readLine), ...proof };
const form: Shape = map(spelling, 'put', ...proven);
const facetKeys = { alter: list(alter), again: words('overwrite', 'off-first'), cuts, off: drop, once: flag };
const facet: Shape = pick((node) => (child(node, 'forms') ? map({ ...facetKeys, forms: list(form) }) : map({ ...facetKeys, ...spelling }, 'put', ...proven)));

/** What a resource and a line of a body have in common. */
const common = {
  of: text(), when: condition, soleOf: anyText(), key: names, pair: list(names), alloc: named(map({ from: count, to: count, within: names }, 'from', 'to')),
  is: named(expression), hints: named(expression), derive: named(map({ from: text(), step: count, times: count, plus: count }, 'from')),
  refs: named(text()), soft: names, ifGiven: names, defaults: named(anyText()), means: named(anyText()), absent: named(anyText()), ranges: names, tolerance: named(count),
  replaceOn: names, use: text(), cuts, gone: flag, lines: list(facet),
} as const;

const bodyLine: Shape = map(common, 'of', 'key', 'is', 'lines');

const resource: Shape = map({
  ...common, scope: words('required', 'shared', 'ont'), in: text(), owner: names, via: text(), identity: names, fixed: named(expression),
  name: map({ attribute: text(), template: text() }, 'attribute', 'template'), manage: text(), missing: words('error', 'warning'), gate: words('online'),
  reserves: oneOrMany(readLine), entering: text(), head: map({ ...spelling, cuts }, 'put', ...proven), drop,
  body: map({ prompt: text(), close: names, abort: names, lines: named(bodyLine) }, 'prompt', 'close', 'abort', 'lines'),
}, 'scope', 'of', 'key', 'is', { keys: ['lines', 'head'] });

export const RESOURCES: Shape = map({
  modes: named(map({ prompt: text(), leave: text(), enter: readLine }, 'prompt')),
  top: map({ from: text(), enter: text(), prompt: text() }, 'from', 'enter', 'prompt'),
  save: map({ line: text(), leave: text(), at: text(), ...proof }, 'line', ...proven),
  reads: list(map({ name: text(), line: text(), at: text() }, 'name', 'line', 'at')),
  readList: oneOrMany(regex),
  targeted: map({
    place: text(),
    reads: list(map({ name: text(), line: readLine, at: text(), shows: regex, once: flag, for: words(...NEEDS) }, 'name', 'line', 'at', 'shows')),
    numbers: list(map({ of: text(), attribute: text(), at: text(), next: map({ line: text(), answer: readLine }, 'line', 'answer'), taken: readLine }, 'of', 'attribute', 'at', 'next', 'taken')),
  }, 'place', 'reads'),
  seed: oneOrMany(readLine),
  actions: named(map({ in: text(), line: typedLine, ...proof }, 'in', 'line', ...proven)),
  dump: map({
    fold: count, foldedBy: words('indent', 'grammar'), ends: oneOrMany(regex), complete: regex, require: oneOrMany(regex), header: regex, ownerless: oneOrMany(regex),
    owners: list(map({ mode: text(), line: readLine }, 'mode', 'line')),
    refuse: list(map({ line: regex, why: text(), instead: text() }, 'line', 'why', 'instead')),
    foreignBoards: list(map({ mode: text(), what: text() }, 'mode', 'what')),
  }, 'complete'),
  resources: named(resource),
}, 'modes', 'top', 'save', 'reads', 'readList', 'dump', 'resources');

export const PACK: Shape = map({
  id: text((value) => (/^[a-z][a-z0-9-]*$/.test(value) ? [] : [{ message: `${JSON.stringify(value)} is no id`, hint: 'lower-case letters, digits and dashes' }])),
  title: text(), aliases: names, technologies: names, address: readLine, about: text(),
  support: map({ write: flag, why: text() }, 'write', 'why'),
  dialects: list(map({ id: text(), model: regex, banner: regex, flags: names }, 'id', 'model', 'banner')),
  defaultDialect: text(),
  limits: list(map({ of: text(), attribute: text(), max: count, from: count, to: count, charset: regex, not: names, why: text() }, 'of', 'attribute', 'why', { keys: ['max', 'from', 'to', 'charset', 'not'] })),
  capabilities: list(map({
    of: text(), when: condition, at: text(), what: text(), severity: words('error', 'warning', 'info'), instead: text(),
  }, 'of', 'when', 'at', 'what', 'severity', 'instead')),
}, 'id', 'title', 'address', 'dialects', 'defaultDialect');

/** A reader of the pack language that throws, as a check. */
function throwing(read: (source: unknown) => unknown, hint: string): TextCheck {
  return (value) => {
    try {
      read(value);
      return [];
    } catch (error) {
      return [{ message: error instanceof Error ? error.message : String(error), hint }];
    }
  };
}
