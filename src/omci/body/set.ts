import { readValues } from '../attributes/read.ts';
import { maskOf, writeValues } from '../attributes/write.ts';
import { field } from '../bytes/writer.ts';
import type { TableForm } from '../attributes/read.ts';
import type { Body } from './body.ts';
import { refuseMasks, writeMasks } from './masks.ts';

/** A mask, then the values it announces: set (a table: one row) and attribute value change (a table: nothing). */
function maskAndValues(tables: TableForm): Body {
  return {
    read(r, m) {
      const mask = r.u16('attributeMask');
      m.attributeMask = mask;
      const { attributes, raw } = readValues(r, r.entity, mask, tables);
      m.attributes = attributes;
      if (raw !== undefined) m.raw = raw;
    },
    write(w, m) {
      const mask = maskOf(m, w.entity);
      w.u16(mask);
      writeValues(w, m, w.entity, mask, tables);
    },
  };
}

export const setRequest = maskAndValues('row');

export const attributeValueChange = maskAndValues('none');

/** The masks have a meaning with result 9 only. */
export const setResponse: Body = {
  read(r, m) {
    m.result = r.result();
    if (m.result !== 9) return;
    m.unsupportedAttributeMask = r.optional16('unsupportedAttributeMask');
    m.failedAttributeMask = r.optional16('failedAttributeMask');
  },
  write(w, m) {
    const result = field(m, 'result', 15);
    w.u8(result);
    if (result === 9) writeMasks(w, m);
    else refuseMasks(m, result);
  },
};
