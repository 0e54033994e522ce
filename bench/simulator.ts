import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED } from './scenario.ts';

export const ACCOUNT = { user: 'bench', password: 'bench-olt' };
export const SECRETS = { BENCH_OLT_PASSWORD: ACCOUNT.password, BENCH_ACS_PASSWORD: 'bench-acs' };

export interface Simulator {
  readonly port: number;
  stop(): Promise<void>;
}

/** A simulated OLT in a process of its own, so that its work is not measured as ours. */
export function startSimulator(command: string, folder: string, latencyMs: number, set: Readonly<Record<string, string>> = {}): Promise<Simulator> {
  const seed = join(folder, 'seed.cfg');
  writeFileSync(seed, SEED);
  const args = [command, 'sim', 'olt', '--vendor', 'huawei', '--ssh-port', '0', '--seed', seed, '--latency', String(latencyMs), '--user', ACCOUNT.user, '--password-env', 'BENCH_OLT_PASSWORD', ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`])];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...SECRETS }, stdio: ['ignore', 'pipe', 'ignore'] });
  const orphan = (): void => { child.kill(); };
  process.on('exit', orphan);
  const ended = new Promise<void>((done) => child.on('close', () => { process.off('exit', orphan); done(); }));
  return new Promise((done, fail) => {
    let text = '';
    child.on('error', fail);
    void ended.then(() => { fail(new Error(`the simulator ended before it listened: ${text}`)); });
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      const { ports } = JSON.parse(text.slice(0, text.indexOf('\n'))) as { ports: { ssh: number } };
      done({ port: ports.ssh, stop: async () => { child.kill('SIGTERM'); await ended; } });
    });
  });
}
