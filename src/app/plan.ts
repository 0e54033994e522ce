import { addAll } from '../kernel/add-all.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { sequenceOf } from '../kernel/sequence.ts';
import { identitiesOf } from '../profile/identities.ts';
import { absentRow } from './absent-row.ts';
import { adoptedOn } from './adopted/opening.ts';
import type { PlanCommandOptions, PlanDocument, PlannedTarget, Tell } from './api.ts';
import { attempt } from './attempt.ts';
import { subjectsOf } from './candidate.ts';
import { findingsJson, plannedTarget } from './json.ts';
import { inParallel, PARALLEL } from './in-parallel.ts';
import { openSecrets, secretsOnOlt, type WantedSecret } from './needed-secrets.ts';
import { basisOf } from './plan-file/basis.ts';
import type { Basis } from './plan-file/format.ts';
import { refuseStdin, writePlanFile } from './plan-file/write.ts';
import { AFTER_A_BREAK, createDevice } from './run/device.ts';
import { createLink } from './run/link.ts';
import { mentionOthers } from './run/others.ts';
import { seenOf } from './run/seen.ts';
import { onlyOne } from './run/subject.ts';
import { unsavedMemory } from './run/unsaved.ts';
import { select, type OltGroup, type Selection } from './selection.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { surveyTail, type OltFailure } from './survey.ts';
import { openWays, type Ways } from './ways.ts';
import type { World } from './world.ts';

/** What would change on the running devices. Nothing here can write: devices are only reached through their packs' read lists. */
export async function plan<R>(world: World, options: PlanCommandOptions, tell: Tell<PlanDocument, R>): Promise<R> {
  const basis: Basis[] = [];
  const findings: Finding[] = [];
  const targets: Kept[] = [];
  const shelf = createShelf(world.state);
  const failures: OltFailure[] = [];
  const ended = await attempt(world, async () => {
    refuseStdin(options);
    const selection = await select(world, options);
    addAll(findings, selection.findings);
    const secrets = await openSecrets(world.secrets, wanted(selection));
    addAll(findings, secrets.findings);
    if (hasErrors(findings)) return;
    const ways = await openWays(world, options, secrets.values);
    try {
      const planned = await inParallel(selection.groups, options.parallel ?? PARALLEL, (group) => planOlt(world, group, options, { ways, opened: secrets.values, shelf }));
      for (const olt of planned) {
        addAll(targets, olt.targets);
        addAll(basis, olt.basis);
        addAll(findings, olt.findings);
        if (olt.failure) failures.push({ olt: olt.olt, failure: olt.failure });
      }
    } finally {
      await ways.close();
    }
    if (options.out === undefined || hasErrors(findings) || failures.length > 0 || options.interrupt?.aborted) return;
    await writePlanFile(world, options, options.out, { targets: targets.map(({ read }) => read()), basis, findings: findingsJson(findings, world.cwd) });
  });
  const differs = options.detailedExitCode === true && targets.some(({ changes }) => changes > 0);
  try {
    return await tell({
      formatVersion: 1, targets: sequenceOf(targets, ({ read }) => read()),
      ...surveyTail(world, ended, findings, failures, [...(options.interrupt?.aborted ? [EXIT.interrupted] : []), ...(differs ? [EXIT.differences] : [])]),
    });
  } finally {
    shelf.close();
  }
}

interface Kept { readonly changes: number; readonly read: () => PlannedTarget; }

interface OltPlan { readonly olt: string; readonly targets: Kept[]; readonly basis: Basis[]; readonly findings: Finding[]; failure: Failure | null; }

async function planOlt(world: World, { olt, driver, candidates }: OltGroup, options: PlanCommandOptions, { ways, opened, shelf }: { readonly ways: Ways; readonly opened: ReadonlyMap<string, string>; readonly shelf: Shelf }): Promise<OltPlan> {
  const result: OltPlan = { olt: olt.name, targets: [], basis: [], findings: [], failure: null };
  if (options.interrupt?.aborted) return result;
  const emit = options.onProgress ?? (() => undefined);
  const subjects = candidates.map((candidate) => candidate.subject());
  const way = ways.to(olt, driver, subjects);
  const link = createLink({ olt: olt.name, peer: way.peer, dial: way.dial, clock: world.clock, emit, interrupt: options.interrupt });
  const aim = { goal: 'active', prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false } as const;
  try {
    const claims = await adoptedOn(world, { olt: olt.name, identity: way.identity }, emit);
    const device = createDevice({ olt: olt.name, model: olt.model, driver, link, aim, opened, claims, emit, alone: options.out === undefined ? onlyOne(subjects) : undefined });
    addAll(result.findings, await mentionOthers(device, olt.username, emit));
    // A plan that is kept must come to the same on a machine that knows nothing of earlier runs.
    const sweeping = options.out === undefined && await unsavedMemory(world.state, way.identity).earlier() ? subjects.findLast((subject) => subject.intent.state !== 'absent') : undefined;
    if (sweeping) device.widen(AFTER_A_BREAK);
    const { observation } = await device.read();
    addAll(result.findings, observation.findings);
    for (const subject of subjects) {
      if (subject.intent.state === 'absent') {
        result.findings.push(absentRow(subject.intent, options.path));
        continue;
      }
      const { plan: target, commit } = device.plan(subject, observation, subject === sweeping);
      addAll(result.findings, target.findings);
      if (hasErrors(observation.findings) || hasErrors(target.findings)) continue;
      if (options.out !== undefined) result.basis.push(basisOf(subject, target, seenOf(driver.footprint(identitiesOf(subject.intent), observation, target.changes))));
      commit();
      emit({ kind: 'planned', olt: olt.name, target: target.key, changes: target.changes.length, commands: target.changes.reduce((sum, change) => sum + change.commands.length, 0) });
      result.targets.push({ changes: target.changes.length, read: shelf.put(plannedTarget(target, target.changes.length > 0 ? driver.script([target], { save: true }) : [])) });
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    result.failure = error;
  } finally {
    await link.close();
    await way.close();
  }
  return result;
}

function* wanted({ groups }: Selection): Iterable<WantedSecret> {
  for (const { olt, candidates } of groups) yield* secretsOnOlt(olt, subjectsOf(candidates));
}
