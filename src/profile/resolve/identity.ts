/** Who a row is and where: key, OLT, PON, id, serial. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { parseSerial } from '../../kernel/serial.ts';
import type { MapNode } from '../node.ts';
import type { Project, ProfileDocument } from '../project.ts';
import type { Row, RowSet } from '../rows.ts';
import { meantHint } from '../suggest.ts';
import { readOlt } from './olt.ts';
import type { ResolvedOlt } from './olt.ts';
import { parsePon } from './pon.ts';

export interface Identity {
  readonly key: string;
  readonly state: 'active' | 'suspended' | 'absent';
  readonly profile: ProfileDocument;
  readonly olt: ResolvedOlt;
  readonly pon: string;
  readonly id: number | undefined;
  readonly serial: string | undefined;
  readonly mac: string | undefined;
}

export interface IdentityContext {
  readonly project: Project;
  readonly olts: ReadonlyMap<string, ResolvedOlt>;
  readonly report: (found: Finding) => void;
}

/**
 * Reads what it can and reports the rest, so that one run shows every mistake of a row: a wrong serial or an unknown OLT
 * does not hide what is wrong with the services.
 * @returns null when not even the profile is known
 */
export function readIdentity(context: IdentityContext, set: RowSet, row: Row): Identity | null {
  const key = row.text('key');
  if (key === undefined) context.report(missing(row, 'key', 'give every subscriber a stable key'));
  const profile = profileOf(context, set, row);
  const olt = oltOf(context, row);
  const place = ponOf(context, row);
  const serialText = row.text('serial');
  const serial = serialText === undefined ? undefined : parseSerial(serialText) ?? undefined;
  if (serialText !== undefined && serial === undefined) context.report(serialFinding(row, serialText));
  const mac = row.text('mac')?.replace(/[^0-9A-Fa-f]/g, '').toLowerCase();
  if (serialText === undefined && mac === undefined && row.text('loid') === undefined) {
    context.report(finding('ONT229', 'nothing identifies the ONT', { hint: 'add serial: (GPON), or mac: (EPON)', at: row.place() }));
  }
  if (!profile) return null;
  return {
    key: key ?? '', state: (row.text('state') as Identity['state'] | undefined) ?? 'active', profile, olt: olt ?? noOlt(profile),
    pon: place?.pon ?? '', id: place?.id, serial, mac,
  };
}

/** Stands in for an OLT that is not known, where a profile is looked at all the same. */
export function noOlt(profile: ProfileDocument): ResolvedOlt {
  const node: MapNode = { ...profile.root, entries: new Map() };
  return readOlt({ name: '', node, entry: { key: '', keyStart: node.start, keyEnd: node.start, value: node }, pointer: '' }, () => undefined);
}

function profileOf(context: IdentityContext, set: RowSet, row: Row): ProfileDocument | undefined {
  const name = row.text('profile') ?? set.profile;
  if (name === undefined) {
    context.report(missing(row, 'profile', `name one of ${[...context.project.profiles.keys()].join(', ') || 'your profiles'}`));
    return undefined;
  }
  const profile = context.project.profiles.get(name);
  if (!profile) {
    context.report(finding('ONT217', `unknown profile ${name}`, {
      hint: meantHint(name, context.project.profiles.keys()) ?? known('profiles', context.project.profiles.keys()), at: row.place('profile'),
    }));
  }
  return profile;
}

function oltOf(context: IdentityContext, row: Row): ResolvedOlt | undefined {
  const name = row.text('olt');
  if (name === undefined) {
    if (context.olts.size === 1) return [...context.olts.values()][0];
    context.report(missing(row, 'olt', known('OLTs', context.olts.keys()) ?? 'describe the OLT under olts:'));
    return undefined;
  }
  const olt = context.olts.get(name);
  if (!olt) {
    context.report(finding('ONT216', `unknown OLT ${name}`, {
      hint: meantHint(name, context.olts.keys()) ?? known('OLTs', context.olts.keys()) ?? 'describe it under olts:, or in olts.yaml beside this file', at: row.place('olt'),
    }));
  }
  return olt;
}

function ponOf(context: IdentityContext, row: Row): { pon: string; id: number | undefined } | undefined {
  const text = row.text('pon');
  const idText = row.text('id');
  const id = idText === undefined ? undefined : Number(idText);
  if (text === undefined) {
    context.report(missing(row, 'pon', 'write the PON as the box prints it: 0/1/3'));
    return undefined;
  }
  const address = parsePon(text);
  if (!address) {
    context.report(finding('ONT226', `${JSON.stringify(text)} is no PON`, { hint: 'write it as the box prints it: 0/1/3, or gpon-olt_1/2/1; with ONT id 0/1/3/5, or gpon-onu_1/2/1:5', at: row.place('pon') }));
    return undefined;
  }
  if (address.id !== undefined && id !== undefined && address.id !== id) {
    context.report(finding('ONT227', `the PON says ONT id ${address.id}, id says ${id}`, { hint: 'keep one of the two', at: row.place('id'), related: [{ message: 'the other one', at: row.place('pon') }] }));
    return undefined;
  }
  return { pon: address.pon, id: id ?? address.id };
}

/** Says which form was probably meant and what is wrong with it. */
function serialFinding(row: Row, text: string): Finding {
  const compact = text.trim();
  const length = compact.length;
  const problem = /[^0-9A-Za-z\- ]/.test(compact) ? 'holds a character that is neither letter nor digit'
    : length === 12 ? 'has 12 characters, but the last 8 are not hexadecimal digits'
    : length === 16 ? 'has 16 characters, but not all are hexadecimal digits'
    : `has ${length} characters`;
  const shorter = /^([A-Za-z]{4})[A-Za-z]{2,3}([0-9A-Fa-f]{8})$/.exec(compact);
  return finding('ONT202', `${JSON.stringify(text)} is no serial number: it ${problem}`, {
    hint: `a serial number is 4 letters and 8 hexadecimal digits (HWTC1A2B3C4D, 12 characters) or 16 hexadecimal digits (485754431A2B3C4D)${shorter ? `; did you mean ${shorter[1]!.toUpperCase()}${shorter[2]!}?` : ''}`,
    at: row.place('serial'),
  });
}

function missing(row: Row, field: string, hint: string): Finding {
  return finding('ONT230', `the subscriber lacks ${field}`, { hint, at: row.place() });
}

function known(what: string, names: Iterable<string>): string | undefined {
  const list = [...names];
  return list.length === 0 ? undefined : `known ${what}: ${list.slice(0, 10).join(', ')}${list.length > 10 ? ', …' : ''}`;
}
