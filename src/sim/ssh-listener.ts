import { createServer, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel } from 'ssh2';
import { listenOnLoopback, type Listener, type Visitor } from './listener.ts';

export interface SshOptions {
  readonly port: number;
  /** Private key in OpenSSH or PEM form; see `generateHostKey`. */
  readonly hostKey: string;
  /** Offers only what boxes of the last decade had: group14-sha1, ssh-rsa, aes-ctr. Needs an RSA key. */
  readonly legacy: boolean;
  readonly banner: string | null;
  readonly question: string;
  readonly methods: readonly ('password' | 'keyboard-interactive')[];
}

/**
 * An SSH server on loopback: a shell with a terminal and nothing else. Sockets are ours, one protocol server each, so that output
 * leaves at once (no Nagle) and a link can be cut under the protocol.
 */
export async function listenSsh(options: SshOptions, admits: Admits, visit: Visitor): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    speak(socket, options, admits, visit);
  });
  return listenOnLoopback(server, options.port, () => { for (const socket of sockets) socket.destroy(); });
}

type Admits = (user: string, password: string) => boolean;

function speak(socket: Socket, options: SshOptions, admits: Admits, visit: Visitor): void {
  let arrived = 0;
  const protocol = new ssh2.Server({
    hostKeys: [options.hostKey],
    ...(options.banner === null ? {} : { banner: `${options.banner}\r\n` }),
    ...(options.legacy ? { algorithms: LEGACY } : {}),
  }, (connection, info) => {
    let user = '';
    connection.on('error', () => socket.destroy());
    connection.on('authentication', (context) => {
      user = context.username;
      authenticate(context, options, admits);
    });
    connection.on('ready', () => connection.on('session', (accept) => {
      const session = accept();
      session.on('pty', (ok) => ok?.());
      session.on('window-change', (ok) => ok?.());
      session.on('env', (ok) => ok?.());
      session.on('exec', (_ok, refuse) => refuse?.());
      session.on('sftp', (_ok, refuse) => refuse?.());
      session.on('shell', (ok) => serve(ok(), { connection, socket, arrived: () => arrived, address: info.ip, user }, visit));
    }));
  });
  // Before the protocol looks at it: decrypting is not the device's time.
  socket.on('data', () => { arrived = performance.now(); });
  protocol.injectSocket(socket);
}

/** An ECDSA host key in OpenSSH form (RSA for `legacy`; ssh2 now and then makes an Ed25519 key it cannot read back). To be kept by whoever wants the same box to have the same key. */
export function generateHostKey(legacy = false): string {
  return legacy ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private;
}

/** The public key as it goes over the wire. */
export function publicHostKey(privateKey: string): Uint8Array {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}

const LEGACY = {
  kex: ['diffie-hellman-group14-sha1'],
  serverHostKey: ['ssh-rsa'],
  cipher: ['aes128-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha1'],
} satisfies ssh2.Algorithms;

function authenticate(context: AuthContext, options: SshOptions, admits: Admits): void {
  const refuse = (): void => context.reject([...options.methods]);
  if (context.method === 'password' && options.methods.includes('password')) {
    if (admits(context.username, context.password)) context.accept();
    else refuse();
  } else if (context.method === 'keyboard-interactive' && options.methods.includes('keyboard-interactive')) {
    context.prompt([{ prompt: options.question, echo: false }], (answers) => {
      if (admits(context.username, answers[0] ?? '')) context.accept();
      else refuse();
    });
  } else refuse();
}

interface Line {
  readonly connection: Connection;
  readonly socket: Socket;
  /** When the packet in hand came, ms of `performance.now()`. */
  arrived(): number;
  readonly address: string;
  readonly user: string;
}

function serve(channel: ServerChannel, line: Line, visit: Visitor): void {
  let open = true;
  const terminal = visit({ kind: 'ssh', address: line.address, user: line.user }, {
    write: (bytes) => { if (open) channel.write(Buffer.from(bytes)); },
    end: (abruptly) => {
      open = false;
      if (abruptly) return line.socket.destroy();
      channel.exit(0);
      channel.end();
      line.connection.end();
    },
  });
  const gone = (): void => { open = false; terminal.closed(); };
  channel.on('data', (chunk: Buffer) => terminal.feed(chunk, line.arrived()));
  channel.on('error', () => channel.close());
  channel.on('close', gone);
  line.socket.on('close', gone);
  terminal.start();
}
