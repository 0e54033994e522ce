/** A long way to a box: everything arrives half a round trip later, in order, and nothing is lost. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Far { readonly port: number; stop(): Promise<void>; }

export function farAway(port: number, roundTripMs: number): Promise<Far> {
  const sockets = new Set<Socket>();
  const carry = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => { setTimeout(() => { if (!to.destroyed) to.write(chunk); }, roundTripMs / 2); });
    from.on('end', () => { setTimeout(() => to.end(), roundTripMs / 2); });
    from.on('error', () => to.destroy());
    from.on('close', () => { sockets.delete(from); });
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    carry(near, far);
    carry(far, near);
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      done({
        port: (server.address() as AddressInfo).port,
        stop: () => new Promise((stopped) => {
          for (const socket of sockets) socket.destroy();
          server.close(() => { stopped(); });
        }),
      });
    });
  });
}
