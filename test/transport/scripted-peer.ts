/** A device that follows a written transcript: says its lines when it hears exactly what the transcript expects. Knows no grammar. */
import type { Channel } from '../../src/transport/model.ts';

export const DROP: unique symbol = Symbol('the link drops');

/** What is said: pieces arrive one after the other, each in a turn of the event loop of its own. */
export type Said = string | typeof DROP | readonly (string | typeof DROP)[];

/** [heard, said]; heard '' is said without being asked. */
export type Turn = readonly [heard: string, said: Said];

export class ScriptedPeer implements Channel {
  readonly peer = 'test peer';
  readonly authenticated: boolean;
  closed = false;
  /** Everything typed so far. */
  typed = '';
  readonly #script: Turn[];
  readonly #cut: (bytes: Uint8Array) => readonly Uint8Array[];
  #heard = '';
  #outbox: (Uint8Array | typeof DROP)[] = [];
  #running = false;
  #ended = false;
  #data: ((chunk: Uint8Array) => void) | null = null;
  #end: ((error: Error | null) => void) | null = null;

  constructor(script: readonly Turn[], options: { readonly authenticated?: boolean; readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[] } = {}) {
    this.#script = [...script];
    this.authenticated = options.authenticated ?? true;
    this.#cut = options.cut ?? ((bytes) => [bytes]);
  }

  /** Turns that were not played. */
  get left(): readonly Turn[] {
    return this.#script;
  }

  write(bytes: string | Uint8Array): void {
    const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
    this.typed += text;
    this.#heard += text;
    this.#play();
  }

  onData(listener: (chunk: Uint8Array) => void): void {
    this.#data = listener;
    this.#play();
  }

  onEnd(listener: (error: Error | null) => void): void {
    this.#end = listener;
  }

  close(): Promise<void> {
    this.closed = true;
    this.#ended = true;
    return Promise.resolve();
  }

  /** Says something out of turn. */
  say(said: Said): void {
    for (const piece of typeof said === 'object' ? said : [said]) {
      if (typeof piece === 'string') this.#outbox.push(...this.#cut(Buffer.from(piece, 'utf8')));
      else this.#outbox.push(DROP);
    }
    this.#run();
  }

  #play(): void {
    for (let turn = this.#script[0]; turn; turn = this.#script[0]) {
      const [expected, said] = turn;
      if (!this.#heard.startsWith(expected)) {
        if (expected.startsWith(this.#heard)) return;
        throw new Error(`the transcript expects ${JSON.stringify(expected)}, heard ${JSON.stringify(this.#heard)}`);
      }
      this.#heard = this.#heard.slice(expected.length);
      this.#script.shift();
      this.say(said);
    }
    if (this.#heard !== '' && !this.#ended) throw new Error(`heard ${JSON.stringify(this.#heard)} after the end of the transcript`);
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => {
      this.#running = false;
      const next = this.#outbox.shift();
      if (next === undefined || this.#ended) return;
      if (next === DROP) {
        this.#ended = true;
        this.#end?.(null);
      } else {
        this.#data?.(next);
      }
      this.#run();
    });
  }
}

/** Cuts into chunks of `size` bytes. */
export function inPieces(size: number): (bytes: Uint8Array) => readonly Uint8Array[] {
  return (bytes) => {
    const pieces: Uint8Array[] = [];
    for (let i = 0; i < bytes.length; i += size) pieces.push(bytes.subarray(i, i + size));
    return pieces;
  };
}
