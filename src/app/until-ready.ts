import type { Finding } from '../kernel/finding.ts';
import type { Look } from './looking.ts';
import { readStates, type OntState, type StatesRead } from './ont-states.ts';
import { numbersOf } from './places.ts';
import type { Subject } from './run/subject.ts';
import { pause } from './world/clock.ts';
import type { World } from './world.ts';

/** ms between two looks; an ONT takes 5 to 60 s to take a new configuration. */
const EVERY = 3_000;

export interface Patience {
  /** Seconds; absent = look once. */
  readonly wait?: number | undefined;
  readonly interrupt?: AbortSignal | undefined;
}

/**
 * The states of these ONTs, asked for again until everybody who is waited for is up and has taken its configuration, or the time is over.
 *
 * @param awaited  who is waited for
 * @param notes receives why nothing is known of somebody, as of the last look
 */
export async function untilReady(
  world: World, look: Look, subjects: readonly Subject[], awaited: (subject: Subject) => boolean,
  { wait, interrupt }: Patience, notes: Finding[],
): Promise<StatesRead['states']> {
  const numbers = await numbersOf(look, subjects);
  const states = new Map(await readStates(look, subjects, numbers, notes));
  const end = world.clock.ticks() + (wait ?? 0) * 1_000;
  for (;;) {
    const open = subjects.filter((subject) => awaited(subject) && states.get(subject) != null && !states.get(subject)!.ready);
    const left = end - world.clock.ticks();
    if (open.length === 0 || left <= 0 || interrupt?.aborted) return states;
    look.emit({ kind: 'note', olt: look.olt.name, message: `waiting for ${open.slice(0, 5).map((subject) => `${subject.intent.key} (${stateInWords(states.get(subject)!)})`).join(', ')}${open.length > 5 ? ` and ${open.length - 5} more` : ''}` });
    await pause(world.clock, Math.min(EVERY, left), interrupt);
    notes.length = 0;
    for (const [subject, state] of await readStates(look, open, numbers, notes)) states.set(subject, state);
  }
}

/** `online/failed/mismatch`: as the OLT says it, a dash for what it does not tell. */
export function stateInWords({ run, config, match }: OntState): string {
  return [run, config, match].map((word) => word ?? '-').join('/');
}
