import { Failure } from '../kernel/failure.ts';
import type { Clock } from '../kernel/world.ts';
import { Answer } from './answer.ts';
import { classify } from './classify.ts';
import { compileSession } from './compile-session.ts';
import type { CompiledSession } from './compile-session.ts';
import { login } from './login.ts';
import type { Credentials, LoggedIn } from './login.ts';
import { secretsIn } from './mask.ts';
import { Matcher } from './matcher.ts';
import type { Answers, Channel, LineRequest, Reply, Session } from './model.ts';
import { samePrompt, wayDown } from './modes.ts';
import type { Step } from './modes.ts';
import { resync } from './resync.ts';
import { saved } from './save.ts';
import { answerCut, loginRefused, unexpectedPrompt } from './session-failures.ts';
import type { PrepareSpec, SessionSpec } from './spec.ts';
import { Terminal } from './terminal.ts';
import { Recorder } from './transcript.ts';
import type { Transcript } from './transcript.ts';
import { Volley } from './volley.ts';

export type { Credentials } from './login.ts';
export type { Transcript } from './transcript.ts';

export interface SessionOptions {
  readonly clock: Clock;
  readonly transcript?: Transcript;
  /** While the device saves, where it tells. */
  readonly onSaveProgress?: (percent: number) => void;
}

/**
 * Logs in, goes to privileged mode and prepares the terminal. The channel is closed again when that fails.
 * @throws Failure `login-refused` (exit 4), `session-lost`, `silent`, `endless`, `unexpected-prompt`, `echo-mismatch` (exit 5)
 */
