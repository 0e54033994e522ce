/** One login on the box: questions, modes, and what a line meets on its way to a command. */
import type { DeviceSession, Link, Screen, Turn } from '../../../src/sim/device.ts';
import type { Args, Grammar } from '../../../src/sim/grammar/grammar.ts';
import { wrapWords } from '../../../src/sim/fold.ts';
import type { Box, Seat } from './box.ts';
import type { Command, Mode, Place } from './command.ts';
import { greeting, LOGIN_REFUSED, NAME_QUESTION, PASSWORD_QUESTION, PLEDGE } from './login.ts';
import { leaveMode, promptTail } from './modes.ts';
import { alarmLines, Declined, failureLines, syntaxLines } from './words.ts';

/** What the next line answers. */
type Awaiting =
  | { readonly kind: 'name' }
  | { readonly kind: 'password'; readonly name: string }
  | { readonly kind: 'command' }
  /** Parameters offered by smart mode. */
  | { readonly kind: 'rest'; readonly line: string; readonly useless: number }
  | { readonly kind: 'consent'; readonly command: Command; readonly args: Args; readonly line: string; readonly before: readonly string[] }
  | { readonly kind: 'pledge' }
  | { readonly kind: 'logout' };

const WIDTH = 80;
const TRIES = 3;

export class SmartAxSession implements DeviceSession, Place {
  readonly box: Box;
  readonly seat: Seat;
  readonly habits = { smart: true, interactive: true, rows: 24, original: false, alarms: true };
  mode: Mode = { kind: 'user' };
  readonly #grammar: Grammar<Command>;
  readonly #link: Link;
  #awaiting: Awaiting = { kind: 'command' };
  #user: string;
  #failures = 0;
  #leaving = false;
  #count = 0;
  #late: (lines: readonly string[], close: boolean) => void = () => undefined;
  #restTimer: () => void = () => undefined;

  constructor(box: Box, grammar: Grammar<Command>, link: Link) {
    this.box = box;
    this.#grammar = grammar;
    this.#link = link;
    this.#user = link.user ?? '';
    this.seat = {
      user: this.#user, address: link.address, kind: link.kind === 'telnet' ? 'Telnet' : 'SSH', 
      tell: (lines) => this.#late(lines, false), alarm: (lines) => { if (this.habits.alarms) this.#late(lines, false); },
    };
  }

  get screen(): Screen {
    return {
      width: WIDTH, rows: this.habits.original ? 0 : this.habits.rows, folds: !this.habits.original,
      echoFold: this.box.settings.family === 'MA5800' ? ' \u001b[1D' : '\r\n',
      more: "---- More ( Press 'Q' to break ) ----", wipe: `\u001b[37D${' '.repeat(37)}\u001b[37D`,
      crlfIsTwo: this.box.settings.crlfIsTwo, helpKey: this.#awaiting.kind === 'command', typeAhead: this.box.settings.typeAhead,
    };
  }

