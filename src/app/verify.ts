import { EXIT, worstExit } from '../kernel/exit.ts';
import type { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { ConnectOptions, ErrorJson, ProjectOptions, Tail } from './api.ts';
import { attempt } from './attempt.ts';
import { failuresOf, lookGroup, readTargets, unread, type DriftTarget } from './drift.ts';
import { errorJson, findingsJson } from './json.ts';
import { lookAt, type Look } from './looking.ts';
import { readStates, type OntState } from './ont-states.ts';
import type { Subject } from './run/subject.ts';
import { select } from './selection.ts';
import { pause } from './world/clock.ts';
import type { World } from './world.ts';

export interface VerifyTarget extends DriftTarget {
  /** The configuration was read back and is what the profile says. Says nothing about whether the ONT is up. */
  readonly verified: boolean;
  /** What the OLT says of the ONT now; null when it is unknown or the ONT is not registered. */
  readonly run: OntState | null;
}

export interface VerifyDocument extends Tail {
  readonly formatVersion: 1;
  readonly targets: readonly VerifyTarget[];
  readonly failures: readonly (ErrorJson & { readonly olt: string })[];
}

export interface VerifyOptions extends Pick<ProjectOptions, 'path' | 'only'>, ConnectOptions {
  /** Seconds to wait for ONTs that are configured and not ready yet; absent = look once, and whoever is not ready is only reported. */
  readonly wait?: number;
}

/** ms between two looks; an ONT takes 5 to 60 s to take a new configuration. */
const EVERY = 3_000;

/** Whether the devices hold what the profiles say, and whether the ONTs run it. Cannot write. */
export async function verify(world: World, options: VerifyOptions): Promise<VerifyDocument> {
  const findings: Finding[] = [];
  const targets: VerifyTarget[] = [];
  let failures: { readonly olt: string; readonly failure: Failure }[] = [];
  const { error, ...failed } = await attempt(world, async () => {
    const selection = await select(world, options);
    findings.push(...selection.findings);
    if (hasErrors(findings)) return;
    const seen = await lookAt(world, options, selection.groups.map(lookGroup), findings, (look) => verifyOlt(world, look, options));
    targets.push(...seen.flatMap(({ value }) => value?.targets ?? []), ...unread(seen).map((target) => ({ ...target, verified: false, run: null })));
    findings.push(...seen.flatMap(({ value }) => value?.findings ?? []));
    failures = failuresOf(seen);
  });
  const mask = (text: string): string => world.redactor.mask(text);
  return {
    formatVersion: 1, targets, failures: failures.map(({ olt, failure }) => ({ olt, ...errorJson(failure, mask) })), findings: findingsJson(findings, world.cwd),
    error: error ?? (failures[0] ? errorJson(failures[0].failure, mask) : null),
    exitCode: 'exitCode' in failed ? failed.exitCode : worstExit([
      ...failures.map(({ failure }) => failure.exitCode),
      ...(options.interrupt?.aborted ? [EXIT.interrupted] : []),
      ...(hasErrors(findings) ? [EXIT.findings] : []),
      ...(targets.some(({ state }) => state === 'drift' || state === 'absent') ? [EXIT.differences] : []),
      ...(options.wait !== undefined && targets.some(({ state, run }) => state === 'match' && run !== null && !run.ready) ? [EXIT.pending] : []),
    ]),
  };
}

interface Verified { readonly targets: VerifyTarget[]; readonly findings: Finding[]; }

async function verifyOlt(world: World, look: Look, { wait, interrupt }: VerifyOptions): Promise<Verified> {
  const { targets, findings } = await readTargets(look);
  const registered = look.subjects.filter((subject, index) => subject.intent.state !== 'absent' && targets[index]!.state !== 'absent');
  const matching = new Set(look.subjects.filter((_, index) => targets[index]!.state === 'match'));
  const notes: Finding[] = [];
  const states = new Map(await readStates(look, registered, notes));
  const end = world.clock.ticks() + (wait ?? 0) * 1_000;
  for (;;) {
    // Only those whose configuration stands can become ready; a suspended one is not meant to.
    const open = registered.filter((subject) => matching.has(subject) && subject.intent.state === 'active' && states.get(subject) != null && !states.get(subject)!.ready);
    const left = end - world.clock.ticks();
    if (open.length === 0 || left <= 0 || interrupt?.aborted) break;
    look.emit({ kind: 'note', olt: look.olt.name, message: `waiting for ${open.map(inWords(states)).slice(0, 5).join(', ')}${open.length > 5 ? ` and ${open.length - 5} more` : ''}` });
    await pause(world.clock, Math.min(EVERY, left), interrupt);
    notes.length = 0;
    for (const [subject, state] of await readStates(look, open, notes)) states.set(subject, state);
  }
  return {
    targets: targets.map((target, index) => ({ ...target, verified: target.state === 'match', run: runOf(look.subjects[index]!, states) })),
    findings: [...findings, ...notes],
  };
}

function runOf(subject: Subject, states: ReadonlyMap<Subject, OntState | null>): OntState | null {
  const state = states.get(subject) ?? null;
  return state && subject.intent.state !== 'active' ? { ...state, ready: true } : state;
}

function inWords(states: ReadonlyMap<Subject, OntState | null>): (subject: Subject) => string {
  return (subject) => {
    const { run, config, match } = states.get(subject)!;
    return `${subject.intent.key} (${[run, config, match].map((word) => word ?? '-').join('/')})`;
  };
}
