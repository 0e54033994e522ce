import { Failure } from '../../kernel/failure.ts';
import { hasErrors } from '../../kernel/finding.ts';
import type { Driver, Observation, ReadResult, ReadStep } from '../../packs/driver.ts';
import type { TargetedReads } from '../../packs/targeted.ts';
import type { TargetPlan } from '../../plan/model.ts';
import { verdict } from '../../plan/verdict.ts';
import type { Reply } from '../../transport/model.ts';
import type { Progress } from '../api.ts';
import type { Reader } from './read-only.ts';
import type { Reading } from './reading.ts';
import type { Subject } from './subject.ts';

export interface OneReading {
  readonly olt: string;
  readonly model: string | undefined;
  readonly emit: (event: Progress) => void;
  /** What the subscriber would need on this reading. */
  readonly plan: (on: Observation) => TargetPlan;
  /** Answers that hold for the whole run, by name. Filled here. */
  readonly kept: Map<string, ReadResult>;
}

/** Why a few reads do not do: the whole configuration must be read. */
export interface Insufficient { readonly because: string; }

/** Answers of a few reads that came out incomplete before the whole is read instead. */
const TRIES = 2;
/** Numbers that were asked for and taken before the whole is read instead. */
const QUESTIONS = 16;

/**
 * Reads what one subscriber's plan needs, with few lines. Absence is believed only of what these reads cover: a plan that rests on more
 * (an object missing, a conflict, an object to collect that others may use) is no plan, and asks for the whole.
 *
 * @throws what a session throws
 */
export async function readOne(reader: Reader, driver: Pick<Driver, 'targeted'>, { intent, access }: Subject, about: OneReading): Promise<Reading | Insufficient> {
  const targeted = driver.targeted(intent, access);
  if (!targeted) return { because: 'the pack knows no other way' };
  // Later in a run its PON tells whether it is there.
  const away = about.kept.size > 0 ? null : await elsewhere(reader, targeted);
  if (away) return away;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const results = await readSteps(reader, targeted, about);
    if ('because' in results) return results;
    const observation = targeted.observe(results, about.model);
    if (!observation.complete) continue;
    for (const step of targeted.steps) if (step.once && intent.olt.manage.length === 0) about.kept.set(step.name, results.find(({ name }) => name === step.name)!);
    const doubt = await doubtOf(reader, targeted, observation, about);
    return doubt ?? { results, observation };
  }
  return { because: 'an answer was cut' };
}

async function elsewhere(reader: Reader, { place, elsewhere: ponOf }: TargetedReads): Promise<Insufficient | null> {
  const reply = await reader.read(place);
  if (reply.class === 'absent') return null;
  const pon = verdict(reply.class, 'read') === 'ok' ? understood(() => ponOf(reply.lines)) : undefined;
  if (pon === undefined) return { because: answered(place, reply) };
  return pon === null ? null : { because: `the ONT is on ${pon}` };
}

async function readSteps(reader: Reader, { steps }: TargetedReads, { olt, emit, kept }: OneReading): Promise<ReadResult[] | Insufficient> {
  const results: ReadResult[] = [];
  for (const [index, step] of steps.entries()) {
    const known = kept.get(step.name);
    if (known) { results.push(known); continue; }
    emit({ kind: 'reading', olt, name: step.name, index: index + 1, of: steps.length });
    const reply = await reader.read(step);
    if (verdict(reply.class, 'read') !== 'ok') return { because: answered(step, reply) };
    results.push({ name: step.name, lines: reply.lines });
  }
  return results;
}

/** Plans on what was read, until no number of the plan is in doubt. */
async function doubtOf(reader: Reader, targeted: TargetedReads, on: Observation, { plan }: OneReading): Promise<Insufficient | null> {
  const free = new Set<string>();
  let counted = false;
  for (let asked = 0; asked <= QUESTIONS;) {
    const planned = plan(on);
    if (hasErrors([...on.findings, ...planned.findings])) return { because: 'what seems to be in the way may be seen in a part that was not read' };
    const collected = planned.changes.find((change) => change.action === 'collect');
    if (collected) return { because: `others may use ${collected.resource} ${Object.values(collected.key).join(' ')}` };
    const open = targeted.questions(planned).filter(({ line }) => !free.has(line));
    if (open.length === 0) return null;
    if (!counted) {
      counted = true;
      for (const counter of targeted.counters) {
        const reply = await reader.read(counter);
        const settled = verdict(reply.class, 'read') === 'ok' ? targeted.count(on, counter, reply.lines) : null;
        if (settled === null) return { because: answered(counter, reply) };
        free.add(settled);
      }
      continue;
    }
    const question = open[0]!;
    asked++;
    const reply = await reader.read(question);
    if (reply.class === 'absent') free.add(question.line);
    else if (verdict(reply.class, 'read') === 'ok') targeted.taken(on, question);
    else return { because: answered(question, reply) };
  }
  return { because: 'the free numbers are scattered' };
}

/** @returns undefined when the answer is none that the pack knows */
function understood<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && error.code === 'unknown-output') return undefined;
    throw error;
  }
}

function answered({ line }: ReadStep, { message, class: reply }: Reply): string {
  return `"${line}" was answered with: ${message.trim() || reply}`;
}
