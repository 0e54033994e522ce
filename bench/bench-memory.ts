import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Progress } from '../src/app/api.ts';
import { apply } from '../src/app/apply.ts';
import { openWorld } from '../src/app/world.ts';
import type { Report } from './report.ts';
import { PROFILE } from './scenario.ts';
import { SECRETS } from './simulator.ts';

const PER_OLT = 12;
/** OLTs between two means, and that each is made of. As long as results take to fill what is kept at hand: both means hold as much of it. */
const STRIDE = 34;

/** What a batch leaves in memory of those who are done: one OLT after the other on embedded simulators, which are gone when theirs is. */
export async function benchMemory(report: Report, _command: string, folder: string): Promise<void> {
  const place = join(folder, 'memory');
  const olts = 3 * STRIDE;
  writeBatch(place, olts);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heaps: number[] = [];
  const onProgress = ({ kind }: Progress): void => {
    if (kind !== 'closed') return;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  };
  const world = openWorld({ cwd: place, env: { ...process.env, ...SECRETS }, stateDir: join(place, 'state') });
  await apply(world, { path: place, consent: { kind: 'none' }, parallel: 1, onProgress }, ({ exitCode, error }) => {
    if (exitCode !== 0) throw new Error(`apply ended with ${exitCode}: ${JSON.stringify(error)}`);
  });
  const mean = (from: number): number => heaps.slice(from, from + STRIDE).reduce((sum, heap) => sum + heap, 0) / STRIDE;
  const [middle, end] = [mean(STRIDE), mean(2 * STRIDE)];
  report.ratio('heap in the last third of a batch ÷ the second', end / middle, 1.05, `${((end - middle) / (STRIDE * PER_OLT) / 1000).toFixed(1)} kB for each ONT that is done, ${olts * PER_OLT} ONTs on ${olts} OLTs`);
}

function writeBatch(folder: string, olts: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'home.yaml'), PROFILE);
  writeFileSync(join(folder, 'olts.yaml'), `version: 1\nolts:\n${Array.from({ length: olts }, (_, i) => `  ma${i}: { vendor: huawei, model: ma5800, host: simulator, transport: telnet }\n`).join('')}`);
  const rows = Array.from({ length: olts * PER_OLT }, (_, i) => `K${i},active,home,ma${i % olts},0/1/${Math.floor(i / olts)},HWTC${i.toString(16).toUpperCase().padStart(8, '0')},Subscriber ${i}`);
  writeFileSync(join(folder, 'subscribers.csv'), `${['key,state,profile,olt,pon,serial,description', ...rows].join('\n')}\n`);
}
