import type { Reader } from '../bytes/reader.ts';
import { field, fieldOr, list, record } from '../bytes/writer.ts';
import { OmciError } from '../errors.ts';
import type { Body, Draft } from './body.ts';

const BITMAP = 28;

export const getAllAlarmsRequest: Body = {
  read: (r, m) => { m.alarmRetrievalMode = r.optional8('alarmRetrievalMode'); },
  write: (w, m) => { w.u8(fieldOr(m, 'alarmRetrievalMode', 255, 0)); },
};

/** One instance in the baseline set, any number in the extended set; none = sequence number out of range. */
export const getAllAlarmsNextResponse: Body = {
  read(r, m) {
    const alarms: Draft[] = [];
    m.alarms = alarms;
    if (r.extended) while (r.left >= 4 + BITMAP) alarms.push(readInstance(r));
    else if (!r.zeros(r.left)) alarms.push(readInstance(r));
    else r.skip(r.left, 'nothing more to report');
  },
  write(w, m) {
    const alarms = list(m, 'alarms');
    if (!w.extended && alarms.length > 1) throw new OmciError('does-not-fit', `the baseline set reports one instance per message, not ${alarms.length}`);
    for (const item of alarms) {
      const instance = record(item, 'alarms');
      w.u16(field(instance, 'classId', 0xffff));
      w.u16(field(instance, 'instanceId', 0xffff));
      w.octets(instance['alarmBitmap'], 'alarmBitmap', BITMAP);
    }
  },
};

/** The whole state of an instance, and the number of the message: the last octet in the baseline set, next to the bit map in the extended. */
export const alarmNotification: Body = {
  read(r, m) {
    m.alarmBitmap = r.hex(BITMAP, 'alarmBitmap');
    if (!r.extended) readGap(r, m);
    m.alarmSequenceNumber = r.u8('alarmSequenceNumber');
  },
  write(w, m) {
    w.octets(m['alarmBitmap'], 'alarmBitmap', BITMAP);
    if (!w.extended) {
      const gapEnd = w.at + 3;
      if (m['trailing'] !== undefined) w.octets(m['trailing'], 'trailing');
      if (w.at > gapEnd) throw new OmciError('does-not-fit', 'an alarm of the baseline set has three octets before its sequence number');
      w.zeros(gapEnd - w.at);
      w.trailingWritten = true;
    }
    w.u8(field(m, 'alarmSequenceNumber', 255));
  },
};

function readInstance(r: Reader): Draft {
  return { classId: r.u16('classId'), instanceId: r.u16('instanceId'), alarmBitmap: r.hex(BITMAP, 'alarmBitmap') };
}

function readGap(r: Reader, m: Draft): void {
  const { end } = r;
  r.end = end - 1;
  const gap = r.unread();
  if (gap !== undefined) m.trailing = gap;
  r.at = r.end;
  r.end = end;
}
