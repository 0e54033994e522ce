/**
 * The `targeted:` section of a pack: how everything about one ONT is read without the configuration of the whole box. Such a reading
 * covers the shared objects, the network plan and the ONT's PON. It does not cover who else uses the shared objects, and numbers that
 * are counted over the whole box are asked for one by one.
 */
import type { AccessModel } from '../access/model.ts';
import type { LinePattern } from '../plan/line-pattern.ts';
import type { Change, TargetPlan } from '../plan/model.ts';
import type { Store } from '../plan/store.ts';
import type { Intent } from '../profile/intent.ts';
import type { Observation, ReadResult, ReadStep } from './driver.ts';
import type { StateReader } from './outputs/model.ts';
import { linePattern } from './pattern.ts';
import { asList, asTree } from './tree.ts';

export interface TargetedStep extends ReadStep {
  /** Nothing that a run about one ONT changes: asked once in a run. */
  readonly once: boolean;
}

/** A number that a plan would take, and the line whose answer says whether it is taken. */
export interface NumberQuestion extends ReadStep { readonly of: Pick<Change, 'resource' | 'key'>; }

/** How one ONT is read. Pure: somebody else does the typing. */
export interface TargetedReads {
  /** Asks where the ONT is. */
  readonly place: ReadStep;
  /** @returns the PON it is on, when that is another than its row says. @throws Failure `unknown-output` */
  elsewhere(lines: readonly string[]): string | null;
  readonly steps: readonly TargetedStep[];
  /** Incomplete when one of the answers has no end, or is not what was asked for. */
  observe(results: readonly ReadResult[], model: string | undefined): Observation;
  /** Which numbers are taken for certain, by the box's own count of the first free one. */
  readonly counters: readonly ReadStep[];
  /** @returns the question that is answered by that already: the first free number is free; null when the answer says no number */
  count(on: Observation, counter: ReadStep, lines: readonly string[]): string | null;
  /** New numbers of the plan that nothing in the reading can vouch for. */
  questions(plan: TargetPlan): readonly NumberQuestion[];
  /** The number of this question is not to be had. */
  taken(on: Observation, question: NumberQuestion): void;
}

/** What the driver lends. */
export interface TargetedMeans {
  readonly state: StateReader;
  readonly address: LinePattern;
  /** The last line of a whole answer. */
  readonly complete: RegExp;
  observe(results: readonly ReadResult[], model: string | undefined, whole: boolean): Observation;
  storeOf(on: Observation): Store;
}

/** Lists of the access model that a read may be for. */
export const NEEDS = ['acs', 'hosts', 'multicasts', 'voices', 'wans'] as const satisfies readonly (keyof AccessModel)[];
type Need = (typeof NEEDS)[number];

interface Read { readonly name: string; readonly line: LinePattern; readonly at: string; readonly shows: RegExp; readonly once: boolean; readonly needs: Need | null; }
interface NumberRule { readonly resource: string; readonly attribute: string; readonly at: string; readonly next: string; readonly answer: LinePattern; readonly taken: LinePattern; }

/** @returns how to read one subscriber's ONT; null when only its whole configuration tells (not known by a serial, or a pack that knows no other way) */
export type Targeting = (intent: Intent, access: AccessModel, means: TargetedMeans) => TargetedReads | null;

export function compileTargeted(raw: unknown): Targeting {
  if (raw === undefined) return () => null;
  const tree = asTree(raw, 'targeted');
  const reads = asList(tree['reads']).map(readOf);
  const numbers = asList(tree['numbers']).map(numberOf);
  const output = String(tree['place']);

  return ({ serial, pon, authentication }, access, { state, address, complete, observe, storeOf }) => {
    const parts = address.parse(pon);
    // Only who is registered by serial is found by serial.
    const place = serial === undefined || authentication.by === 'loid' ? null : state.ask(output, { serial });
    if (!parts || !place) return null;
    const steps = reads.filter(({ needs }) => needs === null || access[needs].length > 0).map(({ name, line, at, once }) => ({ name, line: line.render(parts).text, at, once }));
    return {
      place, steps,
      elsewhere(lines) {
        const there = state.parse(output, lines).records[0]?.['pon'];
        return there === undefined || there === null || String(there) === pon ? null : String(there);
      },
      observe: (results, model) => observe(results, model, steps.every(({ name }) => isWhole(results.find((result) => result.name === name)))),
      counters: numbers.map(({ resource, at, next }) => ({ name: `free ${resource}`, line: next, at })),
      count(on, counter, lines) {
        const rule = numbers.find(({ next }) => next === counter.line)!;
        const answers = lines.map((line) => rule.answer.parse(line.trim())?.[rule.attribute]);
        const next = answers.find((value) => typeof value === 'number');
        if (next === undefined) return null;
        const store = storeOf(on);
        for (let number = 0; number < Number(next); number++) store.reserve(store.kind(rule.resource), { [rule.attribute]: number });
        return rule.taken.render({ [rule.attribute]: next }).text;
      },
      questions: ({ changes }) => changes.flatMap(({ resource, action, key }) => {
        const rule = action === 'create' ? numbers.find((each) => each.resource === resource) : undefined;
        return rule ? [{ name: `${resource} ${key[rule.attribute]!}`, line: rule.taken.render(key).text, at: rule.at, of: { resource, key } }] : [];
      }),
      taken(on, { of }) {
        const store = storeOf(on);
        store.reserve(store.kind(of.resource), of.key);
      },
    };

    function isWhole(result: ReadResult | undefined): boolean {
      const texts = (result?.lines ?? []).map((line) => line.trim()).filter((line) => line !== '');
      const { shows } = reads.find(({ name }) => name === result?.name) ?? {};
      return complete.test(texts.at(-1) ?? '') && texts.some((text) => shows?.test(text));
    }
  };
}

function readOf(raw: unknown): Read {
  const read = asTree(raw, 'targeted.reads');
  return {
    name: String(read['name']), line: linePattern(String(read['line'])), at: String(read['at']), shows: new RegExp(String(read['shows'])),
    once: String(read['once']) === 'true', needs: read['for'] === undefined ? null : needOf(String(read['for'])),
  };
}

function needOf(text: string): Need {
  const need = NEEDS.find((each) => each === text);
  if (need === undefined) throw new Error(`targeted.reads: for is one of ${NEEDS.join(', ')}, not ${text}`);
  return need;
}

function numberOf(raw: unknown): NumberRule {
  const number = asTree(raw, 'targeted.numbers');
  const next = asTree(number['next'], 'targeted.numbers.next');
  return {
    resource: String(number['of']), attribute: String(number['attribute']), at: String(number['at']), next: String(next['line']), answer: linePattern(String(next['answer'])),
    taken: linePattern(String(number['taken'])),
  };
}
