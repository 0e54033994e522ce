import { EXIT, type ExitCode } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Finding } from '../../kernel/finding.ts';
import type { Observation } from '../../packs/driver.ts';
import { objectName } from '../../plan/footprint.ts';
import { identitiesOf } from '../../profile/identities.ts';
import type { TargetPlan } from '../../plan/model.ts';
import type { ClaimBook } from '../adopted/book.ts';
import { settleClaims } from '../adopted/settling.ts';
import type { Journal } from '../journal/writer.ts';
import { takeLease, type Lease } from '../lease.ts';
import type { SendingWindow } from '../../packs/window.ts';
import type { World } from '../world.ts';
import { createAhead } from './ahead.ts';
import { keepBackup } from './backup.ts';
import { createBrake, type Brake } from './brake.ts';
import { collectLeft } from './collecting.ts';
import { AFTER_A_BREAK, createDevice, type Device } from './device.ts';
import { createLink, type Dial, type Link } from './link.ts';
import { mentionOthers } from './others.ts';
import { createPlanner, type PlannerOptions } from './planner.ts';
import type { Reading } from './reading.ts';
import { park, putAway, settleByFailure, settleRecord, type TargetRecord } from './record.ts';
import { save } from './saving.ts';
import type { Shelf } from '../shelf.ts';
import { isAction, type Aim, type Subject } from './subject.ts';
import { seenOf, type Seen } from './seen.ts';
import { runTarget, type TargetEnd, type TargetTools } from './target.ts';
import { createTypist } from './typing.ts';
import { unsavedMemory, type UnsavedMemory } from './unsaved.ts';
import { verifySubjects } from './verifying.ts';

/** One OLT's share of a run that writes. `prepare` reads and plans; `execute` types; `close` is called on every path. */
export interface OltRun {
  readonly records: readonly TargetRecord[];
  /** Takes the lease, connects, reads, plans every target. What goes wrong is in the records and in `failure`. */
  prepare(): Promise<void>;
  /**
   * Writes what was planned; verifies; saves.
   * @param part  only these, of a run in several parts; the others wait
   * @param confirmed  a person has looked at the plan: the device is read again first, and what is not as it was shown is stale
   */
  execute(confirmed: boolean, part?: ReadonlySet<TargetRecord>): Promise<void>;
  /**
   * Logs out and lets go of what was read and planned; the lease stays. `execute` reads and plans again then, and what does not come to
   * the same is stale. For one of many OLTs that wait: for an answer, or for their wave.
   */
  park(): Promise<void>;
  /** Everybody who has not been begun with stays as they are. */
  skip(why: string): void;
  close(): Promise<void>;
  readonly end: OltEnd;
}

export interface OltEnd {
  failure: Failure | null;
  saved: boolean;
  /** Of the OLT as a whole, beside its targets: work that could not be saved, an interrupt. */
  exits: ExitCode[];
  /** About the OLT as a whole, for people. */
  readonly notes: Finding[];
}

const INTERRUPTED = 'interrupted before it was begun';
const CHECKPOINT = 200;

export interface OltRunOptions extends PlannerOptions {
  /** The box itself: `10.0.0.1:22`. */
  readonly identity: string;
  readonly peer: string;
  /** Who logs in there. */
  readonly user?: string | undefined;
  readonly vendor: string;
  readonly model: string | undefined;
  readonly aim: Aim;
  readonly opened: ReadonlyMap<string, string>;
  /** What was adopted on this OLT; without it nothing was. */
  readonly claims?: ClaimBook;
  readonly dial: Dial;
  readonly world: World;
  readonly journal: Journal;
  readonly records: readonly TargetRecord[];
  /** Takes what the document will say of each. */
  readonly shelf: Shelf;
  /** Absent: line by line. */
  readonly window?: SendingWindow | null;
  readonly interrupt?: AbortSignal | undefined;
  readonly brake?: Brake;
  /** Told what the first reading showed, before anything is planned on it: for targets whose place only the device knows. */
  readonly locate?: ((record: TargetRecord, on: Observation) => Promise<void>) | undefined;
  /** Targets after which a long run saves on its way. */
  readonly checkpoint?: number | undefined;
}

/** A reviewed plan was made on the whole; who moves, is replaced or is to be located is looked for everywhere. */
function readsOne({ records, aim, reviewed, locate }: OltRunOptions): boolean {
  return records.length === 1 && !reviewed && !locate && aim.goal !== 'move' && aim.goal !== 'replace';
}

