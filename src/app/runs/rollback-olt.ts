import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { hasErrors } from '../../kernel/finding.ts';
import type { Observation } from '../../packs/driver.ts';
import { objectName } from '../../plan/footprint.ts';
import { identitiesOf } from '../../profile/identities.ts';
import type { Outcome, Progress } from '../api.ts';
import { restoredChange, storedChange } from '../journal/stored.ts';
import type { Journal } from '../journal/writer.ts';
import { takeLease, type Lease } from '../lease.ts';
import { isLoss, type Device } from '../run/device.ts';
import type { Link } from '../run/link.ts';
import type { OltEnd } from '../run/olt-run.ts';
import { mentionOthers } from '../run/others.ts';
import { save } from '../run/saving.ts';
import { seenOf, type Seen } from '../run/seen.ts';
import { planDigest } from '../run/signature.ts';
import { createTypist, type Typist } from '../run/typing.ts';
import { unsavedMemory } from '../run/unsaved.ts';
import { keepBackup } from '../run/backup.ts';
import type { Reading } from '../run/reading.ts';
import type { World } from '../world.ts';
import type { Shelf } from '../shelf.ts';
import { inverse, planRetreat } from './retreat-plan.ts';
import type { RetreatRecord } from './retreat-record.ts';

export interface RollbackOltOptions {
  readonly olt: string;
  readonly identity: string;
  readonly peer: string;
  /** Who logs in there. */
  readonly user?: string | undefined;
  readonly device: Device;
  readonly link: Link;
  readonly opened: ReadonlyMap<string, string>;
  readonly world: World;
  readonly journal: Journal;
  /** In the order of the run. */
  readonly records: readonly RetreatRecord[];
  /** Takes what the document will say of each. */
  readonly shelf: Shelf;
  readonly emit: (event: Progress) => void;
  readonly interrupt?: AbortSignal | undefined;
}

/** One OLT's share of taking a run back; the last subscriber first. `close` is called on every path. */
export interface RollbackOlt {
  readonly end: OltEnd;
  prepare(): Promise<void>;
  execute(): Promise<void>;
  close(): Promise<void>;
}

/** Links that break under one subscriber before it is given up. */
const LOSSES = 3;

