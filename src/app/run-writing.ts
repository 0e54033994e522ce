import { hostname } from 'node:os';
import { addAll } from '../kernel/add-all.ts';
import { groupBy } from '../kernel/group-by.ts';
import { EXIT, worstExit, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { sequenceOf } from '../kernel/sequence.ts';
import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { ApplyDocument, ApplyOptions, Tell } from './api.ts';
import { removeCommand } from './absent-row.ts';
import { adoptedOn } from './adopted/opening.ts';
import type { ClaimBook } from './adopted/book.ts';
import { attempt } from './attempt.ts';
import { identityOf } from './connect.ts';
import { isSimulated } from './embedded-olt.ts';
import { inParallel, PARALLEL } from './in-parallel.ts';
import { errorJson, findingsJson } from './json.ts';
import { runName } from './journal/run-name.ts';
import { windowOf } from '../packs/window.ts';
import { createJournal, type Journal } from './journal/writer.ts';
import { loginSecrets, openSecrets, secretsOnOlt, subscriberSecrets, type OpenedSecrets, type WantedSecret } from './needed-secrets.ts';
import type { Basis } from './plan-file/format.ts';
import { createBrake, type Brake } from './run/brake.ts';
import { createOltRun, type OltRun } from './run/olt-run.ts';
import { appliedTarget, peekedAt, plannedChanges, recordOf, settleRecord, shownTarget, type TargetRecord } from './run/record.ts';
import { cutIntoWaves } from './run/waves.ts';
import { typesNoSecret, type Aim } from './run/subject.ts';
import { select } from './selection.ts';
import { createShelf, type Shelf } from './shelf.ts';
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

/** The document of a run that was not begun. */
export const NO_RUN: ApplyDocument = { formatVersion: 1, run: '', targets: [], saved: false, findings: [], error: null, exitCode: EXIT.ok };

/** What `apply` and `remove` are: everything checked and opened first, then one run per OLT, one document at the end. */
export async function runWriting<R>(world: World, options: ApplyOptions & { readonly formerSerial?: string }, command: 'apply' | Exclude<Aim['goal'], 'active'>, errand: Errand, tell: Tell<ApplyDocument, R>): Promise<R> {
  const aim: Aim = {
    goal: command === 'apply' ? 'active' : command, ...(options.formerSerial === undefined ? {} : { formerSerial: options.formerSerial }),
    prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false };
  const findings: Finding[] = [];
  const records: TargetRecord[] = [];
  const exits: ExitCode[] = [];
  const failures: Failure[] = [];
  const shelf = createShelf(world.state);
  let run = '';
  let saved = false;

  const { error, ...failed } = await attempt(world, async () => {
    const selection = await select(world, options);
    addAll(findings, selection.findings);
    if (hasErrors(findings)) return;
    checkConsent(options, selection);
    const order = selection.order.filter(({ key }) => !errand.skip?.has(key)).map(recordOf);
    const groups = groupsOf(order);
    addAll(records, groups.flatMap((group) => group.records));
    for (const group of groups) decline(group, options, aim, findings);
    const open = groups.filter((group) => group.records.some((record) => record.outcome === null));
    const secrets = await openSecrets(world.secrets, wantedSecrets(open));
    if (!secretsSuffice(open, secrets, aim, findings) || open.length === 0) return;

    const journal = await createJournal(world.state, world.clock, runName(world.clock.now()));
    ({ run } = journal);
    options.onProgress?.({ kind: 'run', run, olts: open.length, targets: records.length });
    journal.note({
      t: 'run', formatVersion: 1, run, command, path: options.path, cwd: world.cwd, only: errand.skip ? records.map(({ key }) => key) : options.only ?? [], prune: aim.prune,
      acceptUnconfirmed: aim.acceptUnconfirmed, confirm: aim.confirm, ...(aim.formerSerial === undefined ? {} : { formerSerial: aim.formerSerial }),
      ...(errand.of === undefined ? {} : { of: errand.of }), host: hostname(), pid: process.pid,
    });
    const ways = await openWays(world, options, secrets.values);
    try {
      const claims = await claimsOn(world, options, open);
      const ended = await runOlts({ world, options, errand, aim, ways, opened: secrets.values, journal, shelf, claims, findings }, open, order);
      saved = ended.some((end) => end.saved);
      exits.push(...ended.flatMap((end) => end.exits));
      addAll(findings, ended.flatMap((end) => end.notes));
      failures.push(...ended.flatMap((end) => (end.failure ? [end.failure] : [])));
      journal.note({ t: 'end', exitCode: exitCode(findings, records, exits) });
    } finally {
      await ways.close();
      await journal.close();
    }
  });

  addAll(findings, records.flatMap((record) => record.findings));
  try {
    return await tell({
      formatVersion: 1, run, targets: sequenceOf(records, appliedTarget), saved, findings: findingsJson(findings, world.cwd),
      error: error ?? (failures[0] ? errorJson(failures[0], (text) => world.redactor.mask(text)) : null),
      exitCode: exitCode(findings, records, 'exitCode' in failed ? [...exits, failed.exitCode] : exits),
    });
  } finally {
    shelf.close();
  }
}

/** Records of one OLT, in the order of the rows; at least one. */
export interface Group { readonly olt: OltIntent; readonly driver: Driver; readonly records: readonly TargetRecord[]; }

/** In the order in which the OLTs come up. */
export function groupsOf(records: readonly TargetRecord[]): Group[] {
  return [...groupBy(records, ({ olt }) => olt.name).values()].map((group) => ({ olt: group[0]!.olt, driver: group[0]!.driver, records: group }));
}

/** Without a person at a terminal and without --yes only simulators are written to. */
export function checkConsent({ consent }: ApplyOptions, { groups }: { readonly groups: readonly { readonly olt: OltIntent }[] }): void {
  if (consent.kind !== 'none' || groups.every(({ olt }) => isSimulated(olt))) return;
  throw new Failure('nobody is there to confirm', { code: 'needs-confirmation', exitCode: EXIT.usage, hint: 'look at ont-prov plan, then add --yes' });
}

/** What is refused or skipped before a connection is thought of. */
export function decline({ olt, driver, records }: Group, options: ApplyOptions, aim: Aim, findings: Finding[]): void {
  const { readOnly, title } = driver;
  const at = (pointer: string): Finding['at'] => records[0]!.peek().intent.origin(pointer).at;
  if (readOnly) {
    const message = `nothing is written to ${title} yet: ${readOnly}`;
    findings.push(finding('ONT302', message, { hint: 'dry-run and plan work', at: at('/olt/vendor') }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  } else if (olt.writes === 'deny') {
    const message = `OLT ${olt.name} says writes: deny`;
    findings.push(finding('ONT409', message, { hint: 'plan works; remove the line to write', at: at('/olt/writes') }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  }
  for (const record of records) {
    if (record.outcome === null && record.state === 'absent' && aim.goal !== 'remove') settleRecord(record, 'skipped', [`${record.key} is to be absent: ${removeCommand(record.key, options.path)}`]);
  }
}

/** What logging in takes, and what is typed for those who are not declined. */
export function* wantedSecrets(groups: readonly Group[]): Iterable<WantedSecret> {
  for (const group of groups) {
    const waiting = group.records.filter((record) => record.outcome === null);
    yield* secretsOnOlt(group.olt, peekedAt(waiting));
  }
}

/**
 * An unset secret stops everything: those it concerns are refused, the others skipped. Removing types no secret of a subscriber, except
 * where it has to be taken back: what can be opened helps then, what cannot is no reason to stop.
 */
export function secretsSuffice(groups: readonly Group[], { missing, findings: unset }: OpenedSecrets, aim: Aim, findings: Finding[]): boolean {
  if (missing.size === 0) return true;
  const lacks = ({ olt }: Group, record: TargetRecord): boolean => {
    const subject = record.peek();
    return [...(isSimulated(olt) ? [] : loginSecrets(subject.intent)), ...(typesNoSecret(aim) ? [] : subscriberSecrets(subject))].some(({ secret }) => missing.has(secret.key));
  };
  const concerned = new Set(groups.flatMap((group) => group.records.filter((record) => record.outcome === null && lacks(group, record))));
  if (concerned.size === 0) return true;
  addAll(findings, unset);
  for (const record of groups.flatMap((group) => group.records)) {
    if (concerned.has(record)) settleRecord(record, 'refused', ['a secret it needs is not set, or cannot be typed']);
    else if (record.outcome === null) settleRecord(record, 'skipped', ['nothing was begun: a secret of another subscriber is not set']);
  }
  return false;
}

/** What every OLT of one run works with. */
interface Venture {
  readonly world: World;
  readonly options: ApplyOptions;
  readonly errand: Errand;
  readonly aim: Aim;
  readonly ways: Ways;
  readonly opened: ReadonlyMap<string, string>;
  readonly journal: Journal;
  readonly shelf: Shelf;
  /** What was adopted, by OLT. */
  readonly claims: ReadonlyMap<string, ClaimBook>;
  readonly findings: Finding[];
}

/** `close` is called on every path, and once is enough. `park`: as that of the run. */
interface OpenRun { readonly run: OltRun; readonly park: () => Promise<void>; readonly close: () => Promise<void>; }

/** Before anything is connected: what cannot be read here ends the run as a whole. */
async function claimsOn(world: World, { onProgress }: ApplyOptions, groups: readonly Group[]): Promise<ReadonlyMap<string, ClaimBook>> {
  const claims = new Map<string, ClaimBook>();
  for (const { olt } of groups) claims.set(olt.name, await adoptedOn(world, { olt: olt.name, identity: identityOf(olt) }, onProgress ?? (() => undefined)));
  return claims;
}

function openRun({ world, options, errand, aim, ways, opened, journal, shelf, claims }: Venture, brake: Brake, { olt, driver, records }: Group): OpenRun {
  const emit = options.onProgress ?? (() => undefined);
  const way = ways.to(olt, driver, peekedAt(records));
  const run = createOltRun({
    olt: olt.name, identity: way.identity, peer: way.peer, user: olt.username, vendor: driver.id, model: olt.model, aim, claims: claims.get(olt.name)!, opened, dial: way.dial,
    world, journal, records, shelf, brake, checkpoint: options.checkpoint, reviewed: errand.reviewed, inDoubt: errand.inDoubt, window: windowOf(olt, driver.session), emit, interrupt: options.interrupt,
  });
  let closing: Promise<void> | null = null;
  return { run, park: () => run.park().finally(() => way.close()), close: () => (closing ??= run.close().finally(() => way.close())) };
}

/**
 * Nothing but ends stays of an OLT that is done, so that the work in hand decides what is in memory, not the batch. When all plans have to
 * be there first (the limit and the question are about the whole run), more OLTs than are worked on at a time wait without theirs.
 */
async function runOlts(venture: Venture, groups: readonly Group[], order: readonly TargetRecord[]): Promise<OltRun['end'][]> {
  const { options, world, findings } = venture;
  const brake = createBrake(options.maxFail);
  const limit = options.parallel ?? PARALLEL;
  if (options.consent.kind !== 'ask' && options.maxChanges === undefined && options.waves === undefined) {
    return inParallel(groups, limit, async (group) => {
      const { run, close } = openRun(venture, brake, group);
      try {
        await run.prepare();
        await run.execute(false);
      } finally {
        await close();
      }
      return run.end;
    });
  }
  const open = groups.map((group) => openRun(venture, brake, group));
  const rest = groups.length > limit ? ({ park }: OpenRun) => park() : () => Promise.resolve();
  try {
    await inParallel(open, limit, async (each) => {
      await each.run.prepare();
      await rest(each);
    });
    if (await mayGoOn(world, options, recordsOf(open), findings)) await inWaves(open, order, options, limit, rest);
  } finally {
    await Promise.all(open.map(({ close }) => close()));
  }
  return open.map(({ run }) => run.end);
}

function recordsOf(open: readonly OpenRun[]): TargetRecord[] {
  return open.flatMap(({ run }) => run.records);
}

/** Each wave to its end on all OLTs before the next one begins. */
async function inWaves(open: readonly OpenRun[], order: readonly TargetRecord[], { waves, consent }: ApplyOptions, limit: number, rest: (each: OpenRun) => Promise<void>): Promise<void> {
  const confirmed = consent.kind === 'ask';
  if (!waves) {
    return void await inParallel(open, limit, async ({ run, close }) => {
      await run.execute(confirmed);
      await close();
    });
  }
  const runs = open.map(({ run }) => run);
  const parts = cutIntoWaves(order.filter((record) => record.outcome === null), waves);
  for (const [i, part] of parts.entries()) {
    const wave = new Set(part);
    await inParallel(open.filter(({ run }) => run.records.some((record) => wave.has(record))), limit, async (each) => {
      await each.run.execute(confirmed, wave);
      await rest(each);
    });
    const missed = part.filter(({ outcome, verified }) => outcome !== 'unchanged' && !(outcome === 'applied' && verified));
    if (missed.length === 0) continue;
    const why = `wave ${i + 1} of ${parts.length} did not come to a good end for ${missed.length} of ${part.length} (${missed[0]!.key}${missed.length > 1 ? ', …' : ''}): no further one was begun`;
    for (const run of runs) run.skip(why);
    return;
  }
  for (const run of runs) run.skip('beyond the last wave');
  // Work that an earlier run left unsaved is saved whether or not there was anything to do here.
  await inParallel(runs, limit, (run) => run.execute(false));
}

export async function mayGoOn(world: World, options: ApplyOptions, records: readonly TargetRecord[], findings: Finding[]): Promise<boolean> {
  const todo = records.filter((record) => record.outcome === null && (record.planned ?? record.shown));
  const changes = todo.reduce((sum, record) => sum + plannedChanges(record), 0);
  if (options.maxChanges !== undefined && changes > options.maxChanges) {
    const message = `the plan holds ${changes} changes, more than the ${options.maxChanges} allowed`;
    findings.push(finding('ONT411', message, { hint: 'look at the plan; then raise --max-changes or take fewer subscribers with --only' }));
    for (const record of todo) settleRecord(record, 'refused', [message]);
    return false;
  }
  // A simulator needs neither a question nor --yes.
  if (options.consent.kind !== 'ask' || todo.length === 0 || todo.every(({ olt }) => isSimulated(olt))) return true;
  const all = [...findings, ...records.flatMap((record) => record.findings)];
  if (await options.consent.ask({ targets: sequenceOf(todo, (record) => shownTarget(record)!), findings: findingsJson(all, world.cwd) })) return true;
  for (const record of todo) settleRecord(record, 'skipped', ['not confirmed']);
  return false;
}

export function exitCode(findings: readonly Finding[], records: readonly TargetRecord[], exits: readonly ExitCode[]): ExitCode {
  return worstExit([...records.map((record) => record.exit), ...exits, ...(hasErrors(findings) ? [EXIT.findings] : [])]);
}
