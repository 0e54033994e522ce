/** What a login gives instead of a shell: the terminal of a simulated box, behind a socket in the file system. */
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { DeviceSimulator, Link } from '../../src/sim/device.ts';
import { parseFaults } from '../../src/sim/faults.ts';
import { Terminal } from '../../src/sim/terminal.ts';

export interface BareTerminals {
  readonly path: string;
  close(): Promise<void>;
}

export interface BareOptions {
  readonly device: DeviceSimulator;
  /** Who speaks there: `user` null when the box asks for name and password itself. */
  readonly link: Link;
  /** ms per line. */
  readonly latencyMs?: number;
  readonly onLine?: (line: string) => void;
}

/** Terminals of a box, one per connection, as bytes and nothing else. */
export async function listenBare(path: string, { device, link, latencyMs = 0, onLine }: BareOptions): Promise<BareTerminals> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const terminal = new Terminal(device.open(link), {
      write: (bytes) => { socket.write(bytes); },
      end: (abruptly) => { if (abruptly) socket.destroy(); else socket.end(); },
    }, { latencyMs, faults: parseFaults(''), persist: null, ...(onLine ? { onLine } : {}) });
    socket.on('data', (chunk: Buffer) => terminal.feed(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => { sockets.delete(socket); terminal.closed(); });
    terminal.start();
  });
  await new Promise<void>((resolve) => { server.listen(path, resolve); });
  return {
    path,
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    }),
  };
}

/**
 * Writes a program that joins its terminal to such a socket. The pseudo terminal is made a mere pipe first: echo and line ends are the
 * box's own.
 * @returns path of the program
 */
export function writeBridge(folder: string, socket: string): string {
  const [script, program] = [join(folder, 'bridge.cjs'), join(folder, 'bridge')];
  writeFileSync(script, `
const socket = require('node:net').connect(process.argv[2]);
const leave = () => process.exit(0);
process.on('SIGHUP', leave);
socket.on('error', leave).on('close', leave).on('data', (chunk) => { process.stdout.write(chunk); });
process.stdin.on('data', (chunk) => { socket.write(chunk); }).on('end', leave).on('error', leave);
`);
  writeFileSync(program, `#!/bin/sh\nstty raw -echo\nexec '${process.execPath}' '${script}' '${socket}'\n`);
  chmodSync(program, 0o755);
  return program;
}
