/**
 * Messages as objects. `decode` gives them with every field, `encode` takes them with what cannot be derived; both are plain
 * JSON values, so that decode → JSON → encode gives the same octets back.
 */
import type { CommandName, NotificationName } from './actions.ts';
import type { Mic } from './integrity/mic.ts';
import type { AnyRead, CreateAttributes, Octets, ReadAttributes, ReportedAttributes, SetAttributes, SetTableAttributes } from './table/values.ts';
import type { Tolerance } from './tolerances.ts';

/** 10 baseline, 11 extended message set. */
export type DeviceId = 10 | 11;

export interface Head {
  readonly transactionId: number;
  /** Action code, 4..29. */
  readonly messageType: number;
  readonly deviceId: DeviceId;
  readonly classId: number;
  readonly instanceId: number;
  /** Extended set only: octets of contents. */
  readonly contentsLength?: number;
  readonly mic: Mic;
  /** Octets of the contents that belong to no field; absent when there are none but padding. */
  readonly trailing?: string;
  /** Baseline trailer, when not 0. */
  readonly cpcsUuCpi?: number;
  /** Deviations that were let pass. */
  readonly deviations?: readonly Tolerance[];
}

export interface ReportedInstance<A = AnyRead> {
  readonly classId: number;
  readonly instanceId: number;
  readonly attributeMask: number;
  readonly attributes: A;
  readonly raw?: string;
  readonly trailing?: string;
}

export interface AlarmState { readonly classId: number; readonly instanceId: number; /** 28 octets: alarm k is bit 0x80 >> k % 8 of octet k / 8. */ readonly alarmBitmap: string; }

export interface TestReading { /** 1 feed voltage, 3 received, 5 transmitted power, 9 bias, 12 temperature, 0 not supported. */ readonly type: number; readonly value: number; }

export interface TargetResult { readonly instanceId: number; readonly result: number; }

interface Valued<A> { readonly attributeMask: number; readonly attributes: A; /** Octets that no table can tell apart. */ readonly raw?: string; }
interface Masks { readonly unsupportedAttributeMask?: number; readonly failedAttributeMask?: number; }
interface Result { readonly result: number; }
type None = unknown;

/** Fields of commands beside the head, decoded. */
export interface Requests<C extends number = number> {
  readonly create: { readonly attributeMask?: number; readonly attributes: ReadAttributes<C, never>; readonly raw?: string };
  readonly delete: None;
  readonly set: Valued<ReadAttributes<C, string>>;
  readonly get: { readonly attributeMask: number };
  readonly getAllAlarms: { readonly alarmRetrievalMode: number };
  readonly getAllAlarmsNext: { readonly commandSequenceNumber: number };
  readonly mibUpload: None;
  readonly mibUploadNext: { readonly commandSequenceNumber: number };
  readonly mibReset: None;
  readonly test: TestParameters;
  readonly startSoftwareDownload: { /** Sections per window minus 1. */ readonly windowSize: number; readonly imageSize: number; readonly numberOfCircuitPacks: number; readonly circuitPacks: readonly number[] };
  readonly downloadSection: { readonly sectionNumber: number; readonly sectionData: string };
  readonly endSoftwareDownload: { readonly crc32: number; readonly imageSize: number; readonly numberOfInstances: number; readonly imageInstances: readonly number[] };
  readonly activateSoftware: { readonly activateFlags: number };
  readonly commitSoftware: None;
  readonly synchronizeTime: { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number; readonly second: number };
  readonly reboot: { readonly rebootCondition: number };
  readonly getNext: { readonly attributeMask: number; readonly commandSequenceNumber: number };
  readonly getCurrentData: { readonly attributeMask: number };
  readonly setTable: Valued<ReadAttributes<C, readonly string[]>>;
}

