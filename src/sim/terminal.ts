/**
 * One terminal session: bytes of the far side in, bytes of the device out. Echo, line editing, paging, folding, latency and
 * sabotage live here; what lines mean is the device's.
 */
import type { DeviceSession, FaultKind, Turn } from './device.ts';
import { Echo } from './echo.ts';
import type { FaultPlan } from './faults.ts';
import { foldLines } from './fold.ts';
import { callAt, Lead } from './pace.ts';
import { crlf, Pager } from './pager.ts';

export interface Outlet {
  write(bytes: Uint8Array): void;
  /** Hangs up; `abruptly` without the courtesies of the protocol. */
  end(abruptly: boolean): void;
}

export interface TerminalOptions {
  /** From the arrival of the Enter that completes a line to the departure of the prompt or question after it. */
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  /** Makes a change safe before it is answered; null when nothing is to be kept. */
  readonly persist: (() => Promise<void>) | null;
  /** Hears every line as it is entered. */
  readonly onLine?: (line: string) => void;
}

const CR = 0x0d;
const LF = 0x0a;
const ESC = 0x1b;

export class Terminal {
  readonly #device: DeviceSession;
  readonly #outlet: Outlet;
  readonly #options: TerminalOptions;
  readonly #echo = new Echo();
  #input: number[] = [];
  /** The first byte of the input not worked on yet. */
  #next = 0;
  #typed: number[] = [];
  #pending = '';
  #ask = '';
  #hidden = false;
  #pager: Pager | null = null;
  #late: string[] = [];
  #afterCr = false;
  #escape: 'no' | 'began' | 'inside' = 'no';
  #busy = false;
  #gone = false;
  /** When the bytes in hand came, ms of `performance.now()`. */
  #arrived = 0;
  readonly #lead = new Lead();
  #cancel: (() => void) | null = null;

