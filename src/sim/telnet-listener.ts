import { createServer, type Socket } from 'node:net';
import { listenOnLoopback, type Listener, type Visitor } from './listener.ts';
import { TELNET_GREETING, TelnetReader, telnetEscaped } from './telnet-bytes.ts';

/** A Telnet server on loopback. The device asks for name and password itself. */
export async function listenTelnet(port: number, visit: Visitor): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.write(TELNET_GREETING);
    const reader = new TelnetReader();
    const terminal = visit({ kind: 'telnet', address: socket.remoteAddress ?? '127.0.0.1', user: null }, {
      write: (bytes) => socket.write(telnetEscaped(bytes)),
      end: (abruptly) => (abruptly ? socket.destroy() : socket.end()),
    });
    socket.on('data', (chunk: Buffer) => {
      const { data, answers } = reader.read(chunk);
      if (answers.length > 0 && socket.writable) socket.write(answers);
      if (data.length > 0) terminal.feed(data);
    });
    socket.on('close', () => { sockets.delete(socket); terminal.closed(); });
    terminal.start();
  });
  return listenOnLoopback(server, port, () => { for (const socket of sockets) socket.destroy(); });
}
