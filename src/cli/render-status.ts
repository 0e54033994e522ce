import type { StatusTarget } from '../app/status.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine, width } from './one-line.ts';
import type { Paint } from './paint.ts';

/** A table of many subscribers; all that is known of a single one. */
export function renderStatus(targets: readonly StatusTarget[], paint: Paint): string {
  if (targets.length === 1) return details(targets[0]!, paint).map((line) => `${line}\n`).join('');
  const rows = targets.map((target) => [
    target.key, `${target.olt} ${target.pon}${target.id === null ? '' : ` ${target.id}`}`, runText(target), power(target.rx), target.distance === null ? '-' : `${target.distance} m`,
    target.tr069?.status ?? '-', target.run === 'online' ? '' : target.downCause ?? '',
  ].map(oneLine));
  const head = ['key', 'place', 'run/config/match', 'rx dBm', 'distance', 'TR-069', 'down cause'];
  const widths = head.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column]!))));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell))).join('  ').trimEnd();
  const up = targets.filter(({ run }) => run === 'online').length;
  return [paint.faint(line(head)), ...rows.map((row, index) => colourOf(targets[index]!, paint)(line(row))), `${count(targets.length, 'subscriber')}, ${up} online`].map((text) => `${text}\n`).join('');
}

function details(target: StatusTarget, paint: Paint): string[] {
  const fact = (name: string, value: string | null): string[] => (value === null ? [] : [`  ${name.padEnd(14)} ${oneLine(value)}`]);
  return [
    `${paint.strong(oneLine(target.key))}  ${oneLine(target.olt)} ${oneLine(target.pon)}${target.id === null ? '' : ` id ${target.id}`}${target.serial === null ? '' : `  ${vendorForm(target.serial)}`}  ${colourOf(target, paint)(oneLine(runText(target)))}`,
    ...fact('power', target.rx === null && target.tx === null ? null : `rx ${power(target.rx)} dBm, tx ${power(target.tx)} dBm`),
    ...fact('distance', target.distance === null ? null : `${target.distance} m`),
    ...fact('terminal', target.equipment), ...fact('last up', target.upTime), ...fact('last down', target.downTime), ...fact('down cause', target.downCause),
    ...fact('addresses', target.addresses === null ? null : target.addresses.join(', ') || 'none'),
    ...(target.connections ?? []).flatMap((link) => fact('connection', `${link.service ?? '-'}  ${link.status ?? '-'}  ${link.address ?? '-'}  VLAN ${link.vlan ?? '-'}`)),
    ...(target.macs ?? []).flatMap((each) => fact('learned', `${each.mac}  VLAN ${each.vlan ?? '-'}${each.service === null ? '' : `  ${each.service}`}`)),
    ...fact('learned', target.macs?.length === 0 ? 'no MAC address' : null),
  ];
}

function runText({ state, run, config, match }: StatusTarget): string {
  return state === 'registered' ? [run, config, match].map((word) => word ?? '-').join('/') : state === 'absent' ? 'not registered' : 'could not be read';
}

function colourOf({ state, run }: StatusTarget, paint: Paint): (text: string) => string {
  return state !== 'registered' ? paint.bad : run === 'online' ? paint.good : paint.warn;
}

function power(dbm: number | null): string {
  return dbm === null ? '-' : dbm.toFixed(2);
}