  constructor(device: DeviceSession, outlet: Outlet, options: TerminalOptions) {
    this.#device = device;
    this.#outlet = outlet;
    this.#options = options;
    device.onLate((lines, close) => this.#comesLate(lines, close));
  }

  start(): void {
    this.#show(this.#device.start());
    this.#flush();
  }

  /**
   * What the far side typed, protocol escapes already taken out (CR NUL included: NUL is dropped here).
   * @param arrived when its packet came, ms of `performance.now()`; now if absent
   */
  feed(bytes: Uint8Array, arrived: number = performance.now()): void {
    if (this.#gone) return;
    this.#arrived = arrived;
    const { typeAhead } = this.#device.screen;
    for (const byte of bytes) {
      if (this.#gone) break;
      const waiting = this.#input.length - this.#next;
      if (!this.#busy && waiting === 0) this.#byte(byte);
      else if (typeAhead === 0 || waiting < typeAhead) this.#input.push(byte);
    }
    this.#work();
  }

  /** The link is gone; nothing is written from here on. */
  closed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancel?.();
    this.#device.ended();
  }

  #work(): void {
    while (!this.#busy && !this.#gone && this.#next < this.#input.length) this.#byte(this.#input[this.#next++]!);
    this.#input = this.#input.slice(this.#next);
    this.#next = 0;
    this.#flush();
  }

  #byte(byte: number): void {
    const secondOfCrLf = byte === LF && this.#afterCr;
    this.#afterCr = byte === CR;
    if (byte === 0 || (secondOfCrLf && !this.#device.screen.crlfIsTwo)) return;
    if (this.#pager) return this.#turnPage(byte);
    if (this.#swallowsEscape(byte)) return;
    if (byte === CR || byte === LF) return this.#enter();
    if (byte === 0x03) return this.#interrupted();
    if (byte === 0x08 || byte === 0x7f) return this.#erase();
    if (byte === 0x3f && this.#device.screen.helpKey && !this.#hidden) return this.#help();
    if (byte < 0x20) return;
    this.#typed.push(byte);
    if (this.#hidden) return;
    const { width, echoFold } = this.#device.screen;
    this.#pending += this.#echo.typed(String.fromCharCode(byte), width, echoFold);
  }

  /** Arrow keys and their kin have no meaning here. */
  #swallowsEscape(byte: number): boolean {
    if (this.#escape === 'no') {
      if (byte === ESC) this.#escape = 'began';
      return byte === ESC;
    }
    if (this.#escape === 'began') this.#escape = byte === 0x5b ? 'inside' : 'no';
    else if (byte >= 0x40 && byte <= 0x7e) this.#escape = 'no';
    return true;
  }

  #erase(): void {
    if (this.#typed.pop() !== undefined && !this.#hidden) this.#pending += this.#echo.erased();
  }

  #help(): void {
    const typed = text(this.#typed);
    this.#pending += `?\r\n${crlf(this.#device.help(typed))}${this.#ask}${typed}`;
    this.#echo.at(this.#ask + typed, this.#device.screen.width);
  }

  #interrupted(): void {
    this.#typed = [];
    this.#pending += '\r\n';
    this.#show(this.#device.interrupt());
  }

  #enter(): void {
    const received = this.#arrived;
    const line = text(this.#typed);
    this.#typed = [];
    this.#options.onLine?.(line);
    const fault = this.#options.faults.strike(line, this.#device.configures(line));
    if (fault && this.#hangsUp(fault)) return;
    if (fault === 'silent') { this.#busy = true; return; }
    this.#pending += '\r\n';
    this.#flush();
    const turn = this.#answer(line, fault);
    this.#afterward(received, turn, fault);
  }

  #hangsUp(fault: FaultKind): boolean {
    if (fault === 'drop-before') this.#pending = '';
    else if (fault === 'drop-in-echo') this.#pending = this.#pending.slice(0, Math.ceil(this.#pending.length / 2));
    else return false;
    this.#hangUp(true);
    return true;
  }

  #answer(line: string, fault: FaultKind | null): Turn {
    switch (fault) {
      case 'refuse': case 'failed': case 'busy': return this.#device.unmoved(this.#device.faultLines(fault));
      case 'ignore': return this.#device.unmoved(['']);
      case 'garbage': case 'alarm': {
        const turn = this.#device.line(line);
        const half = Math.ceil(turn.lines.length / 2);
        return { ...turn, lines: [...turn.lines.slice(0, half), ...this.#device.faultLines(fault), ...turn.lines.slice(half)] };
      }
      default: return this.#device.line(line);
    }
  }

  /** Shows the turn once it is safe on disk and the device's time is over. */
  #afterward(received: number, turn: Turn, fault: FaultKind | null): void {
    const safe = this.#options.persist?.() ?? null;
    const show = (): void => {
      this.#busy = false;
      if (this.#gone) return;
      if (fault === 'drop-after') return this.#hangUp(true);
      if (fault === 'drop-in-reply') {
        this.#pending += crlf(turn.lines).slice(0, Math.ceil(crlf(turn.lines).length / 2));
        return this.#hangUp(true);
      }
      this.#show(turn);
    };
    if (!safe && this.#options.latencyMs === 0) return show();
    this.#busy = true;
    const wait = (): void => {
      this.#cancel = callAt(received + this.#options.latencyMs - this.#lead.ms, () => this.#lead.time(() => {
        this.#arrived = performance.now();
        show();
        this.#work();
      }));
    };
    if (!safe) wait();
    else safe.then(wait, () => this.#hangUp(true));
  }

  #show(turn: Turn): void {
    const { width, folds, rows, more } = this.#device.screen;
    const all = [...this.#late.splice(0), ...turn.lines];
    const lines = folds ? foldLines(all, width) : all;
    this.#ask = turn.ask;
    this.#hidden = turn.hidden ?? false;
    this.#echo.at(turn.ask, width);
    if (turn.paged && rows > 0 && lines.length >= rows) {
      this.#pager = new Pager(lines, turn.ask);
      this.#pending += this.#pager.page(rows - 1, more).text;
    } else this.#pending += crlf(lines) + turn.ask;
    if (turn.close) this.#hangUp(false);
  }

  #turnPage(key: number): void {
    const { more, wipe, rows } = this.#device.screen;
    const pager = this.#pager!;
    if (key === 0x20 || key === CR || key === LF) {
      const page = pager.page(key === 0x20 ? Math.max(rows - 1, 1) : 1, more);
      this.#pending += wipe + page.text;
      if (page.over) this.#pager = null;
    } else if (key === 0x71 || key === 0x51 || key === 0x03) {
      this.#pending += wipe + pager.broken();
      this.#pager = null;
    }
    if (!this.#pager && this.#late.length > 0) this.#comesLate([], false);
  }

  #comesLate(lines: readonly string[], close: boolean): void {
    if (this.#gone) return;
    if (close) {
      this.#pending += `\r\n${crlf(lines)}`;
      return this.#hangUp(false);
    }
    this.#late.push(...lines);
    if (this.#busy || this.#pager) return;
    const typed = this.#hidden ? '' : text(this.#typed);
    this.#pending += `\r\n${crlf(this.#late.splice(0))}\r\n${this.#ask}${typed}`;
    this.#echo.at(this.#ask + typed, this.#device.screen.width);
    this.#flush();
  }

  #hangUp(abruptly: boolean): void {
    if (this.#gone) return;
    this.#flush();
    this.closed();
    this.#outlet.end(abruptly);
  }

  #flush(): void {
    if (this.#pending === '' || this.#gone) return;
    const bytes = Buffer.from(this.#pending, 'latin1');
    this.#pending = '';
    this.#outlet.write(bytes);
  }
}

function text(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('latin1');
}
