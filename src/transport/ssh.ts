import ssh2 from 'ssh2';
import type { Client, ClientChannel, ConnectConfig } from 'ssh2';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Clock } from '../kernel/world.ts';
import { address, connectFailure, connectTimeout } from './connect-failure.ts';
import { Inlet } from './inlet.ts';
import { fingerprint, keyType } from './known-hosts.ts';
import type { HostKeys } from './known-hosts.ts';
import type { Channel } from './model.ts';
import { loginRefused } from './session-failures.ts';
import { algorithmWords, algorithms } from './ssh-algorithms.ts';
import type { AlgorithmChoice } from './ssh-algorithms.ts';
import { authentication } from './ssh-auth.ts';
import type { SshKey } from './ssh-auth.ts';

export interface SshTarget {
  readonly host: string;
  /** 22 if absent. */
  readonly port?: number;
  readonly username: string;
  readonly password: string;
  readonly terminal: { readonly type: string; readonly width: number; readonly height: number };
  readonly hostKeys: HostKeys;
  readonly clock: Clock;
  /** Offer algorithms that are out of use elsewhere; off if absent. */
  readonly legacyAlgorithms?: boolean;
  readonly algorithms?: AlgorithmChoice;
  /** Tried before the password. */
  readonly keys?: readonly SshKey[];
  /** ms between keep-alive packets; none if absent, since some devices break off on them. */
  readonly keepAlive?: number;
  /** ms until logged in, without the time that checking the host key takes; 20 s if absent. */
  readonly connectTimeout?: number;
}

/**
 * Connects, checks the host key, logs in, opens a shell on a pseudo terminal.
 * @throws Failure `host-key-unknown`, `host-key-changed`, `login-refused` (exit 4), `connect` (exit 5), `ssh-options` (exit 1)
 */
export async function openSsh(target: SshTarget): Promise<Channel> {
  const { host, port = 22, username, terminal, clock } = target;
  const client = new ssh2.Client();
  const inlet = new Inlet();
  await connect(client, target, port);
  client.on('error', (error) => inlet.end(error));
  let closed = false;
  client.on('close', () => {
    closed = true;
    inlet.end(null);
  });
  let shell: ClientChannel;
  try {
    shell = await openShell(client, terminal);
  } catch (error) {
    client.destroy();
    throw connectFailure(host, port, new Error('the device opens no terminal', { cause: error }));
  }
  shell.on('data', (chunk: Buffer) => inlet.push(chunk));
  shell.stderr.on('data', (chunk: Buffer) => inlet.push(chunk));
  shell.on('error', (error: Error) => inlet.end(error));
  shell.on('close', () => inlet.end(null));
  return {
    peer: `ssh ${username}@${address(host, port)}`,
    authenticated: true,
    write: (bytes) => { shell.write(bytes); },
    onData: (listener) => inlet.onData(listener),
    onEnd: (listener) => inlet.onEnd(listener),
    close: () => (closed ? Promise.resolve() : close(client, clock)),
  };
}

/**
 * The raw host key a device shows, without logging in.
 * @throws Failure `connect`, exit 5
 */
export async function readHostKey(target: Pick<SshTarget, 'host' | 'port' | 'clock' | 'legacyAlgorithms' | 'connectTimeout'>): Promise<Uint8Array> {
  let shown: Uint8Array | null = null;
  const hostKeys: HostKeys = { check: (_host, _port, key) => { shown = key; return 'unknown'; } };
  const client = new ssh2.Client();
  try {
    await connect(client, { ...target, username: 'nobody', password: '', terminal: { type: 'vt100', width: 80, height: 24 }, hostKeys }, target.port ?? 22);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'host-key-unknown') throw error;
  }
  client.destroy();
  if (shown === null) throw new Error('a connection without host key');
  return shown;
}

const DEFAULT_TIMEOUT = 20_000;
/** ms a peer gets to close its side. */
const GRACE = 500;

function connect(client: Client, target: SshTarget, port: number): Promise<void> {
  const { host, username, password, hostKeys, connectTimeout: limit = DEFAULT_TIMEOUT } = target;
  return new Promise((resolve, reject) => {
    let refusedKey: Failure | null = null;
    let settled = false;
    const settle = (failure: Failure | null): void => {
      if (settled) return;
      settled = true;
      client.removeAllListeners('ready').removeAllListeners('close');
      if (!failure) {
        client.removeAllListeners('error');
        client.setNoDelay(true);
        return resolve();
      }
      client.destroy();
      reject(failure);
    };
    client.on('ready', () => settle(null));
    client.on('error', (error) => settle(refusedKey ?? explain(error, target, port, limit)));
    client.on('close', () => settle(refusedKey ?? connectFailure(host, port, new Error('the device closed the connection while logging in'))));
    const config: ConnectConfig = {
      host, port, username, readyTimeout: limit, keepaliveInterval: target.keepAlive ?? 0,
      algorithms: algorithms(target.legacyAlgorithms === true, hostKeys.types?.(host, port) ?? [], target.algorithms),
      authHandler: authentication(username, password, target.keys ?? []),
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void): void => {
        void Promise.resolve(hostKeys.check(host, port, key)).then((state) => {
          if (state !== 'known') refusedKey = hostKeyFailure(host, port, key, state);
          verify(state === 'known');
        }, (error: unknown) => {
          refusedKey = error instanceof Failure ? error : connectFailure(host, port, error instanceof Error ? error : new Error(String(error)));
          verify(false);
        });
      },
    };
    try {
      client.connect(config);
    } catch (error) {
      settle(new Failure(`ssh options for ${address(host, port)}: ${error instanceof Error ? error.message : String(error)}`, { code: 'ssh-options', exitCode: EXIT.findings, cause: error }));
    }
  });
}

function hostKeyFailure(host: string, port: number, key: Uint8Array, state: 'unknown' | 'changed'): Failure {
  const shown = `${keyType(key)} ${fingerprint(key)}`;
  return state === 'changed'
    ? new Failure(`the host key of ${address(host, port)} is not the one that is known: it shows ${shown}`, {
        code: 'host-key-changed', exitCode: EXIT.auth,
        hint: 'somebody may be in between; if the device was replaced, compare the fingerprint on its console and remove the old key from known_hosts',
      })
    : new Failure(`the host key of ${address(host, port)} is not known: ${shown}`, {
        code: 'host-key-unknown', exitCode: EXIT.auth, hint: 'compare the fingerprint with the device, then record it: ont-prov trust',
      });
}

function explain(error: Error & { readonly level?: string }, target: SshTarget, port: number, limit: number): Failure {
  const { host, username } = target;
  if (error.level === 'client-authentication') {
    return loginRefused(`ssh ${username}@${address(host, port)}`, 'the device did not take user name and password', 'check both; several wrong attempts may lock the account for a while');
  }
  if (error.level === 'client-timeout') return connectTimeout(host, port, limit);
  const words = algorithmWords(error.message);
  if (words === null) return connectFailure(host, port, error);
  return new Failure(`cannot connect to ${address(host, port)}: ${words}`, {
    code: 'connect', exitCode: EXIT.unreachable, cause: error,
    hint: target.legacyAlgorithms === true ? 'update the software of the device' : 'the device may offer outdated algorithms only: allow legacy algorithms in the ssh options of this OLT, or update its software',
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