/** Fields of responses beside the head, decoded. */
export interface Responses<C extends number = number> {
  readonly create: Result & { readonly attributeExecutionMask?: number };
  readonly delete: Result;
  readonly set: Result & Masks;
  readonly get: Result & Valued<ReadAttributes<C, number>> & Masks;
  readonly getAllAlarms: { readonly numberOfCommands: number };
  readonly getAllAlarmsNext: { readonly alarms: readonly AlarmState[] };
  readonly mibUpload: { readonly numberOfCommands: number };
  readonly mibUploadNext: { readonly reported: readonly ReportedInstance[] };
  readonly mibReset: Result;
  readonly test: Result;
  readonly startSoftwareDownload: Result & { readonly windowSize: number; readonly numberOfInstances: number; readonly meResults: readonly TargetResult[] };
  readonly downloadSection: Result & { readonly sectionNumber: number };
  readonly endSoftwareDownload: Result & { readonly numberOfInstances: number; readonly meResults: readonly TargetResult[] };
  readonly activateSoftware: Result;
  readonly commitSoftware: Result;
  readonly synchronizeTime: Result & { /** With success: 0 tick aligned, 1 date set as well. */ readonly successResults?: number };
  readonly reboot: Result;
  readonly getNext: Result & { readonly attributeMask: number; readonly data: string };
  readonly getCurrentData: Result & Valued<ReadAttributes<C, number>> & Masks;
  readonly setTable: Result;
}

/** Fields of notifications beside the head, decoded. */
export interface Notifications<C extends number = number> {
  readonly alarm: { readonly alarmBitmap: string; readonly alarmSequenceNumber: number };
  readonly attributeValueChange: Valued<ReadAttributes<C, null>>;
  readonly testResult: { readonly selfTestResult?: number; readonly results?: readonly TestReading[]; readonly generalPurposeBuffer?: number; readonly data?: string };
}

export interface TestParameters {
  readonly selectTest: number;
  readonly generalPurposeBuffer?: number;
  readonly vendorSpecificParameters?: number;
  /** IP hosts: 4 or 16 octets. */
  readonly targetAddress?: string;
  readonly numberOfPings?: number;
  readonly largeStringPointer?: number;
  /** POTS and MEP: everything behind the selection. */
  readonly parameters?: string;
}

type Decoded<Bodies, Names extends keyof Bodies, Ak extends boolean, Ar extends boolean> = {
  readonly [K in Names]: Head & { readonly action: K; readonly ak: Ak; readonly ar: Ar } & Bodies[K];
};

/** One decoded command: `Request<'set', 262>`. */
export type Request<A extends CommandName = CommandName, C extends number = number> = Decoded<Requests<C>, A, false, boolean>[A];
export type Response<A extends CommandName = CommandName, C extends number = number> = Decoded<Responses<C>, A, true, false>[A];
export type Notification<A extends NotificationName = NotificationName, C extends number = number> = Decoded<Notifications<C>, A, false, false>[A];

/** Anything `decode` returns; `action` and `ak` tell which. */
export type Message = Request | Response | Notification;

// ---- what encode takes ---------------------------------------------------------------------------------------------

interface OutgoingHead<C extends number> {
  readonly classId: C;
  readonly instanceId: number;
  readonly messageType?: number;
  readonly deviceId?: DeviceId;
  readonly contentsLength?: number;
  readonly mic?: Mic;
  readonly trailing?: Octets;
  readonly cpcsUuCpi?: number;
  readonly deviations?: readonly Tolerance[];
}

interface OutgoingValues<A> { readonly attributeMask?: number; readonly attributes?: A; readonly raw?: Octets; }

interface OutgoingRequests<C extends number> extends Omit<Requests<C>, 'create' | 'set' | 'setTable' | 'startSoftwareDownload' | 'endSoftwareDownload' | 'downloadSection'> {
  readonly create: OutgoingValues<CreateAttributes<C>>;
  readonly set: OutgoingValues<SetAttributes<C>>;
  readonly setTable: OutgoingValues<SetTableAttributes<C>>;
  readonly startSoftwareDownload: Counted<Requests['startSoftwareDownload'], 'numberOfCircuitPacks'>;
  readonly endSoftwareDownload: Counted<Requests['endSoftwareDownload'], 'numberOfInstances'>;
  readonly downloadSection: { readonly sectionNumber: number; readonly sectionData: Octets };
}

