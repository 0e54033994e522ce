/** Clocks, medians and child processes of the bench. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Finished {
  readonly code: number | null;
  /** Wall clock from spawn to exit, ms. */
  readonly ms: number;
  /** Highest resident memory seen, MB; polled, so a very short process may show 0. */
  readonly peakMb: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: number;
}

/** Runs Node with these arguments to its end. Output is counted and, unless `keep` is false, kept. */
export function node(args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv; readonly keep?: boolean; readonly cwd?: string } = {}): Promise<Finished> {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { env: { ...process.env, ...options.env }, cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const orphan = (): void => { child.kill(); };
    process.on('exit', orphan);
    let stdout = '';
    let stderr = '';
    let lines = 0;
    let peakMb = 0;
    const poll = setInterval(() => { peakMb = Math.max(peakMb, highWater(child.pid!)); }, 20);
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) lines += 1;
      if (options.keep !== false) stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    child.on('error', fail);
    child.on('close', (code) => { process.off('exit', orphan); clearInterval(poll); done({ code, ms: performance.now() - start, peakMb, stdout, stderr, lines }); });
  });
}

/** Like `node`, and it must succeed. */
export async function nodeOk(args: readonly string[], options: Parameters<typeof node>[1] = {}): Promise<Finished> {
  const ran = await node(args, options);
  if (ran.code !== 0) throw new Error(`node ${args.join(' ')} ended with ${ran.code}\n${ran.stderr.slice(-2000)}${ran.stdout.slice(-2000)}`);
  return ran;
}

function highWater(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
