/** Makes up legal messages: every class, every action, both directions, both message sets. */
import type { Attribute, ManagedEntity } from '../../src/omci/index.ts';
import { ACTIONS, toHex } from '../../src/omci/index.ts';
import type { Random } from './random.ts';

export interface Kind { readonly action: string; readonly ak: boolean; readonly ar: boolean; readonly deviceId: 10 | 11; }

/** Every form a message can have, whatever the class. */
export const kinds: readonly Kind[] = ACTIONS.flatMap((action) => ([10, 11] as const).flatMap((deviceId): Kind[] => {
  if ('extendedOnly' in action && deviceId === 10) return [];
  if ('notification' in action) return [{ action: action.name, ak: false, ar: false, deviceId }];
  const command = { action: action.name, ak: false, ar: true, deviceId };
  return [command, { action: action.name, ak: true, ar: false, deviceId }, ...('quiet' in action ? [{ ...command, ar: false }] : [])];
}));

/** One message, or null where the class has nothing such a message could say (no table to set). */
export function sample(r: Random, entity: ManagedEntity, kind: Kind): object | null {
  const head = {
    transactionId: kind.ar || kind.ak ? 1 + r.below(65535) : kind.action === 'testResult' || kind.action === 'downloadSection' ? r.below(65536) : 0,
    classId: entity.id, instanceId: r.below(65536), ...kind, mic: r.pick(['absent', 'crc32-ok', kind.ak || !kind.ar && kind.action !== 'downloadSection' ? 'cmac-ok-upstream' : 'cmac-ok-downstream']),
  };
  const body = (kind.ak ? response : request)(r, entity, kind);
  return body === null ? null : { ...head, ...body };
}

function request(r: Random, entity: ManagedEntity, { action, deviceId }: Kind): object | null {
  const extended = deviceId === 11;
  switch (action) {
    case 'create': return { attributes: Object.fromEntries(entity.attributes.filter((a) => a.setByCreate).map((a) => [a.key, value(r, a, 'row')])) };
    case 'set': return { attributes: some(r, entity.attributes, extended ? 1964 : 30, 'row') };
    case 'get': case 'getCurrentData': return { attributeMask: r.below(65536) };
    case 'getAllAlarms': return { alarmRetrievalMode: r.below(2) };
    case 'getAllAlarmsNext': case 'mibUploadNext': return { commandSequenceNumber: r.below(65536) };
    case 'getNext': return { attributeMask: 0x8000 >> r.below(16), commandSequenceNumber: r.below(65536) };
    case 'alarm': return { alarmBitmap: toHex(r.bytes(28)), alarmSequenceNumber: 1 + r.below(255) };
    case 'attributeValueChange': return { attributes: some(r, entity.attributes, extended ? 1964 : 30, 'none') };
    case 'test': return test(r, entity.id);
    case 'testResult': return testResult(r, entity.id, extended);
    case 'startSoftwareDownload': return { windowSize: r.below(256), imageSize: r.below(2 ** 32), circuitPacks: instances(r, 9) };
    case 'downloadSection': return { sectionNumber: r.below(256), sectionData: toHex(r.bytes(extended ? 1 + r.below(1965) : 31)) };
    case 'endSoftwareDownload': return { crc32: r.below(2 ** 32), imageSize: r.below(2 ** 32), imageInstances: instances(r, 9) };
    case 'activateSoftware': return { activateFlags: r.below(3) };
    case 'reboot': return { rebootCondition: r.below(3) };
    case 'synchronizeTime': return { year: 2000 + r.below(100), month: 1 + r.below(12), day: 1 + r.below(31), hour: r.below(24), minute: r.below(60), second: r.below(60) };
    case 'setTable': {
      const tables = entity.attributes.filter((a) => a.kind === 'table');
      if (tables.length === 0) return null;
      const table = r.pick(tables);
      return { attributes: { [table.key]: Array.from({ length: table.size === 0 ? 1 : r.below(20) }, () => toHex(r.bytes(table.size || 1 + r.below(100)))) } };
    }
    default: return {};
  }
}

