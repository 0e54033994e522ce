/**
 * Which lines of a script may be on their way to the device together: those of which no refusal makes a later one harmful. Harmful is
 * what touches something that is not ours, or leaves something wrong for later lines to refer to. Lines that would merely be refused
 * themselves are harmless, and so are lines on our own ONT, which the undo takes back.
 */
import { samePrompt } from '../transport/modes.ts';
import type { Kind } from './kind.ts';
import type { Change, ScriptStep } from './model.ts';

/** What of a pack decides it. */
export interface Bonds {
  kind(resource: string): Kind | undefined;
  /** Whether there is such a line where the prompt is `at`, as far as the pack knows the device. */
  takes(line: string, at: string): boolean;
  /** Prompt tails of privileged mode and of global configuration. */
  readonly start: string;
  readonly top: string;
}

/** The steps as they are, in groups; every line of a group may be typed before the answer to the one before it is there. */
export function cutWindows(changes: readonly Change[], steps: readonly ScriptStep[], bonds: Bonds): readonly (readonly ScriptStep[])[] {
  const windows: Window[] = [];
  for (const step of steps) {
    const change = step.change === null ? undefined : changes[step.change];
    let open = windows.at(-1);
    if (!open?.admits(step, change)) windows.push((open = new Window(bonds, step.at)));
    open.add(step, change);
  }
  return windows.map((window) => window.steps);
}

/** One group while it grows. */
class Window {
  readonly steps: ScriptStep[] = [];
  readonly #bonds: Bonds;
  /** Prompts where the terminal may stand by now, if any of the lines so far was not taken. */
  readonly #places: Set<string>;
  readonly #made = new Set<Change>();
  #closed = false;

  constructor(bonds: Bonds, at: string) {
    this.#bonds = bonds;
    this.#places = new Set([at]);
  }

  admits(step: ScriptStep, change: Change | undefined): boolean {
    if (this.#closed || this.#alone(step, change)) return false;
    const elsewhere = [...this.#places].filter((place) => !samePrompt(step.at, place));
    // Where nobody knows from which mode, a way out may lead too far, or out of the session.
    if (step.intent === 'navigate') return !this.#leaves(step) || this.#places.size === 1;
    return elsewhere.every((place) => !this.#bonds.takes(step.line, place)) && !this.#refersToMade(change!);
  }

  add(step: ScriptStep, change: Change | undefined): void {
    this.steps.push(step);
    this.#places.add(step.at).add(step.prompt);
    if (change) this.#made.add(change);
    // The number of an ONT may be somebody else's: until it is known to be ours, no line may speak of it.
    this.#closed = this.#alone(step, change) || (change !== undefined && this.#bonds.kind(change.resource)?.identity !== undefined);
  }

  #alone(step: ScriptStep, change: Change | undefined): boolean {
    if (change === undefined) return step.intent !== 'navigate';
    // Questions, deletions, ways into and out of a profile: what comes after them builds on their answer.
    if (step.yes || step.closes === true || step.at !== step.prompt || (step.intent !== 'create' && step.intent !== 'update')) return true;
    if (change.gate !== undefined || change.oneWay !== undefined || (change.action !== 'create' && change.action !== 'update')) return true;
    // No more service is interrupted than line by line.
    if (change.action === 'update' && change.cuts !== 'none') return true;
    const kind = this.#bonds.kind(change.resource);
    return kind === undefined || kind.scope === 'required';
  }

  #leaves({ at, prompt }: ScriptStep): boolean {
    return prompt === this.#bonds.start || (prompt === this.#bonds.top && at !== this.#bonds.start);
  }

  /** A number that is taken already is one with other contents: nothing may be bound to it before its answer is there. */
  #refersToMade(change: Change): boolean {
    const kind = this.#bonds.kind(change.resource);
    if (!kind) return true;
    const refers = new Set([kind, ...kind.body?.kinds ?? []].flatMap(({ refs }) => Object.values(refs).map((ref) => ref.kind.split('.')[0]!)));
    return [...this.#made].some((made) => made !== change && refers.has(made.resource));
  }
}

/** `takes` of a set of kinds. */
export function takenBy(kinds: Iterable<Kind>): Bonds['takes'] {
  const all = [...kinds];
  const bodies = new Set(all.flatMap((kind) => kind.body?.kinds ?? []));
  const places = all.filter((kind) => !bodies.has(kind)).flatMap((kind) => [
    { prompt: kind.mode.prompt, kinds: [kind] }, ...(kind.body ? [{ prompt: kind.body.prompt, kinds: kind.body.kinds }] : []),
  ]).map((place) => ({ prompt: place.prompt.replace(/\{\w+\}/g, '*'), patterns: place.kinds.flatMap(patternsOf) }));
  return (line, at) => places.some(({ prompt, patterns }) => samePrompt(prompt, at) && patterns.some((pattern) => pattern.parse(line) !== null));
}

function patternsOf({ facets, drop }: Kind): Kind['facets'][number]['forms'][number]['put'][] {
  return [
    ...facets.flatMap(({ forms, alters, off }) => [...forms.flatMap(({ put, also }) => [put, ...also]), ...alters.map((alter) => alter.do), ...(off ? [off.line] : [])]),
    ...(drop ? [drop.line] : []),
  ];
}
