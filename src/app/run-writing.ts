import { hostname } from 'node:os';
import { EXIT, worstExit, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { ApplyDocument, ApplyOptions, PlannedTarget } from './api.ts';
import { removeCommand } from './absent-row.ts';
import { adoptedOn } from './adopted/opening.ts';
import { attempt } from './attempt.ts';
import { isSimulated } from './embedded-olt.ts';
import { inParallel, PARALLEL } from './in-parallel.ts';
import { errorJson, findingsJson, plannedTarget } from './json.ts';
import { runName } from './journal/run-name.ts';
import { windowOf } from '../packs/window.ts';
import { createJournal, type Journal } from './journal/writer.ts';
import { loginSecrets, openSecrets, subscriberSecrets, type OpenedSecrets, type WantedSecret } from './needed-secrets.ts';
import type { Basis } from './plan-file/format.ts';
import { createBrake } from './run/brake.ts';
import { createOltRun, type OltRun } from './run/olt-run.ts';
import { appliedTarget, newRecord, settleRecord, type TargetRecord } from './run/record.ts';
import { cutIntoWaves } from './run/waves.ts';
import { typesNoSecret, type Aim } from './run/subject.ts';
import { select, type OltGroup, type Selection } from './selection.ts';
import { openWays, type Ways } from './ways.ts';
import type { World } from './world.ts';

/** What a run is for, beside what its options say. */
export interface Errand {
  /** By key: plans a person has looked at before; only those are carried out. */
  readonly reviewed?: ReadonlyMap<string, Basis>;
  /** The run that is gone on with. */
  readonly of?: string;
  /** Keys of subscribers that need nothing any more. */
  readonly skip?: ReadonlySet<string>;
  /** By key: lines of which an earlier run did not learn whether the device took them. */
  readonly inDoubt?: ReadonlyMap<string, readonly string[]>;
}

/** What `apply` and `remove` are: everything checked and opened first, then one run per OLT, one document at the end. */
export async function runWriting(world: World, options: ApplyOptions & { readonly formerSerial?: string }, command: 'apply' | Exclude<Aim['goal'], 'active'>, errand: Errand = {}): Promise<ApplyDocument> {
  const aim: Aim = {
    goal: command === 'apply' ? 'active' : command, ...(options.formerSerial === undefined ? {} : { formerSerial: options.formerSerial }),
    prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false };
  const findings: Finding[] = [];
  const records: TargetRecord[] = [];
  const exits: ExitCode[] = [];
  const failures: Failure[] = [];
  let run = '';
  let saved = false;

  const { error, ...failed } = await attempt(world, async () => {
    const selection = await select(world, options);
    findings.push(...selection.findings);
    if (hasErrors(findings)) return;
    checkConsent(options, selection);
    const groups = selection.groups.map((group) => ({ ...group, subjects: group.subjects.filter(({ intent }) => !errand.skip?.has(intent.key)) }))
      .filter(({ subjects }) => subjects.length > 0).map((group) => ({ ...group, records: group.subjects.map(newRecord) }));
    records.push(...groups.flatMap((group) => group.records));
    const bySubject = new Map(records.map((record) => [record.subject, record]));
    const order = selection.order.flatMap((subject) => bySubject.get(subject) ?? []);
    for (const group of groups) decline(group, options, aim, findings);
    const open = groups.filter((group) => group.records.some((record) => record.outcome === null));
    const secrets = await openSecrets(world.secrets, open.flatMap(wantedSecrets));
    if (!secretsSuffice(open, secrets, aim, findings) || open.length === 0) return;

    const journal = await createJournal(world.state, world.clock, runName(world.clock.now()));
    ({ run } = journal);
    options.onProgress?.({ kind: 'run', run, olts: open.length, targets: records.length });
    journal.note({
      t: 'run', formatVersion: 1, run, command, path: options.path, cwd: world.cwd, only: errand.skip ? records.map(({ subject }) => subject.intent.key) : options.only ?? [], prune: aim.prune,
      acceptUnconfirmed: aim.acceptUnconfirmed, confirm: aim.confirm, ...(aim.formerSerial === undefined ? {} : { formerSerial: aim.formerSerial }),
      ...(errand.of === undefined ? {} : { of: errand.of }), host: hostname(), pid: process.pid,
    });
    const ways = await openWays(world, options, secrets.values);
    try {
      const ended = await runOlts(world, options, errand, aim, open, order, ways, secrets, journal, findings);
      saved = ended.some((end) => end.saved);
      exits.push(...ended.flatMap((end) => end.exits));
      findings.push(...ended.flatMap((end) => end.notes));
      failures.push(...ended.flatMap((end) => (end.failure ? [end.failure] : [])));
      journal.note({ t: 'end', exitCode: exitCode(findings, records, exits) });
    } finally {
      await ways.close();
      await journal.close();
    }
  });

  findings.push(...records.flatMap((record) => record.findings));
  return {
    formatVersion: 1, run, targets: records.map(appliedTarget), saved, findings: findingsJson(findings, world.cwd),
    error: error ?? (failures[0] ? errorJson(failures[0], (text) => world.redactor.mask(text)) : null),
    exitCode: exitCode(findings, records, 'exitCode' in failed ? [...exits, failed.exitCode] : exits),
  };
}

export interface Group extends OltGroup { readonly records: readonly TargetRecord[]; }

/** Without a person at a terminal and without --yes only simulators are written to. */
export function checkConsent({ consent }: ApplyOptions, { groups }: Pick<Selection, 'groups'>): void {
  if (consent.kind !== 'none' || groups.every(({ olt }) => isSimulated(olt))) return;
  throw new Failure('nobody is there to confirm', { code: 'needs-confirmation', exitCode: EXIT.usage, hint: 'look at ont-prov plan, then add --yes' });
}

/** What is refused or skipped before a connection is thought of. */
export function decline({ olt, records }: Group, options: ApplyOptions, aim: Aim, findings: Finding[]): void {
  const { readOnly, title } = records[0]!.subject.driver;
  if (readOnly) {
    const message = `nothing is written to ${title} yet: ${readOnly}`;
    findings.push(finding('ONT302', message, { hint: 'dry-run and plan work', at: records[0]!.subject.intent.origin('/olt/vendor').at }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  } else if (olt.writes === 'deny') {
    const message = `OLT ${olt.name} says writes: deny`;
    findings.push(finding('ONT409', message, { hint: 'plan works; remove the line to write', at: records[0]!.subject.intent.origin('/olt/writes').at }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  }
  for (const record of records) {
    const { key, state } = record.subject.intent;
    if (record.outcome === null && state === 'absent' && aim.goal !== 'remove') settleRecord(record, 'skipped', [`${key} is to be absent: ${removeCommand(key, options.path)}`]);
  }
}

export function wantedSecrets({ olt, records }: Group): WantedSecret[] {
  const subjects = records.filter((record) => record.outcome === null).map((record) => record.subject);
  return [...(isSimulated(olt) ? [] : loginSecrets(subjects[0]!.intent)), ...subjects.flatMap(subscriberSecrets)];
}

/**
 * An unset secret stops everything: those it concerns are refused, the others skipped. Removing types no secret of a subscriber, except
 * where it has to be taken back: what can be opened helps then, what cannot is no reason to stop.
 */
export function secretsSuffice(groups: readonly Group[], { missing, findings: unset }: OpenedSecrets, aim: Aim, findings: Finding[]): boolean {
  const lacks = (group: Group, record: TargetRecord): boolean => [
    ...(isSimulated(group.olt) ? [] : loginSecrets(record.subject.intent)),
    ...(typesNoSecret(aim) ? [] : subscriberSecrets(record.subject)),
  ].some(({ secret }) => missing.has(secret.key));
  const concerned = new Set(groups.flatMap((group) => group.records.filter((record) => record.outcome === null && lacks(group, record))));
  if (concerned.size === 0) return true;
  findings.push(...unset);
  for (const record of groups.flatMap((group) => group.records)) {
    if (concerned.has(record)) settleRecord(record, 'refused', ['a secret it needs is not set, or cannot be typed']);
    else if (record.outcome === null) settleRecord(record, 'skipped', ['nothing was begun: a secret of another subscriber is not set']);
  }
  return false;
}

async function runOlts(world: World, options: ApplyOptions, errand: Errand, aim: Aim, groups: readonly Group[], order: readonly TargetRecord[], ways: Ways, secrets: OpenedSecrets, journal: Journal, findings: Finding[]): Promise<OltRun['end'][]> {
  const brake = createBrake(options.maxFail);
  const emit = options.onProgress ?? (() => undefined);
  const open = await Promise.all(groups.map(async ({ olt, subjects, records }) => {
    const way = ways.to(olt, subjects[0]!.driver, subjects);
    const oltRun = createOltRun({
      olt: olt.name, identity: way.identity, peer: way.peer, user: olt.username, vendor: subjects[0]!.driver.id, model: olt.model, aim, claims: await adoptedOn(world, { olt: olt.name, identity: way.identity }, emit), opened: secrets.values, dial: way.dial,
      world, journal, records, brake, checkpoint: options.checkpoint, reviewed: errand.reviewed, inDoubt: errand.inDoubt, window: windowOf(olt, subjects[0]!.driver.session), emit, interrupt: options.interrupt,
    });
    let closing: Promise<void> | null = null;
    return { oltRun, close: () => (closing ??= oltRun.close().finally(() => way.close())) };
  }));
  const limit = options.parallel ?? PARALLEL;
  try {
    if (options.consent.kind !== 'ask' && options.maxChanges === undefined && options.waves === undefined) {
      await inParallel(open, limit, async ({ oltRun, close }) => {
        try {
          await oltRun.prepare();
          await oltRun.execute(false);
        } finally {
          await close();
        }
      });
    } else {
      // All plans first: the limit and the question are about the whole run.
      await inParallel(open, limit, ({ oltRun }) => oltRun.prepare());
      const runs = open.map(({ oltRun }) => oltRun);
      if (await mayGoOn(world, options, runs, findings)) await inWaves(runs, order, options, limit);
    }
  } finally {
    await Promise.all(open.map(({ close }) => close()));
  }
  return open.map(({ oltRun }) => oltRun.end);
}

/** Each wave to its end on all OLTs before the next one begins. */
async function inWaves(runs: readonly OltRun[], order: readonly TargetRecord[], { waves, consent }: ApplyOptions, limit: number): Promise<void> {
  const confirmed = consent.kind === 'ask';
  if (!waves) return void await inParallel(runs, limit, (run) => run.execute(confirmed));
  const parts = cutIntoWaves(order.filter((record) => record.outcome === null), waves);
  for (const [i, part] of parts.entries()) {
    const wave = new Set(part);
    await inParallel(runs.filter((run) => run.records.some((record) => wave.has(record))), limit, (run) => run.execute(confirmed, wave));
    const missed = part.filter(({ outcome, verified }) => outcome !== 'unchanged' && !(outcome === 'applied' && verified));
    if (missed.length === 0) continue;
    const why = `wave ${i + 1} of ${parts.length} did not come to a good end for ${missed.length} of ${part.length} (${missed[0]!.subject.intent.key}${missed.length > 1 ? ', …' : ''}): no further one was begun`;
    for (const run of runs) run.skip(why);
    return;
  }
  for (const run of runs) run.skip('beyond the last wave');
  // Work that an earlier run left unsaved is saved whether or not there was anything to do here.
  await inParallel(runs, limit, (run) => run.execute(false));
}

export async function mayGoOn(world: World, options: ApplyOptions, runs: readonly OltRun[], findings: Finding[]): Promise<boolean> {
  const todo = runs.flatMap((run) => run.records.filter((record) => record.outcome === null && record.planned));
  const changes = todo.reduce((sum, record) => sum + record.planned!.plan.changes.length, 0);
  if (options.maxChanges !== undefined && changes > options.maxChanges) {
    const message = `the plan holds ${changes} changes, more than the ${options.maxChanges} allowed`;
    findings.push(finding('ONT411', message, { hint: 'look at the plan; then raise --max-changes or take fewer subscribers with --only' }));
    for (const record of todo) settleRecord(record, 'refused', [message]);
    return false;
  }
  // A simulator needs neither a question nor --yes.
  if (options.consent.kind !== 'ask' || todo.length === 0 || todo.every(({ subject }) => isSimulated(subject.intent.olt))) return true;
  const targets: PlannedTarget[] = todo.map(({ planned, subject }) => plannedTarget(planned!.plan, subject.driver.script([planned!.plan], { save: true })));
  const all = [...findings, ...runs.flatMap((run) => run.records.flatMap((record) => record.findings))];
  if (await options.consent.ask({ targets, findings: findingsJson(all, world.cwd) })) return true;
  for (const record of todo) settleRecord(record, 'skipped', ['not confirmed']);
  return false;
}

export function exitCode(findings: readonly Finding[], records: readonly TargetRecord[], exits: readonly ExitCode[]): ExitCode {
  return worstExit([...records.map((record) => record.exit), ...exits, ...(hasErrors(findings) ? [EXIT.findings] : [])]);
}
