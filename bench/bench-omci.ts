import { decode, encodeAny, entityOf } from '../src/omci/index.ts';
import { median } from './measure.ts';
import type { Report } from './report.ts';

/** Operations per measurement, measurements per figure. */
const OPERATIONS = 200_000;
const ROUNDS = 9;

/** Messages by kind (number of attributes), with the goal of each for decoding, ns per operation. */
const MESSAGES: readonly [name: string, goal: number, message: object][] = [
  ['get request', 800, { transactionId: 1, action: 'get', classId: 256, instanceId: 0, attributeMask: 0xe000 }],
  ['get response (2)', 800, { transactionId: 2, action: 'get', ak: true, result: 0, classId: 256, instanceId: 0, attributes: { vendorId: '41424344', serialNumber: '4142434400000001' } }],
  ['set request (8)', 1500, { transactionId: 3, action: 'set', classId: 130, instanceId: 1, attributes: Object.fromEntries(Array.from({ length: 8 }, (_, p) => [`interworkTpPointerForPBitPriority${p}`, 0x100 + p])) }],
  ['MIB upload next response (12)', 1500, { transactionId: 4, action: 'mibUploadNext', ak: true, classId: 2, instanceId: 0, reported: [{ classId: 277, instanceId: 0x8000, attributes: values(277, 12) }] }],
];

/** Decoding and encoding of single frames, the CRC-32 checked and made, beside the least one can do with a frame: copying it. */
export function benchOmci(report: Report): void {
  for (const [name, goal, message] of MESSAGES) {
    const frame = encodeAny(message, { mic: 'crc32' });
    const decoded = decode(frame);
    if (decoded.mic !== 'crc32-ok' || Buffer.compare(encodeAny(decoded), frame) !== 0) throw new Error(`${name}: the frame is not what it should be`);
    const copy = perOperation(() => frame.slice().length);
    line(report, `omci decode: ${name}`, perOperation(() => decode(frame).transactionId), copy, goal);
    if (name.startsWith('get response')) benchCmac(report, decoded, copy);
    line(report, `omci encode: ${name}`, perOperation(() => encodeAny(decoded).length), copy, goal);
  }
}

/** The same with AES-CMAC, which is tried after the CRC-32 has failed. */
function benchCmac(report: Report, message: object, copy: number): void {
  const frame = encodeAny(message, { mic: 'cmac' });
  if (decode(frame).mic !== 'cmac-ok-upstream') throw new Error('the AES-CMAC is wrong');
  line(report, 'omci decode: get response (2), AES-CMAC', perOperation(() => decode(frame).transactionId), copy);
}

function line(report: Report, name: string, ns: number, copy: number, goal?: number): void {
  report.figure(name, `${ns.toFixed(0)} ns = ${(ns / copy).toFixed(1)} × frame.slice() (${copy.toFixed(0)} ns)`, goal === undefined ? 'none' : `${goal} ns`);
}

/** The first attributes of a class. Twelve of a priority queue just fill a baseline message. */
function values(classId: number, many: number): Readonly<Record<string, number | string>> {
  return Object.fromEntries(entityOf(classId)!.attributes.slice(0, many).map((a) => [a.key, a.form === 'integer' ? a.index : '00'.repeat(a.size)]));
}

/** Median ns of one call, of processor time: what else the machine does is not counted. */
function perOperation(call: () => number): number {
  let sum = 0;
  const times = Array.from({ length: ROUNDS + 2 }, () => {
    const start = process.cpuUsage();
    for (let i = 0; i < OPERATIONS; i++) sum += call();
    const { user, system } = process.cpuUsage(start);
    return ((user + system) * 1000) / OPERATIONS;
  });
  // The sum is used, so that the calls cannot be left out; the first two rounds warm the compiler up.
  if (Number.isNaN(sum)) throw new Error('no number');
  return median(times.slice(2));
}
