import { actionNamed, RESULTS } from '../../omci/actions.ts';
import type { AttributeValue } from '../../omci/attributes/read.ts';
import { activeAlarms, attributeMeaning, maskMeaning } from '../../omci/meaning.ts';
import type { Message } from '../../omci/message.ts';
import type { ManagedEntity } from '../../omci/table/entity.ts';
import { className, entityOf } from '../../omci/table/entity.ts';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import type { DecodedFrame } from './decode.ts';

const HEAD: readonly string[] = ['transactionId', 'messageType', 'action', 'ar', 'ak', 'deviceId', 'classId', 'instanceId', 'contentsLength', 'mic'];

/** One message as a few lines: what it is, then a line per field. */
export function renderMessage(message: Message, place: string | null, paint: Paint): string {
  const entity = entityOf(message.classId);
  const kind = message.ak ? ' response' : '';
  const head = `${place === null ? '' : paint.faint(`${place}: `)}${paint.strong(`${actionNamed(message.action)?.title ?? message.action}${kind}`)} ${className(message.classId)} (${message.classId}) instance 0x${hex(message.instanceId, 4)}`;
  const rest = `${message.deviceId === 10 ? 'baseline' : 'extended'}, transaction 0x${hex(message.transactionId, 4)}, integrity ${micText(message.mic, paint)}`;
  const fields = Object.entries(message).filter(([name]) => !HEAD.includes(name)).flatMap(([name, value]) => field(name, value, entity));
  return `${[head, ...[rest, ...fields].map((line) => `  ${line}`)].join('\n')}\n`;
}

export function renderRefused({ input, error }: DecodedFrame, paint: Paint): string {
  return `${input.place === null ? '' : paint.faint(`${input.place}: `)}${paint.bad(error?.code ?? '')} ${oneLine(error?.message ?? '')}\n`;
}

function field(name: string, value: unknown, entity: ManagedEntity | undefined): string[] {
  if (name === 'attributes') return attributes(value as Readonly<Record<string, AttributeValue>>, entity);
  if (name === 'reported') return (value as readonly Reported[]).flatMap(reported);
  if (name === 'alarms') return (value as readonly Alarms[]).map((a) => `${className(a.classId)} (${a.classId}) instance 0x${hex(a.instanceId, 4)}: ${alarmNames(a.alarmBitmap, entityOf(a.classId))}`);
  if (name === 'alarmBitmap') return [`alarms: ${alarmNames(value as string, entity)}`];
  if (name === 'result') return [`result: ${value as number} ${RESULTS[value as number] ?? 'reserved'}`];
  if (/mask$/i.test(name)) return [`${name}: 0x${hex(value as number, 4)} ${maskMeaning(value as number, entity)}`];
  return [`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`];
}

interface Reported { readonly classId: number; readonly instanceId: number; readonly attributes: Readonly<Record<string, AttributeValue>>; readonly raw?: string; }
interface Alarms { readonly classId: number; readonly instanceId: number; readonly alarmBitmap: string; }

function reported(r: Reported): string[] {
  return [
    `${className(r.classId)} (${r.classId}) instance 0x${hex(r.instanceId, 4)}`,
    ...[...attributes(r.attributes, entityOf(r.classId)), ...(r.raw === undefined ? [] : [`raw: ${r.raw}`])].map((line) => `  ${line}`),
  ];
}

function attributes(values: Readonly<Record<string, AttributeValue>>, entity: ManagedEntity | undefined): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const attribute = entity?.byKey.get(key);
    if (attribute === undefined || entity === undefined) return [`${key}: ${JSON.stringify(value)}`];
    if (value === null) return [`${key}: changed, to be read with get`];
    if (typeof value === 'object') return [`${key}: ${value.length} rows`, ...value.map((row) => `  ${both(row, attributeMeaning(entity.id, attribute, row))}`)];
    return [`${key}: ${both(String(value), attributeMeaning(entity.id, attribute, value))}`];
  });
}

/** The value, and what it means if that says more. */
function both(value: string, meaning: string): string {
  return meaning === value ? value : `${value}  ${meaning}`;
}

function alarmNames(bitmap: string, entity: ManagedEntity | undefined): string {
  const active = activeAlarms(bitmap, entity);
  return active.length === 0 ? 'none' : active.map((a) => `${a.number} ${a.name}`).join(', ');
}

function micText(mic: string, paint: Paint): string {
  return mic === 'no-match' ? paint.warn('does not match') : mic === 'absent' ? 'absent' : paint.good(mic);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
