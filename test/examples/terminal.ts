/** The command line in this process, on real files and a state directory of its own. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Io, Output } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Ran { readonly code: number; readonly out: string; readonly err: string; }

export interface Circumstances {
  readonly state?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A person at the terminal. */
  readonly ask?: () => Promise<string>;
  readonly interrupt?: AbortSignal;
  readonly onOut?: (text: string) => void;
}

/** A place with nothing in it: home, state and scratch files of one test. */
export class Place {
  readonly folder: string;
  readonly state: string;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.state = join(folder, 'state');
    this.#env = { HOME: folder, ...env };
  }

  static async make(env: Readonly<Record<string, string>> = {}): Promise<Place> {
    return new Place(await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-examples-')), env);
  }

  /** Runs a command line in the repository's root, as one would in a clone. */
  async ont(line: string, more: Circumstances = {}): Promise<Ran> {
    const { ask } = more;
    let out = '';
    let err = '';
    const keeping = (add: (text: string) => void): Output => ({ isTTY: false, columns: () => 80, write: (text) => { add(text); return Promise.resolve(); } });
    const at = (path: string): string => resolve(root, path);
    const io: Io = {
      stdout: keeping((text) => { out += text; more.onOut?.(text); }), stderr: keeping((text) => { err += text; }),
      env: { ...this.#env, ...more.env }, cwd: root, runtime: 'test', interactive: ask !== undefined,
      stdin: () => Promise.resolve(new Uint8Array()), ask: async () => (ask ? await ask() : null), interruptible: () => more.interrupt ?? new AbortController().signal,
      exists: (path) => Promise.resolve(existsSync(at(path))),
      readFile: (path) => readFile(at(path)).catch(() => null),
      writeFile: (path, text) => writeFile(at(path), text),
      names: (path) => readdir(at(path)).catch(() => []),
    };
    const code = await run([...line.split(' '), '--state-dir', more.state ?? this.state], io);
    return { code, out, err };
  }

  /** The document a command printed with --json. */
  async json<Document>(line: string, more: Circumstances = {}): Promise<Document & { readonly code: number }> {
    const { code, out, err } = await this.ont(`${line} --json`, more);
    if (out === '') throw new Error(`${line}: exit ${code} and no document\n${err}`);
    return { ...(JSON.parse(out) as Document), code };
  }

  /** `sim olt` with these options, on any free ports, until `stop`. */
  async simulate(options: string): Promise<{ readonly ports: { readonly ssh: number; readonly telnet: number }; stop(): Promise<void> }> {
    const interrupt = new AbortController();
    let ended: Promise<Ran> | undefined;
    const said = await new Promise<string>((listening, failed) => {
      ended = this.ont(`sim olt ${options}`, { interrupt: interrupt.signal, onOut: listening });
      ended.then((ran) => { failed(new Error(`the simulator ended: ${ran.err}`)); }, failed);
    });
    return {
      ports: (JSON.parse(said) as { ports: { ssh: number; telnet: number } }).ports,
      stop: async () => { interrupt.abort(); await ended; },
    };
  }

  /** What the embedded simulators run and have saved, by OLT. */
  async boxes(): Promise<Record<string, { readonly running: unknown; readonly saved: unknown }>> {
    const folder = join(this.state, 'simulators');
    const names = await readdir(folder);
    return Object.fromEntries(await Promise.all(names.sort().map(async (name) => [name, JSON.parse(await readFile(join(folder, name), 'utf8')) as never] as const)));
  }

  /** Another state directory that knows nothing but the boxes: no journal, no memory, no secrets. */
  async forgetful(): Promise<string> {
    const state = join(this.folder, 'forgetful');
    await cp(join(this.state, 'simulators'), join(state, 'simulators'), { recursive: true });
    return state;
  }

  file(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }

  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }

  async leave(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
