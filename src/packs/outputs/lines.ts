/** Lines of the pattern language, one record each. */
import { MASKED } from '../../plan/row.ts';
import { readCell, type Cell } from './cells.ts';
import type { LinesShape, OutputSpec, Parsed } from './model.ts';
import { unknownLine } from './unknown-line.ts';

export function parseLines(output: OutputSpec, shape: LinesShape, lines: readonly string[]): Parsed {
  const records: Record<string, Cell>[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '' || output.count?.test(line) || output.ignore.some((rule) => rule.test(line))) return;
    for (const { pattern, cells } of shape.patterns) {
      const values = pattern.parse(line.trim());
      if (!values) continue;
      records.push(Object.fromEntries(Object.entries(values).map(([field, value]) => {
        const cell = cells[field];
        const read = value === MASKED ? null : cell ? readCell(cell, String(value)) : value;
        if (read === undefined) throw unknownLine(output.name, index + 1, line, `${field} cannot be ${JSON.stringify(String(value))}`);
        return [field, read];
      })));
      return;
    }
    throw unknownLine(output.name, index + 1, line, 'a line nobody knows');
  });
  return { head: {}, records };
}
