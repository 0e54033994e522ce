import { addAll } from '../kernel/add-all.ts';
import { EXIT } from '../kernel/exit.ts';
import type { Finding } from '../kernel/finding.ts';
import type { ConnectOptions, ProjectOptions } from './api.ts';
import { attempt } from './attempt.ts';
import { differing, readTargets, unread, type DriftTarget } from './drift.ts';
import type { Look } from './looking.ts';
import type { OntState } from './ont-states.ts';
import { untilReady } from './until-ready.ts';
import type { Subject } from './run/subject.ts';
import { failuresOf, survey, surveyTail, type OltFailure, type SurveyTail } from './survey.ts';
import type { World } from './world.ts';

export interface VerifyTarget extends DriftTarget {
  /** The configuration was read back and is what the profile says. Says nothing about whether the ONT is up. */
  readonly verified: boolean;
  /** What the OLT says of the ONT now; null when it is unknown or the ONT is not registered. */
  readonly run: OntState | null;
}

export interface VerifyDocument extends SurveyTail { readonly formatVersion: 1; readonly targets: readonly VerifyTarget[]; }

export interface VerifyOptions extends Pick<ProjectOptions, 'path' | 'only'>, ConnectOptions {
  /** Seconds to wait for ONTs that are configured and not ready yet; absent = look once, and whoever is not ready is only reported. */
  readonly wait?: number;
}

/** Whether the devices hold what the profiles say, and whether the ONTs run it. Cannot write. */
export async function verify(world: World, options: VerifyOptions): Promise<VerifyDocument> {
  const findings: Finding[] = [];
  const targets: VerifyTarget[] = [];
  let failures: OltFailure[] = [];
  const ended = await attempt(world, async () => {
    const seen = await survey(world, options, findings, (look) => verifyOlt(world, look, options));
    addAll(targets, [...seen.flatMap(({ value }) => value?.targets ?? []), ...unread(seen).map((target) => ({ ...target, verified: false, run: null }))]);
    addAll(findings, seen.flatMap(({ value }) => value?.findings ?? []));
    failures = failuresOf(seen);
  });
  const pending = options.wait !== undefined && targets.some(({ state, run }) => state === 'match' && run !== null && !run.ready);
  return {
    formatVersion: 1, targets,
    ...surveyTail(world, ended, findings, failures, [...(options.interrupt?.aborted ? [EXIT.interrupted] : []), ...differing(targets), ...(pending ? [EXIT.pending] : [])]),
  };
}

interface Verified { readonly targets: VerifyTarget[]; readonly findings: Finding[]; }

async function verifyOlt(world: World, look: Look, { wait, interrupt }: VerifyOptions): Promise<Verified> {
  const { targets, findings } = await readTargets(look);
  const registered = look.subjects.filter((subject, index) => subject.intent.state !== 'absent' && targets[index]!.state !== 'absent');
  const matching = new Set(look.subjects.filter((_, index) => targets[index]!.state === 'match'));
  const notes: Finding[] = [];
  // Only those whose configuration stands can become ready; a suspended one is not meant to.
  const states = await untilReady(world, look, registered, (subject) => matching.has(subject) && subject.intent.state === 'active', { wait, interrupt }, notes);
  return {
    targets: targets.map((target, index) => ({ ...target, verified: target.state === 'match', run: runOf(look.subjects[index]!, states) })),
    findings: [...findings, ...notes],
  };
}

function runOf(subject: Subject, states: ReadonlyMap<Subject, OntState | null>): OntState | null {
  const state = states.get(subject) ?? null;
  return state && subject.intent.state !== 'active' ? { ...state, ready: true } : state;
}
