/** What inetd does: listens, and hands each connection to a program of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Served {
  readonly port: number;
  /** What the programs said on their standard error. */
  readonly log: () => string;
  /** Ends the programs and stops listening. */
  stop(): Promise<void>;
}

/** Starts `program` with the connection as its standard input and output, on a free port of the loopback. */
export async function servePerConnection(program: string, args: readonly string[]): Promise<Served> {
  const running = new Set<ChildProcess>();
  let log = '';
  // Without Nagle's delay: it is a property of the connection and stays when a program takes it over.
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket: Socket) => {
    const child = spawn(program, args, { stdio: [socket, socket, 'pipe'] });
    running.add(child);
    child.stderr?.on('data', (chunk: Buffer) => { log += chunk.toString('latin1'); });
    child.on('error', (error) => { log += `${String(error)}\n`; });
    child.on('close', () => running.delete(child));
    // The program has its own copy of it.
    child.on('spawn', () => socket.destroy());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    log: () => log,
    stop: async () => {
      server.close();
      await Promise.all([...running].map((child) => new Promise<void>((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      })));
    },
  };
}
