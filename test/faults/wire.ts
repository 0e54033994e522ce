/** A channel into a box in this process, on which one line meets a fault. Lines are counted from the first one after the first reading. */
import { Terminal } from '../../src/sim/terminal.ts';
import type { DeviceSession, DeviceSimulator } from '../../src/sim/device.ts';
import { parseFaults, type FaultPlan } from '../../src/sim/faults.ts';
import type { Channel } from '../../src/transport/model.ts';

/**
 * Of the box's terminal: a refusal in words we know (`decline`) and in words we do not (`refuse`, `failed`), and so on. And the two moments
 * at which our own process may die around a line: before it is sent, and before its answer is heard.
 */
export const FAULTS = [
  'decline', 'refuse', 'failed', 'busy', 'garbage', 'alarm', 'ignore', 'drop-before', 'drop-in-echo', 'drop-in-reply', 'drop-after', 'killed-before', 'killed-after',
] as const;
/** The device waits for an answer nobody could expect: a question whether to go on, an offer of further parameters. */
export const TRAPS = ['asks', 'offers'] as const;
export type Fault = (typeof FAULTS)[number] | (typeof TRAPS)[number];

export interface Strike { readonly fault: Fault; readonly line: number; }

/** Lines of the first reading. */
const READ = /^display /;

/** The cable between one run and the box: all its sessions, and what has passed. */
export class Wire {
  /** Lines from the first one after the first reading on, over all sessions. */
  readonly lines: string[] = [];
  /** Resolves when the run was killed. */
  readonly killed: Promise<void>;
  readonly #box: DeviceSimulator;
  #reading = false;
  readonly #strike: Strike | null;
  readonly #faults: FaultPlan = parseFaults('');
  readonly #roundTrip: number;
  readonly #terminals = new Set<Terminal>();
  #dead: (() => void) | null = null;
  #counting = false;
  #frozen = false;
  #trapped = false;
  struck = false;

  /**
   * @param roundTrip ms, half of it each way
   */
  constructor(box: DeviceSimulator, strike: Strike | null, roundTrip = 0) {
    this.#box = box;
    this.#strike = strike;
    this.#roundTrip = roundTrip;
    this.killed = new Promise((resolve) => { this.#dead = resolve; });
  }

  open(): Channel {
    let heard: ((chunk: Uint8Array) => void) | null = null;
    let ended: ((error: Error | null) => void) | null = null;
    let over = false;
    const kept: Uint8Array[] = [];
    const later = (call: () => void): void => {
      if (this.#roundTrip > 0) setTimeout(call, this.#roundTrip / 2);
      else setImmediate(call);
    };
    const deliver = (chunk: Uint8Array): void => {
      if (this.#frozen) return;
      if (heard) heard(chunk);
      else kept.push(chunk);
    };
    const device = this.#box.open({ kind: 'local', address: '127.0.0.1', user: 'root', admits: () => true });
    if (this.#strike?.fault === 'decline') device.faultLines = () => ['  Failure: The ONT does not support this operation', ''];
    if (this.#strike?.fault === 'asks' || this.#strike?.fault === 'offers') this.#trap(device, this.#strike.fault);
    const terminal = new Terminal(device, {
      write: (bytes) => later(() => deliver(bytes)),
      end: (abruptly) => {
        if (over) return;
        over = true;
        later(() => { if (!this.#frozen) ended?.(abruptly ? new Error('the link was cut') : null); });
      },
    }, { latencyMs: 0, faults: this.#faults, persist: null, onLine: (line) => this.#arrived(line) });
    this.#terminals.add(terminal);
    terminal.start();
    return {
      peer: 'local box', authenticated: true,
      write: (bytes) => {
        if (over || this.#frozen || !this.#mayLeave(bytes)) return;
        const sent = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
        if (this.#roundTrip > 0) setTimeout(() => terminal.feed(sent), this.#roundTrip / 2);
        else terminal.feed(sent);
      },
      onData(listener) { heard = listener; for (const chunk of kept.splice(0)) listener(chunk); },
      onEnd(listener) { ended = listener; },
      close: () => {
        terminal.closed();
        this.#terminals.delete(terminal);
        over = true;
        return Promise.resolve();
      },
    };
  }

  /** Pulls every plug. */
  cut(): void {
    for (const terminal of this.#terminals) terminal.closed();
    this.#terminals.clear();
  }

  /** A process that dies before it sends a line sends nothing ever after. */
  #mayLeave(bytes: string | Uint8Array): boolean {
    const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
    if (this.#strike?.fault !== 'killed-before' || !text.endsWith('\r') || !this.#counts(text)) return true;
    if (this.lines.length + 1 < this.#strike.line || this.struck) return true;
    this.#die();
    return false;
  }

  /** Just before the box acts on a line. */
  #arrived(line: string): void {
    this.#reading ||= READ.test(line);
    if (!this.#counts(line)) return;
    this.#counting = true;
    this.lines.push(line);
    if (!this.#strike || this.struck || this.lines.length !== this.#strike.line || this.#strike.fault === 'killed-before') return;
    if (this.#strike.fault === 'killed-after') return this.#die();
    this.struck = true;
    if (this.#strike.fault === 'asks' || this.#strike.fault === 'offers') return void (this.#trapped = true);
    this.#faults.add(`${this.#strike.fault === 'decline' ? 'refuse' : this.#strike.fault}@/^/`);
  }

  #counts(line: string): boolean {
    return this.#counting || (this.#reading && !READ.test(line));
  }

  /** At the struck line the device asks first, and takes whatever comes next for the answer. */
  #trap(device: DeviceSession, kind: 'asks' | 'offers'): void {
    const { line, interrupt } = device;
    let waiting: string | null = null;
    device.line = (text) => {
      if (this.#trapped) {
        this.#trapped = false;
        waiting = text;
        return { lines: [], ask: kind === 'asks' ? '  Are you sure to do this? (y/n)[n]:' : '{ <cr>|desc<K> }:' };
      }
      if (waiting === null) return line.call(device, text);
      const meant = waiting;
      waiting = null;
      if (kind === 'asks') return text === 'y' ? line.call(device, meant) : device.unmoved(['']);
      return text === '' ? line.call(device, meant) : device.unmoved(['  % Too many parameters, the error locates at \'^\'', '']);
    };
    device.interrupt = () => {
      waiting = null;
      return interrupt.call(device);
    };
  }

  #die(): void {
    this.struck = true;
    this.#frozen = true;
    // The box works on the line first.
    setImmediate(() => this.#dead?.());
  }
}
