import { actionOf, RESULTS } from './actions.ts';
import { ipv4Of, signedOf, textOf } from './attributes/text.ts';
import { AK, AR } from './layout.ts';
import { priorityOf } from './message.ts';
import { describeRow } from './rows/describe.ts';
import type { Attribute, ManagedEntity } from './table/entity.ts';
import { className } from './table/entity.ts';

/** What was read so far: the meaning of later octets depends on it. */
export interface Scope {
  readonly extended: boolean;
  entity: ManagedEntity | undefined;
}

/** A decoded value in words. */
export function meaningOf(name: string, value: number | string | null, scope: Scope): string {
  const attribute = scope.entity?.byKey.get(name);
  if (attribute !== undefined && value !== null) return `${attribute.name} (${attribute.index}): ${attributeMeaning(scope.entity!.id, attribute, value)}`;
  if (typeof value !== 'number') return name === 'alarmBitmap' && typeof value === 'string' ? alarms(value, scope.entity) : String(value ?? '');
  switch (name) {
    case 'transactionId': return `${value}${scope.extended ? '' : `, ${priorityOf({ transactionId: value, deviceId: 10 })} priority`}`;
    case 'messageType': return messageType(value);
    case 'deviceId': return value === 10 ? 'baseline message set' : value === 11 ? 'extended message set' : 'unknown';
    case 'classId': return `${value} ${className(value)}`;
    case 'instanceId': return `${value} (0x${hex(value, 4)})`;
    case 'attributeMask':
    case 'unsupportedAttributeMask':
    case 'failedAttributeMask':
    case 'attributeExecutionMask': return maskMeaning(value, scope.entity);
    case 'result': return `${value & 15} ${RESULTS[value & 15] ?? 'reserved'}`;
    case 'type': return `${value} ${READINGS[value] ?? ''}`.trim();
    case 'crc32': return `0x${hex(value, 8)}`;
    case 'windowSize': return `${value}: ${value + 1} sections per window`;
    default: return String(value);
  }
}

/** Attributes of a mask by name; bits without attribute by number. */
export function maskMeaning(mask: number, entity: ManagedEntity | undefined): string {
  if (mask === 0) return 'none';
  return Array.from({ length: 16 }, (_, i) => i + 1).filter((n) => (mask & (0x8000 >> (n - 1))) !== 0)
    .map((n) => entity?.attributes[n - 1]?.key ?? `attribute ${n}`).join(', ');
}

/** A value of an attribute as people read it. */
export function attributeMeaning(classId: number, attribute: Attribute, value: number | string): string {
  const row = typeof value === 'string' ? describeRow(classId, attribute.key, value) : undefined;
  if (row !== undefined) return row;
  if (typeof value === 'string') {
    if (attribute.form === 'long') return value;
    if (attribute.format === 'mac') return value.replace(/(..)(?=.)/g, '$1:');
    return attribute.format === 'ascii' || attribute.kind === 'string' ? `"${textOf(value)}"` : value;
  }
  if (attribute.kind === 'table') return `table of ${value} octets`;
  if (attribute.format === 'ipv4') return ipv4Of(value);
  if (attribute.kind === 'int') return String(signedOf(value, attribute.size));
  if (attribute.kind === 'pointer') return value === 0xffff ? 'null pointer' : `instance 0x${hex(value, 4)}`;
  return attribute.kind === 'bitfield' ? `0b${value.toString(2).padStart(8 * attribute.size, '0')}` : String(value);
}

/** Numbers and names of the alarms that are active. @param bitmap 28 octets, hexadecimal */
export function activeAlarms(bitmap: string, entity: ManagedEntity | undefined): readonly { readonly number: number; readonly name: string }[] {
  const active: { number: number; name: string }[] = [];
  for (let k = 0; k < bitmap.length * 4; k++) {
    if ((parseInt(bitmap.charAt(k >> 2), 16) & (8 >> (k & 3))) === 0) continue;
    active.push({ number: k, name: entity?.alarms.get(k) ?? (k >= 208 ? 'vendor alarm' : 'unnamed alarm') });
  }
  return active;
}

const READINGS: Readonly<Record<number, string>> = {
  0: 'not supported', 1: 'power feed voltage', 3: 'received optical power', 5: 'mean launch power', 9: 'laser bias current', 12: 'temperature',
};

function alarms(bitmap: string, entity: ManagedEntity | undefined): string {
  const active = activeAlarms(bitmap, entity);
  return active.length === 0 ? 'no alarm' : active.map((a) => `${a.number} ${a.name}`).join(', ');
}

function messageType(value: number): string {
  const bits = [...(value & 0x80 ? ['reserved bit'] : []), ...(value & AR ? ['response wanted'] : []), ...(value & AK ? ['response'] : [])];
  return `${actionOf(value & 31)?.title ?? `reserved action ${value & 31}`}${bits.length === 0 ? '' : `, ${bits.join(', ')}`}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
