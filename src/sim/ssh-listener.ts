import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel } from 'ssh2';
import type { Listener, Visitor } from './listener.ts';
import { listenOnLoopback } from './listener.ts';

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

/** An SSH server on loopback: a shell with a terminal and nothing else. */
export async function listenSsh(options: SshOptions, admits: (user: string, password: string) => boolean, visit: Visitor): Promise<Listener> {
  const connections = new Set<Connection>();
  const server = new ssh2.Server({
    hostKeys: [options.hostKey],
    ...(options.banner === null ? {} : { banner: `${options.banner}\r\n` }),
    ...(options.legacy ? { algorithms: LEGACY } : {}),
  }, (connection, info) => {
    connections.add(connection);
    let user = '';
    connection.on('error', () => connection.end());
    connection.on('close', () => connections.delete(connection));
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
      session.on('shell', (ok) => serve(ok(), connection, { address: info.ip, user }, visit));
    }));
  });
  return listenOnLoopback(server, options.port, () => { for (const connection of connections) connection.end(); });
}

/** An Ed25519 host key in OpenSSH form (RSA for `legacy`). To be kept by whoever wants the same box to have the same key. */
export function generateHostKey(legacy = false): string {
  return legacy ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private : ssh2.utils.generateKeyPairSync('ed25519').private;
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

function authenticate(context: AuthContext, options: SshOptions, admits: (user: string, password: string) => boolean): void {
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

function serve(channel: ServerChannel, connection: Connection, who: { address: string; user: string }, visit: Visitor): void {
  let open = true;
  const terminal = visit({ kind: 'ssh', ...who }, {
    write: (bytes) => { if (open) channel.write(Buffer.from(bytes)); },
    end: (abruptly) => {
      open = false;
      if (abruptly) drop(connection);
      else { channel.exit(0); channel.end(); connection.end(); }
    },
  });
  channel.on('data', (chunk: Buffer) => terminal.feed(chunk));
  channel.on('error', () => channel.close());
  channel.on('close', () => { open = false; terminal.closed(); });
  connection.on('close', () => { open = false; terminal.closed(); });
  terminal.start();
}

/** Cuts the wire under the protocol, as a failing link does. The library keeps the socket to itself; ending is the next best thing. */
function drop(connection: Connection): void {
  const socket: unknown = Reflect.get(connection, '_sock');
  if (typeof socket === 'object' && socket !== null && 'destroy' in socket && typeof socket.destroy === 'function') socket.destroy();
  else connection.end();
}
