/** A box without sockets: type lines, read what it prints, at once. */
import type { DeviceSimulator } from './device.ts';
import { parseFaults } from './faults.ts';
import { Terminal } from './terminal.ts';

export interface Console {
  /** Types one line and Enter. @returns everything printed since, echo included. */
  type(line: string): string;
  /** Sends bytes as they are. @returns everything printed since. */
  send(bytes: string): string;
  /** All that was printed since the start. */
  readonly screen: string;
  /** Whether the device hung up. */
  readonly closed: boolean;
  hangUp(): void;
}

/** Opens a local session on a box, with no latency; `faults` as `parseFaults` reads them. */
export function openConsole(device: DeviceSimulator, options: { readonly faults?: string; readonly user?: string | null; readonly password?: string } = {}): Console {
  let screen = '';
  let read = 0;
  let closed = false;
  const user = options.user === undefined ? 'root' : options.user;
  const session = device.open({ kind: 'local', address: '127.0.0.1', user, admits: (name, word) => name === 'root' && word === (options.password ?? 'secret') });
  const terminal = new Terminal(session, {
    write: (bytes) => { screen += Buffer.from(bytes).toString('latin1'); },
    end: () => { closed = true; },
  }, { latencyMs: 0, faults: parseFaults(options.faults ?? ''), persist: null });
  terminal.start();
  const send = (bytes: string): string => {
    read = screen.length;
    terminal.feed(Buffer.from(bytes, 'latin1'));
    return screen.slice(read);
  };
  return {
    send,
    type: (line) => send(`${line}\r`),
    get screen() { return screen; },
    get closed() { return closed; },
    hangUp: () => terminal.closed(),
  };
}
