import type { Finding } from '../kernel/finding.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { StateRecord } from '../packs/read-side.ts';
import { askState } from './asking.ts';
import type { Look } from './looking.ts';
import type { Subject } from './run/subject.ts';

/** What an OLT says of one ONT; null is unknown. */
export interface OntState {
  readonly pon: string;
  readonly id: number | null;
  readonly control: string | null;
  readonly run: string | null;
  readonly config: string | null;
  readonly match: string | null;
  /** It is up, has taken its configuration, and is what was announced. */
  readonly ready: boolean;
}

export interface StatesRead {
  /** null: the ONT is not on the PON of its row. A subscriber whose PON could not be read is missing. */
  readonly states: ReadonlyMap<Subject, OntState | null>;
}

/** Subjects by PON, in order. */
export function byPon(subjects: readonly Subject[]): Map<string, Subject[]> {
  return groupBy(subjects, ({ intent }) => intent.pon);
}

/**
 * Where these subscribers stand: one table per PON.
 *
 * @param numbers of those who are not known by a serial, from `numbersOf`
 */
export async function readStates(look: Look, subjects: readonly Subject[], numbers: ReadonlyMap<Subject, number>, notes: Finding[]): Promise<StatesRead['states']> {
  const states = new Map<Subject, OntState | null>();
  for (const [pon, there] of byPon(subjects)) {
    const parts = look.driver.ponParts(pon);
    const table = parts && await askState(look, 'states', parts, notes);
    if (!table) continue;
    for (const subject of there) {
      const { serial } = subject.intent;
      const number = numbers.get(subject);
      const record = table.records.find((each) => (number === undefined ? serial !== undefined && each['serial'] === serial : each['id'] === number));
      states.set(subject, record ? stateOf(look, pon, record) : null);
    }
  }
  return states;
}

function stateOf({ driver }: Look, pon: string, record: StateRecord): OntState {
  return {
    pon, id: numberIn(record, 'id'), control: textIn(record, 'control'), run: textIn(record, 'run'), config: textIn(record, 'config'), match: textIn(record, 'match'),
    ready: driver.state.ready('states', record),
  };
}

export function textIn(record: StateRecord | undefined, field: string): string | null {
  const value = record?.[field];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

export function numberIn(record: StateRecord | undefined, field: string): number | null {
  const value = record?.[field];
  return typeof value === 'number' ? value : null;
}
