import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { address, connectFailure, connectTimeout } from './connect-failure.ts';
import { fingerprint, keyType } from './known-hosts.ts';
import type { HostKeys } from './known-hosts.ts';
import { loginRefused } from './session-failures.ts';
import { algorithms, explainMismatch, legacyInUse } from './ssh-algorithms.ts';
import type { AlgorithmChoice, OurOffer } from './ssh-algorithms.ts';
import { authentication } from './ssh-auth.ts';
import type { Authentication, Identity } from './ssh-auth.ts';
import { OfferReader } from './ssh-offer.ts';
import type { SshOffer } from './ssh-offer.ts';

/** Who logs in where, and how: an OLT or a host on the way to it. */
export interface SshLogin extends Identity {
  readonly host: string;
  /** 22 if absent. */
  readonly port?: number;
  readonly hostKeys: HostKeys;
  /** Offer algorithms that are out of use elsewhere; off if absent. Told in a note wherever it is on. */
  readonly legacyAlgorithms?: boolean;
  readonly algorithms?: AlgorithmChoice;
  /** ms between keep-alive packets; none if absent, since some devices break off on them. */
  readonly keepAlive?: number;
  /** ms until logged in; 20 s if absent. */
  readonly connectTimeout?: number;
}

/** What a person should know about a connection that works. */
export type Note = (message: string) => void;

export const LOGIN_TIMEOUT = 20_000;

/** A login whose options make sense. */
export interface Prepared { readonly login: SshLogin; readonly ours: OurOffer; readonly identity: Authentication; }

/**
 * Looks at what a person wrote before anything is connected.
 * @throws Failure `ssh-options` (exit 1)
 */
export function prepare(login: SshLogin): Prepared {
  const { host, port = 22, hostKeys, legacyAlgorithms = false, algorithms: choice } = login;
  return { login, ours: algorithms(legacyAlgorithms, hostKeys.types?.(host, port) ?? [], choice), identity: authentication(login, ssh2.utils.parseKey) };
}

/**
 * Speaks SSH over a connection that stands: agrees on algorithms, checks the host key, logs in.
 * @throws Failure `host-key-unknown`, `host-key-changed`, `login-refused` (exit 4), `connect` (exit 5), `ssh-options` (exit 1)
 */
export function logIn(prepared: Prepared, wire: Duplex, note: Note = () => undefined): Promise<Client> {
  const { login, ours, identity } = prepared;
  const { host, port = 22, hostKeys, username, connectTimeout: limit = LOGIN_TIMEOUT } = login;
  const reader = new OfferReader();
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    let refusedKey: Failure | null = null;
    let settled = false;
    const settle = (failure: Failure | null): void => {
      if (settled) return;
      settled = true;
      client.removeAllListeners('ready').removeAllListeners('close').removeAllListeners('error');
      if (!failure) return resolve(client);
      // It may complain more than once, and nobody wants to hear it.
      client.on('error', () => undefined);
      client.destroy();
      wire.destroy();
      reject(failure);
    };
    client.on('handshake', (negotiated) => {
      const old = legacyInUse(negotiated);
      if (old.length > 0) note(`${address(host, port)} uses outdated algorithms, which are allowed for it: ${old.join(', ')}`);
      else if (login.legacyAlgorithms === true) note(`${address(host, port)} is allowed outdated algorithms and needs none: legacyAlgorithms can go`);
    });
    client.on('ready', () => settle(null));
    client.on('error', (error) => settle(refusedKey ?? explain(error, prepared, reader.offer, limit)));
    client.on('close', () => settle(refusedKey ?? connectFailure(host, port, new Error('the device closed the connection while logging in'))));
    const config: ConnectConfig = {
      sock: wire, username, readyTimeout: limit, keepaliveInterval: login.keepAlive ?? 0, algorithms: ours, authHandler: identity.handler,
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void): void => {
        void Promise.resolve(hostKeys.check(host, port, key)).then((state) => {
          if (state === 'known') return verify(true);
          return Promise.resolve(state === 'changed' ? hostKeys.remedy?.(host, port, key) : undefined).then((remedy) => {
            refusedKey = hostKeyFailure(host, port, key, state, remedy);
            verify(false);
          });
        }).catch((error: unknown) => {
          refusedKey = error instanceof Failure ? error : connectFailure(host, port, error instanceof Error ? error : new Error(String(error)));
          verify(false);
        });
      },
    };
    // ssh2 begins to listen a moment later and sets the stream flowing then.
    wire.pause();
    wire.on('data', (chunk: Buffer) => reader.feed(chunk));
    try {
      client.connect(config);
    } catch (error) {
      settle(new Failure(`ssh options for ${address(host, port)}: ${error instanceof Error ? error.message : String(error)}`, { code: 'ssh-options', exitCode: EXIT.findings, cause: error }));
    }
  });
}

function hostKeyFailure(host: string, port: number, key: Uint8Array, state: 'unknown' | 'changed', remedy = 'remove the old key'): Failure {
  const shown = `${keyType(key)} ${fingerprint(key)}`;
  return state === 'changed'
    ? new Failure(`the host key of ${address(host, port)} is not the one that is known: it shows ${shown}`, {
        code: 'host-key-changed', exitCode: EXIT.auth,
        hint: `somebody may be in between; if the device was replaced, compare the fingerprint on its console, then ${remedy}`,
      })
    : new Failure(`the host key of ${address(host, port)} is not known: ${shown}`, {
        code: 'host-key-unknown', exitCode: EXIT.auth, hint: 'compare the fingerprint with the device, then record it: ont-prov trust',
      });
}

function explain(error: Error & { readonly level?: string }, { login, identity, ours }: Prepared, theirs: SshOffer | null, limit: number): Failure {
  const { host, port = 22, username, agent } = login;
  if (error.level === 'agent') {
    return new Failure(`the SSH agent at ${agent ?? '?'} does not answer: ${error.message}`, { code: 'ssh-options', exitCode: EXIT.findings, hint: 'start an agent and add the key: ssh-add; or drop agent: true from the ssh options', cause: error });
  }
  if (error.level === 'client-authentication') return refused(`ssh ${username}@${address(host, port)}`, identity.tried);
  if (error.level === 'client-timeout') return connectTimeout(host, port, limit);
  const mismatch = explainMismatch(error.message, ours, theirs);
  if (mismatch === null) return connectFailure(host, port, error);
  return new Failure(`cannot connect to ${address(host, port)}: ${mismatch.message}`, { code: 'connect', exitCode: EXIT.unreachable, cause: error, hint: mismatch.hint });
}

/** What to do where nothing was given to log in with. */
export const NO_IDENTITY = 'give a password, a key (ssh: { key: PATH }) or an agent (ssh: { agent: true })';

function refused(peer: string, tried: readonly string[]): Failure {
  const onlyPassword = tried.every((way) => way === 'password');
  if (onlyPassword && tried.length > 0) return loginRefused(peer, 'the device did not take user name and password', 'check both; several wrong attempts may lock the account for a while');
  if (tried.length === 0) return loginRefused(peer, 'the device offers no way to log in for which it was given anything', NO_IDENTITY);
  return loginRefused(peer, `the device took none of: ${tried.join(', ')}`, 'check that the public key is on the device, under this user name, and of a type it can read (old ones read only rsa)');
}
