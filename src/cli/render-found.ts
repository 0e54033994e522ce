import type { FoundOnt } from '../app/discover.ts';
import type { FindDocument, FoundPlace } from '../app/find.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** ONTs that wait to be registered, one line each. */
export function renderFoundOnts(found: readonly FoundOnt[], paint: Paint): string {
  const lines = found.map((ont) => {
    const name = ont.serial === null ? ont.loid ?? ont.mac ?? '?' : vendorForm(ont.serial);
    const who = ont.key === null ? paint.faint('no row has this serial') : ont.expected === null ? paint.good(ont.key) : paint.warn(`${ont.key}, whose row says ${ont.expected.olt} ${ont.expected.pon}`);
    return `${oneLine(ont.pon ?? '?')}  ${paint.strong(oneLine(name))}  ${who}${[ont.equipment, ont.version, ont.time].map((text) => (text === null ? '' : `  ${oneLine(text)}`)).join('')}`;
  });
  return [...lines, `${count(found.length, 'ONT waits', 'ONTs wait')} to be registered`].map((line) => `${line}\n`).join('');
}

export function renderFind({ rows, places }: FindDocument, paint: Paint): string {
  return [
    ...rows.map((row) => `row         ${paint.strong(oneLine(row.key))}  ${oneLine(row.olt)} ${oneLine(row.pon)}${row.id === null ? '' : ` id ${row.id}`}${row.serial === null ? '' : `  ${vendorForm(row.serial)}`}  profile ${oneLine(row.profile)}${row.state === 'active' ? '' : `  ${row.state}`}`),
    ...places.map((place) => placeLine(place, paint)),
    ...(rows.length > 0 && places.length === 0 ? [paint.warn('on no device')] : []),
  ].map((line) => `${line}\n`).join('');
}

function placeLine(place: FoundPlace, paint: Paint): string {
  const rest = [
    place.serial === null ? '' : vendorForm(place.serial), place.vlan === null ? '' : `VLAN ${place.vlan}`, place.key === null ? '' : `subscriber ${place.key}`, place.description ?? '',
  ].filter((text) => text !== '').map((text) => `  ${oneLine(text)}`).join('');
  return `${place.how.padEnd(11)} ${paint.strong(`${oneLine(place.olt)} ${oneLine(place.pon ?? '?')}${place.id === null ? '' : ` id ${place.id}`}`)}${rest}`;
}
