import type { Alarm, CompiledSession } from './compile-session.ts';
import { EchoWatch } from './echo.ts';
import { Screen } from './screen.ts';

/** What the device said, line by line. */
export type MatcherEvent =
  /** A line of the answer. */
  | { readonly kind: 'line'; readonly text: string }
  /** A line that came before the echo of what was typed: left over from before, or not asked for. */
  | { readonly kind: 'stray'; readonly text: string }
  /** Everything typed was echoed. */
  | { readonly kind: 'echo' }
  /** A prompt (`text` is its tail), and behind it the whole echo of what was typed ahead: the answer before it is complete. */
  | { readonly kind: 'turn'; readonly text: string }
  /** What was typed ahead stood where no prompt was: something else than the prompt has taken it. */
  | { readonly kind: 'swallowed'; readonly text: string }
  | { readonly kind: 'alarm'; readonly text: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'closed'; readonly text: string };

/** What stands on the line of the cursor, nothing after it: the only place where the device can be waiting for us. */
export type Tail =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'prompt'; readonly text: string; readonly host: string; readonly tail: string }
  | { readonly kind: 'username' | 'password' | 'question' | 'pager'; readonly text: string }
  | { readonly kind: 'dialog'; readonly text: string; readonly complete: boolean; readonly choices: string };

/**
 * Bytes into events. Pure: no timers, no input or output; what it returned so far and `tail()` depend on the bytes alone and not
 * on how they were cut into chunks. That a prompt at the end is really the end only its user can say, who knows what was typed.
 */
export class Matcher {
  readonly #spec: CompiledSession;
  readonly #screen: Screen;
  /** One test per line of a long dump; what it lets through is looked at closely. */
  readonly #special: RegExp;
  #host: string | null = null;
  #prompt: RegExp;
  #promptStart: RegExp;
  #echo: EchoWatch | null = null;
  /** Lines typed ahead: the echo of the next one is looked for while an answer goes on. */
  #ahead: string[] = [];
  #next: EchoWatch | null = null;
  /** Lines that may be pieces of that echo. */
  #pieces: string[] = [];
  /** Such a piece stood at a prompt, and the rest of it never came. */
  #torn = false;
  #block: { readonly alarm: Alarm; readonly lines: string[] } | null = null;
  /** A line that is a bare prompt, and blank lines after it: what a device leaves behind when an alarm breaks into its prompt. */
  #held: string[] = [];

