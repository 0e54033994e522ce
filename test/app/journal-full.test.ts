/** A disk that is full for a while, in the middle of an entry. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/app/journal/entries.ts';
import { createJournal } from '../../src/app/journal/writer.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { stateDir, type StateDir } from '../../src/app/world/state-dir.ts';
import { readJournal } from './journal-text.ts';

/** Octets the disk still takes. */
const disk = vi.hoisted(() => ({ room: Infinity }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const full = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  return {
    ...fs,
    writeSync: (fd: number, bytes: Buffer, from = 0) => {
      if (disk.room <= 0) throw full();
      const take = Math.min(disk.room, bytes.length - from);
      disk.room -= take;
      return fs.writeSync(fd, bytes, from, take);
    },
    write: (fd: number, bytes: Buffer, from: number, length: number, position: null, done: (error: Error | null, written: number) => void) => {
      if (disk.room <= 0) { done(full(), 0); return; }
      const take = Math.min(disk.room, length);
      disk.room -= take;
      fs.write(fd, bytes, from, take, position, done);
    },
  };
});

let state: StateDir;
beforeEach(async () => { state = stateDir(await mkdtemp(join(tmpdir(), 'ont-prov-journal-full-'))); });
afterEach(() => { disk.room = Infinity; return rm(state.root, { recursive: true, force: true }); });

const command = (of: number): Entry => ({ t: 'do', olt: 'x', target: 'K1', of, change: 0, line: `vlan ${of} smart`, undo: false });
// A clock on which each write takes long makes the journal write aside.
const slowClock = () => { let ticks = 0; return { ...systemClock, ticks: () => (ticks += 10) }; };

it.each(['at once', 'aside'] as const)('nothing is lost, nothing is cut, and nothing is there twice (writing %s)', async (how) => {
  const journal = await createJournal(state, how === 'aside' ? slowClock() : systemClock, 'r');
  const path = state.path('runs', 'r.jsonl');
  for (let of = 0; of < 4; of++) {
    journal.note(command(of));
    await journal.sync();
  }
  const before = await readFile(path, 'utf8');
  disk.room = 17;
  journal.note(command(4));
  await expect(journal.sync()).rejects.toMatchObject({ code: 'state-unwritable', exitCode: 2 });
  expect(await readFile(path, 'utf8')).toBe(before);
  journal.note(command(5));
  await expect(journal.sync()).rejects.toMatchObject({ code: 'state-unwritable' });
  expect(await readFile(path, 'utf8')).toBe(before);

  disk.room = Infinity;
  journal.note({ t: 'end', exitCode: 2 });
  await journal.close();
  const read = readJournal(await readFile(path, 'utf8'));
  expect(read).toMatchObject({ damaged: [], cut: false, ended: true });
  expect(read.entries.map((entry) => (entry.t === 'do' ? entry.of : entry.t))).toEqual([0, 1, 2, 3, 4, 5, 'end']);
});

it('that stays full leaves what was written before', async () => {
  const journal = await createJournal(state, systemClock, 'r');
  journal.note(command(0));
  await journal.sync();
  disk.room = 5;
  journal.note(command(1));
  await expect(journal.close()).rejects.toMatchObject({ code: 'state-unwritable' });
  expect(readJournal(await readFile(state.path('runs', 'r.jsonl'), 'utf8'))).toMatchObject({ damaged: [], cut: false, entries: [{ of: 0 }] });
});
