/** That the OLTs in hand decide what is in memory, not the batch. `npm run bench memory` measures how little stays of a subscriber; here it is looked at that nothing big does. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApplyOptions, Progress } from '../../src/app/api.ts';
import { apply } from '../../src/app/apply.ts';
import { openWorld } from '../../src/app/world.ts';
import { HOME } from './lab.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true }));

const PER_OLT = 6;

async function network(olts: number): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  folder = await mkdtemp(join(tmpdir(), 'ont-prov-memory-'));
  const boxes = Array.from({ length: olts }, (_, i) => `  ma${i}: { vendor: huawei, model: ma5800, host: simulator, transport: telnet }`);
  const rows = Array.from({ length: olts * PER_OLT }, (_, i) => `K${i},ma${i % olts},0/1/${Math.floor(i / olts)},HWTC${(0xa0000000 + i).toString(16)},Subscriber ${i}`);
  await writeFile(join(folder, 'p.yaml'), `${HOME}olts:
${boxes.join('\n')}
`);
  await writeFile(join(folder, 'subscribers.csv'), ['key,olt,pon,serial,description', ...rows].join('\n'));
  return folder;
}

/** Octets in use when an OLT is read back: the most of all OLTs, one of which is worked on at a time. */
async function peak(olts: number, options: Partial<ApplyOptions>): Promise<number> {
  const cwd = await network(olts);
  const world = openWorld({ cwd, env: { HOME: cwd, ACS_PASSWORD: 'geheim-5' }, stateDir: join(cwd, 'state') });
  let most = 0;
  const onProgress = ({ kind }: Progress): void => {
    if (kind !== 'verifying') return;
    collect();
    most = Math.max(most, process.memoryUsage().heapUsed);
  };
  const targets = await apply(world, { path: 'p.yaml', consent: { kind: 'none' }, parallel: 1, onProgress, ...options }, ({ targets: sequence, exitCode }) => {
    expect(exitCode).toBe(0);
    return Array.from(sequence, ({ outcome, verified, changes }) => `${outcome} ${verified} ${changes.length > 0}`);
  });
  expect(targets).toEqual(Array<string>(olts * PER_OLT).fill('applied true true'));
  return most;
}

describe('many OLTs', () => {
  // What is compiled, and cached once, is no growth.
  beforeAll(async () => { await peak(10, {}); }, 60_000);

  it.each<[string, Partial<ApplyOptions>]>([
    ['one after the other', {}],
    ['all planned before the first is written to', { maxChanges: 1_000_000 }],
    ['in waves', { waves: [{ count: 1 }, { percent: 100 }] }],
  ])('%s', async (_, options) => {
    const [few, many] = [4, 24];
    const before = await peak(few, options);
    // A box that stays costs 150,000 for each ONT here, a reading or the plans 30,000; what Node itself gathers meanwhile, some thousands.
    expect(((await peak(many, options)) - before) / ((many - few) * PER_OLT)).toBeLessThan(25_000);
  }, 60_000);
});
