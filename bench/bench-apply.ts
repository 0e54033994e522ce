import { join } from 'node:path';
import { apply } from '../src/app/apply.ts';
import type { ApplyDocument, Progress } from '../src/app/api.ts';
import { openWorld } from '../src/app/world.ts';
import type { Report } from './report.ts';
import { writeNetwork } from './scenario.ts';
import { SECRETS, startSimulator } from './simulator.ts';

/**
 * 50 ONTs on one OLT in a separate process: from the first configuration line to the last prompt, over commands × latency.
 * What is above 1 is ours: rendering, journal, matching, the network.
 */
export async function benchApply(report: Report, command: string, folder: string): Promise<void> {
  for (const [latency, limit] of [[5, 1.10], [20, 1.05]] as const) {
    const place = join(folder, `apply-${latency}`);
    const network = writeNetwork({ folder: place, onts: 50 });
    const simulator = await startSimulator(command, place, latency);
    try {
      writeNetwork({ folder: place, onts: 50, port: simulator.port });
      const timed = await timedApply(network, join(place, 'state'));
      const ideal = timed.commands * latency;
      report.ratio(`apply of 50 ONTs at ${latency} ms per line`, timed.ms / ideal, limit,
        `${timed.commands} lines (${(timed.commands / 50).toFixed(1)} per ONT), ${(timed.ms / 1000).toFixed(2)} s`);
    } finally {
      await simulator.stop();
    }
  }
}

export interface TimedApply { readonly commands: number; readonly ms: number; readonly document: ApplyDocument; }

/** ms between the start of the first target's first line and the answer to the last line of the last. */
export async function timedApply(path: string, stateDir: string): Promise<TimedApply> {
  let first = 0;
  let last = 0;
  let commands = 0;
  const onProgress = (event: Progress): void => {
    if (event.kind === 'target' && first === 0) first = performance.now();
    if (event.kind === 'command') {
      commands += 1;
      last = performance.now();
    }
  };
  const world = openWorld({ cwd: path, env: { ...process.env, ...SECRETS }, stateDir });
  const document = await apply(world, { path, consent: { kind: 'yes' }, acceptNewHostKey: true, onProgress });
  if (document.exitCode !== 0) throw new Error(`apply ended with ${document.exitCode}: ${JSON.stringify(document.error ?? document.findings[0] ?? document.targets.find((t) => t.outcome !== 'applied'))}`);
  return { commands, ms: last - first, document };
}
