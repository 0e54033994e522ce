/** Clients that know no more than their protocol. */
import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';

export interface Raw {
  /** Everything printed so far. */
  readonly seen: () => string;
  write(text: string): void;
  /** Resolves with all that was printed once `pattern` matches it, from the last `until` on. */
  until(pattern: RegExp): Promise<string>;
  readonly ended: Promise<void>;
  close(): void;
}

class Watcher {
  all = '';
  #from = 0;
  #waiting: { pattern: RegExp; resolve: (text: string) => void } | null = null;

  add(text: string): void {
    this.all += text;
    this.#look();
  }

  until(pattern: RegExp): Promise<string> {
    return new Promise((resolve) => { this.#waiting = { pattern, resolve }; this.#look(); });
  }

  #look(): void {
    const text = this.all.slice(this.#from);
    if (!this.#waiting?.pattern.test(text)) return;
    this.#from = this.all.length;
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve(text);
  }
}

/** Answers no option request, as the simplest clients do, and takes IAC triples out of what it shows. */
export function rawTelnet(port: number): Raw & { readonly options: number[][] } {
  const watcher = new Watcher();
  const options: number[][] = [];
  const socket: Socket = connect(port, '127.0.0.1');
  const ended = new Promise<void>((resolve) => { socket.on('close', () => resolve()); });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const bytes = [...chunk];
    let text = '';
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] === 255) { options.push(bytes.slice(i, i + 3)); i += 2; } else text += String.fromCharCode(bytes[i]!);
    }
    watcher.add(text);
  });
  return { seen: () => watcher.all, until: (pattern) => watcher.until(pattern), write: (text) => { socket.write(text, 'latin1'); }, ended, close: () => socket.destroy(), options };
}

export interface SshAttempt { readonly password: string; readonly way?: 'password' | 'keyboard-interactive'; readonly user?: string; readonly exec?: string; }

export async function rawSsh(port: number, attempt: SshAttempt): Promise<Raw & { readonly hostKey: Uint8Array; readonly banner: string }> {
  const watcher = new Watcher();
  const client = new ssh2.Client();
  let hostKey: Uint8Array = new Uint8Array();
  let banner = '';
  client.on('banner', (text) => { banner += text; });
  client.on('keyboard-interactive', (_name, _instructions, _lang, prompts, finish) => { banner += prompts.map((p) => p.prompt).join(''); finish([attempt.password]); });
  const interactive = attempt.way === 'keyboard-interactive';
  const ready = new Promise<void>((resolve, reject) => { client.on('ready', resolve); client.on('error', reject); });
  client.connect({
    host: '127.0.0.1', port, username: attempt.user ?? 'root', ...(interactive ? { tryKeyboard: true, authHandler: ['keyboard-interactive'] as const } : { password: attempt.password, authHandler: ['password'] as const }),
    hostVerifier: (key: Buffer) => { hostKey = key; return true; },
  });
  await ready;
  const ended = new Promise<void>((resolve) => { client.on('close', () => resolve()); });
  if (attempt.exec !== undefined) {
    await new Promise<void>((resolve, reject) => { client.exec(attempt.exec!, (error) => { client.end(); if (error) reject(error); else resolve(); }); });
  }
  const shell = await new Promise<ssh2.ClientChannel>((resolve, reject) => { client.shell((error, channel) => { if (error) reject(error); else resolve(channel); }); });
  shell.on('data', (chunk: Buffer) => watcher.add(chunk.toString('latin1')));
  return { seen: () => watcher.all, until: (pattern) => watcher.until(pattern), write: (text) => { shell.write(text); }, ended, close: () => client.end(), hostKey, banner };
}
