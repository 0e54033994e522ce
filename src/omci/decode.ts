import type { Action } from './actions.ts';
import { actionOf } from './actions.ts';
import { bodyOf } from './body/bodies.ts';
import type { Draft } from './body/body.ts';
import type { Trace } from './bytes/reader.ts';
import { Reader } from './bytes/reader.ts';
import { OmciError } from './errors.ts';
import type { CmacKey } from './integrity/cmac.ts';
import type { Mic } from './integrity/mic.ts';
import { checkMic, keyOf } from './integrity/mic.ts';
import { AK, AR, BASELINE, BASELINE_CONTENTS, BASELINE_LENGTH, BASELINE_MIC, BASELINE_TRAILER, EXTENDED, EXTENDED_CONTENTS, MIC_SIZE, MOST_CONTENTS } from './layout.ts';
import type { Message } from './message.ts';
import { entityOf } from './table/entity.ts';
import type { Tolerance } from './tolerances.ts';

export interface DecodeOptions {
  /** Deviations to let pass; `relaxed` is all of them. They are named in `deviations` of the message. */
  readonly allow?: readonly Tolerance[];
  /** OMCI integrity key for AES-CMAC: 32 hexadecimal digits, 16 octets, or made ready by `cmacKey`. Without one the standard's example key is tried. */
  readonly key?: CmacKey | Uint8Array | string;
  /** true: a frame without an integrity check, or with a wrong one, is an error. Otherwise `mic` of the message says what it is. */
  readonly requireMic?: boolean;
}

/**
 * Reads one frame: 40 octets (baseline without trailer), 44 or 48 (with trailer; with integrity check), or an extended frame
 * with or without integrity check.
 * @throws OmciError and nothing else, for any octets whatever
 */
export function decode(frame: Uint8Array, options?: DecodeOptions): Message {
  return decodeTraced(frame, options, undefined);
}

/** The same, telling `trace` what each octet is. */
export function decodeTraced(frame: Uint8Array, options: DecodeOptions | undefined, trace: Trace | undefined): Message {
  if (frame.length < BASELINE_CONTENTS) throw new OmciError('truncated', `a frame of ${frame.length} octets has no whole head`, { offset: frame.length });
  const transactionId = (frame[0]! << 8) | frame[1]!;
  const type = frame[2]!;
  const deviceId = frame[3]!;
  const classId = (frame[4]! << 8) | frame[5]!;
  const instanceId = (frame[6]! << 8) | frame[7]!;
  if (trace !== undefined) traceHead(trace, frame);
  if (deviceId !== BASELINE && deviceId !== EXTENDED) throw new OmciError('unknown-device-id', `device identifier 0x${deviceId.toString(16).padStart(2, '0')} is neither 0x0a nor 0x0b`, { offset: 3 });
  const ar = (type & AR) !== 0;
  const ak = (type & AK) !== 0;
  const action = actionFor(type, ar, ak, deviceId === EXTENDED);

  const m: Draft = { transactionId, messageType: action.code, action: action.name, ar, ak, deviceId, classId, instanceId };
  const r = deviceId === BASELINE ? baselineReader(frame, classId, options, trace) : extendedReader(frame, classId, options, trace, m);
  if (transactionId === 0 && (ar || ak)) r.deviate('zero-transaction-id', 'transaction id 0 is kept for notifications');

  bodyOf(action.code, ak)!.read(r, m);
  const trailing = r.unread();
  if (trailing !== undefined) m.trailing = trailing;
  m.mic = deviceId === BASELINE ? endBaseline(r, frame, m, options, ak || action.notification === true) : endExtended(r, frame, options, ak || action.notification === true);
  if (r.deviations !== undefined) m.deviations = r.deviations;
  return m as object as Message;
}

function actionFor(type: number, ar: boolean, ak: boolean, extended: boolean): Action {
  if ((type & 0x80) !== 0) throw new OmciError('reserved-bit', 'the top bit of the message type is set', { offset: 2 });
  if (ar && ak) throw new OmciError('ar-and-ak', 'a message cannot both ask for a response and be one', { offset: 2 });
  const action = actionOf(type & 31);
  if (action === undefined) throw new OmciError('unknown-action', `action ${type & 31} is reserved`, { offset: 2 });
  const wrong = action.notification === true ? ar || ak : !ar && !ak && action.quiet !== true;
  if (wrong) throw new OmciError('bad-direction', action.notification === true ? `${action.title} neither asks for a response nor is one` : `${action.title} is neither a command nor a response`, { offset: 2 });
  if (action.extendedOnly === true && !extended) throw new OmciError('extended-only', `${action.title} exists in the extended message set only`, { offset: 2 });
  return action;
}

