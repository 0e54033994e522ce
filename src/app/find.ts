import { addAll } from '../kernel/add-all.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { parseSerial } from '../kernel/serial.ts';
import type { ConfiguredOnt } from '../packs/read-side.ts';
import type { Intent } from '../profile/intent.ts';
import type { ConnectOptions } from './api.ts';
import { askState } from './asking.ts';
import { attempt } from './attempt.ts';
import { foundOnts } from './discover.ts';
import { lookAt, type Look, type LookGroup } from './looking.ts';
import { surroundings } from './named-olt.ts';
import { numberIn, textIn } from './ont-states.ts';
import type { Subject } from './run/subject.ts';
import { failuresOf, surveyTail, type OltFailure, type SurveyTail } from './survey.ts';
import type { World } from './world.ts';

export interface FoundRow {
  readonly key: string; readonly profile: string; readonly state: string; readonly olt: string; readonly pon: string; readonly id: number | null; readonly serial: string | null;
}

/** Where a device knows it. `configured`: registered there. `found`: waits unregistered. `learned`: a MAC address came in there. */
export interface FoundPlace {
  readonly how: 'configured' | 'found' | 'learned';
  readonly olt: string;
  readonly pon: string | null;
  readonly id: number | null;
  readonly serial: string | null;
  readonly description: string | null;
  readonly vlan: number | null;
  /** Subscriber whose row has this serial. */
  readonly key: string | null;
}

export interface FindDocument extends SurveyTail {
  readonly formatVersion: 1;
  readonly query: string;
  readonly as: 'key' | 'serial' | 'mac';
  readonly rows: readonly FoundRow[];
  readonly places: readonly FoundPlace[];
}

export interface FindOptions extends ConnectOptions { readonly query: string; readonly path: string; }

/** Who is this, and where: in the rows and on the devices. Cannot write. */
export async function find(world: World, options: FindOptions): Promise<FindDocument> {
  const findings: Finding[] = [];
  const rows: FoundRow[] = [];
  const places: FoundPlace[] = [];
  let failures: OltFailure[] = [];
  let wanted = wantedOf(options.query, []);
  const ended = await attempt(world, async () => {
    const { groups, subjects, findings: found } = await surroundings(world, options.path, null);
    addAll(findings, found);
    wanted = wantedOf(options.query, subjects);
    const mine = subjects.filter((subject) => isMeant(subject, wanted));
    addAll(rows, mine.map(rowOf));
    if (wanted.as === 'key' && mine.length === 0) return;
    const meant: Wanted = { ...wanted, serials: [...new Set([...wanted.serials, ...mine.flatMap(({ intent }) => intent.serial ?? [])])], loids: mine.flatMap(({ intent }) => loidOf(intent) ?? []) };
    // Where its row says first; the others only when it is not there.
    const near = wanted.as === 'key' ? groups.filter(({ olt }) => mine.some(({ intent }) => intent.olt.name === olt.name)) : groups;
    for (const part of [near, groups.filter((group) => !near.includes(group))]) {
      if (part.length === 0 || places.length > 0) continue;
      const seen = await lookAt(world, options, part satisfies readonly LookGroup[], findings, (look) => search(look, meant, subjects, findings));
      addAll(places, seen.flatMap(({ value }) => value ?? []));
      failures = [...failures, ...failuresOf(seen)];
    }
  });
  if (ended.error === null && rows.length === 0 && places.length === 0 && !hasErrors(findings)) {
    findings.push(finding('ONT250', `nobody and nothing is known as ${options.query}`, { hint: 'give a key of the rows, a serial (HWTC-A1B2C3D4 or 16 hex digits) or a MAC address' }));
  }
  return { formatVersion: 1, query: options.query, as: wanted.as, rows, places, ...surveyTail(world, ended, findings, failures) };
}

interface Wanted { readonly as: FindDocument['as']; readonly key: string; readonly serials: readonly string[]; readonly loids: readonly string[]; readonly mac: string | null; }

/** A key of the rows wins over what else the text could be. */
function wantedOf(query: string, subjects: readonly Subject[]): Wanted {
  const [serial, bare] = [parseSerial(query), query.replace(/[-:.]/g, '').toLowerCase()];
  const mac = /^[0-9a-f]{12}$/.test(bare) ? bare : null;
  const nothing = { key: query, serials: [], loids: [], mac: null };
  if (subjects.some(({ intent }) => intent.key === query)) return { ...nothing, as: 'key' };
  if (mac !== null && (serial === null || /[-:.]/.test(query.slice(5)))) return { ...nothing, as: 'mac', mac };
  return serial === null ? { ...nothing, as: 'key' } : { ...nothing, as: 'serial', serials: [serial], mac };
}

function isMeant({ intent }: Subject, { as, key, serials, mac }: Wanted): boolean {
  return as === 'key' ? intent.key === key : (intent.serial !== undefined && serials.includes(intent.serial)) || (mac !== null && intent.mac === mac);
}

/** What an ONT is registered with that shows no serial. */
function loidOf({ authentication }: Intent): string | undefined {
  return authentication.by === 'loid' ? authentication.loid : undefined;
}

function rowOf({ intent }: Subject): FoundRow {
  return { key: intent.key, profile: intent.profile, state: intent.state, olt: intent.olt.name, pon: intent.pon, id: intent.id ?? null, serial: intent.serial ?? null };
}

async function search(look: Look, { serials, loids, mac }: Wanted, subjects: readonly Subject[], findings: Finding[]): Promise<FoundPlace[]> {
  const { driver, olt } = look;
  const { observation } = await look.device.read();
  const onts = driver.onts(observation);
  const keyOf = ({ serial, loid }: ConfiguredOnt): string | null =>
    subjects.find(({ intent }) => (serial !== null && intent.serial === serial) || (loid !== null && loidOf(intent) === loid))?.intent.key ?? null;
  const configured = (ont: ConfiguredOnt, how: FoundPlace['how'], vlan: number | null): FoundPlace =>
    ({ how, olt: olt.name, pon: ont.pon, id: ont.id, serial: ont.serial, description: ont.description, vlan, key: keyOf(ont) });
  const places = onts.filter((ont) => (ont.serial !== null && serials.includes(ont.serial)) || (ont.loid !== null && loids.includes(ont.loid)) || (mac !== null && ont.mac === mac)).map((ont) => configured(ont, 'configured', null));
  if (driver.state.names.includes('found')) {
    const waiting = await foundOnts(look, subjects, findings);
    places.push(...waiting.filter((ont) => (ont.serial !== null && serials.includes(ont.serial)) || (mac !== null && ont.mac === mac))
      .map((ont) => ({ how: 'found' as const, olt: olt.name, pon: ont.pon, id: null, serial: ont.serial, description: null, vlan: null, key: ont.key })));
  }
  if (mac !== null) {
    for (const pon of new Set(onts.flatMap((ont) => ont.pon ?? []))) {
      const parts = driver.ponParts(pon);
      const table = parts && await askState(look, 'macs', parts, findings);
      // A release that does not know the command does not know it for the next PON either.
      if (!table) break;
      for (const record of table.records.filter((each) => textIn(each, 'mac') === mac)) {
        const ont = onts.find((each) => each.pon === textIn(record, 'pon') && each.id === numberIn(record, 'id'));
        places.push(ont ? configured(ont, 'learned', numberIn(record, 'vlan')) : { how: 'learned', olt: olt.name, pon: textIn(record, 'pon'), id: numberIn(record, 'id'), serial: null, description: null, vlan: numberIn(record, 'vlan'), key: null });
      }
    }
  }
  return places;
}
