/** A simulated box without servers of its own, in a process of its own: bare terminals for other people's servers. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatorFactory } from '../src/sim/device.ts';
import { listenBare } from '../test/counterparts/bridge.ts';
import { SEED } from './scenario.ts';
import { ACCOUNT } from './simulator.ts';

/** First argument of the process that is the box. */
export const BOX_ROLE = '--box';

export interface Box {
  /** Sockets: one where nobody asks who it is, one where the box asks. */
  readonly open: string;
  readonly asking: string;
  stop(): Promise<void>;
}

export function startBox(folder: string, latencyMs: number): Promise<Box> {
  const [open, asking] = [join(folder, 'open'), join(folder, 'asking')];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), BOX_ROLE, String(latencyMs), open, asking], { stdio: ['ignore', 'pipe', 'inherit'] });
  const orphan = (): void => { child.kill(); };
  process.on('exit', orphan);
  const ended = new Promise<void>((done) => child.on('close', () => { process.off('exit', orphan); done(); }));
  return new Promise((done, fail) => {
    child.on('error', fail);
    void ended.then(() => { fail(new Error('the box ended before it listened')); });
    child.stdout.once('data', () => { done({ open, asking, stop: async () => { child.kill('SIGTERM'); await ended; } }); });
  });
}

/** The other side: listens until it is killed. */
export async function beBox([latency, open, asking]: readonly string[]): Promise<void> {
  const { createSimulator } = (await import(new URL('vendors/huawei/simulator.js', import.meta.url).href)) as { createSimulator: SimulatorFactory };
  const device = createSimulator({});
  device.seed(SEED.split('\n'));
  const admits = (user: string, password: string): boolean => user === ACCOUNT.user && password === ACCOUNT.password;
  const common = { device, latencyMs: Number(latency) };
  await listenBare(open!, { ...common, link: { kind: 'ssh', address: '127.0.0.1', user: ACCOUNT.user, admits } });
  await listenBare(asking!, { ...common, link: { kind: 'telnet', address: '127.0.0.1', user: null, admits } });
  process.stdout.write('ready\n');
}