  constructor(spec: CompiledSession) {
    this.#spec = spec;
    this.#screen = new Screen({ erasedPager: spec.pager?.erased ?? null, echo: spec.echoNoise });
    const specials = [spec.closed, spec.notices, spec.chatter, ...spec.alarms.map((alarm) => alarm.start), ...(spec.pager ? [spec.pager.whole] : [])];
    this.#special = new RegExp(specials.map((pattern) => `(?:${pattern.source.replace(/\(\?<\w+>/gu, '(?:')})`).join('|'), 'u');
    [this.#prompt, this.#promptStart] = promptPatterns(spec.prompt.host, spec.prompt.tail);
  }

  push(chunk: Uint8Array): MatcherEvent[] {
    const events: MatcherEvent[] = [];
    for (const line of this.#screen.push(chunk)) this.#take(line, events);
    return events;
  }

  /** Host name in the prompt; null until the first echo (or `anchor`) told. */
  get host(): string | null {
    return this.#host;
  }

  /** From now on only prompts of this host are prompts. */
  anchor(host: string): void {
    this.#host = host;
    [this.#prompt, this.#promptStart] = promptPatterns(literal(host), this.#spec.prompt.tail);
  }

  /**
   * To be called before typing. Lines are `stray` until the echo is complete; null ends that without an echo.
   * @param ahead what is typed right behind it: each answer then ends with a `turn`, and only the last one at the end of the output
   */
  expectEcho(typed: string | null, ahead: readonly string[] = []): void {
    this.#held = [];
    this.#echo = typed === null ? null : new EchoWatch(typed, this.#promptStart);
    this.#ahead = [...ahead];
    this.#next = null;
    this.#pieces = [];
    this.#torn = false;
  }

  /** Whether everything typed was echoed. */
  get echoed(): boolean {
    return this.#echo === null;
  }

  /** Something else than what was typed, or not all of it, stood at the prompt. */
  get misheard(): boolean {
    return this.#host !== null && (this.#torn || (this.#echo ?? this.#next)?.doubtful === true);
  }

  /** Whether a line starts with this host's prompt and goes on: no device does that by itself after a true prompt. */
  continuesPrompt(line: string): boolean {
    const rest = this.#afterPrompt(line);
    return rest !== null && rest.trim() !== '' && !this.#special.test(rest);
  }

  /** In the middle of an alarm: a prompt now is an odd thing. */
  get inAlarm(): boolean {
    return this.#block !== null;
  }

  /** The device sent a line without end; what came behind it is not looked at. */
  get overlong(): boolean {
    return this.#screen.overlong;
  }

  get position(): number {
    return this.#screen.position;
  }

  /** Lines held back in the hope of an alarm's end, or of an alarm: they were output after all. */
  release(): MatcherEvent[] {
    const events: MatcherEvent[] = [];
    const block = this.#block?.lines ?? [];
    this.#block = null;
    this.#letGo(events);
    for (const text of [...this.#pieces.splice(0), ...block]) events.push({ kind: this.#echo ? 'stray' : 'line', text });
    return events;
  }

  tail(): Tail {
    const { text, resting } = this.#screen.open();
    if (!resting || text === '') return { kind: 'text', text };
    const prompt = this.#prompt.exec(text);
    if (prompt) return { kind: 'prompt', text, host: prompt.groups!['host']!, tail: prompt.groups!['tail']! };
    const { login, question, dialog, pager } = this.#spec;
    if (pager?.whole.test(text)) return { kind: 'pager', text };
    const asked = dialog?.text.exec(text);
    if (dialog && asked) {
      const choices = asked.groups?.['choices'] ?? '';
      return { kind: 'dialog', text, choices, complete: dialog.complete.test(choices) };
    }
    if (question.text.test(text)) return { kind: 'question', text };
    if (login.username.test(text)) return { kind: 'username', text };
    if (login.password.test(text)) return { kind: 'password', text };
    return { kind: 'text', text };
  }

  #take(line: string, events: MatcherEvent[]): void {
    if (this.#block) return this.#inBlock(this.#block, line, events);
    if (this.#special.test(line)) return this.#takeSpecial(line, events);
    const rest = this.#afterPrompt(line);
    if (rest !== null && rest !== '' && this.#special.test(rest)) return this.#takeSpecial(rest, events);
    this.#takeOrdinary(line, events);
  }

  /** What follows the prompt that a line starts with; null when it starts with none. */
  #afterPrompt(line: string): string | null {
    if (this.#host === null || !line.startsWith(this.#host)) return null;
    const start = this.#promptStart.exec(line);
    return start && line.slice(start[0].length);
  }

  /** A block without its last line ends at our prompt too, and is output then, since nobody knows where it really ended. */
  #inBlock(block: { readonly alarm: Alarm; readonly lines: string[] }, line: string, events: MatcherEvent[]): void {
    const prompt = this.#afterPrompt(line) !== null;
    if (!prompt) block.lines.push(line);
    if (block.alarm.end!.test(line)) {
      this.#block = null;
      events.push({ kind: 'alarm', text: block.lines.join('\n') });
    } else if (prompt || block.lines.length > block.alarm.limit) {
      this.#block = null;
      for (const kept of block.lines) this.#takeOrdinary(kept, events);
      if (prompt) this.#take(line, events);
    }
  }

  #takeSpecial(line: string, events: MatcherEvent[]): void {
    const { closed, notices, chatter, alarms, pager } = this.#spec;
    const alarm = alarms.find(({ start }) => start.test(line));
    if (alarm) {
      this.#held = [];
      if (alarm.end) this.#block = { alarm, lines: [line] };
      else events.push({ kind: 'alarm', text: line });
    } else if (notices.test(line)) {
      this.#held = [];
      events.push({ kind: 'notice', text: line });
    } else if (closed.test(line)) {
      this.#letGo(events);
      events.push({ kind: 'closed', text: line.trim() });
    } else if (!chatter.test(line) && !pager?.whole.test(line)) {
      this.#takeOrdinary(line, events);
    }
  }

  #takeOrdinary(line: string, events: MatcherEvent[]): void {
    if (this.#echo) {
      const found = this.#echo.take(line);
      if (found === 'done') this.#echoed(this.#echo, events);
      else if (found === 'other' && line.trim() !== '' && !this.#prompt.test(line)) events.push({ kind: 'stray', text: line });
      return;
    }
    if (this.#next && this.#takesNext(this.#next, line, events)) return;
    if (this.#held.length > 0 ? line.trim() === '' : this.#prompt.test(line)) {
      this.#held.push(line);
      return;
    }
    this.#letGo(events);
    events.push({ kind: 'line', text: line });
  }

  /** Banners may hold lines that look like prompts. The line that echoes what we typed is one for certain. */
  #echoed(echo: EchoWatch, events: MatcherEvent[]): void {
    this.#echo = null;
    const host = this.#host === null ? this.#promptStart.exec(echo.prompt)?.groups?.['host'] : undefined;
    if (host !== undefined) this.anchor(host);
    events.push({ kind: 'echo' });
    this.#lookForNext();
  }

  #lookForNext(): void {
    const typed = this.#ahead.shift();
    this.#next = typed === undefined ? null : new EchoWatch(typed, this.#promptStart);
    this.#pieces = [];
    this.#torn = false;
  }

  /** Whether the line was the echo of what was typed ahead, or a piece of it. */
  #takesNext(next: EchoWatch, line: string, events: MatcherEvent[]): boolean {
    const found = next.take(line);
    if (found === 'part') {
      this.#pieces.push(line);
      return true;
    }
    if (found === 'done' && next.prompt !== '') {
      this.#letGo(events);
      events.push({ kind: 'turn', text: this.#promptStart.exec(next.prompt)?.groups?.['tail'] ?? '' });
      this.#lookForNext();
      return true;
    }
    for (const piece of this.#pieces.splice(0)) {
      if (this.#afterPrompt(piece) === null) events.push({ kind: 'line', text: piece });
      else this.#torn = true;
    }
    if (this.#afterPrompt(line) === null && next.endsIn(line)) events.push({ kind: 'swallowed', text: line });
    return false;
  }

  #letGo(events: MatcherEvent[]): void {
    if (this.#held.length === 0) return;
    for (const text of this.#held) events.push({ kind: this.#echo ? 'stray' : 'line', text });
    this.#held = [];
  }
}

/** A prompt that is the whole line, and one that a line starts with. Names of groups: host, tail. */
function promptPatterns(host: string, tail: string): [whole: RegExp, start: RegExp] {
  const prompt = `(?<host>${host})(?<tail>${tail})`;
  return [new RegExp(`^${prompt}[ ]?$`, 'u'), new RegExp(`^${prompt}[ ]?`, 'u')];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
