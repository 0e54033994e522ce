import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import type { Failure } from '../kernel/failure.ts';
import type { Clock } from '../kernel/world.ts';
import { connectFailure, connectTimeout } from './connect-failure.ts';

export interface TcpTarget {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** ms until the connection stands. */
  readonly limit: number;
}

/**
 * A connection without Nagle's delay; nothing is read from it until somebody listens.
 * @throws Failure `connect`, exit 5
 */
export function openTcp({ host, port, clock, limit }: TcpTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, noDelay: true });
    const give = (failure: Failure | null): void => {
      cancel();
      socket.removeAllListeners('error').removeAllListeners('connect');
      if (!failure) return resolve(socket);
      socket.on('error', () => undefined).destroy();
      reject(failure);
    };
    const cancel = clock.after(limit, () => give(connectTimeout(host, port, limit)));
    socket.once('connect', () => give(null));
    socket.once('error', (error) => give(connectFailure(host, port, error)));
  });
}
