import type { Given, Writer } from '../bytes/writer.ts';
import { integer, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import type { Attribute, ManagedEntity } from '../table/entity.ts';
import type { TableForm } from './read.ts';

/**
 * The mask of a message: what its attributes say, plus the bits of `raw`. An `attributeMask` beside them must agree.
 * @throws OmciError `unknown-attribute`, `unknown-class`, `mask-mismatch`, `missing-field`
 */
export function maskOf(message: Given, entity: ManagedEntity | undefined): number {
  const given = message['attributeMask'] === undefined ? undefined : integer(message['attributeMask'], 'attributeMask', 0xffff);
  const { attributes } = message;
  if (entity === undefined || attributes === undefined) {
    if (given === undefined) throw new OmciError('missing-field', attributes === undefined ? 'the message has neither attributes nor attributeMask' : 'a message to a class without table needs its attributeMask');
    if (entity === undefined && attributes !== undefined && Object.keys(record(attributes, 'attributes')).length > 0) {
      throw new OmciError('unknown-class', 'the class has no table: its attributes cannot be named, give their octets as `raw`');
    }
    return given;
  }
  let mask = 0;
  for (const key in record(attributes, 'attributes')) mask |= attributeOf(entity, key).bit;
  if (given === undefined || given === mask) return mask;
  // A bit is legitimately without a value only where `raw` holds what could not be told apart, behind all values.
  const rest = given & ~mask;
  if (message['raw'] !== undefined && (mask & ~given) === 0 && (mask === 0 || rest < (mask & -mask))) return given;
  throw new OmciError('mask-mismatch', `attributeMask is 0x${hex4(given)}, the attributes say 0x${hex4(mask)}`);
}

export function attributeOf(entity: ManagedEntity, key: string): Attribute {
  const attribute = entity.byKey.get(key);
  if (attribute !== undefined) return attribute;
  const alike = [...entity.byKey.keys()].find((k) => k.toLowerCase() === key.toLowerCase());
  throw new OmciError('unknown-attribute', `${entity.name} (class ${entity.id}) has no attribute ${key}${alike === undefined ? '' : `; did you mean ${alike}?`}`);
}

/** Writes the values of `mask` in ascending order, then `raw`. */
export function writeValues(w: Writer, message: Given, entity: ManagedEntity | undefined, mask: number, tables: TableForm): void {
  w.valuesAt = w.at;
  if (mask !== 0 && message['raw'] === undefined && (entity === undefined || message['attributes'] === undefined)) {
    throw new OmciError('missing-field', entity === undefined ? 'the values of a class without table are given as `raw`' : 'the message has an attributeMask and no attributes');
  }
  if (entity !== undefined && message['attributes'] !== undefined) {
    const values = record(message['attributes'], 'attributes');
    const list = entity.attributes;
    let bits = mask;
    while (bits !== 0) {
      const index = Math.clz32(bits) - 16;
      bits ^= 0x8000 >> index;
      const attribute = list[index];
      const value = attribute === undefined ? undefined : values[attribute.key];
      if (attribute === undefined || value === undefined) break;
      const end = w.at + sizeIn(attribute, value, tables);
      if (end > w.end) throw tooMuch(w, entity, mask, values, tables);
      writeValue(w, attribute, value, tables);
    }
  }
  if (message['raw'] !== undefined) w.octets(message['raw'], 'raw');
}

/** All set-by-create values in order. Those not given start at their initial value if they are optional. */
export function writeCreateValues(w: Writer, entity: ManagedEntity, values: Given): void {
  for (const key in values) {
    if (!attributeOf(entity, key).setByCreate) throw new OmciError('unknown-attribute', `${entity.name} (class ${entity.id}): ${key} is not set by create; send a set for it`);
  }
  for (const attribute of entity.attributes) {
    if (!attribute.setByCreate) continue;
    const value = values[attribute.key];
    if (value !== undefined) writeValue(w, attribute, value, 'row');
    else if (!attribute.optional) throw new OmciError('missing-attribute', `${entity.name} (class ${entity.id}): create needs ${attribute.key}`);
    else writeValue(w, attribute, attribute.initial ?? (attribute.form === 'octets' ? '00'.repeat(attribute.size) : 0), 'row');
  }
}

function writeValue(w: Writer, attribute: Attribute, value: unknown, tables: TableForm): void {
  const { form, size, key } = attribute;
  if (form === 'integer') {
    writeInteger(w, attribute, value);
  } else if (form === 'octets') {
    w.octets(value, key, size);
  } else if (form === 'long') {
    writeLong(w, key, value);
  } else if (tables === 'size') {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new OmciError('value-out-of-range', `${key}: a get response holds the size of the table in octets`);
    w.u32(value);
  } else if (tables === 'none') {
    if (value !== null) throw new OmciError('value-out-of-range', `${key}: a table has no value in an attribute value change, only null`);
  } else if (tables === 'row') {
    w.octets(value, key, size === 0 ? undefined : size);
  } else throw new OmciError('table-in-upload', `${key}: tables are not part of a MIB upload`);
}

function writeInteger(w: Writer, attribute: Attribute, value: unknown): void {
  const { size, kind, key } = attribute;
  const span = size === 1 ? 0x100 : size === 2 ? 0x10000 : size === 4 ? 0x100000000 : 0x1000000;
  const least = kind === 'int' ? -span / 2 : 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value >= span) {
    throw new OmciError('value-out-of-range', `${key} takes an integer from ${least} to ${span - 1}, not ${typeof value === 'number' ? value : `a ${typeof value}`}`);
  }
  if (size === 1) w.u8(value);
  else if (size === 2) w.u16(value);
  else if (size === 4) w.u32(value);
  else {
    w.u8(value >>> 16);
    w.u16(value & 0xffff);
  }
}

