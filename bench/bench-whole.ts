import { join } from 'node:path';
import { plan } from '../src/app/plan.ts';
import { openWorld } from '../src/app/world.ts';
import { median, nodeOk } from './measure.ts';
import type { Report } from './report.ts';
import { writeNetwork } from './scenario.ts';
import { SECRETS, startSimulator } from './simulator.ts';
import { timedApply } from './bench-apply.ts';

/** The whole command for one ONT on a device that takes 20 ms per line, from process start to exit. */
export async function benchOneOnt(report: Report, command: string, folder: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const place = writeNetwork({ folder: join(folder, `one-${i}`), onts: 1 });
    const simulator = await startSimulator(command, place, 20);
    try {
      writeNetwork({ folder: place, onts: 1, port: simulator.port });
      times.push((await nodeOk([command, 'apply', place, '--yes', '--quiet', '--accept-new-host-key', '--state-dir', join(place, 'state')], { env: SECRETS })).ms);
    } finally {
      await simulator.stop();
    }
  }
  report.figure('apply of one ONT at 20 ms, whole process', `${(median(times) / 1000).toFixed(2)} s`, '0.8 s');
}

/** The offline compiler over many rows: speed, memory, and that time grows with the rows and no faster. */
export async function benchDryRun(report: Report, command: string, folder: string): Promise<void> {
  const small = await dryRun(command, folder, 10_000);
  report.figure('dry-run of 10,000 rows', `${small.rate.toFixed(0)} ONTs/s, ${small.peakMb.toFixed(0)} MB, ${small.lines} lines`, '1,500 ONTs/s, 200 MB');
  const large = await dryRun(command, folder, 100_000);
  report.figure('dry-run of 100,000 rows', `${large.rate.toFixed(0)} ONTs/s, ${large.peakMb.toFixed(0)} MB, ${(large.ms / small.ms).toFixed(1)} × the time of 10,000`, '10 ×, 300 MB');
}

async function dryRun(command: string, folder: string, onts: number): Promise<{ rate: number; peakMb: number; ms: number; lines: number }> {
  const place = writeNetwork({ folder: join(folder, `rows-${onts}`), onts });
  const ran = await nodeOk([command, 'dry-run', place, '--script'], { keep: false });
  return { rate: onts / (ran.ms / 1000), peakMb: ran.peakMb, ms: ran.ms, lines: ran.lines };
}

/** Reads back an OLT with 1,000 ONTs and plans all of them: CPU of our process only. */
export async function benchThousand(report: Report, command: string, folder: string): Promise<void> {
  const place = writeNetwork({ folder: join(folder, 'thousand'), onts: 1000 });
  const simulator = await startSimulator(command, place, 0);
  try {
    writeNetwork({ folder: place, onts: 1000, port: simulator.port });
    const stateDir = join(place, 'state');
    const filled = await timedApply(place, stateDir);
    const world = openWorld({ cwd: place, env: { ...process.env, ...SECRETS }, stateDir });
    const before = process.cpuUsage();
    const used = await plan(world, { path: place }, ({ exitCode, targets }) => {
      const cpu = process.cpuUsage(before);
      const changes = [...targets].reduce((sum, t) => sum + t.changes.length, 0);
      if (exitCode !== 0 || changes > 0) throw new Error(`planning what was just applied gave ${changes} changes, exit ${exitCode}`);
      return cpu;
    });
    report.figure('reading and planning 1,000 ONTs of one OLT', `${((used.user + used.system) / 1e6).toFixed(2)} s CPU`, '2 s CPU');
    report.figure('filling it: 1,000 ONTs at 0 ms', `${filled.commands} lines in ${(filled.ms / 1000).toFixed(1)} s`, 'none');
  } finally {
    await simulator.stop();
  }
}
