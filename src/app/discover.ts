import { addAll } from '../kernel/add-all.ts';
import type { Finding } from '../kernel/finding.ts';
import type { ConnectOptions, Tail } from './api.ts';
import { askState } from './asking.ts';
import { attempt } from './attempt.ts';
import { cannotShow, lookAt, type Look } from './looking.ts';
import { surroundings } from './named-olt.ts';
import { textIn } from './ont-states.ts';
import type { Subject } from './run/subject.ts';
import { failuresOf, surveyTail, type OltFailure } from './survey.ts';
import type { World } from './world.ts';

/** An ONT the OLT hears and has not registered. */
export interface FoundOnt {
  readonly pon: string | null;
  readonly serial: string | null;
  readonly loid: string | null;
  readonly mac: string | null;
  readonly vendor: string | null;
  readonly equipment: string | null;
  readonly version: string | null;
  /** As the box prints it. */
  readonly time: string | null;
  /** Subscriber whose row has this serial. */
  readonly key: string | null;
  /** Where that row wants it, when that is somewhere else. */
  readonly expected: { readonly olt: string; readonly pon: string } | null;
}

export interface DiscoverDocument extends Tail { readonly formatVersion: 1; readonly olt: string; readonly found: readonly FoundOnt[]; }

export interface DiscoverOptions extends ConnectOptions { readonly olt: string; readonly path: string; }

/** ONTs that wait to be registered, joined with the rows by serial. Cannot write. */
export async function discover(world: World, options: DiscoverOptions): Promise<DiscoverDocument> {
  const findings: Finding[] = [];
  const found: FoundOnt[] = [];
  let failures: OltFailure[] = [];
  const ended = await attempt(world, async () => {
    const around = await surroundings(world, options.path, options.olt);
    addAll(findings, around.findings);
    const seen = await lookAt(world, options, around.groups, findings, (look) => foundOnts(look, around.subjects, findings));
    addAll(found, seen.flatMap(({ value }) => value ?? []));
    failures = failuresOf(seen);
  });
  const { error, exitCode, ...told } = surveyTail(world, ended, findings, failures);
  return { formatVersion: 1, olt: options.olt, found, findings: told.findings, error, exitCode };
}

export async function foundOnts(look: Look, subjects: readonly Subject[], findings: Finding[]): Promise<FoundOnt[]> {
  if (!look.driver.state.names.includes('found')) {
    findings.push(cannotShow(look.driver, 'the list of found ONTs'));
    return [];
  }
  const table = await askState(look, 'found', {}, findings);
  return (table?.records ?? []).map((record) => {
    const [pon, serial] = [textIn(record, 'pon'), textIn(record, 'serial')];
    const row = serial === null ? undefined : subjects.find((subject) => subject.intent.serial === serial);
    const here = row !== undefined && row.intent.olt.name === look.olt.name && row.intent.pon === pon;
    return {
      pon, serial, loid: textIn(record, 'loid'), mac: textIn(record, 'mac'), vendor: textIn(record, 'vendor'), equipment: textIn(record, 'equipment'),
      version: textIn(record, 'software') ?? textIn(record, 'version'), time: textIn(record, 'time'),
      key: row?.intent.key ?? null, expected: row && !here ? { olt: row.intent.olt.name, pon: row.intent.pon } : null,
    };
  });
}
