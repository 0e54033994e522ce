import type { ActionName } from '../actions.ts';
import { formerClasses } from '../me/former.ts';
import { catalogue } from './catalogue.ts';
import { parseNotation } from './notation.ts';

export type AttributeKind = 'uint' | 'int' | 'enum' | 'bitfield' | 'pointer' | 'counter' | 'octets' | 'string' | 'table';

/** How a value travels in a message object: a number, a decimal text (8 octets), hexadecimal text, or as the action says for tables. */
export type AttributeForm = 'integer' | 'long' | 'octets' | 'table';

export interface Attribute {
  /** 1..16; number 0, the instance id, is not listed. */
  readonly index: number;
  /** Its bit of the attribute mask. */
  readonly bit: number;
  readonly key: string;
  /** As the standard names it. */
  readonly name: string;
  readonly kind: AttributeKind;
  /** Octets on the wire; for a table those of one row, 0 when it has no rows. */
  readonly size: number;
  readonly form: AttributeForm;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly setByCreate: boolean;
  readonly optional: boolean;
  readonly avc: boolean;
  readonly tca: boolean;
  readonly deprecated: boolean;
  readonly format: 'ascii' | 'mac' | 'ipv4' | undefined;
  /** Value of a new instance: number or hexadecimal text; undefined = zero or not stated. */
  readonly initial: number | string | undefined;
}

export interface ManagedEntity {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  /** Clause of G.988, where known. */
  readonly clause: string | undefined;
  readonly createdBy: 'olt' | 'onu' | 'both';
  /** Collects performance monitoring counters. */
  readonly counts: boolean;
  readonly actions: readonly ActionName[];
  readonly attributes: readonly Attribute[];
  readonly byKey: ReadonlyMap<string, Attribute>;
  /** Bits of the set-by-create attributes. */
  readonly createMask: number;
  /** Bits that have an attribute. */
  readonly knownMask: number;
  /** Alarm (or threshold crossing alert) names by number. */
  readonly alarms: ReadonlyMap<number, string>;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly clause?: string;
  readonly by: 'olt' | 'onu' | 'both';
  readonly counts?: true;
  readonly can: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly alarms?: Readonly<Record<number, string>>;
}

const rows = catalogue as Readonly<Record<string, Row>>;
const keys: (string | undefined)[] = [];
for (const [key, row] of Object.entries(rows)) keys[row.id] = key;
const parsed: (ManagedEntity | undefined)[] = new Array<ManagedEntity | undefined>(keys.length).fill(undefined);

/** The table of a class, or undefined for one that no edition describes (vendor classes). */
export function entityOf(classId: number): ManagedEntity | undefined {
  // Reading beyond the end of an array is slow, and vendor classes are.
  if (classId >= parsed.length) return undefined;
  const known = parsed[classId];
  if (known !== undefined) return known;
  const key = keys[classId];
  return key === undefined ? undefined : (parsed[classId] = parse(key, rows[key]!));
}

/** Every described class, by ascending id. */
export function entities(): readonly ManagedEntity[] {
  return keys.flatMap((_, id) => entityOf(id) ?? []);
}

/** Name of any class: described, withdrawn, vendor or reserved. */
export function className(classId: number): string {
  const name = entityOf(classId)?.name ?? formerClasses[classId];
  if (name !== undefined) return name;
  const vendor = (classId >= 240 && classId <= 255) || (classId >= 350 && classId <= 399) || classId >= 65280;
  return vendor ? 'vendor-specific class' : 'unknown class';
}

function parse(key: string, row: Row): ManagedEntity {
  const attributes = Object.entries(row.attributes).map(([name, notation], i) => parseNotation(name, notation, i + 1));
  return {
    id: row.id, key, name: row.name, clause: row.clause, createdBy: row.by, counts: row.counts === true,
    actions: row.can.split(' ') as ActionName[],
    attributes, byKey: new Map(attributes.map((a) => [a.key, a])),
    createMask: attributes.reduce((mask, a) => mask | (a.setByCreate ? a.bit : 0), 0),
    knownMask: attributes.reduce((mask, a) => mask | a.bit, 0),
    alarms: new Map(Object.entries(row.alarms ?? {}).map(([number, name]) => [Number(number), name])),
  };
}
