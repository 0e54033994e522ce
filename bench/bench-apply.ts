import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../src/app/apply.ts';
import type { Progress } from '../src/app/api.ts';
import { openWorld } from '../src/app/world.ts';
import type { Report } from './report.ts';
import { writeNetwork } from './scenario.ts';
import { SECRETS, startSimulator } from './simulator.ts';

const ONTS = 50;

/**
 * 50 ONTs on one OLT in a separate process: from the first configuration line to the last prompt, over lines × latency. Every line
 * that is typed counts, changes of mode included: the device takes its time for each.
 * What is above 1 is ours: rendering, journal, matching, encryption, the loopback.
 */
export async function benchApply(report: Report, command: string, folder: string): Promise<void> {
  const { lines } = await onFreshBox(command, join(folder, 'apply-count'), 0, true);
  for (const [latency, limit] of [[5, 1.10], [20, 1.05]] as const) {
    const { timed } = await onFreshBox(command, join(folder, `apply-${latency}`), latency, false);
    report.ratio(`apply of ${ONTS} ONTs at ${latency} ms per line`, timed.ms / (lines * latency), limit,
      `${lines} lines (${(lines / ONTS).toFixed(1)} per ONT), ${(timed.ms / 1000).toFixed(2)} s`);
  }
}

/** @returns with `count`: how many lines were typed from the first configuration line to the last */
async function onFreshBox(command: string, place: string, latency: number, count: boolean): Promise<{ timed: TimedApply; lines: number }> {
  writeNetwork({ folder: place, onts: ONTS });
  const simulator = await startSimulator(command, place, latency);
  try {
    writeNetwork({ folder: place, onts: ONTS, port: simulator.port });
    const transcript = join(place, 'transcript.log');
    const timed = await timedApply(place, join(place, 'state'), count ? transcript : undefined);
    return { timed, lines: count ? typedLines(readFileSync(transcript, 'utf8'), timed) : 0 };
  } finally {
    await simulator.stop();
  }
}

/** From the way into configuration mode, after the last thing that was read, to the last line that changed something. */
function typedLines(transcript: string, { first, last }: TimedApply): number {
  const sent = [...transcript.matchAll(/^\S+ \S+ > (.*)$/gm)].map((m) => m[1]!);
  const from = sent.lastIndexOf(sent.slice(0, sent.indexOf(first)).findLast((line) => line.startsWith('display'))!, sent.indexOf(first)) + 1;
  return sent.lastIndexOf(last) - from + 1;
}

export interface TimedApply { readonly commands: number; readonly ms: number; readonly first: string; readonly last: string; }

/** ms between the start of the first target and the answer to the last line that changes something. */
export async function timedApply(path: string, stateDir: string, transcript?: string): Promise<TimedApply> {
  let start = 0;
  let end = 0;
  const lines: string[] = [];
  const onProgress = (event: Progress): void => {
    if (event.kind === 'target' && start === 0) start = performance.now();
    if (event.kind === 'command') {
      lines.push(event.line);
      end = performance.now();
    }
  };
  const world = openWorld({ cwd: path, env: { ...process.env, ...SECRETS }, stateDir });
  const document = await apply(world, { path, consent: { kind: 'yes' }, acceptNewHostKey: true, onProgress, ...(transcript === undefined ? {} : { transcript }) });
  if (document.exitCode !== 0) throw new Error(`apply ended with ${document.exitCode}: ${JSON.stringify(document.error ?? document.findings[0] ?? document.targets.find((t) => t.outcome !== 'applied'))}`);
  return { commands: lines.length, ms: end - start, first: lines[0]!, last: lines.at(-1)! };
}
