import type { Failure } from '../../kernel/failure.ts';
import type { Finding } from '../../kernel/finding.ts';
import { cannotShow, lookInto, type Look, type LookGroup } from '../looking.ts';
import type { Subject } from '../run/subject.ts';
import { stateInWords, untilReady, type Patience } from '../until-ready.ts';
import type { World } from '../world.ts';

export interface Arrivals {
  /** Why it is not said of a subscriber that its ONT is up at the new place; null: it is. */
  readonly why: ReadonlyMap<Subject, string | null>;
  readonly failures: readonly Failure[];
}

/**
 * Looks whether ONTs are up on the OLTs that are to carry them, and waits for them when there is patience. Cannot write, and holds no
 * lease: somebody may be on the way to the fibre for a while.
 */
export async function arrivals(world: World, options: Parameters<typeof lookInto>[1], over: Parameters<typeof lookInto>[2], groups: readonly LookGroup[], patience: Patience, notes: Finding[]): Promise<Arrivals> {
  const why = new Map<Subject, string | null>();
  const failures: Failure[] = [];
  await Promise.all(groups.map(async (group) => {
    const { value, failure } = await lookInto(world, options, over, group, (look) => arrivedAt(world, look, patience, notes));
    if (failure) failures.push(failure);
    for (const subject of group.subjects) why.set(subject, value ? value.get(subject) ?? null : world.redactor.mask(failure?.message ?? 'it could not be looked at'));
  }));
  return { why, failures };
}

async function arrivedAt(world: World, look: Look, patience: Patience, notes: Finding[]): Promise<Map<Subject, string | null>> {
  const { driver, subjects } = look;
  if (!driver.state.names.includes('states')) return new Map(subjects.map((subject) => [subject, cannotShow(driver, 'the state of ONTs').message]));
  const states = await untilReady(world, look, subjects, () => true, patience, notes);
  return new Map(subjects.map((subject) => {
    const state = states.get(subject);
    if (state === undefined) return [subject, 'its state could not be read'];
    return [subject, state === null ? 'it is not in the table of its PON' : state.ready ? null : stateInWords(state)];
  }));
}