function writeLong(w: Writer, key: string, value: unknown): void {
  let number: bigint;
  if (typeof value === 'bigint') number = value;
  else if (typeof value === 'number' && Number.isSafeInteger(value)) number = BigInt(value);
  else if (typeof value === 'string' && /^\d{1,20}$/.test(value)) number = BigInt(value);
  else throw new OmciError('value-out-of-range', `${key} takes a decimal text or a bigint of up to 64 bits`);
  if (number < 0n || number >= 1n << 64n) throw new OmciError('value-out-of-range', `${key} takes a number of up to 64 bits`);
  w.u32(Number(number >> 32n));
  w.u32(Number(number & 0xffffffffn));
}

/** Octets a value takes; a row of unknown size takes what it has. */
export function sizeIn(attribute: Attribute, value: unknown, tables: TableForm): number {
  if (attribute.form !== 'table') return attribute.size;
  if (tables === 'size') return 4;
  if (tables !== 'row') return 0;
  if (attribute.size !== 0) return attribute.size;
  return typeof value === 'string' ? value.length >>> 1 : value instanceof Uint8Array ? value.length : 0;
}

function tooMuch(w: Writer, entity: ManagedEntity, mask: number, values: Given, tables: TableForm): OmciError {
  const room = w.end - w.valuesAt;
  const groups = split(entity, mask, room, tables, values);
  const needed = entity.attributes.reduce((sum, a) => sum + (mask & a.bit ? sizeIn(a, values[a.key], tables) : 0), 0);
  return new OmciError('does-not-fit', `${entity.name} (class ${entity.id}): the values take ${needed} octets, the message has room for ${room}; send ${groups.length} messages: ${groups.map((g) => g.join(' + ')).join(' | ')}`, { groups });
}

/**
 * The attributes of a mask in groups that fit one message each, in order.
 * @param room octets for values: baseline set 30, get response 25; extended set 1964, get response 1959
 */
export function split(entity: ManagedEntity, mask: number, room: number, tables: TableForm, values: Given = {}): string[][] {
  const groups: string[][] = [];
  let left = 0;
  for (const attribute of entity.attributes) {
    if ((mask & attribute.bit) === 0) continue;
    const size = sizeIn(attribute, values[attribute.key], tables);
    if (groups.length === 0 || size > left) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)!.push(attribute.key);
    left -= size;
  }
  return groups;
}

function hex4(mask: number): string {
  return mask.toString(16).padStart(4, '0');
}