function response(r: Random, entity: ManagedEntity, { action, deviceId }: Kind): object {
  const extended = deviceId === 11;
  const result = r.pick([0, 0, 1, 2, 3, 4, 5, 6, 7, 9]);
  switch (action) {
    case 'create': return { result, ...(result === 3 ? { attributeExecutionMask: r.below(65536) } : {}) };
    case 'set': return { result, ...masks(r, result) };
    case 'get': case 'getCurrentData': {
      const ok = r.pick([0, 0, 9, 5]);
      return ok === 5 ? { result: 5, attributeMask: 0, attributes: {} } : { result: ok, attributes: some(r, entity.attributes, extended ? 1959 : 25, 'size'), ...masks(r, ok) };
    }
    case 'getAllAlarms': case 'mibUpload': return { numberOfCommands: r.below(65536) };
    case 'getAllAlarmsNext': return { alarms: Array.from({ length: r.below(extended ? 60 : 2) }, () => ({ classId: 1 + r.below(65535), instanceId: r.below(65536), alarmBitmap: toHex(r.bytes(28)) })) };
    case 'mibUploadNext': return { reported: Array.from({ length: r.below(extended ? 5 : 2) }, () => ({ classId: entity.id, instanceId: r.below(65536), attributes: some(r, entity.attributes.filter((a) => a.kind !== 'table'), extended ? 300 : 26, 'size') })) };
    case 'startSoftwareDownload': return { result, windowSize: r.below(256), meResults: results(r) };
    case 'endSoftwareDownload': return { result, meResults: results(r) };
    case 'downloadSection': return { result, sectionNumber: r.below(256) };
    case 'synchronizeTime': return { result, ...(result === 0 ? { successResults: r.below(2) } : {}) };
    case 'getNext': return { result: 0, attributeMask: 0x8000 >> r.below(16), data: toHex(r.bytes(extended ? r.below(1964) : 29)) };
    default: return { result };
  }
}

function masks(r: Random, result: number): object {
  return result === 9 ? { unsupportedAttributeMask: r.below(65536), failedAttributeMask: r.below(65536) } : {};
}

function instances(r: Random, most: number): number[] {
  return Array.from({ length: r.below(most + 1) }, () => r.below(65536));
}

function results(r: Random): object[] {
  return instances(r, 9).map((instanceId) => ({ instanceId, result: r.below(10) }));
}

function test(r: Random, classId: number): object {
  if (classId === 134) return { selectTest: 1, targetAddress: toHex(r.bytes(4)), numberOfPings: r.below(256), largeStringPointer: r.below(65536) };
  if (classId === 347) return { selectTest: 1, targetAddress: toHex(r.bytes(16)), numberOfPings: r.below(256), largeStringPointer: r.below(65536) };
  if (classId === 53 || classId === 302) return { selectTest: r.below(256), parameters: toHex(r.bytes(31)) };
  return { selectTest: 7, generalPurposeBuffer: r.below(65536), vendorSpecificParameters: r.below(65536) };
}

function testResult(r: Random, classId: number, extended: boolean): object {
  if (r.below(3) === 0 && classId !== 134 && classId !== 347) return { selfTestResult: r.below(3), generalPurposeBuffer: r.below(65536) };
  if ([263, 313, 314, 315, 316].includes(classId)) return { results: [1, 3, 5, 9, 12].map((type) => ({ type, value: r.below(65536) })), generalPurposeBuffer: r.below(65536) };
  return { data: toHex(r.bytes(extended ? 3 + r.below(100) : 32)) };
}

/** Some attributes whose values fit the room, at most one table with rows among them. */
function some(r: Random, attributes: readonly Attribute[], room: number, tables: 'row' | 'size' | 'none'): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  let left = room;
  for (const a of attributes) {
    const size = a.kind !== 'table' ? a.size : tables === 'size' ? 4 : tables === 'none' ? 0 : a.size;
    // A row of unknown size would swallow what follows it.
    if (size > left || r.below(2) === 0 || (a.kind === 'table' && a.size === 0 && tables === 'row')) continue;
    left -= size;
    chosen[a.key] = value(r, a, tables);
  }
  return chosen;
}

function value(r: Random, a: Attribute, tables: 'row' | 'size' | 'none'): unknown {
  if (a.kind === 'table') return tables === 'size' ? r.below(2 ** 32) : tables === 'none' ? null : toHex(r.bytes(a.size));
  if (a.form === 'integer') return r.pick([0, 1, 256 ** a.size - 1, r.below(256 ** a.size)]);
  if (a.form === 'long') return String(BigInt(`0x${toHex(r.bytes(8))}`));
  return toHex(r.bytes(a.size));
}
