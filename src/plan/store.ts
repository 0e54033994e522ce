/** All rows known of one device, indexed by key and by the ONT they live under. */
import type { Kind } from './kind.ts';
import { lineShower } from './shown-lines.ts';
import { keyOf, type Residue, type Row, type SourceLine, type Value } from './row.ts';

export class Store {
  readonly #byKind = new Map<string, Set<Row>>();
  readonly #byKey = new Map<string, Row>();
  readonly #byOwner = new Map<string, Set<Row>>();
  readonly #byValue = new Map<string, Map<string, Set<Row>>>();
  readonly #ownerResidue = new Map<string, Residue[]>();
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #cursors = new Map<string, number>();
  readonly #reserved = new Set<string>();
  /** When a row was first seen: one that is taken out and put back, to try a plan, stays in its place. */
  readonly #age = new WeakMap<Row, number>();
  #added = 0;
  readonly residue: Residue[] = [];
  /** Lines that name a property of the device (`profile-mode`), by the pack's own words. */
  readonly flags = new Set<string>();

  constructor(kinds: ReadonlyMap<string, Kind>) {
    this.#kinds = kinds;
  }

  kind(name: string): Kind {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`no such kind of row: ${name}`);
    return kind;
  }

  /** A line of this device as it may be shown. */
  shown(line: string): string {
    return lineShower(this.#kinds)(line);
  }

  kinds(): Iterable<Kind> {
    return this.#kinds.values();
  }

  /** The row of this key, made if need be. */
  upsert(kind: Kind, values: Record<string, Value | undefined>, line: SourceLine | null, half = false): Row {
    const key = this.#key(kind, values);
    let row = this.#byKey.get(key);
    if (!row) {
      row = { kind: kind.name, values, lines: [], facets: new Set(), body: [], residue: [], ...(half && line ? { half: line } : {}) };
      this.#add(kind, row, key);
    } else {
      this.#unindexValues(kind, row);
      Object.assign(row.values, values);
      if (half && line && !row.half) (row as { half?: SourceLine }).half = line;
      this.#indexValues(kind, row);
    }
    if (line) row.lines.push(line);
    return row;
  }

  /** Changes values of a row that stays the same row. */
  update(row: Row, values: Readonly<Record<string, Value | undefined>>): void {
    const kind = this.kind(row.kind);
    this.remove(row);
    Object.assign(row.values, values);
    for (const name of Object.keys(row.values)) if (row.values[name] === undefined) delete row.values[name];
    this.#add(kind, row, this.#key(kind, row.values));
  }

  /** Puts a row that was removed back as it was. */
  insert(row: Row): void {
    const kind = this.kind(row.kind);
    this.#add(kind, row, this.#key(kind, row.values));
  }

  remove(row: Row): void {
    const kind = this.kind(row.kind);
    this.#unindexValues(kind, row);
    this.#lowerCursors(kind, row);
    this.#byKind.get(kind.name)?.delete(row);
    this.#byKey.delete(this.#key(kind, row.values));
    if (kind.owner.length) this.#byOwner.get(ownerKey(kind, row))?.delete(row);
  }

  /** Below this number of the scope nothing is free: where the search for the first free one may start. */
  cursor(scope: string, from: number): number {
    return this.#cursors.get(scope) ?? from;
  }

  advance(scope: string, number: number): void {
    this.#cursors.set(scope, number);
  }

  rows(kind: string): ReadonlySet<Row> {
    return this.#byKind.get(kind) ?? EMPTY;
  }

  get(kind: Kind, values: Readonly<Record<string, Value | undefined>>): Row | undefined {
    return this.#byKey.get(this.#key(kind, values));
  }

  /** The object a reference leads to, by number or by name. */
  referent(kind: Kind, attribute: string, value: Value | undefined): Row | undefined {
    if (value === undefined) return undefined;
    return kind.key.length === 1 && kind.key[0] === attribute ? this.get(kind, { [attribute]: value }) : this.where(kind.name, attribute, value)[0];
  }

  /** Rows of this kind with `attribute` = `value`. */
  where(kind: string, attribute: string, value: Value | undefined): readonly Row[] {
    const found = this.#byValue.get(`${kind}\u0001${attribute}`)?.get(String(value));
    return found ? this.#byAge(found) : [];
  }

  /** Rows under the ONT of this key (`keyOf` of its key attributes), with what hangs on them. */
  under(owner: string): readonly Row[] {
    const out = this.#byAge(this.#byOwner.get(owner) ?? EMPTY);
    for (const row of out.slice()) out.push(...this.dependents(row));
    return out;
  }

  /** Rows that live by this one and must go before it. */
  dependents(row: Row): readonly Row[] {
    const out: Row[] = [];
    for (const kind of this.#kinds.values()) {
      const ref = kind.via === undefined ? undefined : kind.refs[kind.via];
      if (ref?.kind === row.kind) out.push(...this.where(kind.name, kind.via!, row.values[ref.attribute]));
    }
    return out;
  }

  /** This key is taken by something that is no row of the kind. */
  reserve(kind: Kind, values: Readonly<Record<string, Value | undefined>>): void {
    this.#reserved.add(this.#key(kind, values));
  }

  isTaken(kind: Kind, values: Readonly<Record<string, Value | undefined>>): boolean {
    const key = this.#key(kind, values);
    return this.#byKey.has(key) || this.#reserved.has(key);
  }

  addResidue(residue: Residue): void {
    this.residue.push(residue);
    if (residue.owner === undefined) return;
    const list = this.#ownerResidue.get(residue.owner);
    if (list) list.push(residue); else this.#ownerResidue.set(residue.owner, [residue]);
  }

  residueUnder(owner: string): readonly Residue[] {
    return this.#ownerResidue.get(owner) ?? [];
  }

  /** A number that is free again may be the first free one. */
  #lowerCursors(kind: Kind, row: Row): void {
    for (const attribute of Object.keys(kind.alloc)) {
      const number = row.values[attribute];
      if (typeof number !== 'number') continue;
      const prefix = `${kind.name}\u0001${attribute}\u0001`;
      const { within } = kind.alloc[attribute]!;
      const scope = prefix + keyOf(within, row.values);
      if ((this.#cursors.get(scope) ?? -1) > number) this.#cursors.set(scope, number);
    }
  }

  #key(kind: Kind, values: Readonly<Record<string, Value | undefined>>): string {
    return `${kind.name}\u0001${keyOf(kind.key, values)}`;
  }

  #byAge(rows: ReadonlySet<Row>): Row[] {
    return rows.size > 1 ? [...rows].sort((a, b) => this.#age.get(a)! - this.#age.get(b)!) : [...rows];
  }

  #add(kind: Kind, row: Row, key: string): void {
    if (!this.#age.has(row)) this.#age.set(row, this.#added++);
    this.#byKey.set(key, row);
    add(this.#byKind, kind.name, row);
    if (kind.owner.length) add(this.#byOwner, ownerKey(kind, row), row);
    this.#indexValues(kind, row);
  }

  /** Only what somebody looks up by value: references, the identity, the name. */
  #indexed(kind: Kind): string[] {
    return [...Object.keys(kind.refs), ...(kind.identity ?? []), ...(kind.nameAttribute ? [kind.nameAttribute] : [])];
  }

  #indexValues(kind: Kind, row: Row): void {
    for (const attribute of this.#indexed(kind)) {
      if (row.values[attribute] === undefined) continue;
      const name = `${kind.name}\u0001${attribute}`;
      let map = this.#byValue.get(name);
      if (!map) this.#byValue.set(name, (map = new Map()));
      add(map, String(row.values[attribute]), row);
    }
  }

  #unindexValues(kind: Kind, row: Row): void {
    for (const attribute of this.#indexed(kind)) {
      this.#byValue.get(`${kind.name}\u0001${attribute}`)?.get(String(row.values[attribute]))?.delete(row);
    }
  }
}

const EMPTY: ReadonlySet<Row> = new Set();

function ownerKey(kind: Kind, row: Row): string {
  return keyOf(kind.owner, row.values);
}

function add(map: Map<string, Set<Row>>, key: string, row: Row): void {
  const set = map.get(key);
  if (set) set.add(row); else map.set(key, new Set([row]));
}