  start(): Turn {
    this.#awake();
    if (this.#link.user !== null) return this.#admitted();
    this.#awaiting = { kind: 'name' };
    return { lines: ['', 'Warning: Telnet is not a secure protocol, and it is recommended to use STelnet.', ''], ask: NAME_QUESTION };
  }

  line(text: string): Turn {
    this.#awake();
    const awaiting = this.#awaiting;
    switch (awaiting.kind) {
      case 'name': this.#awaiting = { kind: 'password', name: text.trim() }; return { lines: [], ask: PASSWORD_QUESTION, hidden: true };
      case 'password': return this.#login(awaiting.name, text);
      case 'command': return this.#command(text.trim());
      case 'rest': return this.#rest(awaiting, text.trim());
      case 'consent': return this.#consented(awaiting, text.trim());
      case 'pledge': return isYes(text) ? this.unmoved(greeting(this.box, this.seat)) : this.#gone(['']);
      case 'logout': return isYes(text) ? this.#gone(['', '  Configuration console exit, please retry to log on']) : this.unmoved(['']);
    }
  }

  interrupt(): Turn {
    if (this.#awaiting.kind === 'name' || this.#awaiting.kind === 'password') {
      this.#awaiting = { kind: 'name' };
      return { lines: [], ask: NAME_QUESTION };
    }
    if (this.#awaiting.kind === 'pledge') return this.#gone(['']);
    return this.unmoved([]);
  }

  help(typed: string): readonly string[] {
    const hints = this.#grammar.help(typed, (command) => this.#knows(command));
    if (hints.length === 0) return syntaxLines('unknown', this.#prompt().length + typed.length, WIDTH);
    return ['---------------------------------------------', '  Command:', '---------------------------------------------', ...hints.map((hint) => hint.replace(/<K>$/, '')), ''];
  }

  configures(text: string): boolean {
    if (this.#awaiting.kind !== 'command' || text.trim() === '') return false;
    if (this.mode.kind === 'user' || this.mode.kind === 'privileged') return false;
    const match = this.#grammar.match(text.trim(), (command) => this.#knows(command));
    if (!match || match.kind === 'wrong') return !/^\s*(dis|quit|return)/.test(text);
    return match.value.effect === 'write';
  }

  faultLines(kind: 'refuse' | 'failed' | 'busy' | 'garbage' | 'alarm'): readonly string[] {
    switch (kind) {
      case 'refuse': return failureLines('The operation is not allowed in the current state', this.box.settings.failureWidth);
      case 'busy': return failureLines('System is busy, please retry after a while', this.box.settings.failureWidth);
      case 'failed': return ['  Set ONT port(s) VLAN configuration, success: 0, failed: 1', ''];
      case 'garbage': return ['  >>> 7f3a:0c task oamd suspended (cause 0x00000011) <<<', ''];
      case 'alarm': return alarmLines(this.box.clock.now());
    }
  }

  unmoved(lines: readonly string[]): Turn {
    this.#awaiting = { kind: 'command' };
    return { lines, ask: this.#prompt() };
  }

  onLate(listener: (lines: readonly string[], close: boolean) => void): void {
    this.#late = listener;
  }

  ended(): void {
    this.#restTimer();
    this.box.seats.delete(this.seat);
  }

  enter(mode: Mode): void { this.mode = mode; }
  home(): void { this.mode = { kind: 'privileged' }; }
  leave(): void {
    const outer = leaveMode(this.mode);
    if (outer) this.mode = outer;
    else this.#leaving = true;
  }

  /** Starts the idle time anew. */
  #awake(): void {
    this.#restTimer();
    const { idleMs } = this.box.settings;
    if (idleMs > 0) this.#restTimer = this.box.clock.after(idleMs, () => this.#late(['  Configuration console time out, please retry to log on'], true));
  }

  #login(name: string, password: string): Turn {
    if (this.#link.admits(name, password)) {
      this.#user = name;
      return this.#admitted();
    }
    this.box.loginFailed('Telnet', this.#link.address);
    this.#failures++;
    if (this.#failures >= TRIES) return this.#gone([LOGIN_REFUSED, '', '  Reenter times have reached the upper limit']);
    this.#awaiting = { kind: 'name' };
    return { lines: [LOGIN_REFUSED, ''], ask: NAME_QUESTION };
  }

  #admitted(): Turn {
    const seat: Seat = Object.assign(this.seat, { user: this.#user });
    const sameUser = [...this.box.seats].filter((other) => other.user === seat.user).length;
    if (sameUser >= this.box.settings.sessions) return this.#gone(['', '  Reenter times have reached the upper limit', '']);
    const lines = greeting(this.box, seat);
    this.box.seats.add(seat);
    this.box.lastLogin = { kind: seat.kind, address: seat.address, at: this.box.clock.now() };
    if (!this.box.settings.pledge) return this.unmoved(lines);
    this.#awaiting = { kind: 'pledge' };
    return { lines: PLEDGE.slice(0, -1), ask: PLEDGE.at(-1) ?? '' };
  }

  #command(line: string): Turn {
    if (line === '') return this.unmoved([]);
    this.box.lines++;
    this.#count++;
    return this.#match(line, [], line);
  }

  /** `before` precedes the output; `shown` is what stands on the screen after the prompt, for the caret. */
  #match(line: string, before: readonly string[], shown: string): Turn {
    const refused = this.box.settings.refuses.some((head) => line.toLowerCase().startsWith(head.toLowerCase()));
    const match = refused ? null : this.#grammar.match(line, (command) => this.#knows(command));
    const column = this.#prompt().length;
    if (!match) return this.unmoved([...before, ...syntaxLines('unknown', column, WIDTH)]);
    if (match.kind === 'wrong') return this.unmoved([...before, ...syntaxLines(match.error, column + match.column, WIDTH)]);
    if (match.kind === 'incomplete') {
      if (this.habits.smart) return this.#offer(line, match.next, false, 0);
      return this.unmoved([...before, ...syntaxLines('incomplete', column + shown.length, WIDTH)]);
    }
    const offered = this.habits.smart && match.next.length > 0 && !match.value.plain;
    if (offered && before.length === 0) return this.#offer(line, match.next, true, 0);
    return this.#execute(match.value, match.args, line, before);
  }

  #offer(line: string, next: readonly string[], complete: boolean, useless: number): Turn {
    this.#awaiting = { kind: 'rest', line, useless };
    return { lines: [], ask: `{ ${[...(complete ? ['<cr>'] : []), ...next].join('|')} }:` };
  }

  #rest(awaiting: Extract<Awaiting, { kind: 'rest' }>, answer: string): Turn {
    const line = answer === '' ? awaiting.line : `${awaiting.line} ${answer}`;
    const match = this.#grammar.match(line, (command) => this.#knows(command));
    if (match?.kind === 'command' && (answer === '' || match.next.length === 0)) {
      return this.#match(line, ['', '  Command:', ...wrapWords(line, ' '.repeat(10), WIDTH - 1)], line);
    }
    if (match?.kind === 'command') return this.#offer(line, match.next, true, 0);
    if (match?.kind === 'incomplete' && answer !== '') return this.#offer(line, match.next, false, 0);
    if (awaiting.useless + 1 >= TRIES) return this.unmoved(['  Reenter times have reached the upper limit', '']);
    const asked = this.#grammar.match(awaiting.line, (command) => this.#knows(command));
    const next = asked && asked.kind !== 'wrong' ? asked.next : [];
    return this.#offer(awaiting.line, next, asked?.kind === 'command', awaiting.useless + 1);
  }

  #execute(command: Command, args: Args, line: string, before: readonly string[]): Turn {
    const { asks } = command;
    if (asks && this.habits.interactive && (asks.when === 'few' || this.box.settings.asks === 'all')) {
      this.#awaiting = { kind: 'consent', command, args, line, before };
      return { lines: before, ask: `  ${asks.text} (y/n)[n]:` };
    }
    return this.#run(command, args, before);
  }

  #consented(awaiting: Extract<Awaiting, { kind: 'consent' }>, answer: string): Turn {
    return isYes(answer) ? this.#run(awaiting.command, awaiting.args, []) : this.unmoved(['']);
  }