function baselineReader(frame: Uint8Array, classId: number, options: DecodeOptions | undefined, trace: Trace | undefined): Reader {
  const { length } = frame;
  if (length < BASELINE_TRAILER || (length > BASELINE_TRAILER && length < BASELINE_MIC)) throw new OmciError('truncated', `a baseline frame has 40, 44 or 48 octets, this one ${length}`, { offset: length });
  return new Reader(frame, BASELINE_CONTENTS, BASELINE_TRAILER, false, entityOf(classId), options?.allow, trace);
}

function extendedReader(frame: Uint8Array, classId: number, options: DecodeOptions | undefined, trace: Trace | undefined, m: Draft): Reader {
  if (frame.length < EXTENDED_CONTENTS) throw new OmciError('truncated', `an extended frame of ${frame.length} octets has no contents length`, { offset: frame.length });
  const length = (frame[8]! << 8) | frame[9]!;
  if (trace !== undefined) trace(8, 2, 'contentsLength', length);
  if (length > MOST_CONTENTS) throw new OmciError('bad-contents-length', `a contents length of ${length} is above ${MOST_CONTENTS}`, { offset: 8 });
  const end = EXTENDED_CONTENTS + length;
  if (frame.length < end) throw new OmciError('truncated', `the contents have ${length} octets, the frame ends after ${frame.length - EXTENDED_CONTENTS} of them`, { offset: frame.length });
  m.contentsLength = length;
  return new Reader(frame, EXTENDED_CONTENTS, end, true, entityOf(classId), options?.allow, trace);
}

function endBaseline(r: Reader, frame: Uint8Array, m: Draft, options: DecodeOptions | undefined, upstream: boolean): Mic {
  r.skip(r.left, 'padding');
  r.end = frame.length;
  if (r.left === 0) return micOf(r, frame, options, upstream);
  const common = r.u16('cpcsUuCpi');
  // Sent as 0 and ignored, but covered by the integrity check: kept so that the same octets can be written again.
  if (common !== 0) m.cpcsUuCpi = common;
  const length = r.u16('baseline length');
  if (length !== BASELINE_LENGTH) r.deviate('bad-baseline-length', `the trailer says ${length}, it must say ${BASELINE_LENGTH}`);
  return micOf(r, frame, options, upstream);
}

function endExtended(r: Reader, frame: Uint8Array, options: DecodeOptions | undefined, upstream: boolean): Mic {
  r.at = r.end;
  r.end = frame.length;
  return micOf(r, frame, options, upstream);
}

function micOf(r: Reader, frame: Uint8Array, options: DecodeOptions | undefined, upstream: boolean): Mic {
  const { at } = r;
  const key = keyOf(options?.key);
  if (r.left === 0) {
    if (options?.requireMic === true) throw new OmciError('missing-mic', 'the frame has no integrity check', { offset: at });
    return 'absent';
  }
  if (r.left < MIC_SIZE) throw new OmciError('truncated', `the integrity check has ${r.left} of ${MIC_SIZE} octets`, { offset: frame.length });
  const mic = checkMic(frame, at, key, upstream);
  if (r.trace !== undefined) r.trace(at, MIC_SIZE, 'mic', mic);
  if (mic === 'no-match' && options?.requireMic === true) throw new OmciError('bad-mic', 'the integrity check is neither the CRC-32 nor the AES-CMAC of the frame', { offset: at });
  r.at = at + MIC_SIZE;
  if (r.left > 0) {
    r.deviate('trailing-bytes', `${r.left} octets follow the integrity check`);
    r.skip(r.left, 'octets behind the frame');
  }
  return mic;
}

function traceHead(trace: Trace, frame: Uint8Array): void {
  trace(0, 2, 'transactionId', (frame[0]! << 8) | frame[1]!);
  trace(2, 1, 'messageType', frame[2]!);
  trace(3, 1, 'deviceId', frame[3]!);
  trace(4, 2, 'classId', (frame[4]! << 8) | frame[5]!);
  trace(6, 2, 'instanceId', (frame[6]! << 8) | frame[7]!);
}
