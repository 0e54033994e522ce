import { Failure } from '../../kernel/failure.ts';
import type { Observation } from '../../packs/driver.ts';
import type { Change, TargetPlan } from '../../plan/model.ts';
import { isLoss } from './device.ts';
import { missingFrom, sameObject, sameStart } from './signature.ts';
import type { Subject } from './subject.ts';
import type { ChangeResult, TargetEnd, TargetTools } from './target.ts';

export interface Retreat {
  /** The plan as first shown. */
  readonly original: TargetPlan;
  /** Changes in force, in the order in which they were made. */
  readonly done: readonly Change[];
  /** These, and those of which a line was taken and is believed to be gone with the body it was in. */
  readonly touched: ReadonlySet<Change>;
  /** The change whose line was refused. */
  readonly refused: Change | null;
  readonly because: string;
  /** Set when nothing more may be typed at this OLT after the undo. */
  readonly stop: string | null;
}

const LOSSES = 3;

/**
 * Takes back what this target did, in reverse, and reads the device: it must want the same plan again as before. What cannot be taken
 * back is left, and said, with the lines for it.
 */
export async function undo(subject: Subject, retreat: Retreat, tools: TargetTools): Promise<TargetEnd> {
  const { original, done, touched, because } = retreat;
  const oneWay = done.filter((change) => change.oneWay !== undefined);
  if (oneWay.length > 0) {
    const why = oneWay.map((change) => `${nameOf(change)} cannot be taken back: ${change.oneWay}`);
    return leave(retreat, done, null, [because, ...why, 'put the cause right and apply again: it goes on from what is there']);
  }
  const { device, journal } = tools;
  journal.note({ t: 'undo', olt: device.olt, target: original.key, changes: done.map((change) => original.changes.indexOf(change)), because });
  let observation: Observation;
  let refusals: readonly string[];
  try {
    ({ observation, refusals } = await takeBack(subject, retreat, tools));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...leave(retreat, done, null, [because, `the undo could not be completed: ${error.message}`]), stop: { why: error.message, lost: true } };
  }
  const now = device.plan(subject, observation).plan;
  // Only what we did can be left of us: the suggestion to delete what somebody else made meanwhile must never be printed.
  const left = missingFrom(original.changes, now.changes).filter((change) => [...touched].some((made) => sameObject(made, change)));
  if (sameStart(original.changes, now.changes) || (left.length === 0 && refusals.length === 0)) {
    const words = done.length > 0 ? 'everything done was taken back, and read back' : 'nothing was changed';
    return { outcome: 'undone', results: resultsOf(retreat, []), messages: [because, words], observation, stop: stopOf(retreat) };
  }
  return leave(retreat, left, observation, [because, ...refusals]);
}

/** Types the undo, again after a lost link: deleting what is gone already is no refusal. */
async function takeBack(subject: Subject, retreat: Retreat, { device, typist, emit, mask }: TargetTools): Promise<{ observation: Observation; refusals: readonly string[] }> {
  const { key } = retreat.original;
  for (let losses = 0; ; losses++) {
    const refusals: string[] = [];
    try {
      const session = await device.session();
      const steps = retreat.done.length > 0 ? device.driver.undoScript(retreat.done) : [];
      const commands = steps.filter((step) => step.intent !== 'navigate');
      if (losses === 0) emit({ kind: 'undoing', olt: device.olt, target: key, commands: commands.length });
      if (steps[0] && session.at !== steps[0].at) await session.home();
      for (const step of steps) {
        // A refusal can leave the terminal in another mode; then the lines after it would be typed in the wrong place.
        if (session.at !== step.at) break;
        const { reply, verdict } = await typist.type(session, step, { target: key, mode: '', undo: true, index: commands.indexOf(step) + 1, of: commands.length });
        if (verdict !== 'ok') refusals.push(`undo "${step.line}" was answered with: ${mask(reply.message) || reply.class}`);
      }
      const { observation } = await device.read();
      // The link was lost before the undo was through, and the device still holds something: once more from the start.
      if (losses > 0 && losses < LOSSES && refusals.length === 0 && !sameStart(retreat.original.changes, device.plan(subject, observation).plan.changes)) continue;
      return { observation, refusals };
    } catch (error) {
      if (!isLoss(error) || losses === LOSSES) throw error;
      await device.again(error);
    }
  }
}

function leave(retreat: Retreat, left: readonly Change[], observation: Observation | null, messages: readonly string[]): TargetEnd {
  // Last made, first to go: in the order in which the lines work.
  const what = [...left].reverse().flatMap((change) => {
    const lines = change.undo.map((command) => (command.mode === '' ? command.line : `${command.mode} / ${command.line}`));
    return [`left on the device: ${change.action} of ${nameOf(change)}`, ...(lines.length > 0 ? [`to take it back: ${lines.join(' ; ')}`] : [])];
  });
  return {
    outcome: 'left-changed', results: resultsOf(retreat, left), observation, stop: stopOf(retreat),
    messages: [...messages, ...(what.length > 0 ? what : ['the device does not hold what it held before; compare with: ont-prov plan'])],
  };
}

function resultsOf({ original, done, refused }: Retreat, left: readonly Change[]): ChangeResult[] {
  return original.changes.map((change) => {
    if (left.includes(change)) return 'ok';
    if (sameThing(change, refused)) return 'refused';
    return done.some((made) => sameThing(change, made)) ? 'undone' : 'skipped';
  });
}

/** After a lost link the rest was planned again: the same change is another object then. */
function sameThing(change: Change, other: Change | null): boolean {
  return other !== null && (change === other || sameObject(change, other));
}

function stopOf(retreat: Retreat): TargetEnd['stop'] {
  return retreat.stop === null ? null : { why: retreat.stop, lost: false };
}

function nameOf({ resource, key }: Change): string {
  const parts = Object.entries(key).map(([name, value]) => `${name} ${value}`);
  return parts.length > 0 ? `${resource} (${parts.join(', ')})` : resource;
}
