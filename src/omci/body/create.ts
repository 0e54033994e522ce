import { readCreateValues } from '../attributes/read.ts';
import { writeCreateValues } from '../attributes/write.ts';
import { field, fieldOr, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import type { Body } from './body.ts';
import { refuseMasks } from './masks.ts';

/** All set-by-create values, no mask; the mask in the message object only names them. */
export const createRequest: Body = {
  read(r, m) {
    const { entity } = r;
    if (entity === undefined) {
      m.attributes = {};
      m.raw = r.hex(r.left, 'set-by-create values of an unknown class');
    } else {
      m.attributeMask = entity.createMask;
      m.attributes = readCreateValues(r, entity);
    }
  },
  write(w, m) {
    const { entity } = w;
    if (entity === undefined) {
      if (m['raw'] === undefined) throw new OmciError('unknown-class', 'the class has no table: give the values of create as `raw`');
      w.octets(m['raw'], 'raw');
      return;
    }
    if (fieldOr(m, 'attributeMask', 0xffff, entity.createMask) !== entity.createMask) {
      throw new OmciError('mask-mismatch', `a create carries all set-by-create attributes: attributeMask is 0x${entity.createMask.toString(16).padStart(4, '0')} or left out`);
    }
    writeCreateValues(w, entity, record(m['attributes'] ?? {}, 'attributes'));
  },
};

/** The execution mask has a meaning with result 3 only. */
export const createResponse: Body = {
  read(r, m) {
    m.result = r.result();
    if (m.result === 3) m.attributeExecutionMask = r.optional16('attributeExecutionMask');
  },
  write(w, m) {
    const result = field(m, 'result', 15);
    w.u8(result);
    if (result === 3) w.u16(fieldOr(m, 'attributeExecutionMask', 0xffff, 0));
    else refuseMasks(m, result);
  },
};
