/**
 * The server's side of the Telnet protocol (RFC 854, options by the rules of RFC 1143): separates data from commands however
 * the bytes are cut, and answers every option request once.
 */
const IAC = 255, DONT = 254, DO = 253, WONT = 252, WILL = 251, SB = 250, SE = 240;
const ECHO = 1, SUPPRESS_GO_AHEAD = 3, WINDOW_SIZE = 31;

/** We echo, do without go-aheads, and want to hear of the window's size. */
export const TELNET_GREETING = Uint8Array.of(IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD, IAC, DO, WINDOW_SIZE);

export interface TelnetInput {
  readonly data: Uint8Array;
  /** To be sent back at once. */
  readonly answers: Uint8Array;
}

export class TelnetReader {
  #state: 'data' | 'iac' | 'option' | 'sub' | 'sub-iac' = 'data';
  #verb = 0;
  #sub: number[] = [];
  /** Options in force or offered on our side, and asked for on theirs. */
  readonly #ours = new Set([ECHO, SUPPRESS_GO_AHEAD]);
  readonly #theirs = new Set([WINDOW_SIZE]);
  /** Columns and rows, once the client told them. */
  window: { readonly columns: number; readonly rows: number } | null = null;

  read(chunk: Uint8Array): TelnetInput {
    const data: number[] = [];
    const answers: number[] = [];
    for (const byte of chunk) this.#byte(byte, data, answers);
    return { data: Uint8Array.from(data), answers: Uint8Array.from(answers) };
  }

  #byte(byte: number, data: number[], answers: number[]): void {
    switch (this.#state) {
      case 'data':
        if (byte === IAC) this.#state = 'iac';
        else data.push(byte);
        return;
      case 'iac':
        this.#state = 'data';
        if (byte === IAC) data.push(IAC);
        else if (byte === SB) { this.#state = 'sub'; this.#sub = []; } else if (byte >= WILL) { this.#state = 'option'; this.#verb = byte; }
        return;
      case 'option':
        this.#state = 'data';
        answers.push(...this.#negotiate(this.#verb, byte));
        return;
      case 'sub':
        if (byte === IAC) this.#state = 'sub-iac';
        else this.#sub.push(byte);
        return;
      case 'sub-iac':
        if (byte === SE) { this.#state = 'data'; this.#subnegotiated(); } else { this.#state = 'sub'; this.#sub.push(byte); }
    }
  }

  #negotiate(verb: number, option: number): number[] {
    switch (verb) {
      case DO: return this.#ours.has(option) ? [] : [IAC, WONT, option];
      case DONT: return this.#ours.delete(option) ? [IAC, WONT, option] : [];
      case WILL: return this.#theirs.has(option) ? [] : [IAC, DONT, option];
      case WONT: return this.#theirs.delete(option) ? [IAC, DONT, option] : [];
      default: return [];
    }
  }

  #subnegotiated(): void {
    const [option, c1, c0, r1, r0] = this.#sub;
    if (option === WINDOW_SIZE && r0 !== undefined) this.window = { columns: (c1! << 8) | c0!, rows: (r1! << 8) | r0 };
  }
}

/** Data on its way out: 255 is doubled. */
export function telnetEscaped(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  return Uint8Array.from([...bytes].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
}
