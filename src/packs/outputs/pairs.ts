/** Blocks of `key : value`. Keys are matched without case and blanks; a long value may go on in lines without a key. */
import { readCell, type Cell } from './cells.ts';
import type { OutputSpec, PairSpec, PairsShape, Parsed } from './model.ts';
import { unknownLine } from './unknown-line.ts';

type Draft = Record<string, Cell | Cell[]>;

export function parsePairs(output: OutputSpec, shape: PairsShape, lines: readonly string[]): Parsed {
  const head: Draft = {};
  const records: Draft[] = shape.starts === null ? [{}] : [];
  let counted: number | null = null;
  let long: { readonly field: string; readonly column: number; last: string } | null = null;
  lines.forEach((line, index) => {
    const fail = (why: string): never => { throw unknownLine(output.name, index + 1, line, why); };
    if (line.trim() === '') { long = null; return; }
    const total = output.count?.exec(line)?.[1];
    if (total !== undefined) { counted = Number(total); return; }
    if (output.ignore.some((rule) => rule.test(line))) { long = null; return; }
    const pair = /^\s*([^:]*\S)\s*:(.*)$/.exec(line);
    const into = records.at(-1) ?? head;
    if (long && (!pair || indentOf(line) >= long.column)) {
      // A folded value: a first piece that was filled with a blank, or a continuation set in by one more, hides a real one.
      const piece = line.slice(Math.min(long.column, indentOf(line)));
      into[long.field] = `${String(into[long.field] ?? '')}${long.last.endsWith(' ') && !String(into[long.field]).endsWith(' ') ? ' ' : ''}${piece.trimEnd()}`;
      long.last = piece;
      return;
    }
    long = null;
    if (!pair) fail('neither a pair of key and value nor anything else that is known');
    const key = normalKey(pair![1]!);
    if (key === shape.starts) records.push({});
    const spec = shape.keys.find((each) => each.keys.some((rule) => rule.test(key)));
    if (!spec) {
      if (shape.others) return;
      fail('a key nobody knows');
    }
    put(records.at(-1) ?? head, spec!, pair![2]!, fail);
    const width = shape.wraps[spec!.field];
    if (width !== undefined) {
      const value = pair![2]!.replace(/^ /, '');
      if (value.trimEnd().length >= width - 1) long = { field: spec!.field, column: line.length - value.length, last: value.length > value.trimEnd().length ? `${value.trimEnd()} ` : value };
    }
  });
  if (counted !== null && counted !== records.length) throw unknownLine(output.name, lines.length, lines.at(-1) ?? '', `${records.length} blocks were read, not ${String(counted)}`);
  for (const record of records) {
    for (const field of shape.require) if (record[field] === undefined) throw unknownLine(output.name, lines.length, lines.at(-1) ?? '', `the answer is cut: ${field} is missing`);
  }
  return { head, records };
}

function put(record: Draft, spec: PairSpec, text: string, fail: (why: string) => never): void {
  const value = readCell(spec.cell, text);
  if (value === undefined) fail(`${spec.field} cannot be ${JSON.stringify(text.trim())}`);
  if (!spec.many) { record[spec.field] = value!; return; }
  const list = record[spec.field];
  if (Array.isArray(list)) list.push(value); else record[spec.field] = [value!];
}

export function normalKey(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
