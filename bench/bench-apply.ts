import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../src/app/apply.ts';
import type { Progress } from '../src/app/api.ts';
import { openWorld } from '../src/app/world.ts';
import { expectLoop } from './expect-loop.ts';
import { median } from './measure.ts';
import type { Report } from './report.ts';
import { writeNetwork } from './scenario.ts';
import { SECRETS } from './simulator.ts';
import { openWay, WAYS } from './ways.ts';
import type { WayName } from './ways.ts';

const ONTS = 50;
/** Runs of each kind, until the limits are met; the best counts, because what else the machine does can only make them longer. */
const ROUNDS = { least: 2, most: 5 } as const;

/** Ratios that fail: to the device's own time where nobody is in between, and to the simplest loop that types the same. */
const LIMITS = { 5: { device: 1.10, loop: 1.15 }, 20: { device: 1.05, loop: 1.05 } } as const;

/**
 * 50 ONTs × 14 lines on one OLT in a separate process: from the first configuration line to the last prompt. Every line that is typed
 * counts, changes of mode included: the device takes its time for each. Over lines × latency, what is above 1 is rendering, journal,
 * matching, encryption, the loopback. The same lines typed by a loop that checks nothing show what of that is ours.
 */
export async function benchApply(report: Report, command: string, folder: string): Promise<void> {
  const lines = await scriptOf(command, join(folder, 'apply-script'));
  const detail = `${lines.length} lines (${(lines.length / ONTS).toFixed(1)} per ONT)`;
  for (const name of WAYS) {
    for (const latency of [5, 20] as const) {
      const missing = await compare(name, latency);
      if (missing === null) continue;
      report.skipped(`apply through ${name}`, missing);
      break;
    }
  }

  function met(name: WayName, latency: 5 | 20, ours: readonly number[], loop: readonly number[]): boolean {
    const best = Math.min(...ours);
    return best / Math.min(...loop) <= LIMITS[latency].loop && (name !== 'simulator' || best / (lines.length * latency) <= LIMITS[latency].device);
  }

  /** @returns what is missing for it */
  async function compare(name: WayName, latency: 5 | 20): Promise<string | null> {
    const [ours, loop]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS.most && (round < ROUNDS.least || !met(name, latency, ours, loop)); round++) {
      for (const times of [ours, loop]) {
        const place = join(folder, `apply-${name}-${latency}-${round}-${times === ours ? 'ours' : 'loop'}`);
        const opened = await openWay(name, command, place, latency);
        if ('missing' in opened) return opened.missing;
        try {
          writeNetwork({ folder: place, onts: ONTS, port: opened.way.port, login: opened.login });
          times.push(times === ours ? (await timedApply(place, join(place, 'state'))).ms : await expectLoop(opened.way, PREPARATION, lines));
        } finally {
          await opened.stop();
        }
      }
    }
    const [best, bestLoop] = [Math.min(...ours), Math.min(...loop)];
    const over = (ms: number): string => (ms / (lines.length * latency)).toFixed(3);
    const all = `${detail}, ours ${ours.map(over).join(' ')}, loop ${loop.map(over).join(' ')}`;
    if (name === 'simulator') report.ratio(`apply of ${ONTS} ONTs at ${latency} ms ÷ device time`, best / (lines.length * latency), LIMITS[latency].device, `best of ${ours.length}, median ${over(median(ours))}`);
    report.ratio(`  through ${name} at ${latency} ms ÷ bare loop`, best / bestLoop, LIMITS[latency].loop, all);
    return null;
  }
}

/** What the loop types first, so that it stands where ours begins to write. */
const PREPARATION = ['enable', 'undo smart', 'scroll 512'] as const;

/** The lines of one apply, from the way into configuration mode to the last one that changed something. */
async function scriptOf(command: string, place: string): Promise<readonly string[]> {
  const opened = await openWay('simulator', command, place, 0);
  if ('missing' in opened) throw new Error(opened.missing);
  try {
    writeNetwork({ folder: place, onts: ONTS, port: opened.way.port, login: opened.login });
    const transcript = join(place, 'transcript.log');
    const { first, last } = await timedApply(place, join(place, 'state'), transcript);
    const sent = [...readFileSync(transcript, 'utf8').matchAll(/^\S+ \S+ > (.*)$/gm)].map((m) => m[1]!);
    const lastRead = sent.slice(0, sent.indexOf(first)).findLastIndex((line) => line.startsWith('display'));
    // The transcript masks what the loop has to type.
    return sent.slice(lastRead + 1, sent.lastIndexOf(last) + 1).map((line) => line.replace('"***"', `"${SECRETS.BENCH_ACS_PASSWORD}"`));
  } finally {
    await opened.stop();
  }
}

export interface TimedApply { readonly commands: number; readonly ms: number; readonly first: string; readonly last: string; }

/** ms between the start of the first target and the answer to the last line that changes something. */
export async function timedApply(path: string, stateDir: string, transcript?: string): Promise<TimedApply> {
  let start = 0;
  let end = 0;
  const lines: string[] = [];
  const onProgress = (event: Progress): void => {
    if (event.kind === 'target' && start === 0) start = performance.now();
    if (event.kind === 'command' && event.line !== 'save') {
      lines.push(event.line);
      end = performance.now();
    }
  };
  const world = openWorld({ cwd: path, env: { ...process.env, ...SECRETS }, stateDir });
  await apply(world, { path, consent: { kind: 'yes' }, acceptNewHostKey: true, onProgress, ...(transcript === undefined ? {} : { transcript }) }, ({ exitCode, error, targets, findings }) => {
    if (exitCode !== 0) throw new Error(`apply ended with ${exitCode}: ${JSON.stringify(error ?? [...targets].find((t) => t.outcome !== 'applied') ?? findings[0])}`);
  });
  return { commands: lines.length, ms: end - start, first: lines[0]!, last: lines.at(-1)! };
}
