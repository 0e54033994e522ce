import type { Attribute, ManagedEntity } from '../../omci/table/entity.ts';
import type { Paint } from '../paint.ts';

export function renderEntities(list: readonly ManagedEntity[], paint: Paint): string {
  const width = Math.max(...list.map((e) => e.key.length));
  return list.map((e) => `${String(e.id).padStart(5)}  ${paint.strong(e.key.padEnd(width))}  ${e.name}\n`).join('');
}

export function renderEntity(e: ManagedEntity, paint: Paint): string {
  const width = Math.max(...e.attributes.map((a) => a.key.length));
  const created = { olt: 'created by the OLT', onu: 'created by the ONT', both: 'created by the OLT or the ONT' }[e.createdBy];
  return [
    `${paint.strong(`${e.name} (class ${e.id})`)}  ${e.key}${e.clause === undefined ? '' : `  G.988 ${e.clause}`}`,
    `${created}${e.counts ? ', performance monitoring' : ''}; ${e.actions.join(', ')}`,
    '',
    `${' #'.padStart(3)}  mask  ${'attribute'.padEnd(width)}  ${'type'.padEnd(12)}  access`,
    ...e.attributes.map((a) => `${String(a.index).padStart(3)}  ${a.bit.toString(16).padStart(4, '0')}  ${paint.strong(a.key.padEnd(width))}  ${typeOf(a).padEnd(12)}  ${accessOf(a)}`),
    ...(e.alarms.size === 0 ? [] : ['', e.counts ? 'threshold crossing alerts' : 'alarms', ...[...e.alarms].map(([number, name]) => `${String(number).padStart(3)}  ${name}`)]),
    '',
  ].join('\n');
}

function typeOf(a: Attribute): string {
  return a.kind === 'table' ? (a.size === 0 ? 'table' : `table, ${a.size}/row`) : `${a.kind} ${a.size}`;
}

function accessOf(a: Attribute): string {
  const access = `${a.readable ? 'R' : ''}${a.writable ? 'W' : ''}${a.setByCreate ? ' set by create' : ''}`;
  return [access, ...(a.optional ? ['optional'] : []), ...(a.avc ? ['AVC'] : []), ...(a.tca ? ['TCA'] : []), ...(a.deprecated ? ['deprecated'] : []), ...(a.initial === undefined ? [] : [`initially ${a.initial}`])].join(', ');
}
