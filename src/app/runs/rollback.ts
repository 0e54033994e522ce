import { hostname } from 'node:os';
import { addAll } from '../../kernel/add-all.ts';
import { EXIT, worstExit, type ExitCode } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Secret } from '../../kernel/secret.ts';
import { sequenceOf } from '../../kernel/sequence.ts';
import type { Driver } from '../../packs/driver.ts';
import type { Intent, OltIntent } from '../../profile/intent.ts';
import { readOlt } from '../../profile/resolve/olt.ts';
import type { ApplyDocument, ApplyOptions, Outcome, Tell } from '../api.ts';
import { attempt } from '../attempt.ts';
import { candidateOf, subjectsOf, type Candidate } from '../candidate.ts';
import { isSimulated } from '../embedded-olt.ts';
import { inParallel, PARALLEL } from '../in-parallel.ts';
import type { TargetAccount, TargetDetails } from '../journal/account.ts';
import { restoredChange } from '../journal/stored.ts';
import { runName } from '../journal/run-name.ts';
import { createJournal, type Journal } from '../journal/writer.ts';
import { errorJson, findingsJson, plannedTarget } from '../json.ts';
import { loginSecrets, openSecrets, type WantedSecret } from '../needed-secrets.ts';
import { createDevice } from '../run/device.ts';
import { createLink } from '../run/link.ts';
import type { OltEnd } from '../run/olt-run.ts';
import { EXIT_OF } from '../run/record.ts';
import { createShelf, type Shelf } from '../shelf.ts';
import { openProject, review, type OpenProject } from '../subjects.ts';
import { openWays, type Ways } from '../ways.ts';
import { inFolder, type World } from '../world.ts';
import { findRun, type FoundRun } from './find.ts';
import { retreatRecord, type RetreatRecord } from './retreat-record.ts';
import { createRollbackOlt, type RollbackOlt } from './rollback-olt.ts';

export interface RollbackOptions extends Omit<ApplyOptions, 'path' | 'prune' | 'acceptUnconfirmed' | 'confirm'> { readonly run: string; }

/**
 * Takes back what a run did, the last change first, as far as every object is still as the run left it; a subscriber of which an
 * object was changed since is refused as a whole, and the object named. The devices are reached as the run's profile says.
 */
export async function rollbackRun<R>(world: World, options: RollbackOptions, tell: Tell<ApplyDocument, R>): Promise<R> {
  const findings: Finding[] = [];
  let records: RetreatRecord[] = [];
  const exits: ExitCode[] = [];
  const failures: Failure[] = [];
  const shelf = createShelf(world.state);
  let run = '';
  let saved = false;
  const { error, ...failed } = await attempt(world, async () => {
    const found = await findRun(world, options.run);
    addAll(findings, refusals(found));
    if (hasErrors(findings)) return;
    const there = inFolder(world, found.account!.run.cwd);
    const project = await openProject(there, found.account!.run.path);
    records = await recordsOf(there, found, project, options.only ?? []);
    const groups = await groupsOf(there, project, records, findings);
    checkConsent(options, groups);
    const secrets = await openSecrets(there.secrets, wantedSecrets(groups));
    addAll(findings, secrets.findings);
    if (hasErrors(findings) || groups.length === 0) return;

    const journal = await createJournal(world.state, world.clock, runName(world.clock.now()));
    ({ run } = journal);
    options.onProgress?.({ kind: 'run', run, olts: groups.length, targets: records.length });
    journal.note({
      t: 'run', formatVersion: 1, run, command: 'rollback', path: found.account!.run.path, cwd: there.cwd, only: options.only ?? [], prune: false,
      acceptUnconfirmed: false, confirm: false, of: found.name, host: hostname(), pid: process.pid,
    });
    const ways = await openWays(there, options, secrets.values);
    try {
      const ended = await rollbackAll({ world: there, options, ways, opened: secrets.values, journal, shelf, from: found.account!.run.from }, groups);
      saved = ended.some((end) => end.saved);
      exits.push(...ended.flatMap((end) => end.exits));
      addAll(findings, ended.flatMap((end) => end.notes));
      failures.push(...ended.flatMap((end) => (end.failure ? [end.failure] : [])));
      journal.note({ t: 'end', exitCode: exitOf(records, exits) });
    } finally {
      await ways.close();
      await journal.close();
    }
  });
  try {
    return await tell({
      formatVersion: 1, run, targets: sequenceOf(records, (record) => record.told()), saved, findings: findingsJson(findings, world.cwd),
      error: error ?? (failures[0] ? errorJson(failures[0], (text) => world.redactor.mask(text)) : null),
      exitCode: hasErrors(findings) && !('exitCode' in failed) ? EXIT.findings : exitOf(records, 'exitCode' in failed ? [...exits, failed.exitCode] : exits),
    });
  } finally {
    shelf.close();
  }
}

