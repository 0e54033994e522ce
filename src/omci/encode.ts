import type { Action } from './actions.ts';
import { actionNamed, actionOf } from './actions.ts';
import { bodyOf } from './body/bodies.ts';
import type { Given } from './bytes/writer.ts';
import { field, fieldOr, Writer } from './bytes/writer.ts';
import { OmciError } from './errors.ts';
import type { CmacKey } from './integrity/cmac.ts';
import type { Mic } from './integrity/mic.ts';
import { keyOf, makeMic } from './integrity/mic.ts';
import { AK, AR, BASELINE, BASELINE_LENGTH, BASELINE_MIC, BASELINE_TRAILER, EXTENDED, EXTENDED_CONTENTS, MIC_SIZE, MOST_CONTENTS } from './layout.ts';
import type { OutgoingMessage } from './message.ts';
import { entityOf } from './table/entity.ts';

export interface EncodeOptions {
  /**
   * The integrity check to append. `cmac` signs in the direction of the message. Default: what `mic` of the message says,
   * else none.
   */
  readonly mic?: 'none' | 'crc32' | 'cmac';
  /** OMCI integrity key for `cmac`, as for decode. */
  readonly key?: CmacKey | Uint8Array | string;
}

/**
 * Writes one frame: 44 octets (baseline) or 10 + contents (extended), and 4 more with an integrity check.
 * Class, attribute names and value types are checked by the compiler where `classId` is a literal, and by this function always.
 * @throws OmciError; nothing is ever cut to fit
 */
export function encode<const C extends number>(message: OutgoingMessage<C>, options?: EncodeOptions): Uint8Array {
  return encodeAny(message, options);
}

/** The same for a message nobody typed: parsed JSON, a decoded message. */
export function encodeAny(message: object, options?: EncodeOptions): Uint8Array {
  const m = message as Given;
  const action = actionFor(m);
  const ak = flag(m, 'ak', false);
  const ar = flag(m, 'ar', !ak && action.notification !== true);
  const deviceId = fieldOr(m, 'deviceId', 255, action.extendedOnly === true ? EXTENDED : BASELINE);
  if (deviceId !== BASELINE && deviceId !== EXTENDED) throw new OmciError('unknown-device-id', 'deviceId is 10 (baseline) or 11 (extended)');
  checkDirection(action, ar, ak, deviceId === EXTENDED);
  const classId = field(m, 'classId', 0xffff);
  const transactionId = fieldOr(m, 'transactionId', 0xffff, action.notification === true ? 0 : -1);
  if (transactionId < 0) throw new OmciError('missing-field', 'the message has no transactionId');

  const w = writer;
  const extended = deviceId === EXTENDED;
  w.start(0, EXTENDED_CONTENTS, extended, entityOf(classId));
  w.u16(transactionId);
  w.u8((ar ? AR : 0) | (ak ? AK : 0) | action.code);
  w.u8(deviceId);
  w.u16(classId);
  w.u16(field(m, 'instanceId', 0xffff));
  if (extended) writeExtended(w, m, action, ak);
  else writeBaseline(w, m, action, ak);

  const mic = micFor(m, options, ak || action.notification === true);
  const end = w.at;
  if (mic === 'absent') return w.bytes.slice(0, end);
  w.end = end + MIC_SIZE;
  w.u32(makeMic(w.bytes, end, mic, keyOf(options?.key)));
  return w.bytes.slice(0, end + MIC_SIZE);
}

const writer = new Writer();

function writeBaseline(w: Writer, m: Given, action: Action, ak: boolean): void {
  w.end = BASELINE_TRAILER;
  writeBody(w, m, action, ak);
  w.zeros(BASELINE_TRAILER - w.at);
  w.end = BASELINE_MIC;
  w.u16(fieldOr(m, 'cpcsUuCpi', 0xffff, 0));
  w.u16(BASELINE_LENGTH);
}

function writeExtended(w: Writer, m: Given, action: Action, ak: boolean): void {
  w.at = EXTENDED_CONTENTS;
  w.end = EXTENDED_CONTENTS + MOST_CONTENTS;
  writeBody(w, m, action, ak);
  const length = contentsLength(w, m);
  w.bytes[8] = length >>> 8;
  w.bytes[9] = length;
  w.at = EXTENDED_CONTENTS + length;
}

function writeBody(w: Writer, m: Given, action: Action, ak: boolean): void {
  bodyOf(action.code, ak)!.write(w, m);
  if (m['trailing'] !== undefined && !w.trailingWritten) w.octets(m['trailing'], 'trailing');
}

/** What was written; a smaller `contentsLength` of the message may leave out zeros at the end, which is what they mean anyway. */
function contentsLength(w: Writer, m: Given): number {
  const written = w.at - EXTENDED_CONTENTS;
  const wanted = fieldOr(m, 'contentsLength', MOST_CONTENTS, written);
  if (wanted > written) throw new OmciError('bad-contents-length', `contentsLength is ${wanted}, the fields of the message take ${written} octets`);
  for (let i = wanted; i < written; i++) {
    if (w.bytes[EXTENDED_CONTENTS + i] !== 0) throw new OmciError('bad-contents-length', `contentsLength is ${wanted}, the fields of the message take ${written} octets`);
  }
  return wanted;
}

function actionFor(m: Given): Action {
  const { action: name, messageType: code } = m;
  const action = name === undefined && typeof code === 'number' ? actionOf(code) : typeof name === 'string' ? actionNamed(name) : undefined;
  if (action === undefined) throw new OmciError('unknown-action', `there is no action ${typeof name === 'string' ? name : String(code)}`);
  if (code !== undefined && code !== action.code) throw new OmciError('bad-field', `messageType of ${action.name} is ${action.code}`);
  return action;
}

function checkDirection(action: Action, ar: boolean, ak: boolean, extended: boolean): void {
  if (ar && ak) throw new OmciError('ar-and-ak', 'a message cannot both ask for a response and be one');
  if (action.notification === true ? ar || ak : !ar && !ak && action.quiet !== true) throw new OmciError('bad-direction', `${action.name}: ar and ak do not belong to it`);
  if (action.extendedOnly === true && !extended) throw new OmciError('extended-only', `${action.title} exists in the extended message set only`);
}

function flag(m: Given, name: string, otherwise: boolean): boolean {
  const value = m[name];
  if (value === undefined) return otherwise;
  if (typeof value !== 'boolean') throw new OmciError('bad-field', `${name} is true or false`);
  return value;
}

const MICS: readonly unknown[] = ['absent', 'crc32-ok', 'cmac-ok-downstream', 'cmac-ok-upstream', 'no-match'] satisfies readonly Mic[];

function micFor(m: Given, options: EncodeOptions | undefined, upstream: boolean): Mic {
  switch (options?.mic) {
    case 'none': return 'absent';
    case 'crc32': return 'crc32-ok';
    case 'cmac': return upstream ? 'cmac-ok-upstream' : 'cmac-ok-downstream';
    case undefined: break;
  }
  const said = m['mic'];
  if (said === undefined) return 'absent';
  if (!MICS.includes(said)) throw new OmciError('bad-field', 'mic is not one of the words decode uses');
  return said as Mic;
}

