/** Columns of rows that nothing knows and nothing uses: a typing mistake more often than not. */
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { CsvTable } from './csv.ts';
import { keyPlace, pointerTo, textOf } from './node.ts';
import type { MapNode, Node } from './node.ts';
import { ROW_KEYS } from './rows.ts';
import { didYouMean, meantHint } from './suggest.ts';

/** In YAML an unknown key is an error; a CSV exported from elsewhere may carry more than we need, so there only a likely slip is. */
export function columnUseFindings(roots: readonly MapNode[], tables: readonly CsvTable[]): Finding[] {
  const used = new Set<string>();
  for (const root of roots) collectUses(root, used);
  const findings: Finding[] = [];
  for (const table of tables) {
    table.columns.forEach((name, index) => {
      if (name === '' || isKnown(name, used)) return;
      const meant = didYouMean(name, [...ROW_KEYS, ...used].filter((known) => !table.columns.includes(known)));
      findings.push(meant === undefined
        ? finding('ONT018', `the column ${name} is used by nothing`, { hint: `use it as \${${name}}, or remove it`, at: table.place(-1, index) })
        : finding('ONT013', `unknown column ${name}`, { hint: `did you mean ${meant}?`, at: table.place(-1, index) }));
    });
  }
  for (const root of roots) {
    const targets = root.entries.get('targets')?.value;
    if (targets?.kind !== 'list') continue;
    targets.items.forEach((item, index) => {
      if (item.kind !== 'map') return;
      for (const entry of item.entries.values()) {
        if (isKnown(entry.key, used)) continue;
        findings.push(finding('ONT101', `unknown key ${entry.key}`, {
          hint: meantHint(entry.key, [...ROW_KEYS, ...used]) ?? `use it as \${${entry.key}}, or remove it`,
          at: keyPlace(item, entry, pointerTo('targets', index, entry.key)),
        }));
      }
    });
  }
  return findings;
}

function isKnown(name: string, used: ReadonlySet<string>): boolean {
  return ROW_KEYS.has(name) || used.has(name) || (name.includes('.') && ROW_KEYS.has(name.slice(0, name.indexOf('.'))));
}

/** Names in `${name}` and `{ column: name }` anywhere. */
function collectUses(node: Node, used: Set<string>): void {
  if (node.kind === 'text') {
    if (node.text.includes('${')) for (const match of node.text.matchAll(/\$\{\s*([^}]*?)\s*\}/g)) used.add(match[1]!);
    return;
  }
  if (node.kind === 'list') {
    for (const item of node.items) collectUses(item, used);
    return;
  }
  for (const entry of node.entries.values()) {
    if (entry.key === 'column') {
      const name = textOf(entry.value);
      if (name) used.add(name);
    }
    collectUses(entry.value, used);
  }
}
