import type { CompiledSession } from './compile-session.ts';
import { EchoWatch } from './echo.ts';
import type { Matcher, MatcherEvent, Tail } from './matcher.ts';
import { samePrompt } from './modes.ts';
import { echoMismatch, sessionLost, tookAhead } from './session-failures.ts';
import type { Reaction } from './terminal.ts';

export interface AnswerRequest {
  readonly text: string;
  /** Answer yes where the device asks whether to go on. */
  readonly yes: boolean;
  /** Prompt tails the line may end at. Another one is believed after a while only. Absent: any. */
  readonly prompts?: readonly string[];
  /** Typed once where the device asks for a password. */
  readonly password?: string;
}

/** The device's own refusal at a question, before any failure line. */
export interface Refusal { readonly class: 'syntax' | 'denied'; readonly message: string; }

/** Collects the answer to one line: reacts to pager, questions and dialogs, keeps their traces out of the lines, ends at the prompt. */
export class Answer {
  readonly lines: string[] = [];
  readonly alarms: string[] = [];
  refusal: Refusal | null = null;
  readonly #spec: CompiledSession;
  readonly #matcher: Matcher;
  readonly #request: AnswerRequest;
  readonly #peer: string;
  readonly #doing: string;
  /** A question we answered: its line is no output. */
  #asked: string | null = null;
  #repeat: CommandRepeat | null = null;
  #dialogs = 0;
  #passwords = 0;

  constructor(spec: CompiledSession, matcher: Matcher, request: AnswerRequest, peer: string, doing: string) {
    this.#spec = spec;
    this.#matcher = matcher;
    this.#request = request;
    this.#peer = peer;
    this.#doing = doing;
  }

  /** Done with the prompt tail; to be followed by `finish`. */
  hear(events: readonly MatcherEvent[], tail: Tail): Reaction<string> {
    this.keep(events);
    const { doubt } = this.#spec.timeouts;
    if (!this.#matcher.echoed) {
      return tail.kind === 'prompt' && this.#matcher.misheard ? { fail: echoMismatch(this.#peer, this.#doing), settle: doubt } : null;
    }
    switch (tail.kind) {
      case 'prompt': return this.#expected(tail.tail) && !this.#matcher.inAlarm ? { done: tail.tail } : { done: tail.tail, settle: doubt };
      case 'pager': return { type: this.#spec.pager!.key, shown: '<page>' };
      case 'dialog': return this.#complete(tail.text, tail.complete, tail.choices);
      case 'question': return this.#decide(tail.text, doubt);
      case 'password': return this.#unlock(tail.text, doubt);
      default: return null;
    }
  }

  /** Lines that were held back when the prompt came. */
  finish(events: readonly MatcherEvent[]): void {
    this.keep(events);
    this.lines.push(...this.#repeat?.rest() ?? []);
    this.#repeat = null;
  }

  /** Of an answer that is not the last one: what waits at its end is not for us. */
  keep(events: readonly MatcherEvent[]): void {
    for (const event of events) {
      switch (event.kind) {
        case 'line': this.#line(event.text); break;
        case 'stray': case 'alarm': case 'notice': this.alarms.push(event.text); break;
        case 'closed': throw sessionLost(this.#peer, this.#doing, event.text);
        case 'swallowed': throw tookAhead(this.#peer, this.#doing, event.text);
        case 'echo': case 'turn': break;
      }
    }
  }

  #line(text: string): void {
    if (this.#asked !== null) {
      const ours = text.startsWith(this.#asked);
      this.#asked = null;
      if (ours) return;
    }
    if (this.#repeat === null) this.lines.push(text);
    else {
      const passed = this.#repeat.take(text);
      if (passed) this.lines.push(...passed);
      if (this.#repeat.over) this.#repeat = null;
    }
  }

  #expected(tail: string): boolean {
    return this.#request.prompts?.some((prompt) => samePrompt(prompt, tail)) ?? true;
  }

  #complete(text: string, complete: boolean, choices: string): Reaction<never> {
    const { terminal, dialog } = this.#spec;
    if (complete && this.#dialogs < MOST_DIALOGS) {
      return { type: terminal.enter, shown: '<Enter>', typed: () => {
        this.#dialogs++;
        this.#asked = text;
        this.#repeat = new CommandRepeat(this.#request.text, dialog!.heading, dialog!.body);
      } };
    }
    return this.#interrupt(text, { class: 'syntax', message: `the line is incomplete: the device asks for ${choices.trim()}` });
  }

  /** A question nobody allowed may also be text of a listing that looks like one: it is given time to go on. */
  #decide(text: string, doubt: number): Reaction<never> {
    const { terminal, question } = this.#spec;
    if (this.#request.yes) return { type: question.yes + terminal.enter, shown: question.yes, typed: () => { this.#asked = text; } };
    return { type: question.no + terminal.enter, shown: question.no, settle: doubt, typed: () => {
      this.#asked = text;
      this.refusal = { class: 'denied', message: `${text.trim()} (answered no)` };
    } };
  }

  #unlock(text: string, doubt: number): Reaction<never> {
    const { password } = this.#request;
    if (password === undefined || this.#passwords > 0) {
      const message = password === undefined ? 'the device asks for a password and none is given' : 'the password was not taken';
      return { ...this.#interrupt(text, { class: 'denied', message }), settle: doubt };
    }
    return { type: password + this.#spec.terminal.enter, shown: '***', typed: () => {
      this.#passwords++;
      this.#asked = text;
    } };
  }

  #interrupt(text: string, refusal: Refusal): Exclude<Reaction<never>, null> {
    return { type: this.#spec.terminal.interrupt, shown: '<Ctrl-C>', typed: () => {
      this.#asked = text;
      this.refusal = refusal;
    } };
  }
}

const MOST_DIALOGS = 3;

/** After Enter at a dialog the device shows the whole line again, under a heading and folded; none of it is output. */
class CommandRepeat {
  over = false;
  readonly #watch: EchoWatch;
  readonly #heading: RegExp;
  readonly #body: RegExp;
  #blanks: string[] = [];
  #headed = false;

  constructor(typed: string, heading: RegExp, body: RegExp) {
    this.#watch = new EchoWatch(typed, /(?!)/u);
    this.#heading = heading;
    this.#body = body;
  }

  /** @returns lines that are output after all, null while there are none. */
  take(line: string): readonly string[] | null {
    if (!this.#headed) {
      if (line.trim() === '') {
        this.#blanks.push(line);
        return null;
      }
      this.#headed = this.#heading.test(line);
      this.over = !this.#headed;
      return this.#headed ? null : [...this.#blanks, line];
    }
    const found = this.#watch.take(line);
    this.over = found === 'done' || (found === 'other' && !this.#body.test(line));
    return this.over && found === 'other' ? [line] : null;
  }

  rest(): readonly string[] {
    return this.#headed ? [] : this.#blanks;
  }
}
