/** TELNET on the byte level: RFC 854 (commands), 855 (subnegotiation), 1143 (the Q method), 856, 857, 858, 1073, 1091 (options). */

export const OPTION = { binary: 0, echo: 1, suppressGoAhead: 3, terminalType: 24, windowSize: 31 } as const;

export interface TelnetPolicy {
  /** Options we are willing to perform, and those we let the other side perform. */
  readonly local: readonly number[];
  readonly remote: readonly number[];
  /** Those we ask for ourselves, in `start`. */
  readonly askLocal?: readonly number[];
  readonly askRemote?: readonly number[];
  readonly terminal?: { readonly type: string; readonly width: number; readonly height: number };
}

export interface Received { readonly data: Uint8Array; readonly reply: Uint8Array; }

/** A terminal that lets the far side echo and announces its size and type when asked. */
export function clientPolicy(terminal: { readonly type: string; readonly width: number; readonly height: number }): TelnetPolicy {
  const { binary, echo, suppressGoAhead, terminalType, windowSize } = OPTION;
  return { local: [binary, suppressGoAhead, terminalType, windowSize], remote: [binary, echo, suppressGoAhead], terminal };
}

const IAC = 255, DONT = 254, DO = 253, WONT = 252, WILL = 251, SB = 250, SE = 240;
const CR = 13, LF = 10, NUL = 0;
/** TERMINAL-TYPE subnegotiation: IS and SEND. */
const IS = 0, SEND = 1;
/** Octets of one subnegotiation that are kept; what is longer is of no option we know. */
const LONGEST_SUBNEGOTIATION = 512;

type State = 'data' | 'cr' | 'command' | 'option' | 'sub' | 'sub-command';

/** Pure: what comes out depends on the octets alone, not on how they were cut. */
export class TelnetOptions {
  readonly #policy: TelnetPolicy;
  readonly #us = new Map<number, Side>();
  readonly #them = new Map<number, Side>();
  #state: State = 'data';
  #verb = 0;
  #sub: number[] = [];
  #reply: number[] = [];

  constructor(policy: TelnetPolicy) {
    this.#policy = policy;
  }

