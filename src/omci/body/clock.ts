import { field, fieldOr } from '../bytes/writer.ts';
import type { Body } from './body.ts';

/** All zero = no date: only the 15-minute tick is aligned. */
export const synchronizeTimeRequest: Body = {
  read(r, m) {
    m.year = r.optional16('year');
    for (const part of PARTS) m[part] = r.optional8(part);
  },
  write(w, m) {
    w.u16(fieldOr(m, 'year', 0xffff, 0));
    for (const part of PARTS) w.u8(fieldOr(m, part, 255, 0));
  },
};

/** With success: 0 the tick was aligned, 1 the date was set as well. */
export const synchronizeTimeResponse: Body = {
  read(r, m) {
    m.result = r.result();
    if (m.result === 0) m.successResults = r.optional8('successResults');
  },
  write(w, m) {
    const result = field(m, 'result', 15);
    w.u8(result);
    if (result === 0) w.u8(fieldOr(m, 'successResults', 255, 0));
  },
};

export const rebootRequest: Body = {
  read: (r, m) => { m.rebootCondition = r.optional8('rebootCondition'); },
  write: (w, m) => { w.u8(fieldOr(m, 'rebootCondition', 255, 0)); },
};

const PARTS = ['month', 'day', 'hour', 'minute', 'second'] as const;
