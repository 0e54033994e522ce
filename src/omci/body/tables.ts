import type { Reader } from '../bytes/reader.ts';
import { field, fieldOr, integer, record } from '../bytes/writer.ts';
import { attributeOf } from '../attributes/write.ts';
import { OmciError } from '../errors.ts';
import type { Attribute } from '../table/entity.ts';
import { resultOnly } from './body.ts';
import type { Body } from './body.ts';

export const getNextRequest: Body = {
  read(r, m) {
    m.attributeMask = r.u16('attributeMask');
    m.commandSequenceNumber = r.u16('commandSequenceNumber');
  },
  write(w, m) {
    w.u16(field(m, 'attributeMask', 0xffff));
    w.u16(field(m, 'commandSequenceNumber', 0xffff));
  },
};

/** A stretch of the table's octets: 29 in the baseline set (the last stretch padded), as many as there are in the extended set. */
export const getNextResponse: Body = {
  read(r, m) {
    m.result = r.result();
    m.attributeMask = r.optional16('attributeMask');
    m.data = r.hex(r.left, 'data');
  },
  write(w, m) {
    w.u8(field(m, 'result', 15));
    w.u16(fieldOr(m, 'attributeMask', 0xffff, 0));
    w.octets(m['data'] ?? '', 'data');
  },
};

/** One table, any number of whole rows. */
export const setTableRequest: Body = {
  read(r, m) {
    const mask = r.u16('attributeMask');
    m.attributeMask = mask;
    if (r.entity === undefined) {
      m.attributes = {};
      m.raw = r.hex(r.left, 'rows of an unknown class');
      return;
    }
    const table = r.entity.attributes.find((a) => a.bit === mask);
    if (table?.kind !== 'table') throw new OmciError('not-a-table', `the mask 0x${mask.toString(16).padStart(4, '0')} does not name one table of ${r.entity.name} (class ${r.entity.id})`, { offset: r.at - 2 });
    m.attributes = { [table.key]: readRows(r, table) };
  },
  write(w, m) {
    const { entity } = w;
    if (entity === undefined) {
      w.u16(field(m, 'attributeMask', 0xffff));
      w.octets(m['raw'] ?? '', 'raw');
      return;
    }
    const given = Object.entries(record(m['attributes'], 'attributes'));
    if (given.length !== 1) throw new OmciError('not-a-table', 'set table takes exactly one table attribute');
    const [key, rows] = given[0]!;
    const table = attributeOf(entity, key);
    if (table.kind !== 'table') throw new OmciError('not-a-table', `${entity.name}: ${key} is no table`);
    if (m['attributeMask'] !== undefined && integer(m['attributeMask'], 'attributeMask', 0xffff) !== table.bit) throw new OmciError('mask-mismatch', `attributeMask is not the bit of ${key}`);
    if (!Array.isArray(rows)) throw new OmciError('bad-field', `${key} is not a list of rows`);
    w.u16(table.bit);
    for (const row of rows as readonly unknown[]) w.octets(row, key, table.size === 0 ? undefined : table.size);
  },
};

export const setTableResponse = resultOnly;

function readRows(r: Reader, table: Attribute): string[] {
  if (table.size === 0) return r.left === 0 ? [] : [r.hex(r.left, table.key)];
  if (r.left % table.size !== 0) throw new OmciError('partial-row', `${r.left} octets are no whole number of rows of ${table.size}`, { offset: r.at });
  const rows: string[] = [];
  while (r.left > 0) rows.push(r.hex(table.size, table.key));
  return rows;
}
