/** Real servers on loopback that play a transcript: what goes over the wire is SSH and Telnet, what is said is written down. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, ServerChannel } from 'ssh2';
import type { Clock } from '../../src/kernel/world.ts';
import { ScriptedPeer } from './scripted-peer.ts';
import type { Turn } from './scripted-peer.ts';

export const clock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export interface Running { readonly port: number; stop(): Promise<void>; }

export interface SshServer extends Running {
  readonly key: Uint8Array;
  /** Methods by which clients tried, in order; `password:wrong` and so on. */
  readonly attempts: string[];
  /** Terminals that were asked for. */
  readonly terminals: { readonly term: string; readonly cols: number; readonly rows: number }[];
}

export interface SshServerOptions {
  readonly username: string;
  readonly password: string;
  readonly methods: readonly ('password' | 'keyboard-interactive')[];
  readonly script?: readonly Turn[];
  /** Public key, raw, that is taken as well. */
  readonly publicKey?: Uint8Array;
  readonly onShell?: (shell: ServerChannel) => void;
  readonly algorithms?: ssh2.Algorithms;
}

/** Plays `script` into anything that takes and gives bytes. */
function play(script: readonly Turn[], say: (bytes: Uint8Array) => void, leave: () => void): (bytes: Uint8Array) => void {
  const peer = new ScriptedPeer(script);
  peer.onEnd(leave);
  peer.onData(say);
  return (bytes) => peer.write(bytes);
}

export async function sshServer(options: SshServerOptions): Promise<SshServer> {
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const parsed = ssh2.utils.parseKey(pair.private);
  if (parsed instanceof Error) throw parsed;
  const attempts: string[] = [];
  const terminals: { term: string; cols: number; rows: number }[] = [];
  const clients = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [pair.private], ...(options.algorithms ? { algorithms: options.algorithms } : {}) }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('authentication', (context) => authenticate(context, options, attempts));
    client.on('session', (accept) => {
      const session = accept();
      session.on('pty', (ok, _reject, info) => {
        terminals.push({ term: (info as { term?: string }).term ?? '', cols: info.cols, rows: info.rows });
        ok();
      });
      session.on('shell', (ok) => {
        const shell = ok();
        options.onShell?.(shell);
        if (!options.script) return;
        const hear = play(options.script, (bytes) => shell.write(bytes), () => client.end());
        shell.on('data', hear);
      });
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port, key: parsed.getPublicSSH(), attempts, terminals,
    stop: () => new Promise((resolve) => {
      for (const client of clients) client.end();
      server.close(() => resolve());
    }),
  };
}

function authenticate(context: AuthContext, options: SshServerOptions, attempts: string[]): void {
  const methods: ('password' | 'keyboard-interactive' | 'publickey')[] = [...options.methods, ...(options.publicKey ? ['publickey' as const] : [])];
  const verdict = (good: boolean): void => {
    attempts.push(`${context.method}:${good ? 'right' : 'wrong'}`);
    if (good) context.accept();
    else context.reject(methods);
  };
  if (context.method === 'password' && methods.includes('password')) {
    verdict(context.username === options.username && context.password === options.password);
  } else if (context.method === 'keyboard-interactive' && methods.includes('keyboard-interactive')) {
    context.prompt([{ prompt: `(${context.username}@device) User password:`, echo: false }], (answers) => verdict(context.username === options.username && answers[0] === options.password));
  } else if (context.method === 'publickey' && options.publicKey) {
    const key = ssh2.utils.parseKey(context.key.data);
    const known = !(key instanceof Error) && context.key.data.equals(options.publicKey);
    if (!context.signature) {
      if (known) context.accept();
      else context.reject(methods);
    } else {
      verdict(known && context.blob !== undefined && key.verify(context.blob, context.signature, context.hashAlgo));
    }
  } else {
    context.reject(methods);
  }
}

/** @param raw says and hears octets as they are: options, doubled IAC and all */
export async function telnetServer(onConnection: (socket: Socket) => void): Promise<Running> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    }),
  };
}

/** A transcript over a socket; Enter arrives as CR NUL. */
export function playOver(socket: Socket, script: readonly Turn[]): void {
  const hear = play(script, (bytes) => socket.write(bytes), () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const text = Buffer.from(chunk.toString('latin1').replaceAll('\r\0', '\r').replace(/\xff[\xfb-\xfe]./gsu, '').replace(/\xff\xfa.*?\xff\xf0/gsu, ''), 'latin1');
    if (text.length > 0) hear(text);
  });
}
