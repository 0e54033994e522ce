import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { ACTIONS } from '../../omci/actions.ts';
import { octetsOf } from '../../omci/attributes/text.ts';
import { OmciError } from '../../omci/errors.ts';
import type { Attribute, ManagedEntity } from '../../omci/table/entity.ts';
import { entityOf } from '../../omci/table/entity.ts';
import { find } from './me.ts';
import { usage } from './options.ts';

export interface MessageFlags {
  readonly action?: string;
  readonly class?: string;
  readonly instance?: string;
  readonly tid?: string;
  readonly response?: boolean;
  readonly extended?: boolean;
  readonly attr?: readonly string[];
  readonly field?: readonly string[];
}

const NOTIFICATIONS: readonly string[] = ['alarm', 'attributeValueChange', 'testResult'];

/** The message the options of `omci encode` describe. @throws Failure */
export function messageOfFlags(flags: MessageFlags): object {
  const { action } = flags;
  if (action === undefined || flags.class === undefined) throw usage('give --action and --class, or a JSON file', 'ont-prov omci encode --help shows examples');
  if (!ACTIONS.some((a) => a.name === action)) throw usage(`there is no action ${action}; there are ${ACTIONS.map((a) => a.name).join(', ')}`);
  const { classId, entity } = classOf(flags.class);
  const attributes: Record<string, unknown> = {};
  let mask = 0;
  for (const text of flags.attr ?? []) {
    const [, key = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
    const attribute = entity?.byKey.get(key);
    if (attribute === undefined) throw wrong(`class ${classId} has no attribute ${key}`);
    mask |= attribute.bit;
    if (value !== undefined) attributes[key] = action === 'setTable' ? [...((attributes[key] as readonly unknown[] | undefined) ?? []), valueOf(attribute, value, action)] : valueOf(attribute, value, action);
  }
  return {
    transactionId: id(flags.tid, '--tid') ?? (NOTIFICATIONS.includes(action) ? 0 : 1), action, classId, instanceId: id(flags.instance, '--instance') ?? 0,
    ...(flags.response === true ? { ak: true } : {}), ...(flags.extended === true || action === 'setTable' ? { deviceId: 11 } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : mask !== 0 ? { attributeMask: mask } : {}),
    ...Object.fromEntries((flags.field ?? []).map(fieldOf)),
  };
}

/** A number of 16 bits, decimal or 0x…. */
function id(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = /^(0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text) ? Number(text) : NaN;
  if (!(value <= 0xffff)) throw usage(`${option} takes a number from 0 to 65535, or 0x0 to 0xffff`);
  return value;
}

function classOf(text: string): { readonly classId: number; readonly entity: ManagedEntity | undefined } {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return { classId: Number(text), entity: entityOf(Number(text)) };
  const found = find(text);
  if (found.length > 1) throw wrong(`${text} may be ${found.map((e) => e.key).join(', ')}`);
  return { classId: found[0]!.id, entity: found[0] };
}

function valueOf(attribute: Attribute, text: string, action: string): unknown {
  if (attribute.form === 'integer') {
    if (attribute.format === 'ipv4' && /^\d+(\.\d+){3}$/.test(text)) return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return number(attribute.key, text);
  }
  if (attribute.form === 'long') return text;
  if (text.startsWith('text:')) {
    try {
      return octetsOf(text.slice('text:'.length), attribute.size);
    } catch (error) {
      if (error instanceof OmciError) throw wrong(`${attribute.key}: ${error.message}`);
      throw error;
    }
  }
  // A get response announces the size of a table; everywhere else a table is rows.
  if (attribute.kind === 'table' && (action === 'get' || action === 'getCurrentData')) return number(attribute.key, text);
  return text.replace(/[\s:_-]/g, '');
}

function fieldOf(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw usage(`--field takes name=value, not ${text}`);
  const value = text.slice(at + 1);
  return [text.slice(0, at), /^[[{"]|^(true|false|null)$/.test(value) ? json(value) : /^(0x[0-9a-f]+|\d{1,10})$/i.test(value) ? Number(value) : value];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usage(`${text} is no JSON`);
  }
}

function number(name: string, text: string): number {
  if (!/^(0x[0-9a-f]+|-?\d+)$/i.test(text)) throw wrong(`${name} takes a number, not ${text}`);
  return Number(text);
}

function wrong(message: string): Failure {
  return new Failure(message, { code: 'bad-message', exitCode: EXIT.findings, hint: 'ont-prov omci me CLASS lists the attributes' });
}
