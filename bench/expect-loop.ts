/**
 * The simplest program that could do the work: types a line, waits until the end of what came looks like a prompt, types the next one.
 * It checks nothing: no echo, no answer, no host, no mode; it keeps no journal and could not be stopped in the middle.
 */
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import ssh2 from 'ssh2';

export type Way =
  | { readonly kind: 'ssh'; readonly port: number; readonly username: string; readonly password?: string; readonly key?: string }
  | { readonly kind: 'telnet'; readonly port: number; readonly username: string; readonly password: string };

/** @returns ms from the first of `lines` to the prompt after the last */
export async function expectLoop(way: Way, before: readonly string[], lines: readonly string[]): Promise<number> {
  const pipe = way.kind === 'ssh' ? await ssh(way) : telnet(way.port);
  let heard = '';
  let wake: (() => void) | null = null;
  pipe.onData((chunk) => {
    heard += chunk.toString('latin1');
    if (wake && PROMPT.test(heard)) wake();
  });
  const prompt = (): Promise<void> => new Promise((resolve) => {
    wake = () => { wake = null; resolve(); };
    if (PROMPT.test(heard)) wake();
  });
  const type = (line: string): Promise<void> => {
    heard = '';
    pipe.write(line);
    return prompt();
  };
  await prompt();
  if (way.kind === 'telnet') for (const answer of [way.username, way.password]) await type(answer);
  for (const line of before) await type(line);
  const start = performance.now();
  for (const line of lines) await type(line);
  const ms = performance.now() - start;
  pipe.close();
  return ms;
}

const PROMPT = /[A-Za-z0-9)][#>]$|User (?:name|password):$/;

interface Pipe { onData(listener: (chunk: Buffer) => void): void; write(line: string): void; close(): void; }

function ssh({ port, username, password, key }: Extract<Way, { kind: 'ssh' }>): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () => client.setNoDelay(true).shell({ term: 'vt100', cols: 511, rows: 1000 }, (error, shell) => {
      if (error) return reject(error);
      resolve({ onData: (listener) => { shell.on('data', listener); }, write: (line) => { shell.write(`${line}\r`); }, close: () => { client.end(); } });
    }));
    client.connect({ host: '127.0.0.1', port, username, ...(password === undefined ? {} : { password }), ...(key === undefined ? {} : { privateKey: readFileSync(key) }) });
  });
}

const [IAC, WILL, DO, SB, SE] = [255, 251, 253, 250, 240] as const;

/** Refuses every option but that the far side echoes; takes it that options are never cut in two, which holds on the loopback. */
function telnet(port: number): Pipe {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  const strip = (chunk: Buffer): Buffer => {
    const data: number[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const [octet, verb, option] = [chunk[i]!, chunk[i + 1] ?? 0, chunk[i + 2] ?? 0];
      if (octet !== IAC) data.push(octet);
      else if (verb === SB) i = chunk.indexOf(Buffer.of(IAC, SE), i) + 1;
      else {
        if (verb === WILL) socket.write(Buffer.of(IAC, option === 1 || option === 3 ? DO : 254, option));
        if (verb === DO) socket.write(Buffer.of(IAC, 252, option));
        i += verb >= WILL ? 2 : 1;
      }
    }
    return Buffer.from(data);
  };
  return {
    onData: (listener) => { socket.on('data', (chunk: Buffer) => listener(strip(chunk))); },
    write: (line) => { socket.write(`${line}\r\0`); },
    close: () => { socket.destroy(); },
  };
}
