import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLease, type LeaseOwner } from '../../src/app/lease.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { stateDir, type StateDir } from '../../src/app/world/state-dir.ts';

let state: StateDir;
beforeEach(async () => { state = stateDir(await mkdtemp(join(tmpdir(), 'ont-prov-lease-'))); });
afterEach(() => rm(state.root, { recursive: true, force: true }));

const take = (run = 'r') => takeLease(state, systemClock, { olt: 'north', device: 'ma1' }, run);
const path = () => state.path('leases', 'ma1.json');
const left = (owner: Partial<LeaseOwner>) => state.write(path(), JSON.stringify({ host: hostname(), pid: process.pid, started: null, since: 0, token: 't', run: 'old', ...owner }));

describe('the lease of an OLT', () => {
  it('is given to one and refused to the second, naming the first', async () => {
    const lease = await take('first');
    await expect(take('second')).rejects.toMatchObject({ code: 'olt-busy', exitCode: 5, message: expect.stringContaining(`process ${process.pid}`) as string });
    await expect(take('second')).rejects.toThrow('first');
    await lease.release();
    await (await take()).release();
  });

  it('goes to exactly one of many who ask at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('carries a token that grows with every writer', async () => {
    const fences: number[] = [];
    for (let i = 0; i < 3; i++) {
      const lease = await take();
      fences.push(lease.fence);
      await lease.release();
    }
    expect(fences).toEqual([1, 2, 3]);
  });

  it('of a process that died is taken over, by exactly one', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    await left({ pid: child.pid! });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => take()));
    expect(results.filter((result) => result.status === 'fulfilled').length).toBeLessThanOrEqual(1);
    if (results.every((result) => result.status === 'rejected')) await (await take()).release();
  });

  // Only there a process tells when it was started.
  it.skipIf(process.platform !== 'linux')('of a former process whose number lives on in another one is taken over', async () => {
    await left({ started: '1' });
    await (await take()).release();
  });

  it('of another machine is respected while it shows signs of life, and taken over two minutes after the last', async () => {
    await left({ host: 'elsewhere' });
    await expect(take()).rejects.toThrow('elsewhere');
    const old = new Date(Date.now() - 121_000);
    await utimes(path(), old, old);
    await (await take()).release();
  });

  it('that is unreadable is respected while fresh', async () => {
    await writeFile(await state.ready(path()), '');
    await expect(take()).rejects.toMatchObject({ code: 'olt-busy' });
  });

  it('says so to its owner when it was taken over', async () => {
    const beats: (() => void)[] = [];
    const lease = await takeLease(state, { ...systemClock, after: (_ms, call) => { beats.push(call); return () => undefined; } }, { olt: 'north', device: 'ma1' }, 'r');
    lease.assertHeld();
    await left({ token: 'other', run: 'thief' });
    beats.shift()!();
    await expect.poll(() => { try { lease.assertHeld(); return 'held'; } catch (error) { return (error as Error).message; } }).toContain('thief');
    await lease.release();
    await expect(take()).rejects.toThrow('thief');
  });

  it('leaves nothing but the counter behind', async () => {
    await (await take()).release();
    expect(await readdir(join(state.root, 'leases'))).toEqual(['ma1.fence']);
  });
});