const NO_WAY_BACK: ReadonlySet<string> = new Set(['rollback', 'replace', 'reboot', 'factory-reset']);

function refusals({ name, journal, account }: FoundRun): Finding[] {
  const refuse = (message: string, hint: string): Finding[] => [finding('ONT421', message, { hint })];
  if (!account || journal.damaged.length > 0) return refuse(`the journal of ${name} is damaged: what that run did is not known for sure`, 'apply the profile you want instead: it goes on from what the device shows');
  const { command, path } = account.run;
  if (!journal.ended) return refuse(`${name} did not come to its end: what it left is not known for sure`, `finish it first: ont-prov runs resume ${name}`);
  if (NO_WAY_BACK.has(command)) return refuse(`a ${command} cannot be taken back from the journal`, command === 'rollback' ? 'apply the profile you want instead' : 'do what you want instead; nothing was changed');
  if (path === '-') return refuse(`${name} read its profile from standard input, which is gone: how its OLTs are reached is not known`, 'apply the profile you want instead');
  return [];
}

async function recordsOf(world: World, { account }: FoundRun, project: OpenProject, only: readonly string[]): Promise<RetreatRecord[]> {
  const meant = account!.targets.filter(({ key }) => only.length === 0 || only.includes(key));
  const isChanged = ({ outcome, begun }: TargetAccount): boolean => begun && outcome !== 'undone' && outcome !== 'unchanged';
  const candidates = new Map<string, Candidate>();
  const keys = new Set(meant.filter(isChanged).map(({ key }) => key));
  if (keys.size > 0) for await (const { subject, again } of review(world, project, [])) if (subject && keys.has(subject.intent.key)) candidates.set(subject.intent.key, candidateOf(subject, again));
  return meant.map((target) => {
    const outcome: Outcome | null = isChanged(target) ? null : target.outcome === 'unchanged' || target.outcome === 'undone' ? 'unchanged' : 'skipped';
    const messages = outcome === null || outcome === 'unchanged' ? [] : ['the run did nothing to it'];
    return retreatRecord(target, candidates.get(target.key) ?? null, outcome, messages);
  });
}

interface Group { readonly olt: OltIntent; readonly driver: Driver; readonly origin: Intent['origin']; readonly records: readonly RetreatRecord[]; }

async function groupsOf(world: World, { project }: OpenProject, records: readonly RetreatRecord[], findings: Finding[]): Promise<Group[]> {
  const groups: Group[] = [];
  for (const name of new Set(records.filter(({ outcome }) => outcome === null).map(({ account }) => account.olt))) {
    const part = project.olts.get(name);
    const olt = part && readOlt(part, (found) => findings.push(found)).intent;
    const driver = olt && await world.packs.driver(olt.vendor);
    if (!olt || !driver) {
      findings.push(finding('ONT216', `the OLT ${name} of that run is not in the profile any more`, { hint: 'put it back, so that it can be reached' }));
      continue;
    }
    if (olt.writes === 'deny') findings.push(finding('ONT409', `OLT ${name} says writes: deny`, { hint: 'remove the line to write' }));
    groups.push({ olt, driver, origin: () => ({ from: 'olt' }), records: records.filter(({ account }) => account.olt === name) });
  }
  return groups;
}

function checkConsent({ consent }: RollbackOptions, groups: readonly Group[]): void {
  if (consent.kind !== 'none' || groups.every(({ olt }) => isSimulated(olt))) return;
  throw new Failure('nobody is there to confirm', { code: 'needs-confirmation', exitCode: EXIT.usage, hint: 'look at ont-prov runs show RUN, then add --yes' });
}

/** For logging in, and for what the undo types. */
function* wantedSecrets(groups: readonly Group[]): Iterable<WantedSecret> {
  for (const { olt, origin, records } of groups) {
    if (!isSimulated(olt)) yield* loginSecrets({ olt, origin });
    for (const { account, intent } of records) yield* undoSecrets(account.details(), intent);
  }
}

function undoSecrets({ standing }: TargetDetails, intent: Intent | null): WantedSecret[] {
  const undo = standing.flatMap((stored) => restoredChange(stored, intent)?.undo ?? []);
  const secrets = undo.flatMap(({ parts }) => (parts ?? []).filter((part): part is Secret => typeof part !== 'string'));
  return secrets.map((secret) => ({ secret, place: () => undefined }));
}

/** What every OLT of one rollback works with. */
interface Retreat {
  readonly world: World;
  readonly options: RollbackOptions;
  readonly ways: Ways;
  readonly opened: ReadonlyMap<string, string>;
  readonly journal: Journal;
  readonly shelf: Shelf;
  /** Of a move between OLTs: the one that was left. */
  readonly from: string | undefined;
}

