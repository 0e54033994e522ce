/**
 * Tables. The heading says which columns there are and in what order (releases differ), each column's type says what a cell looks
 * like; a row that does not fit is an error, and so is a heading with a word nobody knows.
 */
import { readCell, type Cell } from './cells.ts';
import type { ColumnSpec, OutputSpec, Parsed, TableShape, TableSpec } from './model.ts';
import { unknownLine } from './unknown-line.ts';

interface Open { readonly table: TableSpec; readonly columns: readonly ColumnSpec[]; readonly row: RegExp; }

export function parseTable(output: OutputSpec, shape: TableShape, lines: readonly string[]): Parsed {
  const records: Record<string, Cell>[] = [];
  const byKey = new Map<string, Record<string, Cell>>();
  let counted: number | null = null;
  const rows = new Map<TableSpec, number>();
  let open: Open | null = null;
  let at = 0;
  lines.forEach((line, index) => {
    const fail = (why: string): never => { throw unknownLine(output.name, index + 1, line, why); };
    if (line.trim() === '') return;
    const total = output.count?.exec(line)?.[1];
    if (total !== undefined) { counted = (counted ?? 0) + Number(total); at = index + 1; return; }
    if (output.ignore.some((rule) => rule.test(line))) return;
    const heading = headingOf(shape, line);
    if (heading === 'unknown') fail('a heading with a column nobody knows');
    if (heading && heading !== 'unknown') { open = heading; return; }
    if (shape.tables.some((table) => table.beside.some((rule) => rule.test(line)))) return;
    if (!open) fail('a line before any heading');
    const { columns, row } = open!;
    const found = row.exec(line);
    if (!found) fail('no row of this table');
    const record: Record<string, Cell> = {};
    columns.forEach((column, number) => {
      const texts = column.fields.length === 1 ? [found![number + 1]!] : found![number + 1]!.split('/');
      if (texts.length !== column.fields.length) fail(`${column.title} has ${texts.length} parts`);
      column.fields.forEach((field, part) => {
        const value = readCell(column.cell, texts[part]!);
        if (value === undefined) fail(`${column.title} cannot be ${JSON.stringify(texts[part]!.trim())}`);
        record[field] = value!;
      });
    });
    rows.set(open!.table, (rows.get(open!.table) ?? 0) + 1);
    const key = JSON.stringify(shape.key.map((field) => record[field] ?? null));
    const known = shape.key.length > 0 ? byKey.get(key) : undefined;
    if (known) { Object.assign(known, record); return; }
    byKey.set(key, record);
    records.push(record);
  });
  // Each of several tables lists all of them: a row that one of them lacks was lost on the way.
  const expected = counted ?? records.length;
  if (counted === null && output.counted) throw unknownLine(output.name, lines.length, lines.at(-1) ?? '', 'the answer is cut: it does not say how many there are');
  for (const number of [records.length, ...shape.tables.map((table) => rows.get(table) ?? 0)]) {
    if (number !== expected) throw unknownLine(output.name, at || lines.length, lines[(at || lines.length) - 1] ?? '', `${number} rows were read, not ${expected}`);
  }
  return { head: {}, records };
}

function headingOf(shape: TableShape, line: string): Open | 'unknown' | null {
  for (const table of shape.tables) {
    const places = table.columns.map((column) => ({ column, at: titleAt(line, column.title) }));
    if (places.some(({ column, at }) => at < 0 && !column.optional)) continue;
    const columns = places.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at).map(({ column }) => column);
    const rest = columns.reduce((text, { title }) => text.replace(new RegExp(titlePattern(title)), ' '), line);
    if (rest.trim() !== '') return 'unknown';
    return { table, columns, row: new RegExp(`^\\s*${columns.map(({ cell, fields }) => `(${fields.length > 1 ? '\\S+' : cell.type.match})`).join('\\s+')}\\s*$`) };
  }
  return null;
}

function titleAt(line: string, title: string): number {
  return line.search(new RegExp(titlePattern(title)));
}

function titlePattern(title: string): string {
  return `(?<!\\S)${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, ' +')}(?!\\S)`;
}
