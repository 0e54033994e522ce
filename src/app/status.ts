import { addAll } from '../kernel/add-all.ts';
import { EXIT } from '../kernel/exit.ts';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { StateRecord } from '../packs/read-side.ts';
import type { ConnectOptions, ProjectOptions } from './api.ts';
import { askState } from './asking.ts';
import { attempt } from './attempt.ts';
import { cannotShow, type Look } from './looking.ts';
import { byPon, numberIn, readStates, textIn, type OntState } from './ont-states.ts';
import { numbersOf } from './places.ts';
import type { Subject } from './run/subject.ts';
import { failuresOf, survey, surveyTail, type OltFailure, type SurveyTail } from './survey.ts';
import type { World } from './world.ts';

/** A connection the ONT itself holds. */
export interface Connection { readonly service: string | null; readonly status: string | null; readonly address: string | null; readonly vlan: number | null; }

export interface LearnedMac { /** Name in the profile; null for a VLAN that is none of its services. */ readonly service: string | null; readonly vlan: number | null; readonly mac: string; }

/** null is unknown: not told, not readable, or beyond what can be true. */
export interface StatusTarget {
  readonly key: string;
  readonly olt: string;
  readonly serial: string | null;
  /** `absent`: not registered on the PON of its row. */
  readonly state: 'registered' | 'absent' | 'unreadable';
  readonly pon: string;
  readonly id: number | null;
  readonly control: string | null;
  readonly run: string | null;
  readonly config: string | null;
  readonly match: string | null;
  /** Metres. */
  readonly distance: number | null;
  /** dBm at the ONT. */
  readonly rx: number | null;
  readonly tx: number | null;
  readonly equipment: string | null;
  readonly upTime: string | null;
  readonly downTime: string | null;
  readonly downCause: string | null;
  readonly addresses: readonly string[] | null;
  readonly connections: readonly Connection[] | null;
  /** The connection that carries TR-069, when there is one. */
  readonly tr069: Connection | null;
  readonly macs: readonly LearnedMac[] | null;
}

export interface StatusDocument extends SurveyTail { readonly formatVersion: 1; readonly targets: readonly StatusTarget[]; }

export interface StatusOptions extends Pick<ProjectOptions, 'path' | 'only'>, ConnectOptions {}

/** Up to this many subscribers of an OLT are asked about one by one; of more, only what whole ports tell. */
const ONE_BY_ONE = 32;

/** What the OLTs say of the subscribers now. Cannot write. */
export async function status(world: World, options: StatusOptions): Promise<StatusDocument> {
  const findings: Finding[] = [];
  const targets: StatusTarget[] = [];
  let failures: OltFailure[] = [];
  const ended = await attempt(world, async () => {
    const seen = await survey(world, options, findings, (look) => statusOf(look, findings));
    addAll(targets, seen.flatMap(({ value, group }) => value ?? Array.from(group.subjects, (subject) => target(subject, undefined, {}))));
    failures = failuresOf(seen);
  });
  return { formatVersion: 1, targets, ...surveyTail(world, ended, findings, failures, options.interrupt?.aborted ? [EXIT.interrupted] : []) };
}

interface Details { summary?: StateRecord; ont?: StateRecord; connections?: readonly StateRecord[] | null; macs?: readonly StateRecord[] | null; }

async function statusOf(look: Look, findings: Finding[]): Promise<StatusTarget[]> {
  const { driver, subjects, olt } = look;
  if (!driver.state.names.includes('states')) {
    findings.push(cannotShow(driver, 'the state of ONTs'));
    return subjects.map((subject) => target(subject, undefined, {}));
  }
  const states = await readStates(look, subjects, await numbersOf(look, subjects), findings);
  const details = new Map<Subject, Details>(subjects.map((subject) => [subject, {}]));
  for (const [pon, there] of byPon(subjects)) {
    const parts = driver.ponParts(pon);
    if (!parts || !there.some((subject) => states.get(subject))) continue;
    const summary = await askState(look, 'summary', parts, findings);
    for (const subject of there) {
      const id = states.get(subject)?.id;
      const record = summary?.records.find((each) => each['id'] === id);
      if (record) details.get(subject)!.summary = record;
    }
  }
  if (subjects.length > ONE_BY_ONE) {
    findings.push(finding('ONT406', `${subjects.length} subscribers of OLT ${olt.name}: addresses, TR-069 and learned MACs were not asked for one by one`, { severity: 'info', hint: `name up to ${ONE_BY_ONE} with --only` }));
  } else {
    for (const subject of subjects) {
      const state = states.get(subject);
      const parts = driver.ponParts(subject.intent.pon);
      if (!state || state.id === null || !parts) continue;
      const detail = details.get(subject)!;
      const place = { ...parts, id: state.id };
      const ont = (await askState(look, 'ont', place, findings))?.records[0];
      if (ont) detail.ont = ont;
      detail.connections = (await askState(look, 'connections', place, findings))?.records ?? null;
      detail.macs = (await askState(look, 'macs', place, findings))?.records ?? null;
    }
  }
  return subjects.map((subject) => target(subject, states.get(subject), details.get(subject)!));
}

/** @param state null: not registered where its row says; undefined: not known */
function target(subject: Subject, state: OntState | null | undefined, { summary, ont, connections, macs }: Details): StatusTarget {
  const { intent } = subject;
  const links = connections?.map((record) => ({ service: textIn(record, 'service'), status: textIn(record, 'status'), address: textIn(record, 'address'), vlan: numberIn(record, 'vlan') })) ?? null;
  const addresses = ont?.['addresses'];
  return {
    key: intent.key, olt: intent.olt.name, serial: intent.serial ?? null, state: state === undefined ? 'unreadable' : state === null ? 'absent' : 'registered',
    pon: intent.pon, id: state?.id ?? null, control: state?.control ?? null, run: state?.run ?? null, config: state?.config ?? null, match: state?.match ?? null,
    distance: numberIn(ont, 'distance') ?? numberIn(summary, 'distance'), rx: numberIn(summary, 'rx'), tx: numberIn(summary, 'tx'), equipment: textIn(summary, 'equipment'),
    upTime: textIn(ont, 'upTime') ?? textIn(summary, 'upTime'), downTime: textIn(ont, 'downTime') ?? textIn(summary, 'downTime'), downCause: textIn(ont, 'downCause') ?? textIn(summary, 'downCause'),
    addresses: ont ? (Array.isArray(addresses) ? addresses.filter((address): address is string => typeof address === 'string') : []) : null,
    connections: links, tr069: links?.find(({ service }) => /tr-?069/i.test(service ?? '')) ?? null,
    macs: macs?.map((record) => ({ service: serviceOf(subject, numberIn(record, 'vlan')), vlan: numberIn(record, 'vlan'), mac: textIn(record, 'mac') ?? '' })) ?? null,
  };
}

function serviceOf({ access }: Subject, vlan: number | null): string | null {
  return access.flows.find((flow) => flow.svlan === vlan)?.label ?? null;
}
