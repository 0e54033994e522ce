import { Failure } from '../../kernel/failure.ts';
import { hasErrors } from '../../kernel/finding.ts';
import type { Observation, Planned } from '../../packs/driver.ts';
import { objectName } from '../../plan/footprint.ts';
import type { Change, ScriptStep, TargetPlan } from '../../plan/model.ts';
import type { Reply } from '../../transport/model.ts';
import type { Progress } from '../api.ts';
import { storedChange } from '../journal/stored.ts';
import type { Journal } from '../journal/writer.ts';
import type { Ahead } from './ahead.ts';
import { isLoss, type Device } from './device.ts';
import { missingFrom, planDigest, sameObject } from './signature.ts';
import type { Subject } from './subject.ts';
import { inForce, typePlan, type Typing } from './typing-plan.ts';
import { neverTyped, type Typist } from './typing.ts';
import { undo } from './undo.ts';

export type ChangeResult = 'ok' | 'refused' | 'undone' | 'skipped';

/** How one target ended. `results` belong to the changes of its first plan. */
export interface TargetEnd {
  readonly outcome: 'applied' | 'undone' | 'left-changed' | 'unreachable';
  readonly results: readonly ChangeResult[];
  readonly messages: readonly string[];
  /** What the device holds now, when it was read again; plans made earlier than this are to be made again unless all went well. */
  readonly observation: Observation | null;
  /** Why nothing more may be typed at this OLT in this run. */
  readonly stop: { readonly why: string; readonly lost: boolean; /** Nothing of this target was typed because of it, and nothing else will be. */ readonly failure?: Failure } | null;
}

export interface TargetTools {
  readonly device: Device;
  readonly typist: Typist;
  readonly ahead: Ahead;
  readonly journal: Journal;
  readonly mask: (text: string) => string;
  readonly emit: (event: Progress) => void;
}

/** Links that break under one target before it is given up. */
const LOSSES = 3;

/**
 * Makes one target so: types its plan, and when something is in the way, settles it from what the device shows then. Either all of the
 * plan is in force at the end, or none of it, or the end says what is left.
 */
export async function runTarget(subject: Subject, first: Planned, tools: TargetTools): Promise<TargetEnd> {
  const { device, typist, journal, emit } = tools;
  const { key } = first.plan;
  let planned = first;
  let done: Change[] = [];
  const touched = new Set<Change>();
  let observation: Observation | null = null;
  const notes: string[] = [];
  for (let losses = 0; ; ) {
    notePlan(journal, subject, planned.plan, planned !== first);
    // Once anything was not as it should be, this subscriber is finished line by line.
    const typing = await typePlan(await device.session(), device.driver, planned.plan, typist, losses === 0 ? tools.ahead : null);
    if (typing.kind === 'done') {
      planned.commit();
      return { outcome: 'applied', results: first.plan.changes.map(() => 'ok'), messages: notes, observation, stop: null };
    }
    if (typing.kind === 'lost') journal.note({ t: 'lost', olt: device.olt, message: typing.failure.message });
    else emit({ kind: 'refusal', olt: device.olt, target: key, line: typing.step.line, message: tools.mask(typing.reply.message) });

    const stoppedAt = typing.step.change;
    const taken = inForce(planned.plan, typing.accepted, typing.step);
    planned.plan.changes.forEach((change, i) => { if (typing.accepted[i]! > 0) touched.add(change); });
    if (typing.kind === 'refused' && !inDoubt(typing.reply) && typing.doubtful.size === 0) {
      return undo(subject, { original: first.plan, touched, done: [...done, ...taken], refused: refusedOf(typing, planned.plan), because: refusalText(typing, tools.mask), stop: null }, tools);
    }

    // What happened is not known from the answer. The device knows.
    const found = await lookAgain(typing, device, subject, ++losses > LOSSES);
    if (found.kind === 'gone') {
      const untyped = typing.kind === 'lost' && neverTyped(typing.failure) && touched.size === 0 && typing.doubtful.size === 0;
      return untyped ? notBegun(first.plan, typing.failure) : leftInDoubt(first.plan, [...done, ...taken], found.failure, stoppedAt);
    }
    observation = found.observation;
    const settled = standing(planned.plan, found.planned.plan, typing);
    done = [...done, ...settled];
    for (const change of settled) touched.add(change);
    if (typing.kind === 'refused') {
      const because = refusalText(typing, tools.mask);
      return undo(subject, { original: first.plan, touched, done, refused: refusedOf(typing, planned.plan), because, stop: inDoubt(typing.reply) ? `stopped at an answer that is not understood: ${because}` : null }, tools);
    }
    // "It exists already" is fine when it is what was meant: then nothing is left to do about it. What was to be replaced was deleted
    // first; if it exists then, the deletion came to nothing, or somebody was faster.
    const meant = typing.kind === 'settle' ? refusedOf(typing, planned.plan) : null;
    const another = meant !== null && (meant.action === 'replace' || found.planned.plan.changes.some((change) => sameObject(change, meant)));
    if (another || hasErrors(found.planned.plan.findings)) {
      const conflict = found.planned.plan.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.message);
      const because = typing.kind === 'settle' ? refusalText(typing, tools.mask) : `the device changed meanwhile: ${conflict.join('; ')}`;
      return undo(subject, { original: first.plan, touched, done, refused: typing.kind === 'settle' ? refusedOf(typing, planned.plan) : null, because, stop: null }, tools);
    }
    notes.push(noteOn(typing, meant !== null && missingFrom([meant], found.planned.plan.changes).length === 0));
    planned = withCollecting(found.planned, planned.plan, typing.accepted);
  }
}

