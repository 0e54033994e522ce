/** The read list: what only reads gets through, and nothing that the pack can type as a change. */
import { pointerTo } from '../../profile/node.ts';
import { asList, asTree, type Tree } from '../tree.ts';
import type { Faults } from './faults.ts';
import { samplesOf } from './samples.ts';
import { namesIn, treeOf, type PackView } from './views.ts';

export function checkReads(view: PackView, resources: Tree, session: Tree, faults: Faults): void {
  const rules = namesIn(resources['readList']).map((text) => new RegExp(text));
  const pointerOf = (index: number): string => (Array.isArray(resources['readList']) ? `/readList/${index}` : '/readList');
  for (const [index, rule] of rules.entries()) {
    if (!rule.source.startsWith('^')) faults.add('ONT511', pointerOf(index), 'a rule of the read list begins with ^', { hint: 'otherwise a reading word anywhere in a line would let it through' });
    for (const { line, what } of writing(view, resources, session)) {
      if (!rule.test(line)) continue;
      faults.add('ONT511', pointerOf(index), `this lets ${what} through: ${line}`, { hint: 'narrow it to the words that show' });
      break;
    }
  }
  const reads = asList(resources['reads']);
  if (reads.length === 0) faults.add('ONT511', '/reads', 'nothing is read', { key: true, hint: 'the command that shows the whole configuration' });
  for (const [index, raw] of reads.entries()) {
    const line = String(asTree(raw, 'reads')['line']);
    if (!rules.some((rule) => rule.test(line))) faults.add('ONT511', `/reads/${index}/line`, `the read list does not let ${JSON.stringify(line)} through`, { hint: 'add a rule for it' });
  }
  checkDump(view, resources, faults);
}

/** Lines that change something, or lead to where that is possible. */
function writing(view: PackView, resources: Tree, session: Tree): { line: string; what: string }[] {
  const prepare = asList(session['prepare']).flatMap((raw) => {
    const step = treeOf(raw);
    const instead = treeOf(step['instead']);
    return [step['line'], step['undo'], instead['line'], instead['undo']].filter((line) => line !== undefined).map((line) => ({ line: String(line), what: 'a preparation' }));
  });
  return [
    ...[...view.kinds.values()].flatMap((kind) => kind.lines.filter((line) => line.use !== 'also').flatMap((line) => [line.pattern.source, ...samplesOf(kind, line).map((sample) => sample.line)]
      .map((text) => ({ line: text, what: `a line of ${kind.name}` })))),
    ...Object.entries(treeOf(resources['actions'])).map(([name, raw]) => ({ line: String(treeOf(raw)['line']), what: name })),
    { line: String(treeOf(resources['save'])['line']), what: 'saving' },
    { line: String(treeOf(resources['top'])['enter']), what: 'entering global configuration' },
    ...[...view.modes.values()].flatMap((mode) => (mode.enter ? [{ line: mode.enter.source, what: `entering mode ${mode.name}` }] : [])),
    ...prepare,
  ];
}

/** Names inside `dump`: modes, and the parts of an ONT's key. */
function checkDump(view: PackView, resources: Tree, faults: Faults): void {
  const dump = treeOf(resources['dump']);
  const ont = view.resources.find((kind) => kind.raw['identity'] !== undefined);
  for (const section of ['owners', 'foreignBoards']) {
    for (const [index, raw] of asList(dump[section]).entries()) {
      const mode = String(treeOf(raw)['mode']);
      if (!view.modes.has(mode)) faults.unknown(`/dump/${section}/${index}/mode`, 'mode', mode, [...view.modes.keys()]);
      if (section !== 'owners' || !ont) continue;
      const line = String(treeOf(raw)['line']);
      const told = new Set([...line.matchAll(/\{(\w+)/g)].map((found) => found[1]!).concat(view.modes.get(mode)?.enter?.fields ?? []));
      const lacking = ont.key.filter((name) => !told.has(name));
      if (lacking.length > 0) faults.add('ONT504', `/dump/owners/${index}/line`, `this does not say which ONT the line is about: ${lacking.join(', ')} missing`, { hint: `an ONT is named by ${ont.key.join(', ')}` });
    }
  }
  for (const name of Object.keys(treeOf(resources['resources']))) if (name.includes('.')) faults.add('ONT102', `/resources${pointerTo(name)}`, 'a dot cannot stand in the name of a resource', { key: true });
}
