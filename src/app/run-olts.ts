import { windowOf } from '../packs/window.ts';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { sequenceOf } from '../kernel/sequence.ts';
import type { ClaimBook } from './adopted/book.ts';
import { adoptedOn } from './adopted/opening.ts';
import type { ApplyOptions } from './api.ts';
import { identityOf } from './connect.ts';
import { isSimulated } from './embedded-olt.ts';
import type { Errand } from './errand.ts';
import { inParallel, PARALLEL } from './in-parallel.ts';
import type { Journal } from './journal/writer.ts';
import { findingsJson } from './json.ts';
import { createBrake, type Brake } from './run/brake.ts';
import type { Group } from './run/groups.ts';
import { createOltRun, type OltRun } from './run/olt-run.ts';
import { peekedAt, plannedChanges, settleRecord, shownTarget, type TargetRecord } from './run/record.ts';
import type { Aim } from './run/subject.ts';
import { cutIntoWaves } from './run/waves.ts';
import type { Shelf } from './shelf.ts';
import type { Ways } from './ways.ts';
import type { World } from './world.ts';

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

/** Before a run is begun: what cannot be read here ends it as a whole. */
export async function claimsOn(world: World, { onProgress }: ApplyOptions, groups: readonly Group[]): Promise<ReadonlyMap<string, ClaimBook>> {
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
export async function runOlts(venture: Venture, groups: readonly Group[], order: readonly TargetRecord[]): Promise<OltRun['end'][]> {
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