interface OpenRollback { readonly olt: string; readonly rollback: RollbackOlt; readonly close: () => Promise<void>; }

const AIM = { goal: 'active', prune: false, acceptUnconfirmed: true, confirm: false } as const;

function openRollback({ world, options, ways, opened, journal, shelf }: Retreat, { olt, driver, records }: Group): OpenRollback {
  const emit = options.onProgress ?? (() => undefined);
  const way = ways.to(olt, driver, subjectsOf(records.flatMap(({ candidate }) => candidate ?? [])));
  const link = createLink({ olt: olt.name, peer: way.peer, dial: way.dial, clock: world.clock, emit, interrupt: options.interrupt });
  const device = createDevice({ olt: olt.name, model: olt.model, driver, link, aim: AIM, opened, emit });
  const rollback = createRollbackOlt({ olt: olt.name, identity: way.identity, peer: way.peer, user: olt.username, device, link, opened, world, journal, records, shelf, emit, interrupt: options.interrupt });
  let closing: Promise<void> | null = null;
  return { olt: olt.name, rollback, close: () => (closing ??= rollback.close().finally(() => way.close())) };
}

async function rollbackAll(retreat: Retreat, groups: readonly Group[]): Promise<OltEnd[]> {
  const { options, from } = retreat;
  const limit = options.parallel ?? PARALLEL;
  // Nobody wants to know the whole before it begins, and no OLT waits for another: only what is in hand is in memory.
  if (options.consent.kind !== 'ask' && options.maxChanges === undefined && from === undefined) {
    return inParallel(groups, limit, async (group) => {
      const { rollback, close } = openRollback(retreat, group);
      try {
        await rollback.prepare();
        await rollback.execute();
      } finally {
        await close();
      }
      return rollback.end;
    });
  }
  const open = groups.map((group) => openRollback(retreat, group));
  try {
    await inParallel(open, limit, ({ rollback }) => rollback.prepare());
    keepUnlessBack(groups, from, (outcome) => outcome === null);
    if (await mayGoOn(options, groups)) {
      await inParallel(open.filter(({ olt }) => olt === from), limit, ({ rollback }) => rollback.execute());
      keepUnlessBack(groups, from, () => false);
      await inParallel(open.filter(({ olt }) => olt !== from), limit, ({ rollback }) => rollback.execute());
    }
  } finally {
    await Promise.all(open.map(({ close }) => close()));
  }
  return open.map(({ rollback }) => rollback.end);
}

/**
 * Of a move between OLTs the old place comes back first, and the new one goes only when it has: else the subscriber would be nowhere.
 *
 * @param from the OLT that was left; undefined: the run was no such move
 * @param yet whether an outcome is still to come
 */
function keepUnlessBack(groups: readonly Group[], from: string | undefined, yet: (outcome: Outcome | null) => boolean): void {
  const old = groups.find(({ olt }) => olt.name === from)?.records ?? [];
  for (const { account: { key }, details, outcome, messages } of old) {
    if (yet(outcome)) continue;
    if (outcome === 'applied') messages.push(`OLT ${from!} has it again at ${details.plan!.pon}: patch its fibre back`);
    if (outcome === 'applied' || outcome === 'unchanged') continue;
    for (const record of groups.flatMap(({ records }) => records)) {
      if (record.account.key !== key || record.outcome !== null) continue;
      record.outcome = 'skipped';
      record.messages.push(`kept: it is not back on OLT ${from!}`);
    }
  }
}

async function mayGoOn({ consent, maxChanges }: RollbackOptions, groups: readonly Group[]): Promise<boolean> {
  const todo = groups.flatMap(({ driver, records }) => records.filter(({ outcome, plan }) => outcome === null && plan).map((record) => ({ driver, record })));
  const changes = todo.reduce((sum, { record }) => sum + record.changes.length, 0);
  const stop = (outcome: Outcome, message: string): false => {
    for (const { record } of todo) { record.outcome = outcome; record.messages.push(message); }
    return false;
  };
  if (maxChanges !== undefined && changes > maxChanges) return stop('refused', `${changes} changes would be taken back, more than the ${maxChanges} allowed`);
  if (consent.kind !== 'ask' || todo.length === 0) return true;
  const targets = sequenceOf(todo, ({ driver, record }) => plannedTarget(record.plan!, driver.undoScript(record.changes)));
  return await consent.ask({ targets, findings: [] }) || stop('skipped', 'not confirmed');
}

function exitOf(records: readonly RetreatRecord[], exits: readonly ExitCode[]): ExitCode {
  return worstExit([...records.flatMap(({ outcome }) => (outcome ? [EXIT_OF[outcome]] : [])), ...exits]);
}
