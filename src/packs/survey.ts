/** How much of a configuration the pack understands: for people who extend it, and for reports from the field. */
import type { Row } from '../plan/row.ts';
import type { Store } from '../plan/store.ts';

export interface Survey {
  /** Lines that a resource reads. */
  readonly known: number;
  /** Lines nobody knows, as they are: secrets and names included. `mode` is the mode, or the profile whose body they stand in. */
  readonly residue: readonly { readonly mode: string; readonly line: string }[];
  /** Head and key understood, tail not. */
  readonly half: readonly { readonly kind: string; readonly line: string }[];
  /** All lines in order, folded ones joined. */
  readonly lines: readonly string[];
}

export function surveyOf(store: Store, lines: readonly string[]): Survey {
  const known = new Set<number>();
  const residue = store.residue.map(({ mode, line }) => ({ mode, number: line.number, line: line.text.trim() }));
  const half: { kind: string; line: string }[] = [];
  const visit = (row: Row): void => {
    for (const line of row.lines) if (line !== row.half) known.add(line.number);
    if (row.half) half.push({ kind: row.kind, line: row.half.text.trim() });
    for (const line of row.residue) residue.push({ mode: row.kind, number: line.number, line: line.text.trim() });
    row.body.forEach(visit);
  };
  for (const kind of store.kinds()) if (!kind.name.includes('.')) for (const row of store.rows(kind.name)) visit(row);
  residue.sort((a, b) => a.number - b.number);
  return { known: known.size, residue: residue.map(({ mode, line }) => ({ mode, line })), half, lines };
}