export function createRollbackOlt({ olt, identity, peer, user, device, link, opened, world, journal, records, shelf, emit, interrupt }: RollbackOltOptions): RollbackOlt {
  const { driver } = device;
  const mask = (text: string): string => world.redactor.mask(text);
  const unsaved = unsavedMemory(world.state, identity);
  const end: OltEnd = { failure: null, saved: false, exits: [], notes: [] };
  let lease: Lease | null = null;
  let reading: Reading | null = null;

  function settle(record: RetreatRecord, outcome: Outcome, messages: readonly string[]): void {
    record.outcome = outcome;
    record.messages.push(...messages);
    emit({ kind: 'outcome', olt, target: record.account.key, outcome, messages: record.messages });
    journal.note({ t: 'outcome', olt, target: record.account.key, outcome, messages: record.messages });
  }

  const waiting = (): RetreatRecord[] => records.filter((record) => record.outcome === null).reverse();

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.exitCode === EXIT.interrupted) return;
      end.failure ??= error;
      if (error.exitCode !== EXIT.unreachable) end.exits.push(error.exitCode);
      for (const record of waiting()) settle(record, error.exitCode === EXIT.unreachable ? 'unreachable' : 'refused', [mask(error.message)]);
    }
  }

  function see({ details, intent }: RetreatRecord, on: Observation): Seen {
    const { serial, loid, mac } = details.plan!;
    const noted = [serial, loid, mac].flatMap((name) => name ?? []);
    return seenOf(driver.footprint([...noted, ...(intent ? identitiesOf(intent) : [])], on, details.standing));
  }

  function planOne(record: RetreatRecord, on: Observation): void {
    const { details, intent } = record;
    const planned = planRetreat(details, details.standing.map((stored) => restoredChange(stored, intent)), see(record, on));
    record.changes = planned.kind === 'undo' ? planned.changes : [];
    const { account: { key }, details: { plan } } = record;
    record.plan = {
      key, olt, vendor: driver.id, dialect: on.dialect, serial: plan!.serial, pon: plan!.pon, id: plan!.id, assumed: [],
      changes: [...record.changes].reverse().map(inverse), unmanaged: [], adopted: [], interrupts: [], oneWay: [], findings: [],
    };
    if (planned.kind === 'refused') settle(record, 'refused', [...planned.why, 'nothing of it was taken back']);
    else if (planned.kind === 'nothing') { record.verified = true; settle(record, 'unchanged', []); }
  }

  /** Types what is to be taken back. @returns why it stopped before its end; null: it did not */
  async function typeAll(record: RetreatRecord, typist: Typist): Promise<string | null> {
    const session = await device.session();
    const steps = driver.undoScript(record.changes);
    const commands = steps.filter((step) => step.intent !== 'navigate');
    if (steps[0] && session.at !== steps[0].at) await session.home();
    for (const step of steps) {
      const { reply, verdict } = await typist.type(session, step, { target: record.account.key, mode: '', undo: true, index: commands.indexOf(step) + 1, of: commands.length });
      if (verdict !== 'ok') {
        emit({ kind: 'refusal', olt, target: record.account.key, line: step.line, message: mask(reply.message) });
        return `"${step.line}" was answered with: ${mask(reply.message) || reply.class}`;
      }
    }
    return null;
  }

  /** After a lost link the device says how far it came: what is back already is not typed again. */
  async function takeBack(record: RetreatRecord, typist: Typist): Promise<string | null> {
    for (let losses = 0; ; losses++) {
      try {
        return await typeAll(record, typist);
      } catch (error) {
        if (!isLoss(error) || losses === LOSSES) throw error;
        journal.note({ t: 'lost', olt, message: error.message });
        await device.again(error);
        const names = standingNames(record, (await device.read()).observation);
        record.changes = record.changes.filter((change) => names.has(objectName(change.resource, change.key)));
      }
    }
  }

  /** Objects that are not as they were before the run. */
  function standingNames(record: RetreatRecord, on: Observation): Set<string> {
    const now = see(record, on);
    const is = { ...now.own, ...now.other };
    const was = record.details.before!.objects;
    return new Set(record.changes.map(({ resource, key }) => objectName(resource, key)).filter((name) => is[name] !== was[name]));
  }

  async function writeAll(typist: Typist): Promise<Map<RetreatRecord, string | null>> {
    const done = new Map<RetreatRecord, string | null>();
    for (const record of waiting()) {
      if (interrupt?.aborted) { settle(record, 'skipped', ['interrupted before it was begun']); continue; }
      const { account, details, plan } = record;
      emit({ kind: 'target', olt, target: account.key, commands: plan!.changes.reduce((sum, change) => sum + change.commands.length, 0) });
      const { serial, pon, id, mac, loid } = details.plan!;
      const { intent } = record;
      const changes = intent ? plan!.changes.map((change) => storedChange(change, intent)) : [];
      journal.note({ t: 'plan', olt, target: account.key, serial, ...(mac === undefined ? {} : { mac }), ...(loid === undefined ? {} : { loid }), pon, id, digest: planDigest(plan!), changes, again: false });
      const why = await takeBack(record, typist);
      done.set(record, why);
      // An answer that was not expected: whatever is typed after it may land in the wrong place.
      if (why === null) continue;
      for (const other of waiting()) if (!done.has(other)) settle(other, 'skipped', ['stopped before it: the device refused a line']);
      break;
    }
    return done;
  }

  function verifyAll(done: ReadonlyMap<RetreatRecord, string | null>, on: Observation): void {
    for (const [record, why] of done) {
      const left = standingNames(record, on);
      // Somebody else uses a shared object by now: the device keeps it, and so do we.
      const kept = record.changes.filter(({ resource, key, scope, action }) => scope === 'shared' && action === 'create' && left.delete(objectName(resource, key)));
      record.verified = left.size === 0 && why === null;
      journal.note({ t: 'verify', olt, target: record.account.key, verified: record.verified, differences: [...left], after: see(record, on) });
      if (record.verified) settle(record, 'applied', kept.map(({ resource, key }) => `${objectName(resource, key)} stays: it is used by others`));
      else settle(record, 'left-changed', [...(why === null ? [] : [why]), ...[...left].map((name) => `${name} is not as it was before the run`)]);
    }
  }

  return {
    end,
    prepare: () => guarded(async () => {
      lease = await takeLease(world.state, world.clock, { olt, device: identity }, journal.run);
      if (interrupt?.aborted) return;
      end.notes.push(...await mentionOthers(device, user, emit));
      reading = await device.read();
      const { observation } = reading;
      if (hasErrors(observation.findings)) throw new Failure(observation.findings.map(({ message }) => message).join('; '), { code: 'device-refused', exitCode: EXIT.findings });
      for (const record of waiting()) planOne(record, observation);
    }),
    execute: () => guarded(async () => {
      if (!lease || !reading || waiting().length === 0) return;
      const backup = await keepBackup(world, { olt, run: journal.run, driver }, reading.results);
      journal.note({ t: 'olt', olt, vendor: driver.id, peer, fence: lease.fence, backup });
      await unsaved.remember(journal.run);
      const typist = createTypist({ olt, journal, lease, opened, mask, emit });
      const done = await writeAll(typist);
      if (done.size === 0) return;
      emit({ kind: 'verifying', olt, targets: done.size });
      verifyAll(done, (await device.read()).observation);
      emit({ kind: 'saving', olt });
      const result = await save(device, typist, mask);
      end.saved = result.saved;
      journal.note({ t: 'save', olt, ...result });
      if (result.saved) await unsaved.forget();
      else {
        end.failure ??= new Failure(`OLT ${olt} did not save: ${result.message}`, { code: 'not-saved', exitCode: EXIT.unreachable, hint: 'the work is in force and is remembered as unsaved: the next apply saves it' });
        end.exits.push(EXIT.unreachable);
      }
      emit({ kind: 'saved', olt, saved: result.saved });
    }),
    async close() {
      if (interrupt?.aborted) {
        end.exits.push(EXIT.interrupted);
        for (const record of waiting()) settle(record, 'skipped', ['interrupted before it was begun']);
      }
      await link.close();
      await lease?.release();
      lease = null;
      reading = null;
      for (const record of records) record.putAway(shelf);
    },
  };
}