export async function openSession(channel: Channel, spec: SessionSpec, credentials: Credentials, options: SessionOptions): Promise<Session> {
  const { session: compiled, errors } = compileSession(spec);
  if (!compiled) throw new Error(`session section of a pack: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  const recorder = new Recorder(options.transcript);
  recorder.hide(credentials.password);
  recorder.hide(credentials.enablePassword ?? '');
  const terminal = new Terminal(channel, new Matcher(compiled), options.clock, recorder);
  let loggedIn: LoggedIn;
  try {
    loggedIn = await login(terminal, compiled, credentials, channel.authenticated);
  } catch (error) {
    await terminal.close();
    throw error;
  }
  const session = new DeviceSession(terminal, compiled, loggedIn, credentials, options);
  try {
    await session.prepare();
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

/** What `once` needs of a request; the session's own lines have no intent to speak of. */
type Line = Pick<LineRequest, 'text' | 'shown' | 'yes'> & { readonly silence: number; readonly settle?: number; readonly password?: string; readonly prompts?: readonly string[] };

class DeviceSession implements Session {
  readonly #terminal: Terminal;
  readonly #spec: CompiledSession;
  readonly #credentials: Credentials;
  readonly #options: SessionOptions;
  readonly #loggedIn: LoggedIn;
  readonly #refused: string[] = [];
  /** Lines that take the preparation back, in the order to type them. */
  readonly #undo: { readonly mode: string; readonly line: string }[] = [];
  #at: string;
  /** A conversation ended without a prompt: what is on the terminal is not known until `home`. */
  #lost = false;
  #closing: Promise<void> | null = null;

  constructor(terminal: Terminal, spec: CompiledSession, loggedIn: LoggedIn, credentials: Credentials, options: SessionOptions) {
    this.#terminal = terminal;
    this.#spec = spec;
    this.#loggedIn = loggedIn;
    this.#credentials = credentials;
    this.#options = options;
    this.#at = loggedIn.tail;
  }

  get host(): string { return this.#terminal.matcher.host ?? this.#loggedIn.host; }
  get banner(): string { return this.#loggedIn.banner; }
  get refusedPreparation(): readonly string[] { return this.#refused; }
  get at(): string { return this.#at; }

  async send(request: LineRequest): Promise<Reply> {
    const { intent, text, shown } = request;
    this.#ready(request);
    const { timeouts, busy } = this.#spec;
    const silence = request.silence ?? (intent === 'read' ? timeouts.read : timeouts.line);
    for (let tries = 1; ; tries++) {
      const reply = await this.#once({ text, shown, yes: request.yes, silence, prompts: [request.at, request.prompt], ...(intent === 'read' ? { settle: 0 } : {}) }, tries);
      const wait = busy.waits[tries - 1];
      if (reply.class === 'busy' && wait !== undefined) {
        await this.#terminal.pause(wait, `while waiting to repeat ${quoted(shown)}`);
        continue;
      }
      this.#checkPrompt(request, reply);
      return intent === 'save' && reply.class === 'ok' ? await this.#untilSaved(reply) : reply;
    }
  }

  async sendTogether(requests: readonly LineRequest[]): Promise<Answers> {
    requests.forEach((request) => this.#hide(request));
    this.#ready(requests[0]!);
    const replies: Reply[] = [];
    try {
      await this.#volley(requests, replies);
      const strange = requests.findIndex((request, i) => this.#strayed(request, replies[i]!, i === 0 ? request.at : replies[i - 1]!.prompt, replies.slice(0, i)));
      if (strange < 0) return { replies, failure: null };
      return { replies: replies.slice(0, strange), failure: this.#wrongPrompt(requests[strange]!, replies[strange]!) };
    } catch (error) {
      if (error instanceof Failure) return { replies, failure: error };
      throw error;
    }
  }

  async home(): Promise<void> {
    this.#terminal.checkFree('on the way to privileged mode');
    if (this.#lost) {
      this.#at = await resync(this.#terminal, this.#spec, this.#spec.timeouts.resync);
      this.#lost = false;
    }
    await this.#goHome(this.#spec.timeouts.line);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#logout());
  }

  /** Privileged mode, then the preparation lines; each may be refused. */
  async prepare(): Promise<void> {
    const { line } = this.#spec.timeouts;
    await this.#goHome(line);
    for (const step of this.#spec.prepare) {
      const taken = await this.#reach(step.mode, line) ? await this.#firstTaken(step, line) : null;
      if (!taken) this.#refused.push(step.line);
      else if (taken.undo !== undefined) this.#undo.unshift({ mode: step.mode, line: taken.undo });
    }
    await this.#goHome(line);
    this.#terminal.matcher.anchor(this.host);
  }

  /** The line of a preparation step, or the one that other releases know instead. */
  async #firstTaken(step: PrepareSpec, silence: number): Promise<{ readonly undo?: string } | null> {
    for (const form of [step, ...(step.instead ? [step.instead] : [])]) {
      if (TAKEN.has((await this.#own(form.line, silence)).class)) return form;
    }
    return null;
  }

  async #once(line: Line, tries: number): Promise<Reply> {
    const { matcher, peer } = this.#terminal;
    const before = this.#between(`before ${quoted(line.shown)}`);
    const doing = `after ${quoted(line.shown)}`;
    const answer = new Answer(this.#spec, matcher, line, peer, doing);
    matcher.expectEcho(line.text);
    this.#lost = true;
    this.#terminal.type(line.text + this.#spec.terminal.enter, line.shown);
    const prompt = await this.#terminal.converse<string>({ silence: line.silence, doing, ...(line.settle === undefined ? {} : { settle: line.settle }) }, (events, tail) => answer.hear(events, tail));
    this.#lost = false;
    this.#at = prompt;
    answer.finish(matcher.release());
    return this.#reply(answer, prompt, before, tries);
  }

  /** Types all, and adds their answers to `replies` as they come: those that came stand also when it throws. */
  async #volley(requests: readonly LineRequest[], replies: Reply[]): Promise<void> {
    const { matcher, peer } = this.#terminal;
    const { timeouts, terminal } = this.#spec;
    let before = this.#between(`before ${quoted(requests[0]!.shown)}`);
    const doing = (line: number): string => `after ${quoted(requests[line]!.shown)}`;
    const volley = new Volley({
      lines: requests.length, matcher, peer, doing, doubt: timeouts.doubt, patience: timeouts.resync,
      begin: (line) => {
        const { text, at, prompt } = requests[line]!;
        return new Answer(this.#spec, matcher, { text, yes: false, prompts: [at, prompt] }, peer, doing(line));
      },
      end: (answer, prompt) => {
        replies.push(this.#reply(answer, prompt, before, 1));
        before = [];
      },
    });
    const [first, ...others] = requests.map(({ text }) => text);
    matcher.expectEcho(first!, others);
    this.#lost = true;
    for (const { text, shown } of requests) this.#terminal.type(text + terminal.enter, shown);
    const prompt = await this.#terminal.converse<string>({ silence: timeouts.line, get doing() { return doing(volley.line); } }, (events, tail) => volley.hear(events, tail));
    this.#lost = false;
    this.#at = prompt;
    volley.finish(prompt);
  }

  #reply(answer: Answer, prompt: string, before: readonly string[], tries: number): Reply {
    const { recorder } = this.#terminal;
    const found = answer.refusal ?? classify(answer.lines, this.#spec);
    const alarms = before.length === 0 ? answer.alarms : [...before, ...answer.alarms];
    return { class: found.class, message: found.message === '' ? '' : recorder.clean(found.message), lines: answer.lines, alarms, prompt, tries };
  }

  /** What the device said since the last answer. It may say what it likes, but not go on after its prompt. */
  #between(doing: string): string[] {
    const { matcher } = this.#terminal;
    const said = this.#terminal.take().flatMap((event) => (event.kind === 'echo' || event.text.trim() === '' ? [] : [event.text]));
    const open = matcher.tail();
    if (said.some((text) => matcher.continuesPrompt(text)) || (open.kind !== 'prompt' && matcher.continuesPrompt(open.text))) {
      this.#lost = true;
      throw answerCut(this.#terminal.peer, doing);
    }
    return said;
  }

  #checkPrompt(request: LineRequest, reply: Reply): void {
    if (this.#strayed(request, reply, request.at, [])) throw this.#wrongPrompt(request, reply);
  }

  /** Whether the terminal is where it should not be. Behind a refused way into a mode a line is typed elsewhere, and may end anywhere. */
  #strayed(request: LineRequest, reply: Reply, at: string, before: readonly Reply[]): boolean {
    if (!samePrompt(request.at, at)) return before.every((each) => TAKEN.has(each.class));
    const expected = reply.class === 'ok' ? [request.prompt] : [request.at, request.prompt];
    return !expected.some((tail) => samePrompt(tail, reply.prompt));
  }

  #wrongPrompt(request: LineRequest, reply: Reply): Failure {
    const doing = `after ${quoted(request.shown)}${reply.message === '' ? '' : ` (${reply.message})`}`;
    return unexpectedPrompt(this.#terminal.peer, doing, request.prompt, reply.prompt);
  }

  /** @throws Failure where `request` cannot be typed now */
  #ready(request: LineRequest): void {
    this.#hide(request);
    const doing = `before ${quoted(request.shown)}`;
    this.#terminal.checkFree(doing);
    if (this.#lost) throw unexpectedPrompt(this.#terminal.peer, doing, request.at, 'an unknown place');
    if (!samePrompt(request.at, this.#at)) throw unexpectedPrompt(this.#terminal.peer, doing, request.at, this.#at);
  }

  #hide({ text, shown }: LineRequest): void {
    checkLine(text);
    for (const secret of secretsIn(text, shown)) this.#terminal.recorder.hide(secret);
  }

  async #untilSaved(reply: Reply): Promise<Reply> {
    this.#lost = true;
    const outcome = await saved(this.#terminal, this.#spec, reply, this.#options.onSaveProgress);
    this.#lost = false;
    return { ...reply, ...outcome };
  }

  /** A line of the session itself. */
  #own(text: string, silence: number, extra: { readonly password?: string; readonly yes?: boolean } = {}): Promise<Reply> {
    return this.#once({ text, shown: text, yes: false, silence, ...extra }, 1);
  }

  async #goHome(silence: number): Promise<void> {
    const { home } = this.#spec;
    if (samePrompt(home.tail, this.#at)) return;
    const down = wayDown(this.#spec, this.#at, home.mode);
    if (down) await this.#enter(down, silence);
    else await this.#own(home.line, silence);
    if (!samePrompt(home.tail, this.#at)) throw unexpectedPrompt(this.#terminal.peer, 'on the way to privileged mode', home.tail, this.#at);
  }

  async #enter(steps: readonly Step[], silence: number): Promise<void> {
    for (const step of steps) {
      const { enablePassword } = this.#credentials;
      const reply = await this.#own(step.line, silence, step.password && enablePassword !== undefined ? { password: enablePassword } : {});
      if (reply.class === 'ok' && samePrompt(step.prompt, reply.prompt)) continue;
      if (reply.class !== 'ok') throw loginRefused(this.#terminal.peer, `${quoted(step.line)}: ${reply.message}`, 'use an account of a higher level, or give its enable password');
      throw unexpectedPrompt(this.#terminal.peer, `after ${quoted(step.line)}`, step.prompt, reply.prompt);
    }
  }

  /** @returns false when a mode on the way is refused to this account. */
  async #reach(mode: string, silence: number): Promise<boolean> {
    if (!wayDown(this.#spec, this.#at, mode)) await this.#goHome(silence);
    try {
      await this.#enter(wayDown(this.#spec, this.#at, mode) ?? [], silence);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.code === 'login-refused') return false;
      throw error;
    }
  }

  async #logout(): Promise<void> {
    const { timeouts, logout } = this.#spec;
    try {
      this.#terminal.abort('it is being closed');
      if (!this.#terminal.ended) {
        if (this.#lost) this.#at = await resync(this.#terminal, this.#spec, timeouts.resync);
        await this.#goHome(timeouts.logout);
        for (const step of this.#undo) if (await this.#reach(step.mode, timeouts.logout)) await this.#own(step.line, timeouts.logout);
        if (await this.#reach(logout.mode, timeouts.logout)) await this.#own(logout.line, timeouts.logout, { yes: true });
      }
    } catch {
      // Leaving ends in the end of the session, one way or the other.
    } finally {
      await this.#terminal.close().catch(() => undefined);
    }
  }
}

const TAKEN: ReadonlySet<Reply['class']> = new Set(['ok', 'same']);

function quoted(shown: string): string {
  return JSON.stringify(shown);
}

/** One line is one Enter: anything else would be typed into whatever comes next. */
function checkLine(text: string): void {
   
  if (/[\x00-\x1f\x7f]/u.test(text)) throw new Error('a line to type holds a control character');
}
