/** `targeted`: its names exist, its lines are reads and can be filled in. */
import { linePattern } from '../pattern.ts';
import { asList, asTree, type Tree } from '../tree.ts';
import type { Faults } from './faults.ts';
import type { PackFiles } from './files.ts';
import { namesIn, treeOf, type PackView } from './views.ts';

/** @param address how the pack names a PON */
export function checkTargeted(view: PackView, resources: Tree, address: string, pack: PackFiles, faults: Faults): void {
  if (resources['targeted'] === undefined) return;
  const targeted = asTree(resources['targeted'], 'targeted');
  const rules = namesIn(resources['readList']).map((text) => new RegExp(text));
  const onList = (line: string, pointer: string): void => {
    if (!rules.some((rule) => rule.test(line))) faults.add('ONT511', pointer, `the read list does not let ${JSON.stringify(line)} through`, { hint: 'add a rule for it' });
  };
  const outputs = [...pack.files.keys()].flatMap((path) => /^outputs\/(.+)\.yaml$/.exec(path)?.[1] ?? []);
  const place = String(targeted['place']);
  if (!outputs.includes(place)) faults.unknown('/targeted/place', 'output', place, outputs);

  const parts = new Set(linePattern(address).fields);
  for (const [index, raw] of asList(targeted['reads']).entries()) {
    const line = String(treeOf(raw)['line']);
    onList(line, `/targeted/reads/${index}/line`);
    for (const name of linePattern(line).fields) if (!parts.has(name)) faults.unknown(`/targeted/reads/${index}/line`, 'value of address', name, [...parts]);
  }
  for (const [index, raw] of asList(targeted['numbers']).entries()) {
    const pointer = `/targeted/numbers/${index}`;
    const number = treeOf(raw);
    const [of, attribute, next] = [String(number['of']), String(number['attribute']), treeOf(number['next'])];
    onList(String(next['line']), `${pointer}/next/line`);
    onList(String(number['taken']), `${pointer}/taken`);
    const kind = view.kinds.get(of);
    if (!kind) { faults.unknown(`${pointer}/of`, 'resource', of, [...view.kinds.keys()]); continue; }
    if (!kind.key.includes(attribute)) { faults.unknown(`${pointer}/attribute`, `part of the key of ${of}`, attribute, kind.key); continue; }
    for (const [line, where] of [[next['answer'], 'next/answer'], [number['taken'], 'taken']] as const) {
      if (!linePattern(String(line)).fields.includes(attribute)) faults.add('ONT504', `${pointer}/${where}`, `this does not say which number: {${attribute}} is missing`, { hint: `write {${attribute}:int} where it stands` });
    }
  }
}
