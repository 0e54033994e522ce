/** The `actions:` of a pack: lines that make an ONT do something. */
import type { DeviceAction } from '../plan/action.ts';
import type { Mode } from '../plan/kind.ts';
import type { Evidence } from '../plan/model.ts';
import { linePattern } from './pattern.ts';
import { asTree } from './tree.ts';

export function compileActions(raw: unknown, modes: ReadonlyMap<string, Mode>): Readonly<Record<string, DeviceAction>> {
  if (raw === undefined) return {};
  return Object.fromEntries(Object.entries(asTree(raw, 'actions')).map(([name, value]) => {
    const tree = asTree(value, `actions.${name}`);
    const mode = modes.get(String(tree['in']));
    if (!mode) throw new Error(`actions.${name}.in: no mode '${String(tree['in'])}'`);
    return [name, { mode, line: linePattern(String(tree['line'])), evidence: String(tree['evidence']) as Evidence, source: String(tree['source'] ?? '') }];
  }));
}
