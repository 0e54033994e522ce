import { addAll } from '../kernel/add-all.ts';
import { EXIT, type ExitCode } from '../kernel/exit.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { Observation } from '../packs/driver.ts';
import type { ConfiguredOnt } from '../packs/read-side.ts';
import type { Change, TargetPlan } from '../plan/model.ts';
import { maskSecrets } from '../kernel/mask-secrets.ts';
import type { ConnectOptions, ProjectOptions } from './api.ts';
import { attempt } from './attempt.ts';
import type { Look, Seen } from './looking.ts';
import { placeOf, placesOf } from './places.ts';
import type { Device } from './run/device.ts';
import type { Subject } from './run/subject.ts';
import { failuresOf, survey, surveyTail, type OltFailure, type SurveyTail } from './survey.ts';
import type { World } from './world.ts';

/** One thing that is not as the profile says. A missing object is one difference: `attribute` is `line`, `expected` the line, `actual` null. */
export interface Difference {
  readonly resource: string;
  readonly key: Readonly<Record<string, string | number>>;
  readonly attribute: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** `absent`: the ONT is not registered. `unreadable`: nothing can be said; the finding or failure tells why. */
export type DriftState = 'match' | 'drift' | 'absent' | 'unreadable';

export interface DriftTarget {
  readonly key: string;
  readonly olt: string;
  readonly serial: string | null;
  readonly state: DriftState;
  readonly differences: readonly Difference[];
  readonly unmanaged: TargetPlan['unmanaged'];
  readonly adopted: TargetPlan['adopted'];
}

export interface DriftDocument extends SurveyTail { readonly formatVersion: 1; readonly targets: readonly DriftTarget[]; }

export interface DriftOptions extends Pick<ProjectOptions, 'path' | 'only'>, ConnectOptions {}

/** Where the running devices are not what the profiles say: the reading and the planner of `plan`, told as differences. Cannot write. */
export async function drift(world: World, options: DriftOptions): Promise<DriftDocument> {
  const findings: Finding[] = [];
  const targets: DriftTarget[] = [];
  let failures: OltFailure[] = [];
  const ended = await attempt(world, async () => {
    const seen = await survey(world, options, findings, readTargets);
    addAll(targets, [...seen.flatMap(({ value }) => value?.targets ?? []), ...unread(seen)]);
    addAll(findings, seen.flatMap(({ value }) => value?.findings ?? []));
    failures = failuresOf(seen);
  });
  return { formatVersion: 1, targets, ...surveyTail(world, ended, findings, failures, differing(targets)) };
}

/** The exit codes of what is not as the profiles say. */
export function differing(targets: readonly DriftTarget[]): ExitCode[] {
  return targets.some(({ state }) => state === 'drift' || state === 'absent') ? [EXIT.differences] : [];
}

/** Subscribers of OLTs that refused to be looked at. */
export function unread(seen: readonly Seen<unknown>[]): DriftTarget[] {
  return seen.filter(({ failure }) => failure !== null).flatMap(({ group }) => Array.from(group.subjects, (subject) => ({ ...headOf(subject), state: 'unreadable' as const, differences: [], unmanaged: [], adopted: [] })));
}

interface Told { readonly targets: DriftTarget[]; readonly findings: Finding[]; }

/** A mismatch is believed when a second reading shows it too. */
export async function readTargets({ device, subjects }: Look): Promise<Told> {
  const first = tell(device, subjects, (await device.read()).observation);
  if (first.targets.every(({ state }) => state === 'match')) return first;
  return tell(device, subjects, (await device.read()).observation);
}

function tell(device: Device, subjects: readonly Subject[], on: Observation): Told {
  const places = placesOf(device.driver, on);
  const told = subjects.map((subject) => targetDrift(device, subject, on, places));
  return { targets: told.map(({ target }) => target), findings: [...on.findings, ...told.flatMap(({ findings }) => findings)] };
}

/** What one subscriber's place on the device says. Plans on what was read and commits nothing. */
function targetDrift(device: Device, subject: Subject, on: Observation, places: ReadonlyMap<string, ConfiguredOnt>): { target: DriftTarget; findings: readonly Finding[] } {
  const head = headOf(subject);
  const there = placeOf(subject, places);
  if (subject.intent.state === 'absent') {
    const differences = there ? [difference(subject, 'state', 'absent', 'present')] : [];
    return { target: { ...head, state: there ? 'drift' : 'match', differences, unmanaged: [], adopted: [] }, findings: [] };
  }
  const { plan } = device.plan(subject, on);
  const target = { ...head, unmanaged: plan.unmanaged, adopted: plan.adopted };
  const stated = plan.findings.filter(({ code, severity }) => severity === 'error' && STATED.has(code));
  const findings = plan.findings.map((found) => (stated.includes(found) ? { ...found, severity: 'warning' as const } : found));
  if (hasErrors(findings) || hasErrors(on.findings)) return { target: { ...target, state: 'unreadable', differences: [] }, findings };
  if (!there) return { target: { ...target, state: 'absent', differences: [] }, findings };
  const place = `${there.pon ?? '?'} id ${there.id ?? '?'}`;
  const differences = stated.map(({ code, message }) => (code === 'ONT403' ? difference(subject, 'network', message, null) : difference(subject, 'place', placeText(subject), place)));
  differences.push(...plan.changes.flatMap(differencesOf));
  return { target: { ...target, state: differences.length > 0 ? 'drift' : 'match', differences }, findings };
}

/** Errors that stop a plan and are themselves a difference: a part of the network plan is gone, the ONT is somewhere else. */
const STATED: ReadonlySet<string> = new Set(['ONT401', 'ONT402', 'ONT403']);

function placeText({ intent }: Subject): string {
  return intent.id === undefined ? intent.pon : `${intent.pon} id ${intent.id}`;
}

function difference({ intent }: Subject, attribute: string, expected: string, actual: string | null): Difference {
  return { resource: 'ont', key: { pon: intent.pon, ...(intent.id === undefined ? {} : { id: intent.id }) }, attribute, expected, actual };
}

/** What is to be collected is no difference: the device may still have a use for it. The first half of a replacement tells nothing of its own. */
function differencesOf(change: Change): Difference[] {
  const { resource, key, action, attributes, commands, undo } = change;
  if (action === 'collect') return [];
  if (action === 'delete') return [{ resource, key, attribute: 'line', expected: null, actual: maskSecrets(undo[0]?.line ?? resource) }];
  if (attributes.length > 0) return attributes.map(({ attribute, from, to }) => ({ resource, key, attribute, expected: to, actual: from }));
  if (action === 'create') return [{ resource, key, attribute: 'line', expected: maskSecrets(commands[0]?.line ?? resource), actual: null }];
  return [];
}

function headOf({ intent }: Subject): Pick<DriftTarget, 'key' | 'olt' | 'serial'> {
  return { key: intent.key, olt: intent.olt.name, serial: intent.serial ?? null };
}
