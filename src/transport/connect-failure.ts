import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';

/** Why no connection came about, from an error of Node's sockets: `connect` (exit 5), naming host and port. */
export function connectFailure(host: string, port: number, error: Error & { readonly code?: unknown }): Failure {
  const code = typeof error.code === 'string' ? error.code : '';
  return new Failure(`cannot connect to ${address(host, port)}: ${WORDS[code] ?? error.message}`, {
    code: 'connect', exitCode: EXIT.unreachable, hint: HINTS[code] ?? 'check address, port and the path to the device', cause: error,
  });
}

export function connectTimeout(host: string, port: number, ms: number): Failure {
  return new Failure(`cannot connect to ${address(host, port)}: no answer within ${Math.round(ms / 100) / 10} s`, {
    code: 'connect', exitCode: EXIT.unreachable, hint: 'check address, port and the path to the device',
  });
}

/** `10.0.0.1:22`, `[2001:db8::1]:22`. */
export function address(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused, nothing listens there',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EACCES: 'not permitted by this machine',
};

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'check the port, and whether the device has this service switched on and admits this address',
  ECONNRESET: 'the device may have no free session, or not admit this address',
  EPIPE: 'the device may have no free session, or not admit this address',
};
