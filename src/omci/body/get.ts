import { readValues } from '../attributes/read.ts';
import { maskOf, writeValues } from '../attributes/write.ts';
import type { Reader } from '../bytes/reader.ts';
import type { Given, Writer } from '../bytes/writer.ts';
import { field, fieldOr, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import type { Body, Draft } from './body.ts';
import { refuseMasks, writeMasks } from './masks.ts';

/** Octets of the two masks at the end of a baseline response. */
const MASKS = 4;

/** Octets of the three masks of an extended response. */
const FIXED = 6;

export const getRequest: Body = {
  read: (r, m) => { m.attributeMask = r.u16('attributeMask'); },
  write: (w, m) => { w.u16(field(m, 'attributeMask', 0xffff)); },
};

/**
 * Get and get current data. Values come with result 0 and 9; the masks of unsupported and failed attributes with 9 only:
 * in the baseline set they are the last four octets, in the extended set they stand before the values.
 */
export const getResponse: Body = {
  read(r, m) {
    const result = r.result();
    m.result = result;
    if (result !== 0 && result !== 9) {
      m.attributeMask = 0;
      m.attributes = {};
      // After a failure nothing need be there; a vendor's text must not be taken for a mask.
      if (r.zeros(r.left) && (!r.extended || r.left <= FIXED)) r.skip(r.left, 'nothing after a failure');
      return;
    }
    m.attributeMask = r.u16('attributeMask');
    if (r.extended) readMasksAndValues(r, m, result);
    else if (result === 9) readValuesAndMasks(r, m);
    else readSuccess(r, m);
  },
  write(w, m) {
    const result = field(m, 'result', 15);
    w.u8(result);
    if (result !== 0 && result !== 9) {
      refuseMasks(m, result);
      refuseValues(m, result);
      if (m['trailing'] === undefined && w.extended) w.zeros(FIXED);
      return;
    }
    const mask = maskOf(m, w.entity);
    w.u16(mask);
    if (w.extended) {
      writeMasks(w, m);
      writeValues(w, m, w.entity, mask, 'size');
    } else writeBaseline(w, m, mask, result);
  },
};

function readMasksAndValues(r: Reader, m: Draft, result: number): void {
  const unsupported = r.u16('unsupportedAttributeMask');
  const failed = r.u16('failedAttributeMask');
  // They mean nothing with result 0, but then they are 0; what is there nevertheless is kept.
  if (result === 9 || unsupported !== 0 || failed !== 0) {
    m.unsupportedAttributeMask = unsupported;
    m.failedAttributeMask = failed;
  }
  put(m, readValues(r, r.entity, m.attributeMask as number, 'size'));
}

function readSuccess(r: Reader, m: Draft): void {
  const masks = r.end - MASKS;
  put(m, readValues(r, r.entity, m.attributeMask as number, 'size'));
  if (r.at > masks && r.entity !== undefined && m.raw === undefined) r.deviate('values-in-mask-area', `the values end at octet ${r.at}, the masks start at ${masks}`);
}

function readValuesAndMasks(r: Reader, m: Draft): void {
  const { end } = r;
  m.unsupportedAttributeMask = 0;
  m.failedAttributeMask = 0;
  r.end = end - MASKS;
  put(m, readValues(r, r.entity, m.attributeMask as number, 'size'));
  const padding = r.unread();
  if (padding !== undefined) m.trailing = padding;
  r.at = r.end;
  r.end = end;
  m.unsupportedAttributeMask = r.u16('unsupportedAttributeMask');
  m.failedAttributeMask = r.u16('failedAttributeMask');
}

function put(m: Draft, read: ReturnType<typeof readValues>): void {
  m.attributes = read.attributes;
  if (read.raw !== undefined) m.raw = read.raw;
}

function writeBaseline(w: Writer, m: Given, mask: number, result: number): void {
  const { end } = w;
  const crowded = result === 0 && (m['raw'] !== undefined || (Array.isArray(m['deviations']) && m['deviations'].includes('values-in-mask-area')));
  if (!crowded) w.end = end - MASKS;
  writeValues(w, m, w.entity, mask, 'size');
  if (result === 9) {
    if (m['trailing'] !== undefined) w.octets(m['trailing'], 'trailing');
    w.trailingWritten = true;
    w.zeros(w.end - w.at);
    w.end = end;
    writeMasks(w, m);
  } else refuseMasks(m, result);
  w.end = end;
}

function refuseValues(m: Given, result: number): void {
  if (fieldOr(m, 'attributeMask', 0xffff, 0) !== 0 || Object.keys(record(m['attributes'] ?? {}, 'attributes')).length > 0 || m['raw'] !== undefined) {
    throw new OmciError('bad-field', `a response with result ${result} has no attributes`);
  }
}