  /** What to send first. */
  start(): Uint8Array {
    for (const option of this.#policy.askLocal ?? []) this.#ask(this.#us, option, WILL);
    for (const option of this.#policy.askRemote ?? []) this.#ask(this.#them, option, DO);
    return this.#takeReply();
  }

  /** Octets from the wire: what is data, and what to answer. CR NUL becomes CR, a doubled IAC one. */
  receive(chunk: Uint8Array): Received {
    const data = new Uint8Array(chunk.length);
    let length = 0;
    for (let i = 0; i < chunk.length; i++) {
      const octet = chunk[i]!;
      if (this.#state === 'cr') {
        this.#state = 'data';
        if (octet === NUL) continue;
      }
      switch (this.#state) {
        case 'data':
          if (octet === IAC) this.#state = 'command';
          else {
            data[length++] = octet;
            if (octet === CR && !this.#on(this.#them, OPTION.binary)) this.#state = 'cr';
          }
          break;
        case 'command':
          if (octet === IAC) data[length++] = IAC;
          this.#command(octet);
          break;
        case 'option':
          this.#state = 'data';
          this.#negotiate(this.#verb, octet);
          break;
        case 'sub':
          if (octet === IAC) this.#state = 'sub-command';
          else this.#keep(octet);
          break;
        case 'sub-command':
          if (octet === IAC) this.#keep(IAC);
          if (octet === SE) this.#subnegotiated();
          this.#state = octet === SE ? 'data' : 'sub';
          break;
      }
    }
    return { data: length === chunk.length ? data : data.subarray(0, length), reply: this.#takeReply() };
  }

  /** Octets for the wire: IAC doubled; a CR without LF behind it takes a NUL along, unless we send binary. */
  send(data: Uint8Array): Uint8Array {
    const padded = !this.#on(this.#us, OPTION.binary);
    const needs = (i: number): boolean => data[i] === IAC || (padded && data[i] === CR && data[i + 1] !== LF);
    let extra = 0;
    for (let i = 0; i < data.length; i++) if (needs(i)) extra++;
    if (extra === 0) return data;
    const out = new Uint8Array(data.length + extra);
    for (let i = 0, o = 0; i < data.length; i++) {
      out[o++] = data[i]!;
      if (needs(i)) out[o++] = data[i] === IAC ? IAC : NUL;
    }
    return out;
  }

  /** Whether the other side performs an option now. */
  performs(option: number): boolean {
    return this.#on(this.#them, option);
  }

  #command(octet: number): void {
    if (octet === SB) {
      this.#state = 'sub';
      this.#sub = [];
    } else if (octet >= WILL && octet <= DONT) {
      this.#state = 'option';
      this.#verb = octet;
    } else {
      this.#state = 'data';
    }
  }

  #keep(octet: number): void {
    if (this.#sub.length < LONGEST_SUBNEGOTIATION) this.#sub.push(octet);
  }

  #on(side: ReadonlyMap<number, Side>, option: number): boolean {
    return side.get(option)?.state === 'yes';
  }

  #ask(side: Map<number, Side>, option: number, verb: number): void {
    if (sideOf(side, option).state !== 'no') return;
    side.set(option, { state: 'want-yes', opposite: false });
    this.#reply.push(IAC, verb, option);
  }

  #negotiate(verb: number, option: number): void {
    const theirs = verb === WILL || verb === WONT;
    const side = theirs ? this.#them : this.#us;
    const before = sideOf(side, option);
    const willing = (theirs ? this.#policy.remote : this.#policy.local).includes(option);
    const { next, say } = verb === WILL || verb === DO ? agree(before, willing) : refuse(before);
    side.set(option, next);
    if (say !== null) this.#reply.push(IAC, theirs ? (say ? DO : DONT) : (say ? WILL : WONT), option);
    const begun = !theirs && before.state !== 'yes' && next.state === 'yes';
    if (begun && option === OPTION.windowSize) this.#announceSize();
  }

  #announceSize(): void {
    const { terminal } = this.#policy;
    if (!terminal) return;
    const { width, height } = terminal;
    const octets = [width >> 8 & 255, width & 255, height >> 8 & 255, height & 255].flatMap((octet) => (octet === IAC ? [IAC, IAC] : [octet]));
    this.#reply.push(IAC, SB, OPTION.windowSize, ...octets, IAC, SE);
  }

  #subnegotiated(): void {
    const { terminal } = this.#policy;
    if (this.#sub[0] === OPTION.terminalType && this.#sub[1] === SEND && terminal && this.#on(this.#us, OPTION.terminalType)) {
      const name = [...terminal.type].map((character) => character.charCodeAt(0) & 127);
      this.#reply.push(IAC, SB, OPTION.terminalType, IS, ...name, IAC, SE);
    }
    this.#sub = [];
  }

  #takeReply(): Uint8Array {
    const reply = Uint8Array.from(this.#reply);
    this.#reply = [];
    return reply;
  }
}

/** One side's standing of one option, RFC 1143 section 7; `opposite` is the queue bit. */
interface Side { readonly state: 'no' | 'yes' | 'want-no' | 'want-yes'; readonly opposite: boolean; }

interface Turn { readonly next: Side; /** true: DO or WILL, false: DONT or WONT, null: nothing. */ readonly say: boolean | null; }

const NO: Side = { state: 'no', opposite: false };
const YES: Side = { state: 'yes', opposite: false };

function sideOf(side: ReadonlyMap<number, Side>, option: number): Side {
  return side.get(option) ?? NO;
}

/** WILL or DO came in. */
function agree({ state, opposite }: Side, willing: boolean): Turn {
  switch (state) {
    case 'no': return willing ? { next: YES, say: true } : { next: NO, say: false };
    case 'yes': return { next: YES, say: null };
    case 'want-no': return { next: opposite ? YES : NO, say: null };
    case 'want-yes': return opposite ? { next: { state: 'want-no', opposite: false }, say: false } : { next: YES, say: null };
  }
}

/** WONT or DONT came in. */
function refuse({ state, opposite }: Side): Turn {
  switch (state) {
    case 'no': return { next: NO, say: null };
    case 'yes': return { next: NO, say: false };
    case 'want-no': return opposite ? { next: { state: 'want-yes', opposite: false }, say: true } : { next: NO, say: null };
    case 'want-yes': return { next: NO, say: null };
  }
}
