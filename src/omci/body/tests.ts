import type { Reader } from '../bytes/reader.ts';
import type { Given, Writer } from '../bytes/writer.ts';
import { field, fieldOr, list, record } from '../bytes/writer.ts';
import type { Body, Draft } from './body.ts';

const POTS_UNI = 53;
const IP_HOST = 134;
const MEP = 302;
const IPV6_HOST = 347;
/** Classes whose results are the five readings of an optical line supervision. */
const OPTICAL: readonly number[] = [263, 313, 314, 315, 316];
const READINGS = 5;

/** Which test: the layout depends on the class. */
export const testRequest: Body = {
  read(r, m) {
    m.selectTest = r.u8('selectTest');
    switch (m.classId) {
      case IP_HOST:
      case IPV6_HOST:
        readTarget(r, m);
        m.numberOfPings = r.optional8('numberOfPings');
        m.largeStringPointer = r.optional16('largeStringPointer');
        return;
      case POTS_UNI:
      case MEP:
        m.parameters = r.hex(r.left, 'parameters');
        return;
      default:
        m.generalPurposeBuffer = r.optional16('generalPurposeBuffer');
        m.vendorSpecificParameters = r.optional16('vendorSpecificParameters');
    }
  },
  write(w, m) {
    w.u8(field(m, 'selectTest', 255));
    switch (m['classId']) {
      case IP_HOST:
      case IPV6_HOST:
        writeTarget(w, m);
        w.u8(fieldOr(m, 'numberOfPings', 255, 0));
        w.u16(fieldOr(m, 'largeStringPointer', 0xffff, 0));
        return;
      case POTS_UNI:
      case MEP:
        w.octets(m['parameters'] ?? '', 'parameters');
        return;
      default:
        w.u16(fieldOr(m, 'generalPurposeBuffer', 0xffff, 0));
        w.u16(fieldOr(m, 'vendorSpecificParameters', 0xffff, 0));
    }
  },
};

/**
 * Self-test: type 0, verdict, buffer. Optical line supervision: five readings of type and value, buffer; a reading that is not
 * supported has type 0, so the two are told apart by what follows. Everything else is kept as octets.
 */
export const testResult: Body = {
  read(r, m) {
    if (r.left >= 4 && r.bytes[r.at] === 0 && r.bytes[r.at + 1]! <= 2 && isQuietFrom(r, r.at + 4) && m.classId !== IP_HOST && m.classId !== IPV6_HOST) readSelfTest(r, m);
    else if (OPTICAL.includes(m.classId as number) && r.left >= 3 * READINGS) readReadings(r, m);
    else m.data = r.hex(r.left, 'data');
  },
  write(w, m) {
    if (m['selfTestResult'] !== undefined) {
      w.u8(0);
      w.u8(field(m, 'selfTestResult', 255));
      w.u16(fieldOr(m, 'generalPurposeBuffer', 0xffff, 0));
    } else if (m['results'] !== undefined) {
      for (const item of list(m, 'results')) {
        const reading = record(item, 'results');
        w.u8(field(reading, 'type', 255));
        w.u16(field(reading, 'value', 0xffff));
      }
      w.u16(fieldOr(m, 'generalPurposeBuffer', 0xffff, 0));
    } else w.octets(m['data'], 'data');
  },
};

/** Sixteen octets, of which an IPv4 address uses the first four. */
function readTarget(r: Reader, m: Draft): void {
  const from = r.at;
  r.at += Math.min(4, r.left);
  const short = m.classId === IP_HOST && r.zeros(12);
  r.at = from;
  m.targetAddress = r.hex(short ? 4 : 16, 'targetAddress');
  if (short) r.skip(12, 'unused part of the target address');
}

function writeTarget(w: Writer, m: Given): void {
  const from = w.at;
  const address = m['targetAddress'];
  w.octets(address, 'targetAddress', m['classId'] === IP_HOST && String(address).length === 8 ? 4 : 16);
  w.zeros(from + 16 - w.at);
}

function readSelfTest(r: Reader, m: Draft): void {
  r.u8('self-test');
  m.selfTestResult = r.u8('selfTestResult');
  m.generalPurposeBuffer = r.u16('generalPurposeBuffer');
}

function readReadings(r: Reader, m: Draft): void {
  const results: Draft[] = [];
  for (let i = 0; i < READINGS; i++) results.push({ type: r.u8('type'), value: r.u16('value') });
  m.results = results;
  m.generalPurposeBuffer = r.optional16('generalPurposeBuffer');
}

function isQuietFrom(r: Reader, from: number): boolean {
  for (let i = from; i < r.end; i++) if (r.bytes[i] !== 0) return false;
  return true;
}