interface OutgoingResponses<C extends number> extends Omit<Responses<C>, 'get' | 'getCurrentData' | 'mibUploadNext' | 'startSoftwareDownload' | 'endSoftwareDownload' | 'getNext'> {
  readonly get: Result & OutgoingValues<ReportedAttributes<C, number>> & Masks;
  readonly getCurrentData: Result & OutgoingValues<ReportedAttributes<C, number>> & Masks;
  readonly mibUploadNext: { readonly reported: readonly OutgoingInstance[] };
  readonly startSoftwareDownload: Counted<Responses['startSoftwareDownload'], 'numberOfInstances' | 'meResults'>;
  readonly endSoftwareDownload: Counted<Responses['endSoftwareDownload'], 'numberOfInstances' | 'meResults'>;
  readonly getNext: Result & { readonly attributeMask?: number; readonly data?: Octets };
}

interface OutgoingNotifications<C extends number> extends Omit<Notifications<C>, 'attributeValueChange'> {
  readonly attributeValueChange: OutgoingValues<ReportedAttributes<C, null>>;
}

export interface OutgoingInstance extends OutgoingValues<ReportedAttributes<number, never>> {
  readonly classId: number;
  readonly instanceId: number;
  readonly trailing?: Octets;
}

type Counted<B, Names extends keyof B> = Omit<B, Names> & Partial<Pick<B, Names>>;

type Asked<C extends number> = { readonly [K in CommandName]: OutgoingHead<C> & { readonly transactionId: number; readonly action: K; readonly ak?: false; readonly ar?: boolean } & OutgoingRequests<C>[K] }[CommandName];
type Answered<C extends number> = { readonly [K in CommandName]: OutgoingHead<C> & { readonly transactionId: number; readonly action: K; readonly ak: true; readonly ar?: false } & OutgoingResponses<C>[K] }[CommandName];
type Notified<C extends number> = { readonly [K in NotificationName]: OutgoingHead<C> & { readonly transactionId?: number; readonly action: K; readonly ak?: false; readonly ar?: false } & OutgoingNotifications<C>[K] }[NotificationName];

/** A message to encode: what can be derived (masks, counts, message type) may be left out. */
export type OutgoingMessage<C extends number = number> = Asked<C> | Answered<C> | Notified<C>;

// ---- narrowing -----------------------------------------------------------------------------------------------------

/** Which of the ONT's two command queues a message is for: the top bit of the transaction id, in the baseline set alone. */
export function priorityOf(message: { readonly transactionId: number; readonly deviceId: DeviceId }): 'low' | 'high' | null {
  return message.deviceId === 11 ? null : message.transactionId >= 0x8000 ? 'high' : 'low';
}

interface AnyMessage { readonly action: string; readonly ak: boolean; readonly classId: number; }

/** Whether a decoded message is this command, to this class if one is given; its attributes are typed then. */
export function isRequest<const A extends CommandName, const C extends number = number>(message: AnyMessage, action: A, classId?: C): message is AnyMessage & Request<A, C> {
  return message.action === action && !message.ak && (classId === undefined || message.classId === classId);
}

export function isResponse<const A extends CommandName, const C extends number = number>(message: AnyMessage, action: A, classId?: C): message is AnyMessage & Response<A, C> {
  return message.action === action && message.ak && (classId === undefined || message.classId === classId);
}

export function isNotification<const A extends NotificationName, const C extends number = number>(message: AnyMessage, action: A, classId?: C): message is AnyMessage & Notification<A, C> {
  return message.action === action && (classId === undefined || message.classId === classId);
}
