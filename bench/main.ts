/** `npm run bench [part…]`: parts are start, apply, window, one, dry-run, thousand, memory, omci; all without a name. Exit 1 when a ratio is above its limit. */
import { closeSync, existsSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchApply } from './bench-apply.ts';
import { beBox, BOX_ROLE } from './box.ts';
import { benchMemory } from './bench-memory.ts';
import { benchOmci } from './bench-omci.ts';
import { benchStart } from './bench-start.ts';
import { benchWindow } from './bench-window.ts';
import { benchDryRun, benchOneOnt, benchThousand } from './bench-whole.ts';
import { median } from './measure.ts';
import { report } from './report.ts';

const PARTS = { start: benchStart, apply: benchApply, window: benchWindow, one: benchOneOnt, 'dry-run': benchDryRun, thousand: benchThousand, memory: benchMemory, omci: benchOmci };

if (process.argv[2] === BOX_ROLE) await beBox(process.argv.slice(3));
else await bench(process.argv.slice(2));

async function bench(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((part) => !(part in PARTS));
  if (unknown.length > 0) {
    process.stderr.write(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`);
    process.exit(2);
  }
  const command = join(dirname(fileURLToPath(import.meta.url)), '../bin/ont-prov.js');
  // The journal waits for the disk before each line; on tmpfs what is measured is the program.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-bench-'));
  const write = (line: string): void => { process.stdout.write(`${line}\n`); };
  process.on('exit', () => { rmSync(folder, { recursive: true, force: true }); });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { process.exit(130); });

  write(`node ${process.version}, ${cpus().length} CPUs, state on ${dirname(folder)}, median fsync ${medianFsync(folder).toFixed(3)} ms`);
  const result = report(write);
  for (const [name, part] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await part(result, command, folder);
  process.exitCode = result.failed ? 1 : 0;
}

/** ms for one small write and fdatasync where the state directory will be. */
function medianFsync(folder: string): number {
  const times: number[] = [];
  const file = openSync(join(folder, 'fsync'), 'w');
  for (let i = 0; i < 51; i++) {
    const start = performance.now();
    writeSync(file, 'x'.repeat(200));
    fdatasyncSync(file);
    times.push(performance.now() - start);
  }
  closeSync(file);
  return median(times);
}
