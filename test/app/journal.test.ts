import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, Stamped } from '../../src/app/journal/entries.ts';
import { entryAt, journalReading } from '../../src/app/journal/reader.ts';
import { readJournal } from './journal-text.ts';
import { runName } from '../../src/app/journal/run-name.ts';
import { createJournal } from '../../src/app/journal/writer.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { stateDir } from '../../src/app/world/state-dir.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-journal-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const command = (of: number): Entry => ({ t: 'do', olt: 'x', target: 'K1', of, change: 0, line: `vlan ${of} smart`, undo: false });
const answer = (of: number): Entry => ({ t: 'did', olt: 'x', of, class: 'ok' });

describe('the journal', () => {
  it('holds what was noted, in order, readable by the owner only, once sync has resolved', async () => {
    const state = stateDir(folder);
    const journal = await createJournal(state, systemClock, 'r1');
    journal.note(command(1));
    await journal.sync();
    const path = state.path('runs', 'r1.jsonl');
    expect(readJournal(await readFile(path, 'utf8')).inDoubt).toHaveLength(1);
    journal.note(answer(1));
    journal.note({ t: 'end', exitCode: 0 });
    await journal.close();
    const read = readJournal(await readFile(path, 'utf8'));
    expect(read).toMatchObject({ cut: false, ended: true, inDoubt: [] });
    expect(read.entries.map((entry) => entry.n)).toEqual([0, 1, 2]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is durable for every one of several who sync at the same time', async () => {
    const state = stateDir(folder);
    const journal = await createJournal(state, systemClock, 'r2');
    const path = state.path('runs', 'r2.jsonl');
    await Promise.all(Array.from({ length: 20 }, async (_, i) => {
      journal.note(command(i));
      await journal.sync();
      expect(await readFile(path, 'utf8')).toContain(`"of":${i},`);
    }));
    await journal.close();
    expect(readJournal(await readFile(path, 'utf8')).entries).toHaveLength(20);
  });

  it('never writes into the journal of another run', async () => {
    const state = stateDir(folder);
    await (await createJournal(state, systemClock, 'r3')).close();
    await expect(createJournal(state, systemClock, 'r3')).rejects.toMatchObject({ code: 'state-unwritable' });
  });

  it('is readable cut at any byte, and loses at most the entry that was cut', async () => {
    const state = stateDir(folder);
    const journal = await createJournal(state, systemClock, 'r4');
    for (let i = 0; i < 3; i++) { journal.note(command(i)); journal.note(answer(i)); }
    await journal.close();
    const text = await readFile(state.path('runs', 'r4.jsonl'), 'utf8');
    for (let end = 0; end <= text.length; end++) {
      const part = text.slice(0, end);
      const read = readJournal(part);
      expect(read.entries).toHaveLength(part.split('\n').length - 1);
      expect(read.cut).toBe(!part.endsWith('\n') && part !== '');
    }
  });

  it('says which lines are damaged or missing, and reads the others', () => {
    const [first, second, third] = [command(0), answer(0), command(1)].map((entry, n) => `${JSON.stringify({ n, at: 0, ...entry })}\n`);
    expect(readJournal(`${first}{"n":\n${third}`)).toMatchObject({ damaged: [2], entries: [{ n: 0 }, { n: 2 }] });
    expect(readJournal(`${first}${third}`)).toMatchObject({ damaged: [2] });
    expect(readJournal(`${first}null\n\u0000\u0000\n`)).toMatchObject({ damaged: [2, 3], ended: false });
    expect(readJournal(`${first}${second}${third}`)).toMatchObject({ damaged: [], inDoubt: [{ of: 1 }] });
  });

  it('is the same however its file is read, and every entry is found again where it stood', async () => {
    const state = stateDir(folder);
    const journal = await createJournal(state, systemClock, 'r6');
    journal.note({ t: 'olt', olt: 'Zürich – 北', vendor: 'huawei', peer: 'x', fence: 1, backup: null });
    for (let i = 0; i < 4; i++) { journal.note(command(i)); if (i !== 2) journal.note(answer(i)); }
    await journal.close();
    const path = state.path('runs', 'r6.jsonl');
    const bytes = await readFile(path);
    const whole = readJournal(bytes.toString('utf8'));
    expect(whole.inDoubt).toHaveLength(1);
    fc.assert(fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), fc.nat(bytes.length), (cuts, end) => {
      const entries: Stamped[] = [];
      const reading = journalReading((entry, place) => {
        entries.push(entry);
        expect(entryAt(path, place)).toEqual(entry);
      });
      const edges = [0, ...cuts.filter((cut) => cut < end).sort((a, b) => a - b), end];
      for (const [at, edge] of edges.slice(1).entries()) reading.add(bytes.subarray(edges[at], edge));
      expect({ ...reading.end(), entries }).toEqual(readJournal(bytes.subarray(0, end).toString('utf8')));
    }));
  });

  it('costs little per command: one disk write for an answer and the next command', async () => {
    const journal = await createJournal(stateDir(folder), systemClock, 'r5');
    const times: number[] = [];
    for (let i = 0; i < 500; i++) {
      const start = performance.now();
      if (i > 0) journal.note(answer(i - 1));
      journal.note(command(i));
      await journal.sync();
      times.push(performance.now() - start);
    }
    await journal.close();
    times.sort((a, b) => a - b);
    console.log(`journal: ${times[250]!.toFixed(3)} ms per command (median), ${times[495]!.toFixed(3)} ms (99 %)`);
    if (folder.startsWith('/dev/shm')) expect(times[250]).toBeLessThan(2);
  });

  it('is named so that names sort by time', () => {
    const names = [runName(Date.UTC(2025, 2, 17, 10, 15, 2)), runName(Date.UTC(2025, 11, 1))];
    expect(names[0]).toMatch(/^20250317-101502-[0-9a-f]{6}$/);
    expect([...names].sort()).toEqual(names);
  });
});
