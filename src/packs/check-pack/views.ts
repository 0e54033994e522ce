/** The resources of a pack with the places of their lines: what the checks after the form look at. */
import { pointerTo } from '../../profile/node.ts';
import type { LinePattern } from '../../plan/line-pattern.ts';
import { parseExpression, type Expression } from '../expression.ts';
import { linePattern } from '../pattern.ts';
import { asList, asTree, type Tree } from '../tree.ts';

export interface LineView {
  /** `put` and `also` are read; `do`, `drop` and `off` are only typed. */
  readonly use: 'put' | 'also' | 'do' | 'drop' | 'off';
  readonly pattern: LinePattern;
  /** JSON pointer of the pattern's text. */
  readonly pointer: string;
  /** Values the form stands for. */
  readonly set: Readonly<Record<string, string>>;
  /** Typed once and never shown: cannot be read back. */
  readonly once: boolean;
}

export interface KindView {
  /** `lp`, or `lp.tcont` for a line of its body. */
  readonly name: string;
  readonly pointer: string;
  readonly raw: Tree;
  readonly parent: KindView | null;
  /** Name of the mode its lines are typed in; the parent's for a body. */
  readonly mode: string;
  /** Parameters of that mode; none inside a body. */
  readonly modeFields: readonly string[];
  readonly key: readonly string[];
  readonly is: ReadonlyMap<string, Expression>;
  /** Attributes that get a value: by `is`, by `derive`, or as the content name. */
  readonly given: ReadonlySet<string>;
  readonly lines: readonly LineView[];
  readonly body: readonly KindView[];
  /** Every attribute the resource speaks of: given a value, or read from a line. */
  readonly attributes: ReadonlySet<string>;
}

export interface ModeView { readonly name: string; readonly pointer: string; readonly enter: LinePattern | null; readonly prompt: string; readonly leave: string; }

export interface PackView {
  readonly modes: ReadonlyMap<string, ModeView>;
  readonly top: ModeView | null;
  /** In file order; bodies are inside. */
  readonly resources: readonly KindView[];
  /** With bodies, by full name. */
  readonly kinds: ReadonlyMap<string, KindView>;
}

/** @param resources the content of `resources.yaml`, whose form is right */
export function viewOf(resources: Tree): PackView {
  const modes = new Map<string, ModeView>();
  for (const [name, raw] of Object.entries(asTree(resources['modes'], 'modes'))) {
    const mode = asTree(raw, name);
    modes.set(name, {
      name, pointer: pointerTo('modes', name), prompt: String(mode['prompt']), leave: String(mode['leave'] ?? 'quit'),
      enter: mode['enter'] === undefined ? null : linePattern(String(mode['enter'])),
    });
  }
  const top = [...modes.values()].find((mode) => mode.enter === null) ?? null;
  const list = Object.entries(asTree(resources['resources'], 'resources'))
    .map(([name, raw]) => kindView(name, pointerTo('resources', name), asTree(raw, name), null, modes, top));
  const kinds = new Map<string, KindView>();
  for (const kind of list) for (const each of [kind, ...kind.body]) kinds.set(each.name, each);
  return { modes, top, resources: list, kinds };
}

function kindView(name: string, pointer: string, raw: Tree, parent: KindView | null, modes: ReadonlyMap<string, ModeView>, top: ModeView | null): KindView {
  const mode = parent ? parent.mode : raw['in'] === undefined ? top?.name ?? '' : String(raw['in']);
  const modeFields = parent ? [] : modes.get(mode)?.enter?.fields ?? [];
  const is = new Map(Object.entries(treeOf(raw['is'])).map(([attribute, source]) => [attribute, parseExpression(source)]));
  const facets = raw['head'] === undefined
    ? asList(raw['lines']).map((facet, index) => ({ facet: asTree(facet, name), pointer: `${pointer}/lines/${index}` }))
    : [{ facet: asTree(raw['head'], name), pointer: `${pointer}/head` }];
  const lines = [
    ...facets.flatMap(({ facet, pointer: at }) => facetLines(facet, at)),
    ...(raw['drop'] === undefined ? [] : [line('drop', treeOf(raw['drop'])['line'], `${pointer}/drop/line`, {})]),
  ];
  const view: KindView = {
    name: parent ? `${parent.name}.${name}` : name, pointer, raw, parent, mode, modeFields, key: namesIn(raw['key']), is, lines,
    body: [],
    given: new Set([...is.keys(), ...Object.keys(treeOf(raw['derive'])), ...(raw['name'] === undefined ? [] : [String(treeOf(raw['name'])['attribute'])])]),
    attributes: new Set([...is.keys(), ...modeFields, ...lines.flatMap((each) => [...Object.keys(each.set), ...(each.use === 'put' || each.use === 'also' ? each.pattern.fields : [])])]),
  };
  const inner = Object.entries(treeOf(treeOf(raw['body'])['lines']))
    .map(([innerName, tree]) => kindView(innerName, `${pointer}/body/lines${pointerTo(innerName)}`, asTree(tree, innerName), view, modes, top));
  (view.body as KindView[]).push(...inner);
  return view;
}

function facetLines(facet: Tree, pointer: string): LineView[] {
  const forms = facet['forms'] === undefined ? [{ form: facet, at: pointer }] : asList(facet['forms']).map((form, index) => ({ form: treeOf(form), at: `${pointer}/forms/${index}` }));
  const once = String(facet['once']) === 'true';
  return [
    ...forms.flatMap(({ form, at }) => {
      const set = Object.fromEntries(Object.entries(treeOf(form['set'])).map(([attribute, value]) => [attribute, String(value)]));
      const also = form['also'];
      return [
        line('put', form['put'], `${at}/put`, set, once),
        ...asList(also).map((text, index) => line('also', text, Array.isArray(also) ? `${at}/also/${index}` : `${at}/also`, set, once)),
      ];
    }),
    ...asList(facet['alter']).map((alter, index) => line('do', treeOf(alter)['do'], `${pointer}/alter/${index}/do`, {})),
    ...(facet['off'] === undefined ? [] : [line('off', treeOf(facet['off'])['line'], `${pointer}/off/line`, {})]),
  ];
}

function line(use: LineView['use'], text: unknown, pointer: string, set: LineView['set'], once = false): LineView {
  return { use, pattern: linePattern(String(text)), pointer, set, once };
}

export function namesIn(raw: unknown): string[] {
  return asList(raw).map(String);
}

export function treeOf(raw: unknown): Tree {
  return raw === undefined || raw === null ? {} : asTree(raw, '');
}
