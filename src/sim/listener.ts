import type { AddressInfo } from 'node:net';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Link } from './device.ts';
import type { Outlet, Terminal } from './terminal.ts';

/** Opens a terminal for somebody who connected. */
export type Visitor = (link: Omit<Link, 'admits'>, outlet: Outlet) => Terminal;

export interface Listener {
  readonly port: number;
  /** Drops everybody and stops listening. */
  close(): Promise<void>;
}

interface Listening {
  listen(port: number, host: string, done: () => void): unknown;
  address(): AddressInfo | string | null;
  close(done: () => void): unknown;
  once(event: 'error', heard: (error: Error) => void): unknown;
  removeAllListeners(event: 'error'): unknown;
  on(event: 'error', heard: (error: Error) => void): unknown;
}

/** Listens on 127.0.0.1. @throws Failure `port-taken` when the port cannot be had. */
export function listenOnLoopback(server: Listening, port: number, dropAll: () => void): Promise<Listener> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Failure(`cannot listen on 127.0.0.1:${port}`, { code: 'port-taken', exitCode: EXIT.usage, cause, hint: 'choose another port, or 0 for any' }));
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      server.on('error', dropAll);
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () => new Promise((done) => { server.close(() => done()); dropAll(); }),
      });
    });
  });
}
