import type { Answer } from './answer.ts';
import type { Matcher, MatcherEvent, Tail } from './matcher.ts';
import { echoMismatch, tookAhead } from './session-failures.ts';
import type { Reaction } from './terminal.ts';

export interface VolleyOptions {
  /** How many lines were typed at once. */
  readonly lines: number;
  /** Called for each line in turn, once the one before it is answered. */
  readonly begin: (line: number) => Answer;
  /** Called with each answer and the prompt that ended it. */
  readonly end: (answer: Answer, prompt: string) => void;
  readonly matcher: Matcher;
  readonly peer: string;
  readonly doing: (line: number) => string;
  /** ms of quiet before an end of output is believed that is not the one to be expected. */
  readonly doubt: number;
  /** ms of quiet at a prompt, or in the middle of an echo, after which the rest of what was typed is believed to be lost. */
  readonly patience: number;
}

/**
 * The answers to lines that were typed without waiting, one by one: one ends where the echo of the next line stands at a prompt, the
 * last one like any answer. While lines are on their way nothing is typed: whatever the device asks, the next of them answers it.
 */
export class Volley {
  readonly #options: VolleyOptions;
  #line = 0;
  #answer: Answer;

  constructor(options: VolleyOptions) {
    this.#options = options;
    this.#answer = options.begin(0);
  }

  /** The line whose answer is awaited. */
  get line(): number {
    return this.#line;
  }

  /** Done at the prompt after the last answer. @throws Failure when a line was taken by something else than a prompt */
  hear(events: readonly MatcherEvent[], tail: Tail): Reaction<string> {
    let from = 0;
    for (const [i, event] of events.entries()) {
      if (event.kind !== 'turn') continue;
      this.#answer.keep(events.slice(from, i));
      from = i + 1;
      this.#options.end(this.#answer, event.text);
      this.#answer = this.#options.begin(++this.#line);
    }
    const rest = events.slice(from);
    if (this.#line === this.#options.lines - 1) return this.#answer.hear(rest, tail);
    this.#answer.keep(rest);
    return this.#waiting(tail);
  }

  /** Ends the last answer. */
  finish(prompt: string): void {
    this.#answer.finish(this.#options.matcher.release());
    this.#options.end(this.#answer, prompt);
  }

  #waiting(tail: Tail): Reaction<string> {
    const { peer, doing, doubt, patience, matcher } = this.#options;
    switch (tail.kind) {
      case 'text': return matcher.continuesPrompt(tail.text) ? { fail: echoMismatch(peer, doing(this.#line)), settle: patience } : null;
      // The device has the next line, or should have: its echo is a matter of moments.
      case 'prompt': return { fail: echoMismatch(peer, doing(this.#line)), settle: matcher.misheard ? doubt : patience };
      default: return { fail: tookAhead(peer, doing(this.#line), tail.text), settle: doubt };
    }
  }
}
