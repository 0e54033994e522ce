/** Subscriber rows, from YAML or CSV, behind one face. Rows are made when they are looked at and hold nothing themselves. */
import type { Place } from '../kernel/finding.ts';
import type { CsvTable } from './csv.ts';
import { child, placeOf, pointerTo, textOf } from './node.ts';
import type { Entry, ListNode, MapNode, Node, Placer } from './node.ts';
import { PROFILE_SCHEMA } from './schema/schema.ts';

export interface Row {
  /** Index in its own file, from 0. */
  readonly index: number;
  /** JSON pointer of the row in its file. */
  readonly pointer: string;
  /** A scalar of the row, `vars` included; undefined when absent or empty. */
  text(name: string): string | undefined;
  /** A field as it was written, where it can be more than a scalar: `password: { env: NAME }`. */
  node(name: string): Node | undefined;
  /** Where a field is; the row itself when it lacks it or none is asked for. */
  place(name?: string): Place;
  /** What the row says about parts of the profile (services, ont, description, …): the topmost layer. */
  readonly layer: MapNode | null;
  /** Whether `layer` holds anything but plain identity fields, hardware and description. */
  readonly special: boolean;
}

export interface RowSet {
  /** Profile of rows that name none. */
  readonly profile: string | undefined;
  readonly file: string;
  readonly length: number;
  row(index: number): Row;
}

/** Keys a row may have beside the subscriber's own columns. */
export const ROW_KEYS: ReadonlySet<string> = new Set(Object.keys(targetProperties()));

/** Keys that say who and where, not what: no layer of the profile. */
const IDENTITY: ReadonlySet<string> = new Set(['key', 'state', 'profile', 'olt', 'pon', 'id', 'serial', 'mac', 'loid', 'password', 'vars']);

/** Layer keys that nearly every row may have; they are cheap and do not need a merge of their own. */
const ORDINARY: ReadonlySet<string> = new Set(['ont', 'description']);

export function yamlRows(list: ListNode, profile: string | undefined): RowSet {
  return {
    profile,
    file: list.source.file,
    length: list.items.length,
    row: (index) => yamlRow(list.items[index] as MapNode, index),
  };
}

export function csvRows(table: CsvTable, profile: string | undefined): RowSet {
  const columns = new Map(table.columns.map((name, index) => [name, index]));
  const layered = table.columns.map((name, index) => ({ path: name.split('.'), index }))
    .filter(({ path }) => ROW_KEYS.has(path[0]!) && !IDENTITY.has(path[0]!));
  const special = layered.filter(({ path }) => !ORDINARY.has(path[0]!));
  return { profile, file: table.file, length: table.rows.length, row: (index) => csvRow(table, index, columns, layered, special) };
}

/** A CSV row as the plain data the schema judges: empty cells left out, dotted columns unfolded. */
export function rowData(table: CsvTable, index: number): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  const cells = table.rows[index]!;
  table.columns.forEach((name, column) => {
    const cell = cells[column];
    if (cell === undefined || cell === '') return;
    if (!name.includes('.') || !ROW_KEYS.has(name.slice(0, name.indexOf('.')))) {
      data[name] = cell;
      return;
    }
    let owner = data;
    const path = name.split('.');
    for (const step of path.slice(0, -1)) {
      const next = owner[step];
      owner = (typeof next === 'object' && next !== null ? next : (owner[step] = {})) as Record<string, unknown>;
    }
    owner[path.at(-1)!] = cell;
  });
  return data;
}

/** The same row as nodes, for findings with places. */
export function rowNode(table: CsvTable, index: number): MapNode {
  return cellsToMap(table, index, table.columns.map((name, column) => ({
    path: name.includes('.') && ROW_KEYS.has(name.slice(0, name.indexOf('.'))) ? name.split('.') : [name], index: column,
  })));
}

function yamlRow(node: MapNode, index: number): Row {
  const pointer = pointerTo('targets', index);
  const layerEntries = [...node.entries].filter(([name]) => ROW_KEYS.has(name) && !IDENTITY.has(name));
  return {
    index,
    pointer,
    text: (name) => textOf(node.entries.get(name)?.value) || textOf(child(node.entries.get('vars')?.value, name)),
    node: (name) => node.entries.get(name)?.value,
    place: (name) => {
      const entry = name === undefined ? undefined : node.entries.get(name);
      return entry ? placeOf(entry.value, pointer + pointerTo(name!), entry) : placeOf(node, pointer);
    },
    layer: layerEntries.length > 0 ? { ...node, entries: new Map(layerEntries) } : null,
    special: layerEntries.some(([name, entry]) => !ORDINARY.has(name) || entry.value.kind !== 'text'),
  };
}

interface Column { readonly path: readonly string[]; readonly index: number }

function csvRow(table: CsvTable, index: number, columns: ReadonlyMap<string, number>, layered: readonly Column[], special: readonly Column[]): Row {
  const cells = table.rows[index]!;
  return {
    index,
    pointer: pointerTo(index),
    text: (name) => {
      const column = columns.get(name);
      return column === undefined ? undefined : cells[column] || undefined;
    },
    node: () => undefined,
    place: (name) => table.place(index, name === undefined ? undefined : columns.get(name)),
    get layer() { return layered.length > 0 ? cellsToMap(table, index, layered) : null; },
    get special() { return special.some((column) => cells[column.index] !== ''); },
  };
}

function cellsToMap(table: CsvTable, row: number, columns: readonly Column[]): MapNode {
  const source: Placer = { file: table.file, text: '', place: (_start, column) => table.place(row, column < 0 ? undefined : column) };
  const root = new Map<string, Entry>();
  for (const { path, index } of columns) {
    const cell = table.rows[row]![index];
    if (cell === undefined || cell === '') continue;
    let owner = root;
    for (const step of path.slice(0, -1)) {
      const next = owner.get(step)?.value;
      if (next?.kind === 'map') {
        owner = next.entries as Map<string, Entry>;
        continue;
      }
      const made = new Map<string, Entry>();
      owner.set(step, { key: step, keyStart: row, keyEnd: index, value: { kind: 'map', entries: made, source, start: row, end: index } });
      owner = made;
    }
    const value: Node = { kind: 'text', text: cell, value: cell, plain: false, source, start: row, end: index };
    owner.set(path.at(-1)!, { key: path.at(-1)!, keyStart: row, keyEnd: index, value });
  }
  return { kind: 'map', entries: root, source, start: row, end: -1 };
}


function targetProperties(): Record<string, unknown> {
  const definitions = PROFILE_SCHEMA['definitions'] as Record<string, { properties?: Record<string, unknown> }>;
  return definitions['target']?.properties ?? {};
}

