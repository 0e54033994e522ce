/** `outputs/*.yaml`: state tables. Their form, the command that asks for each, and whether they compile. */
import type { Finding } from '../../kernel/finding.ts';
import { samePrompt } from '../../transport/modes.ts';
import type { CompiledSession } from '../../transport/compile-session.ts';
import { meantHint } from '../../profile/suggest.ts';
import { CELL_TYPES } from '../outputs/cells.ts';
import { compileOutputs } from '../outputs/compile.ts';
import { asTree, type Tree } from '../tree.ts';
import { readPackDocument } from './document.ts';
import { among, Faults } from './faults.ts';
import { fileName, type PackFiles } from './files.ts';
import { patternFaults, patternFields } from './pattern-text.ts';
import { anyText, checkShape, count, flag, list, map, named, oneOrMany, pick, regex, text, words, type Shape } from './shape.ts';
import { namesIn } from './views.ts';

const types = Object.keys(CELL_TYPES);
const cell = {
  type: text((value) => (types.includes(value) ? [] : [{ code: 'ONT501', message: `there is no type ${value}`, hint: meantHint(value, types) ?? among(types) }])),
  limits: list(anyText()), words: named(anyText()),
} as const;
const line: Shape = text((value) => patternFaults(value, 'read'));
const column: Shape = pick((node) => (node.kind === 'map' ? map({ title: text(), optional: flag, ...cell }, 'title') : text()));
const pair: Shape = pick((node) => (node.kind === 'map' ? map({ key: oneOrMany(text()), many: flag, ...cell }, 'key') : oneOrMany(text())));
const shown: Shape = pick((node) => (node.kind === 'map' ? map({ put: line, cells: named(map(cell)) }, 'put') : line));

const OUTPUT: Shape = map({
  read: map({ line, at: text() }, 'line', 'at'), shape: words('table', 'pairs', 'lines'), empty: oneOrMany(anyText()), ignore: oneOrMany(regex), count: regex, counted: words('always'), ready: named(anyText()),
  key: oneOrMany(text()), tables: list(map({ beside: oneOrMany(regex), columns: named(column) }, 'columns')),
  starts: text(), require: oneOrMany(text()), others: words('pass'), wraps: named(count), keys: named(pair), lines: list(shown),
}, 'read', 'shape');

/** What each shape is made of. */
const PARTS: Readonly<Record<string, string>> = { table: 'tables', pairs: 'keys', lines: 'lines' };

export interface CheckedOutputs { readonly trees: Readonly<Record<string, Tree>>; readonly findings: readonly Finding[]; }

/** @param readList `readList` of resources.yaml @param session null when it did not compile */
export function checkOutputs(pack: PackFiles, readList: unknown, session: CompiledSession | null): CheckedOutputs {
  const trees: Record<string, Tree> = {};
  const findings: Finding[] = [];
  const rules = namesIn(readList).map((source) => new RegExp(source));
  for (const [path, bytes] of pack.files) {
    const name = /^outputs\/([^/]+)\.yaml$/.exec(path)?.[1];
    if (name === undefined) continue;
    const { document, findings: unreadable } = readPackDocument(fileName(pack, path), bytes);
    findings.push(...unreadable);
    if (!document) continue;
    const faults = new Faults(document);
    checkShape(OUTPUT, document.root, '', faults);
    const tree = asTree(document.data(), path);
    if (faults.findings.length === 0) checkOutput(name, tree, rules, session, faults);
    findings.push(...faults.findings);
    trees[name] = tree;
  }
  return { trees, findings };
}

function checkOutput(name: string, tree: Tree, rules: readonly RegExp[], session: CompiledSession | null, faults: Faults): void {
  const shape = String(tree['shape']);
  const part = PARTS[shape] ?? '';
  if (tree[part] === undefined) { faults.add('ONT103', '', `${part} is missing`, { hint: `a ${shape} is made of ${part}` }); return; }
  const { line: asks, at } = asTree(tree['read'], 'read');
  const params = Object.fromEntries(patternFields(String(asks)).map((field, index) => [field.name, index + 1]));
  try {
    const step = compileOutputs({ [name]: tree }).ask(name, params);
    const typed = step?.line ?? '';
    if (!rules.some((rule) => rule.test(typed))) faults.add('ONT511', '/read/line', `the read list does not let ${JSON.stringify(typed)} through`, { hint: 'add a rule for it to readList in resources.yaml' });
  } catch (error) {
    faults.add('ONT517', '', error instanceof Error ? error.message : String(error));
  }
  const tails = [...session?.modes.values() ?? []].map((mode) => mode.tail);
  if (tails.length > 0 && !tails.some((tail) => samePrompt(tail, String(at)))) faults.add('ONT510', '/read/at', `${JSON.stringify(at)} is the prompt of no mode of session.yaml`, { hint: among(tails) });
}
