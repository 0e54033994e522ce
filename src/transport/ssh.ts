import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Clock } from '../kernel/world.ts';
import { address, connectFailure } from './connect-failure.ts';
import { Inlet } from './inlet.ts';
import type { HostKeys } from './known-hosts.ts';
import type { Channel } from './model.ts';
import { LOGIN_TIMEOUT, NO_IDENTITY, logIn, prepare } from './ssh-login.ts';
import type { Note, SshLogin } from './ssh-login.ts';
import { openTcp } from './tcp.ts';

export interface SshTarget extends SshLogin {
  readonly terminal: { readonly type: string; readonly width: number; readonly height: number };
  readonly clock: Clock;
  /** A host to log in to first; the device is reached from there. Its host key is checked like the device's. */
  readonly jump?: SshLogin;
  /** Hears which outdated algorithms are in use, among others. */
  readonly onNote?: Note;
}

/**
 * Connects, checks the host key, logs in, opens a shell on a pseudo terminal.
 * @throws Failure `host-key-unknown`, `host-key-changed`, `login-refused` (exit 4), `connect` (exit 5), `ssh-options` (exit 1)
 */
export async function openSsh(target: SshTarget): Promise<Channel> {
  const { host, port = 22, username, terminal, clock, jump } = target;
  const inlet = new Inlet();
  const { client, hop } = await connect(target);
  for (const each of hop ? [client, hop] : [client]) each.on('error', (error) => inlet.end(error));
  let closed = false;
  client.on('close', () => {
    closed = true;
    inlet.end(null);
  });
  let shell: ClientChannel;
  try {
    shell = await inTime(clock, target.connectTimeout, openShell(client, terminal));
  } catch (error) {
    client.destroy();
    hop?.destroy();
    throw connectFailure(host, port, new Error('the device opens no terminal', { cause: error }));
  }
  shell.on('data', (chunk: Buffer) => inlet.push(chunk));
  shell.stderr.on('data', (chunk: Buffer) => inlet.push(chunk));
  shell.on('error', (error: Error) => inlet.end(error));
  shell.on('close', () => inlet.end(null));
  return {
    peer: `ssh ${username}@${address(host, port)}${jump ? ` by way of ${jump.host}` : ''}`,
    authenticated: true,
    write: (bytes) => { shell.write(bytes); },
    onData: (listener) => inlet.onData(listener),
    onEnd: (listener) => inlet.onEnd(listener),
    close: async () => {
      if (!closed) await close(client, clock);
      if (hop) await close(hop, clock);
    },
  };
}

/**
 * The raw host key a device shows, without logging in to it (to the host on the way, if there is one).
 * @throws Failure `connect`, exit 5; those of the host on the way
 */
export async function readHostKey(target: Pick<SshTarget, 'host' | 'port' | 'clock' | 'legacyAlgorithms' | 'algorithms' | 'connectTimeout' | 'jump'>): Promise<Uint8Array> {
  let shown: Uint8Array | null = null;
  const hostKeys: HostKeys = { check: (_host, _port, key) => { shown = key; return 'unknown'; } };
  try {
    const { client, hop } = await connect({ ...target, username: 'nobody', hostKeys });
    client.destroy();
    hop?.destroy();
  } catch (error) {
    if (shown === null) throw error;
  }
  if (shown === null) throw new Error('a connection without host key');
  return shown;
}

/** ms a peer gets to close its side. */
const GRACE = 500;

interface Connected { readonly client: Client; readonly hop: Client | null; }

async function connect(target: SshLogin & Pick<SshTarget, 'clock' | 'jump' | 'onNote'>): Promise<Connected> {
  const { host, port = 22, jump, clock, onNote } = target;
  const prepared = prepare(target);
  if (!jump) return { client: await logIn(prepared, await tcp(target, clock), onNote), hop: null };
  const hop = await logInOnTheWay(jump, clock, onNote);
  try {
    const wire = await inTime(clock, jump.connectTimeout, forward(hop, jump, host, port)).catch((error: unknown) => { throw error instanceof Failure ? error : notForwarded(jump, host, port, error as Error); });
    return { client: await logIn(prepared, wire, onNote), hop };
  } catch (error) {
    hop.on('error', () => undefined).destroy();
    throw error;
  }
}

async function tcp({ host, port = 22, connectTimeout: limit = LOGIN_TIMEOUT }: SshLogin, clock: Clock): Promise<Duplex> {
  return openTcp({ host, port, clock, limit });
}

/** Its failures say that they happened on the way and not at the device. */
async function logInOnTheWay(jump: SshLogin, clock: Clock, note: Note | undefined): Promise<Client> {
  try {
    return await logIn(prepare(jump), await tcp(jump, clock), note);
  } catch (error) {
    throw error instanceof Failure ? onTheWay(error, jump) : error;
  }
}

function onTheWay(error: Failure, jump: SshLogin): Failure {
  const hint = error.code === 'host-key-unknown' ? `log in to it once with ssh ${jump.username}@${jump.host}, which records its key in ~/.ssh/known_hosts, or allow new keys in this run`
    : error.hint === NO_IDENTITY ? 'give it a password, a key or an agent of its own under jump: (ssh: { jump: { host: HOST, key: PATH } }), or one of the OLT that serves both' : error.hint;
  return new Failure(`jump host: ${error.message}`, { code: error.code, exitCode: error.exitCode, cause: error, ...(hint === undefined ? {} : { hint }) });
}

function forward(hop: Client, jump: SshLogin, host: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(notForwarded(jump, host, port, error));
    hop.once('close', () => fail(new Error('it closed the connection')));
    hop.forwardOut('127.0.0.1', 0, host, port, (error, channel) => (error ? fail(error) : resolve(channel)));
  });
}

function notForwarded(jump: SshLogin, host: string, port: number, error: Error): Failure {
  return new Failure(`the jump host ${jump.host} cannot connect to ${address(host, port)}: ${error.message.replace(/^\(SSH\) Channel open failure: /u, '')}`, {
    code: 'connect', exitCode: EXIT.unreachable, hint: 'check address and port as seen from there, and that it allows forwarding (AllowTcpForwarding)', cause: error,
  });
}

/** Whoever was let in and is never answered would wait for ever. */
function inTime<T>(clock: Clock, limit: number = LOGIN_TIMEOUT, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limit, () => reject(new Error(`no answer within ${limit / 1000} s`)));
    work.then(resolve, reject).finally(cancel);
  });
}

function openShell(client: Client, { type, width, height }: SshTarget['terminal']): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new Error('closed')));
    client.shell({ term: type, cols: width, rows: height, width: 0, height: 0 }, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

function close(client: Client, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(GRACE, () => {
      client.destroy();
      resolve();
    });
    client.once('close', () => {
      cancel();
      resolve();
    });
    client.end();
  });
}
