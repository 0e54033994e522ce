import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { readJournal } from './journal-text.ts';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { K1, K2, Lab, PASSWORDS } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

const PROGRAM = fileURLToPath(new URL('../../bin/ont-prov.js', import.meta.url));

it('an apply killed at any time leaves a readable journal and an OLT that the next apply finishes', async () => {
  lab = await Lab.open({ targets: [K1, K2], transport: 'telnet', sim: { latencyMs: 5 } });
  await lab.apply();
  const tables = (): Json => JSON.parse(lab!.tables()) as Json;
  const done = tables();
  await lab.remove({ only: ['K1', 'K2'] });
  const empty = tables();
  const kills = { inDoubt: 0, unended: 0 };
  for (const after of ['dba-profile add', 'gem add 2', 'ont add', 'service-port 2', 'ont add 3 6', 'save']) {
    lab.lines.length = 0;
    const child = spawn(process.execPath, [PROGRAM, 'apply', lab.profile, '--yes', '--state-dir', lab.world.state.root, '--json'], { env: { ...process.env, ...PASSWORDS, HOME: lab.folder }, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    const exited = once(child, 'exit');
    await expect.poll(() => (lab!.lines.some((line) => line.trim().startsWith(after)) ? after : said), { timeout: 10_000, interval: 1 }).toBe(after);
    child.kill('SIGKILL');
    await exited;
    for (const [path, text] of await lab.files()) {
      if (!path.endsWith('.jsonl')) continue;
      const journal = readJournal(text);
      if (!journal.ended) kills.unended++;
      kills.inDoubt += journal.inDoubt.length;
    }
    // The lease of the dead is taken over; what is there already is not typed again.
    const document = await lab.apply();
    expect({ after, exit: document.exitCode, outcomes: document.targets.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'applied' && outcome !== 'unchanged') }).toEqual({ after, exit: 0, outcomes: [] });
    expect(document.saved).toBe(true);
    expect({ after, differences: compareTables(done, tables()) }).toEqual({ after, differences: [] });
    const gone = await lab.remove({ only: ['K1', 'K2'] });
    expect({ after, exit: gone.exitCode }).toEqual({ after, exit: 0 });
    expect({ after, differences: compareTables(empty, tables()) }).toEqual({ after, differences: [] });
  }
  expect(kills.unended).toBeGreaterThan(0);
}, 60_000);

it('a remove killed at any time leaves nothing of ours behind once another run has been there', async () => {
  lab = await Lab.open({ targets: [K1, K2], transport: 'telnet', sim: { latencyMs: 5 } });
  const tables = (): Json => JSON.parse(lab!.tables()) as Json;
  const empty = tables();
  await lab.apply();
  lab.lines.length = 0;
  await lab.remove({ only: ['K1', 'K2'] });
  const script = [...new Set(lab.written.map((line) => line.trim()).filter((line) => /^(?:undo|ont delete|ont-|dba-|traffic)/.test(line)))];
  const [last, collecting] = [script.findLastIndex((line) => line.startsWith('ont delete')), script.length - 2];
  for (const after of [script[0]!, script[last]!, script[last + 1]!, script[collecting]!]) {
    await lab.apply();
    lab.lines.length = 0;
    const child = spawn(process.execPath, [PROGRAM, 'remove', lab.profile, '--only', 'K1,K2', '--yes', '--state-dir', lab.world.state.root, '--json'], { env: { ...process.env, ...PASSWORDS, HOME: lab.folder }, stdio: 'ignore' });
    const exited = once(child, 'exit');
    await expect.poll(() => lab!.lines.some((line) => line.trim() === after), { timeout: 10_000, interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await exited;
    const gone = await lab.remove({ only: ['K1', 'K2'] });
    expect({ after, exit: gone.exitCode, saved: gone.saved }).toEqual({ after, exit: 0, saved: true });
    expect({ after, differences: compareTables(empty, tables()) }).toEqual({ after, differences: [] });
  }
}, 60_000);
