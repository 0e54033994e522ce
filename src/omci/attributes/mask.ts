import { OmciError } from '../errors.ts';
import { entityOf } from '../table/entity.ts';
import type { ManagedEntity } from '../table/entity.ts';
import type { AttributeKey } from '../table/values.ts';
import { attributeOf, split } from './write.ts';

/** The mask that asks for these attributes: `attributeMask(256, 'vendorId', 'version')` is 0xc000. @throws OmciError `unknown-attribute`, `unknown-class` */
export function attributeMask<const C extends number>(classId: C, ...keys: readonly AttributeKey<C>[]): number {
  const entity = described(classId);
  return keys.reduce((mask, key) => mask | attributeOf(entity, key).bit, 0);
}

/** The attributes of a mask, in order; bits without attribute are left out. */
export function attributeNames<const C extends number>(classId: C, mask: number): readonly AttributeKey<C>[] {
  return (entityOf(classId)?.attributes ?? []).filter((a) => (mask & a.bit) !== 0).map((a) => a.key as AttributeKey<C>);
}

/** Octets for values in one message, by action and message set. */
export const ROOM = {
  baseline: { create: 32, set: 30, get: 25, mibUploadNext: 26, attributeValueChange: 30 },
  extended: { create: 1966, set: 1964, get: 1959, mibUploadNext: 1958, attributeValueChange: 1964 },
} as const;

/** A mask cut into masks whose values fit one message each; in a get response a table takes 4 octets, elsewhere one row. */
export function splitMask(classId: number, mask: number, action: 'set' | 'get' | 'mibUploadNext' | 'attributeValueChange', set: 'baseline' | 'extended' = 'baseline'): readonly number[] {
  const entity = described(classId);
  const tables = action === 'get' ? 'size' : action === 'set' ? 'row' : 'none';
  return split(entity, mask, ROOM[set][action], tables).map((keys) => keys.reduce((sum, key) => sum | attributeOf(entity, key).bit, 0));
}

function described(classId: number): ManagedEntity {
  const entity = entityOf(classId);
  if (entity === undefined) throw new OmciError('unknown-class', `class ${classId} has no table`);
  return entity;
}