export function createOltRun(options: OltRunOptions): OltRun {
  const { olt, peer, vendor, model, aim, opened, claims, dial, world, journal, records, shelf, emit, interrupt } = options;
  const driver = records[0]!.subject.driver;
  const mask = (text: string): string => world.redactor.mask(text);
  const link: Link = createLink({ olt, peer, dial, clock: world.clock, emit, interrupt });
  const device: Device = createDevice({ olt, model, driver, link, aim, opened, emit, alone: readsOne(options) ? records[0]!.subject : undefined, ...(claims ? { claims } : {}) });
  const ahead = createAhead(options.window ?? null, (message) => { emit({ kind: 'note', olt, message: mask(message) }); });
  const unsaved: UnsavedMemory = unsavedMemory(world.state, options.identity);
  const end: OltEnd = { failure: null, saved: false, exits: [], notes: [] };
  let lease: Lease | null = null;
  let reading: Reading | null = null;
  /** An earlier run on this device did not come to its end: its work may be unsaved, and what it left behind unused. */
  let earlier = false;

  const brake = options.brake ?? createBrake(undefined);
  const checkpointAfter = options.checkpoint ?? CHECKPOINT;
  /** Said so to whoever watches. */
  const announced = new Set<TargetRecord>();
  let begun = false;
  let parked = false;

  const waiting = (): TargetRecord[] => records.filter((record) => record.outcome === null);
  const settled = (record: TargetRecord): void => {
    const { key } = record;
    announced.add(record);
    emit({ kind: 'outcome', olt, target: key, outcome: record.outcome!, messages: record.messages });
    journal.note({ t: 'outcome', olt, target: key, outcome: record.outcome!, messages: record.messages });
  };

  const planner = createPlanner(options, device, settled);

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.exitCode === EXIT.interrupted) return;
      end.failure ??= error;
      if (waiting().length > 0) brake.count();
      for (const record of waiting()) {
        settleByFailure(record, error, mask(error.message));
        settled(record);
      }
    }
  }

  function noteSeen({ key: target, seen }: TargetRecord, { changes }: TargetPlan): void {
    if (!seen) return;
    const names = new Set(changes.map(({ resource, key }) => objectName(resource, key)));
    const objects = Object.fromEntries(Object.entries({ ...seen.own, ...seen.other }).filter(([name]) => names.has(name)));
    journal.note({ t: 'seen', olt, target, there: Object.keys(seen.own).length > 0, objects });
  }

  function skipAll(why: string): void {
    for (const record of waiting()) { settleRecord(record, 'skipped', [why]); settled(record); }
  }

  async function writeAll(tools: TargetTools, part: readonly TargetRecord[]): Promise<void> {
    let fresh: Observation | null = null;
    let stop: TargetEnd['stop'] = null;
    let standing = 0;
    for (const record of part) {
      if (stop || interrupt?.aborted || brake.pulled !== null) {
        if (stop?.failure) settleByFailure(record, stop.failure, mask(stop.why));
        else settleRecord(record, stop?.lost ? 'unreachable' : 'skipped', [stop?.why ?? (interrupt?.aborted ? INTERRUPTED : brake.pulled!)]);
        settled(record);
        continue;
      }
      if (fresh && !planner.anew(record, fresh)) continue;
      const { plan } = record.planned!;
      emit({ kind: 'target', olt, target: plan.key, commands: plan.changes.reduce((sum, change) => sum + change.commands.length, 0) });
      noteSeen(record, plan);
      const done = await runTarget(record.subject, record.planned!, tools);
      record.results = done.results;
      stop = done.stop;
      if (stop?.failure) {
        end.failure ??= stop.failure;
        settleByFailure(record, stop.failure, mask(stop.why));
      } else settleRecord(record, done.outcome, done.messages);
      if (done.outcome === 'applied') {
        if (fresh) fresh = done.observation ?? fresh;
        if (++standing % checkpointAfter === 0) await checkpoint(tools);
        continue;
      }
      settled(record);
      brake.count();
      if (stop) continue;
      // What comes after was planned in the belief that this would succeed.
      try {
        fresh = done.observation ?? (await device.read()).observation;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        stop = { why: mask(error.message), lost: true };
      }
    }
  }

  /** On the way only: whether the work is saved is decided at the end. */
  async function checkpoint({ typist }: TargetTools): Promise<void> {
    journal.note({ t: 'save', olt, ...(await save(device, typist, mask)) });
  }

  async function verifyAll(tools: TargetTools): Promise<void> {
    const applied = records.filter((record) => record.outcome === 'applied' && !announced.has(record));
    if (applied.length === 0) return;
    if (isAction(aim)) { applied.forEach(settled); return; }
    emit({ kind: 'verifying', olt, targets: applied.length });
    const plans = new Map(applied.map(({ subject, planned }) => [subject, planned!.plan]));
    const after = new Map<Subject, Seen>();
    let left: ReadonlyMap<Subject, readonly string[]> | null = null;
    let unread = '';
    let reread = null as Observation | null;
    try {
      left = await verifySubjects(device, applied.map((record) => record.subject), (subject, on) => {
        reread = on;
        after.set(subject, seenOf(driver.footprint(identitiesOf(subject.intent), on, plans.get(subject)!.changes)));
      });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread = mask(error.message);
    }
    for (const record of applied) {
      const differences = left?.get(record.subject) ?? [`accepted by the device, but it could not be read back: ${unread}`];
      record.verified = differences.length === 0;
      if (!record.verified) { settleRecord(record, 'left-changed', differences); brake.count(); } else if (claims) await settleClaims(claims, aim, record.subject);
      journal.note({ t: 'verify', olt, target: record.key, verified: record.verified, differences, after: after.get(record.subject) ?? null });
      settled(record);
    }
    const right = applied.find((record) => record.verified);
    if (right && reread) await collectLeft(right.subject, applied.flatMap(({ planned }) => planned!.plan.changes.filter((change) => change.action === 'collect')), reread, tools);
  }

  /** What stands on the device is saved; what was only tried and taken back needs no saving. */
  async function saveAll(tools: TargetTools, part: readonly TargetRecord[]): Promise<void> {
    if (isAction(aim)) { await unsaved.forget(); return; }
    const standing = part.some((record) => record.outcome === 'applied' || (record.outcome === 'left-changed' && record.results.every((result) => result === 'ok')));
    if (!standing && !earlier) {
      if (!part.some((record) => record.outcome === 'left-changed')) await unsaved.forget();
      return;
    }
    emit({ kind: 'saving', olt });
    const result = await save(device, tools.typist, mask);
    end.saved = result.saved;
    journal.note({ t: 'save', olt, ...result });
    if (result.saved) {
      earlier = false;
      await unsaved.forget();
    } else {
      end.failure ??= new Failure(`OLT ${olt} did not save: ${result.message}`, { code: 'not-saved', exitCode: EXIT.unreachable, hint: 'the work is in force and is remembered as unsaved: the next apply saves it' });
      end.exits.push(EXIT.unreachable);
    }
    emit({ kind: 'saved', olt, saved: result.saved });
  }

  return {
    records, end,
    prepare: () => guarded(async () => {
      if (brake.pulled !== null) return skipAll(brake.pulled);
      lease = await takeLease(world.state, world.clock, { olt, device: options.identity }, journal.run);
      if (interrupt?.aborted) return;
      earlier = await unsaved.earlier();
      if (earlier) device.widen(AFTER_A_BREAK);
      end.notes.push(...await mentionOthers(device, options.user, emit));
      reading = await device.read();
      if (options.locate) for (const record of waiting()) await options.locate(record, reading.observation);
      // A reviewed plan is what it is.
      planner.all(waiting(), reading.observation, earlier && !options.reviewed);
    }),
    skip: skipAll,
    execute: (confirmed, part) => guarded(async () => {
      if (!lease || !(reading || parked)) return;
      const todo = waiting().filter((record) => !part || part.has(record));
      if (todo.length === 0 && !earlier) return;
      if (interrupt?.aborted) return skipAll(INTERRUPTED);
      // People take their time to read, other OLTs to be worked on, and devices do not wait.
      if (waiting().length > 0 && (parked || (confirmed && !begun))) {
        reading = await device.read();
        planner.again(waiting(), reading.observation);
      }
      parked = false;
      if (!begun) {
        const backup = todo.length > 0 ? await keepBackup(world, { olt, run: journal.run, driver: device.driver }, reading!.results) : null;
        journal.note({ t: 'olt', olt, vendor, peer, fence: lease.fence, backup });
        begun = true;
      }
      if (todo.length > 0) await unsaved.remember(journal.run);
      const typist = createTypist({ olt, journal, lease, opened, mask, emit });
      const tools: TargetTools = { device, typist, ahead, journal, mask, emit };
      await writeAll(tools, todo.filter((record) => record.outcome === null));
      await verifyAll(tools);
      await saveAll(tools, todo);
    }),
    async park() {
      for (const record of records) park(record, shelf);
      parked = reading !== null || parked;
      reading = null;
      await link.close();
    },
    async close() {
      if (interrupt?.aborted) {
        end.exits.push(EXIT.interrupted);
        skipAll(INTERRUPTED);
      }
      await link.close();
      await lease?.release();
      lease = null;
      reading = null;
      for (const record of records) putAway(record, shelf);
    },
  };
}
