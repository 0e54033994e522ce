/** A simulated OLT that listens: real SSH and Telnet servers on loopback before one box. */
import type { DeviceSimulator, Link } from './device.ts';
import { parseFaults, type FaultPlan } from './faults.ts';
import type { Listener, Visitor } from './listener.ts';
import { generateHostKey, listenSsh, publicHostKey } from './ssh-listener.ts';
import type { StateStore } from './store.ts';
import { listenTelnet } from './telnet-listener.ts';
import { Terminal } from './terminal.ts';

export interface OltOptions {
  readonly device: DeviceSimulator;
  /** `hostKey`: private key, from `generateHostKey`; without one the box has a new identity. */
  readonly ssh?: { readonly port: number; readonly hostKey?: string; readonly legacy?: boolean; readonly methods?: readonly ('password' | 'keyboard-interactive')[] };
  readonly telnet?: { readonly port: number };
  readonly user: string;
  readonly password: string;
  /** Device time per line, ms; 0 by default. */
  readonly latencyMs?: number;
  /** Sabotage, as `parseFaults` reads it. */
  readonly faults?: string;
  /** Running and saved configuration are taken from it first and written to it before a change is answered. */
  readonly store?: StateStore;
  /** Lines of a configuration dump, executed at the start of a box whose store is empty. */
  readonly seed?: readonly string[];
  /** Hears every line entered, with the number of the session (1 is the first). Lines hold secrets: never print them. */
  readonly onLine?: (session: number, line: string) => void;
}

export interface RunningOlt {
  /** null when not listening. */
  readonly sshPort: number | null;
  readonly telnetPort: number | null;
  /** Public host key as it goes over the wire; null without SSH. */
  readonly hostKey: Uint8Array | null;
  readonly device: DeviceSimulator;
  readonly faults: FaultPlan;
  /** Seed lines the box refused or did not know. */
  readonly unseeded: readonly string[];
  /** Cuts all links, stops listening, writes what is not yet written. */
  close(): Promise<void>;
}

/** @throws Failure `port-taken`, `fault-spec`, `simulator-state` */
export async function startOlt(options: OltOptions): Promise<RunningOlt> {
  const { device } = options;
  const faults = parseFaults(options.faults ?? '');
  const kept = options.store?.load() ?? null;
  if (kept !== null) device.restore(kept);
  const unseeded = kept === null && options.seed ? device.seed(options.seed) : [];
  const keeper = options.store ? new Keeper(device, options.store) : null;
  await keeper?.keep();
  const admits = (user: string, password: string): boolean => user === options.user && password === options.password;
  const visit = visitor(options, faults, keeper, admits);
  const key = options.ssh ? options.ssh.hostKey ?? generateHostKey(options.ssh.legacy) : null;
  const listeners: Listener[] = [];
  const ssh = options.ssh && key !== null ? await listenSsh({
    port: options.ssh.port, hostKey: key, legacy: options.ssh.legacy ?? false, ...device.ssh,
    methods: options.ssh.methods ?? ['password', 'keyboard-interactive'],
  }, admits, visit) : null;
  if (ssh) listeners.push(ssh);
  try {
    const telnet = options.telnet ? await listenTelnet(options.telnet.port, visit) : null;
    if (telnet) listeners.push(telnet);
    return {
      sshPort: ssh?.port ?? null, telnetPort: telnet?.port ?? null, hostKey: key === null ? null : publicHostKey(key), device, faults, unseeded,
      close: async () => { await closeAll(listeners); await keeper?.keep(); },
    };
  } catch (error) {
    await closeAll(listeners);
    throw error;
  }
}

function visitor(options: OltOptions, faults: FaultPlan, keeper: Keeper | null, admits: Link['admits']): Visitor {
  let sessions = 0;
  return (link, outlet) => {
    const number = ++sessions;
    return new Terminal(options.device.open({ ...link, admits }), outlet, {
      latencyMs: options.latencyMs ?? 0,
      faults,
      persist: keeper && (() => keeper.keep()),
      onLine: (line) => options.onLine?.(number, line),
    });
  };
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()));
}

/** Writes one state after the other, never two at once, never an unchanged one. */
class Keeper {
  readonly #device: DeviceSimulator;
  readonly #store: StateStore;
  #kept = -1;
  #last: Promise<void> = Promise.resolve();

  constructor(device: DeviceSimulator, store: StateStore) {
    this.#device = device;
    this.#store = store;
  }

  keep(): Promise<void> {
    if (this.#device.revision === this.#kept) return this.#last;
    this.#kept = this.#device.revision;
    const state = this.#device.persist();
    // What could not be kept is no reason not to try with the next change.
    this.#last = this.#last.catch(() => undefined).then(() => this.#store.save(state));
    return this.#last;
  }
}