type Found = { readonly kind: 'found'; readonly observation: Observation; readonly planned: Planned } | { readonly kind: 'gone'; readonly failure: Failure };

async function lookAgain(typing: Exclude<Typing, { kind: 'done' }>, device: Device, subject: Subject, tooOften: boolean): Promise<Found> {
  try {
    if (typing.kind === 'lost') {
      // A lease that is gone or a journal that cannot be written does not come back with a new connection.
      if (tooOften || !isLoss(typing.failure)) return { kind: 'gone', failure: typing.failure };
      await device.again(typing.failure);
    }
    const { observation } = await device.read();
    return { kind: 'found', observation, planned: device.plan(subject, observation) };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'gone', failure: error };
    throw error;
  }
}

/** Which changes of `plan` are ours and on the device: those taken whole, and of the one it stopped at and the doubtful ones those that are not wanted any more as they were. */
function standing(plan: TargetPlan, now: TargetPlan, { kind, step, accepted, doubtful }: Exclude<Typing, { kind: 'done' }>): Change[] {
  const open = new Set(doubtful);
  if (step.change !== null) open.add(step.change);
  const whole = plan.changes.filter((_, i) => !open.has(i) && accepted[i]! > 0);
  // What was there before our first line for it is somebody else's.
  if (step.change !== null && kind === 'settle' && accepted[step.change] === 0) open.delete(step.change);
  const gone = missingFrom(plan.changes, now.changes);
  const surplus = gone.length - whole.length;
  if (surplus <= 0) return whole;
  const candidates = plan.changes.filter((_, i) => open.has(i));
  const named = candidates.filter((change) => gone.includes(change));
  const ours = new Set([...whole, ...(candidates.length <= surplus || named.length === 0 ? candidates : named)]);
  return plan.changes.filter((change) => ours.has(change));
}

/**
 * Once an ONT is gone, nothing leads to the shared objects it used: what the earlier plan still had to collect is kept. Trying to collect
 * harms nobody, since a device deletes nothing that is in use.
 */
function withCollecting(now: Planned, before: TargetPlan, accepted: readonly number[]): Planned {
  const left = before.changes.filter((change, i) => change.action === 'collect' && accepted[i] === 0 && !now.plan.changes.some((other) => sameObject(other, change)));
  if (left.length === 0) return now;
  return { plan: { ...now.plan, changes: [...now.plan.changes, ...left] }, commit: () => now.commit() };
}

function noteOn(typing: Exclude<Typing, { kind: 'done' }>, stillWanted: boolean): string {
  const { kind, step } = typing;
  if (kind === 'lost' && typing.failure.code === 'busy-ahead') return `the device was too busy for "${step.line}"; continued line by line from what it held`;
  if (kind === 'lost') return `the connection was lost at "${step.line}"; continued from what the device held`;
  return stillWanted ? `"${step.line}": the number was taken meanwhile, by something else; went on with another` : `"${step.line}" was there already, and equal`;
}

function inDoubt(reply: Reply): boolean {
  return reply.class === 'unknown' || reply.class === 'syntax';
}

function refusedOf(typing: { readonly step: ScriptStep }, plan: TargetPlan): Change | null {
  return typing.step.change === null ? null : plan.changes[typing.step.change] ?? null;
}

function refusalText(typing: { readonly step: ScriptStep; readonly reply: Reply }, mask: (text: string) => string): string {
  return `"${typing.step.line}" was answered with: ${mask(typing.reply.message) || typing.reply.class}`;
}

function notBegun(plan: TargetPlan, failure: Failure): TargetEnd {
  return { outcome: 'unreachable', results: plan.changes.map(() => 'skipped'), messages: [failure.message], observation: null, stop: { why: failure.message, lost: true, failure } };
}

function leftInDoubt(plan: TargetPlan, taken: readonly Change[], failure: Failure, stoppedAt: number | null): TargetEnd {
  const touched = taken.length > 0 || stoppedAt !== null;
  return {
    outcome: touched ? 'left-changed' : 'unreachable',
    results: plan.changes.map((change) => (taken.includes(change) ? 'ok' : 'skipped')),
    messages: [
      failure.message,
      ...(taken.length > 0 ? [`the device had taken ${taken.map(({ action, resource, key }) => `${action} ${objectName(resource, key)}`).join(', ')}`] : []),
      ...(touched ? ['what the device holds is not known; apply again: it continues from what is there'] : []),
    ],
    observation: null,
    stop: { why: failure.message, lost: true },
  };
}

function notePlan(journal: Journal, { intent }: Subject, plan: TargetPlan, again: boolean): void {
  const { olt, key, serial, pon, id } = plan;
  const mac = intent.mac === undefined ? {} : { mac: intent.mac };
  const loid = intent.authentication.by === 'loid' ? { loid: intent.authentication.loid } : {};
  journal.note({ t: 'plan', olt, target: key, serial, ...mac, ...loid, pon, id, digest: planDigest(plan), changes: plan.changes.map((change) => storedChange(change, intent)), again });
}
