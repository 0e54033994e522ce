import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { Telnet } from 'telnet-client';
import type { Clock } from '../kernel/world.ts';
import { address } from './connect-failure.ts';
import { Inlet } from './inlet.ts';
import type { Channel } from './model.ts';
import { openTcp } from './tcp.ts';
import { TelnetOptions, clientPolicy } from './telnet-options.ts';

export interface TelnetTarget {
  readonly host: string;
  /** 23 if absent. */
  readonly port?: number;
  readonly terminal: { readonly type: string; readonly width: number; readonly height: number };
  readonly clock: Clock;
  /** ms until the connection stands; 10 s if absent. */
  readonly connectTimeout?: number;
}

/**
 * Opens a Telnet connection. Logging in is the session's job.
 *
 * telnet-client owns the stream and its life; its prompts, pagers and `exec` are not used, nor its option handling, which sees options
 * only at the head of a chunk. It is handed a stream without options (`sock`) and asked for the raw one (`shell`): the only
 * two surfaces of it that leave the data alone.
 * @throws Failure `connect`, exit 5
 */
export async function openTelnet(target: TelnetTarget): Promise<Channel> {
  const port = target.port ?? 23;
  const { host, clock, connectTimeout: limit = DEFAULT_TIMEOUT } = target;
  const socket = await openTcp({ host, port, clock, limit });
  const wire = new OptionStream(socket, new TelnetOptions(clientPolicy(target.terminal)));
  const client = new Telnet();
  const inlet = new Inlet();
  client.on('error', (error: Error) => inlet.end(error));
  client.on('close', () => inlet.end(null));
  await client.connect({ sock: wire, negotiationMandatory: true, timeout: 0 });
  const shell = await client.shell();
  shell.on('error', (error: Error) => inlet.end(error));
  shell.on('data', (chunk: Buffer) => inlet.push(undouble(chunk)));
  return {
    peer: `telnet ${address(target.host, port)}`,
    authenticated: false,
    write: (bytes) => { shell.write(bytes); },
    onData: (listener) => inlet.onData(listener),
    onEnd: (listener) => inlet.onEnd(listener),
    close: () => close(client, socket, target.clock),
  };
}

const DEFAULT_TIMEOUT = 10_000;
/** ms a peer gets to close its side. */
const GRACE = 500;

async function close(client: Telnet, socket: Socket, clock: Clock): Promise<void> {
  if (!socket.destroyed) {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(GRACE, resolve);
      socket.once('close', () => {
        cancel();
        resolve();
      });
      socket.end();
    });
  }
  await client.destroy();
}

/**
 * The connection without its options, as the socket that telnet-client expects. Data octets 255 stay doubled on the way up,
 * because telnet-client takes a single one at the head of a chunk for a command and would answer it.
 */
class OptionStream extends Duplex {
  readonly #socket: Socket;
  readonly #options: TelnetOptions;

  constructor(socket: Socket, options: TelnetOptions) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.destroy(error));
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    const first = options.start();
    if (first.length > 0) socket.write(first);
  }

  /** Part of what a socket has; time limits are the session's. */
  setTimeout(): this {
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed) done();
    else this.#socket.write(this.#options.send(data), () => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    if (this.destroyed) return;
    try {
      const { data, reply } = this.#options.receive(chunk);
      if (reply.length > 0) this.#socket.write(reply);
      if (data.length > 0 && !this.push(double(data))) this.#socket.pause();
    } catch (error) {
      // Nobody catches what a socket's listener throws.
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function double(data: Uint8Array): Uint8Array {
  return data.includes(255) ? Uint8Array.from([...data].flatMap((octet) => (octet === 255 ? [255, 255] : [octet]))) : data;
}

/** Pairs arrive whole: a chunk leaves the stream as it went in, or joined with others. */
function undouble(data: Uint8Array): Uint8Array {
  if (!data.includes(255)) return data;
  const out: number[] = [];
  for (let i = 0; i < data.length; i++) {
    out.push(data[i]!);
    if (data[i] === 255) i++;
  }
  return Uint8Array.from(out);
}
