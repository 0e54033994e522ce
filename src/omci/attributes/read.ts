import type { Reader } from '../bytes/reader.ts';
import { OmciError } from '../errors.ts';
import type { Attribute, ManagedEntity } from '../table/entity.ts';

/** A value as messages hold it; null and lists occur for tables only. */
export type AttributeValue = number | string | null | readonly string[];

export type Values = Record<string, AttributeValue>;

/** What a table attribute is where attribute values stand: its size in octets (get), one row (set), nothing (AVC), an error (MIB upload). */
export type TableForm = 'size' | 'row' | 'none' | 'refused';

/** The values a mask announces, as far as the table knows them; what it does not know is left in `raw`. */
export interface ReadValues {
  readonly attributes: Values;
  /** Hexadecimal octets that could not be told apart: of an unknown class, or behind an unknown attribute. */
  readonly raw: string | undefined;
}

/** Reads the values of the attributes in `mask`, in ascending order, up to the reader's end. */
export function readValues(r: Reader, entity: ManagedEntity | undefined, mask: number, tables: TableForm): ReadValues {
  const attributes: Values = {};
  if (entity === undefined) return { attributes, raw: mask === 0 ? undefined : r.hex(r.left, 'attribute values of an unknown class') };
  const list = entity.attributes;
  let bits = mask;
  while (bits !== 0) {
    const index = Math.clz32(bits) - 16;
    bits ^= 0x8000 >> index;
    const attribute = list[index];
    if (attribute === undefined) {
      r.deviate('unknown-attribute', `${entity.name} (class ${entity.id}) has no attribute ${index + 1} (mask bit 0x${(0x8000 >> index).toString(16).padStart(4, '0')})`);
      return { attributes, raw: r.hex(r.left, 'values behind an unknown attribute') };
    }
    const { form } = attribute;
    if (form === 'integer') attributes[attribute.key] = readInteger(r, attribute);
    else if (form === 'octets') attributes[attribute.key] = r.hex(attribute.size, attribute.key);
    else if (form === 'long') attributes[attribute.key] = readLong(r, attribute.key);
    else if (tables === 'size') attributes[attribute.key] = r.u32(attribute.key);
    else if (tables === 'none') attributes[attribute.key] = null;
    else if (tables === 'row') attributes[attribute.key] = readRow(r, entity, attribute, bits);
    else {
      r.deviate('table-in-upload', `${entity.name} (class ${entity.id}) reports its table ${attribute.key}`);
      return { attributes, raw: r.hex(r.left, 'values behind a table attribute') };
    }
  }
  return { attributes, raw: undefined };
}

/** All set-by-create values, in order; those that a shorter extended message leaves out are zero. */
export function readCreateValues(r: Reader, entity: ManagedEntity): Values {
  const attributes: Values = {};
  for (const attribute of entity.attributes) {
    if (!attribute.setByCreate) continue;
    const { form, key, size } = attribute;
    if (r.left === 0 && r.extended) attributes[key] = form === 'integer' ? 0 : form === 'long' ? '0' : '00'.repeat(size);
    else if (form === 'integer') attributes[key] = readInteger(r, attribute);
    else attributes[key] = form === 'long' ? readLong(r, key) : r.hex(size, key);
  }
  return attributes;
}

function readInteger(r: Reader, attribute: Attribute): number {
  const { key } = attribute;
  switch (attribute.size) {
    case 1: return r.u8(key);
    case 2: return r.u16(key);
    case 4: return r.u32(key);
    default: return r.u8(key) * 65536 + r.u16(key);
  }
}

function readLong(r: Reader, name: string): string {
  const at = r.at;
  if (r.left < 8) throw new OmciError('truncated', `the contents end at octet ${r.end}, before ${name} (8 octets from ${at})`, { offset: at });
  const { bytes } = r;
  const high = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  const low = ((bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!) >>> 0;
  r.at = at + 8;
  const value = high < 0x200000 ? String(high * 0x100000000 + low) : String((BigInt(high) << 32n) | BigInt(low));
  if (r.trace !== undefined) r.trace(at, 8, name, value);
  return value;
}

/** One row; of a table without rows everything that is left, which only the last attribute can have. */
function readRow(r: Reader, entity: ManagedEntity, attribute: Attribute, later: number): string {
  if (attribute.size !== 0) return r.hex(attribute.size, attribute.key);
  if (later !== 0) throw new OmciError('unsized-table', `${entity.name}: ${attribute.key} has no fixed size and is not the last attribute`, { offset: r.at });
  return r.hex(r.left, attribute.key);
}
