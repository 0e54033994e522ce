/** A channel into a box in this process: what a session sees of SSH, without sockets. */
import type { Channel } from '../transport/model.ts';
import type { DeviceSimulator } from './device.ts';
import { parseFaults } from './faults.ts';
import { Terminal } from './terminal.ts';

export interface LocalOptions { readonly faults?: string; readonly latencyMs?: number; readonly user?: string; }

/** Connects at once; output comes in its own turn of the event loop, as from a socket. */
export function connectLocally(device: DeviceSimulator, options: LocalOptions = {}): Channel {
  const kept: Uint8Array[] = [];
  let heard: ((chunk: Uint8Array) => void) | null = null;
  let ended: ((error: Error | null) => void) | null = null;
  let over: { readonly error: Error | null } | null = null;
  const finish = (error: Error | null): void => {
    if (over) return;
    over = { error };
    setImmediate(() => ended?.(error));
  };
  const session = device.open({ kind: 'local', address: '127.0.0.1', user: options.user ?? 'root', admits: () => true });
  const terminal = new Terminal(session, {
    write: (bytes) => setImmediate(() => { if (heard) heard(bytes); else kept.push(bytes); }),
    end: (abruptly) => finish(abruptly ? new Error('the link was cut') : null),
  }, { latencyMs: options.latencyMs ?? 0, faults: parseFaults(options.faults ?? ''), persist: null });
  terminal.start();
  return {
    peer: `local ${device.title}`,
    write: (bytes) => { if (!over) terminal.feed(typeof bytes === 'string' ? Buffer.from(bytes) : bytes); },
    onData(listener) { heard = listener; for (const chunk of kept.splice(0)) listener(chunk); },
    onEnd(listener) { ended = listener; if (over) { const { error } = over; setImmediate(() => listener(error)); } },
    close() { terminal.closed(); finish(null); return Promise.resolve(); },
  };
}
