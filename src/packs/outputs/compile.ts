/** The files of a pack's `outputs/` to a reader. A malformed one throws a plain Error that names the place. */
import { linePattern } from '../pattern.ts';
import { asList, asTree, type Tree } from '../tree.ts';
import { CELL_TYPES, type CellSpec } from './cells.ts';
import { parseLines } from './lines.ts';
import type { ColumnSpec, OutputSpec, PairSpec, StateReader } from './model.ts';
import { normalKey, parsePairs } from './pairs.ts';
import { parseTable } from './table.ts';

export function compileOutputs(trees: Readonly<Record<string, Tree>>): StateReader {
  const outputs = new Map<string, OutputSpec>();
  const output = (name: string): OutputSpec | null => {
    const tree = trees[name];
    if (!tree) return null;
    let made = outputs.get(name);
    if (!made) outputs.set(name, (made = compileOutput(name, tree)));
    return made;
  };
  return {
    names: Object.keys(trees),
    ask(name, params) {
      const spec = output(name);
      return spec && { name, line: spec.line.render({ ...params }).text, at: spec.at };
    },
    parse(name, lines) {
      const spec = output(name);
      if (!spec) throw new Error(`no output ${name}`);
      const { shape } = spec;
      if (shape.kind === 'table') return parseTable(spec, shape, lines);
      return shape.kind === 'pairs' ? parsePairs(spec, shape, lines) : parseLines(spec, shape, lines);
    },
    ready(name, record) {
      const words = Object.entries(output(name)?.ready ?? {});
      return words.length > 0 && words.every(([field, word]) => record[field] === word);
    },
  };
}

function compileOutput(name: string, tree: Tree): OutputSpec {
  const read = asTree(tree['read'], `outputs/${name}: read`);
  const empty = new Set(asList(tree['empty']).map(String));
  const cell = (raw: unknown, place: string): CellSpec => compileCell(raw, empty, `outputs/${name}: ${place}`);
  return {
    name, line: linePattern(String(read['line'])), at: String(read['at']),
    ignore: rules(tree['ignore']), count: tree['count'] === undefined ? null : new RegExp(String(tree['count'])),
    counted: tree['counted'] === 'always',
    ready: Object.fromEntries(Object.entries(asTree(tree['ready'] ?? {}, `outputs/${name}: ready`)).map(([field, word]) => [field, String(word)])),
    shape: shapeOf(),
  };

  function shapeOf(): OutputSpec['shape'] {
    switch (tree['shape']) {
      case 'table':
        return {
          kind: 'table', key: asList(tree['key']).map(String),
          tables: asList(tree['tables']).map((raw) => {
            const table = asTree(raw, `outputs/${name}: tables`);
            return { beside: rules(table['beside']), columns: Object.entries(asTree(table['columns'], `outputs/${name}: columns`)).map(([fields, column]) => columnOf(fields, column)) };
          }),
        };
      case 'pairs':
        return {
          kind: 'pairs', starts: tree['starts'] === undefined ? null : normalKey(String(tree['starts'])), require: asList(tree['require']).map(String),
          others: tree['others'] === 'pass', wraps: Object.fromEntries(Object.entries(asTree(tree['wraps'] ?? {}, `outputs/${name}: wraps`)).map(([field, width]) => [field, Number(width)])),
          keys: Object.entries(asTree(tree['keys'], `outputs/${name}: keys`)).map(([field, raw]) => pairOf(field, raw)),
        };
      case 'lines':
        return {
          kind: 'lines', patterns: asList(tree['lines']).map((raw) => {
            const line = typeof raw === 'string' ? { put: raw } : asTree(raw, `outputs/${name}: lines`);
            const cells = asTree('cells' in line ? line['cells'] : {}, `outputs/${name}: cells`);
            return { pattern: linePattern(String(line['put'])), cells: Object.fromEntries(Object.entries(cells).map(([field, each]) => [field, cell(each, field)])) };
          }),
        };
      default: throw new Error(`outputs/${name}: shape is table, pairs or lines, not ${String(tree['shape'])}`);
    }
  }

  /** `serial: SN`, or `serial: { title: SN, type: serial }`; `rx/tx` are two values in one cell. */
  function columnOf(fields: string, raw: unknown): ColumnSpec {
    const column = typeof raw === 'string' ? { title: raw } : asTree(raw, `outputs/${name}: ${fields}`);
    return { title: String(column['title']), fields: fields.split('/'), cell: cell(column, fields), optional: 'optional' in column && column['optional'] === true };
  }

  /** `run: Run state`, `run: [Run state, State]`, or `run: { key: …, type: … }`; `*` in a key is any number. */
  function pairOf(field: string, raw: unknown): PairSpec {
    const pair = typeof raw === 'string' || Array.isArray(raw) ? { key: raw } : asTree(raw, `outputs/${name}: ${field}`);
    const keys = asList(pair['key']).map((key) => new RegExp(`^${normalKey(String(key)).replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '\\d+')}$`));
    return { field, keys, cell: cell(pair, field), many: 'many' in pair && pair['many'] === true };
  }
}

function compileCell(raw: unknown, empty: ReadonlySet<string>, place: string): CellSpec {
  const tree = asTree(raw, place);
  const type = CELL_TYPES[String(tree['type'] ?? 'text')];
  if (!type) throw new Error(`${place}: no type '${String(tree['type'])}'`);
  const limits = tree['limits'] === undefined ? null : asList(tree['limits']).map(Number);
  if (limits && limits.length !== 2) throw new Error(`${place}: limits are two numbers`);
  const words = tree['words'] === undefined ? {} : Object.fromEntries(Object.entries(asTree(tree['words'], place)).map(([from, to]) => [from.toLowerCase(), String(to)]));
  return { type, empty, limits: limits ? [limits[0]!, limits[1]!] : null, words };
}

function rules(raw: unknown): RegExp[] {
  return asList(raw).map((text) => new RegExp(String(text)));
}
