import { readValues } from '../attributes/read.ts';
import { maskOf, writeValues } from '../attributes/write.ts';
import { Reader } from '../bytes/reader.ts';
import type { Given, Writer } from '../bytes/writer.ts';
import { field, list, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import { entityOf } from '../table/entity.ts';
import type { Body, Draft } from './body.ts';

/** MIB upload response and get all alarms response: how many "next" commands it takes. */
export const commandCount: Body = {
  read: (r, m) => { m.numberOfCommands = r.u16('numberOfCommands'); },
  write: (w, m) => { w.u16(field(m, 'numberOfCommands', 0xffff)); },
};

/** MIB upload next and get all alarms next. */
export const sequenceNumber: Body = {
  read: (r, m) => { m.commandSequenceNumber = r.u16('commandSequenceNumber'); },
  write: (w, m) => { w.u16(field(m, 'commandSequenceNumber', 0xffff)); },
};

/** One fragment of one instance in the baseline set, any number in the extended set; none = sequence number out of range. */
export const mibUploadNextResponse: Body = {
  read(r, m) {
    const reported: Draft[] = [];
    m.reported = reported;
    if (r.extended) while (r.left >= 8) reported.push(readSized(r));
    else if (!r.zeros(r.left)) reported.push(readFragment(r));
    else r.skip(r.left, 'nothing more to report');
  },
  write(w, m) {
    const reported = list(m, 'reported');
    if (!w.extended && reported.length > 1) throw new OmciError('does-not-fit', `the baseline set reports one instance per message, not ${reported.length}`);
    for (const item of reported) writeFragment(w, record(item, 'reported'));
  },
};

function readFragment(r: Reader): Draft {
  const classId = r.u16('classId');
  const fragment: Draft = { classId, instanceId: r.u16('instanceId'), attributeMask: r.u16('attributeMask') };
  const { attributes, raw } = readValues(r, entityOf(classId), fragment.attributeMask as number, 'refused');
  fragment.attributes = attributes;
  if (raw !== undefined) fragment.raw = raw;
  return fragment;
}

function readSized(r: Reader): Draft {
  const size = r.u16('size of the values');
  const end = r.at + 6 + size;
  if (end > r.end) throw new OmciError('truncated', `an instance of ${size} octets of values does not end within the contents`, { offset: r.at - 2 });
  const within = new Reader(r.bytes, r.at, end, true, undefined, r.allowed, r.trace);
  within.deviations = r.deviations;
  const fragment = readFragment(within);
  const rest = within.unread();
  if (rest !== undefined) fragment.trailing = rest;
  r.deviations = within.deviations;
  r.at = end;
  return fragment;
}

function writeFragment(w: Writer, fragment: Given): void {
  const sizeAt = w.at;
  if (w.extended) w.u16(0);
  const classId = field(fragment, 'classId', 0xffff);
  const entity = entityOf(classId);
  const mask = maskOf(fragment, entity);
  w.u16(classId);
  w.u16(field(fragment, 'instanceId', 0xffff));
  w.u16(mask);
  writeValues(w, fragment, entity, mask, 'refused');
  if (!w.extended) return;
  if (fragment['trailing'] !== undefined) w.octets(fragment['trailing'], 'trailing');
  const size = w.at - sizeAt - 8;
  w.bytes[sizeAt] = size >>> 8;
  w.bytes[sizeAt + 1] = size;
}
