import { fromHex, toHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';
import { entityOf } from '../table/entity.ts';

/** Octets of table a baseline get next response carries. */
const BASELINE_STRETCH = 29;

/**
 * Puts a table together: its size from a get response, its octets from the get next responses 0, 1, 2, …
 * The last baseline stretch is padded; what lies beyond the size is cut off.
 * @param stretches `data` of the responses, in order
 * @throws OmciError `bad-sequence` when octets are missing, or whole responses too many
 */
export function reassembleTable(size: number, stretches: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [i, stretch] of stretches.entries()) {
    if (at >= size && !(size === 0 && i === 0)) throw new OmciError('bad-sequence', `the table of ${size} octets is complete after ${i} responses, there are ${stretches.length}`);
    const part = fromHex(stretch);
    bytes.set(part.subarray(0, size - at), at);
    at += part.length;
  }
  if (at < size) throw new OmciError('bad-sequence', `the table has ${size} octets, the responses hold ${at}`);
  return bytes;
}

/** How many get next commands a table of this size takes in the baseline set. */
export function getNextCount(size: number): number {
  return Math.ceil(size / BASELINE_STRETCH);
}

/** The rows of a reassembled table as hexadecimal text. A table without rows is one. @throws OmciError `partial-row`, `unknown-attribute` */
export function rowsOf(classId: number, key: string, table: Uint8Array): readonly string[] {
  const attribute = entityOf(classId)?.byKey.get(key);
  if (attribute?.kind !== 'table') throw new OmciError('unknown-attribute', `class ${classId} has no table ${key}`);
  const { size } = attribute;
  if (size === 0) return table.length === 0 ? [] : [toHex(table)];
  if (table.length % size !== 0) throw new OmciError('partial-row', `${table.length} octets are no whole number of rows of ${size}`);
  return Array.from({ length: table.length / size }, (_, i) => toHex(table, i * size, (i + 1) * size));
}