  #run(command: Command, args: Args, before: readonly string[]): Turn {
    const lines = [...before, ...this.#perform(command, args), ...this.#alarm()];
    if (this.#leaving) return this.#logout(lines);
    return { ...this.unmoved(lines), paged: command.effect === 'read' };
  }

  #perform(command: Command, args: Args): readonly string[] {
    try {
      if (command.effect === 'write' && this.box.saving && this.box.settings.saveBlocks) {
        throw new Declined('System is reading or writing flash, please retry after a while');
      }
      const lines = command.run(args, this) ?? [];
      if (command.effect === 'write') this.box.revision++;
      return lines.length > 0 && command.effect !== 'save' ? [...lines, ''] : lines.length > 0 ? lines : [''];
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      return failureLines(error.message, this.box.settings.failureWidth, error.extra);
    }
  }

  #alarm(): readonly string[] {
    const { alarmEvery } = this.box.settings;
    return alarmEvery > 0 && this.habits.alarms && this.#count % alarmEvery === 0 ? alarmLines(this.box.clock.now()) : [];
  }

  #logout(lines: readonly string[]): Turn {
    this.#leaving = false;
    if (!this.habits.interactive) return this.#gone([...lines, '  Configuration console exit, please retry to log on']);
    this.#awaiting = { kind: 'logout' };
    const unsaved = this.box.unsaved ? ['  Check whether system data has been changed. Please save data before logout.'] : [];
    return { lines: unsaved, ask: '  Are you sure to log out? (y/n)[n]:' };
  }

  #gone(lines: readonly string[]): Turn {
    return { lines, ask: '', close: true };
  }

  #prompt(): string {
    return this.box.state.sysname + promptTail(this.mode);
  }

  #knows(command: Command): boolean {
    return command.in.includes(this.mode.kind) && !command.unless?.(this.box);
  }
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim());
}
