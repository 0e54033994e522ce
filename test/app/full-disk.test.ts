/** What cannot be written where the product keeps its own files: said as what it is, and nothing half-written is left. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apply } from './whole.ts';
import { takeLease } from '../../src/app/lease.ts';
import { openTranscript } from '../../src/app/transcript.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { stateDir, type StateDir } from '../../src/app/world/state-dir.ts';
import { fileStore, memoryStore } from '../../src/sim/store.ts';
import { startOlt } from '../../src/sim/olt.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { K1, Lab } from './lab.ts';

let folder: string;
let state: StateDir;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ont-prov-full-'));
  state = stateDir(join(folder, 'state'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the state directory', () => {
  it('keeps no half of a file that could not be replaced', async () => {
    const path = state.path('unsaved', 'box');
    await mkdir(join(path, 'in the way'), { recursive: true });
    await expect(state.write(path, 'r1\n')).rejects.toMatchObject({ code: 'state-unwritable', exitCode: 2, hint: expect.stringContaining('--state-dir') as string });
    expect(await readdir(state.path('unsaved'))).toEqual(['box']);
  });

  it('gives a lease back whose number could not be written', async () => {
    await mkdir(join(state.path('leases', 'box.fence.x')), { recursive: true });
    const unwritable: StateDir = { ...state, write: () => Promise.reject(new Error('full')) };
    await expect(takeLease(unwritable, systemClock, { olt: 'x', device: 'box' }, 'r')).rejects.toThrow('full');
    await (await takeLease(state, systemClock, { olt: 'x', device: 'box' }, 'r')).release();
  });
});

describe('the state of a simulator', () => {
  it('that cannot be written or read is a refusal of the world, with its reason', async () => {
    await writeFile(join(folder, 'file'), '');
    const store = fileStore(join(folder, 'file/box.json'));
    await expect(store.save({})).rejects.toMatchObject({ code: 'simulator-state', exitCode: 2, message: expect.stringMatching(/cannot write .*box\.json: E(?:EXIST|NOTDIR): /u) as string, hint: expect.stringContaining('--state') as string });
    expect(() => fileStore(folder).load()).toThrow(/cannot read the simulator's state .*: EISDIR: /u);
    await mkdir(join(folder, 'box.json'));
    await expect(fileStore(join(folder, 'box.json')).save({})).rejects.toMatchObject({ code: 'simulator-state' });
    expect(await readdir(folder)).toEqual(['box.json', 'file']);
  });

  it('is tried again with the next change', async () => {
    const memory = memoryStore();
    let full = false;
    const device = createSimulator({});
    const olt = await startOlt({ device, user: 'u', password: 'p', store: { load: () => memory.load(), save: (kept) => (full ? Promise.reject(new Error('full')) : memory.save(kept)) } });
    full = true;
    device.seed(['vlan 100 smart']);
    await expect(olt.close()).rejects.toThrow('full');
    full = false;
    device.seed(['vlan 200 smart']);
    await olt.close();
    expect(JSON.stringify(memory.load())).toContain('200');
  });
});

describe.skipIf(!existsSync('/dev/full'))('a transcript on a full disk', () => {
  it('says once that it is not complete, and stops nothing', async () => {
    const said: string[] = [];
    const file = await openTranscript('/', '/dev/full', systemClock, (olt, message) => said.push(`${olt}: ${message}`));
    const one = file.for('ma1');
    one.sent('display version');
    one.sent('quit');
    await file.close();
    expect(said).toEqual(['ma1: the transcript /dev/full is not complete: no space left on the device (ENOSPC)']);
  });

  it('is mentioned by a run that wants no other word', async () => {
    const lab = await Lab.open({ targets: [K1] });
    try {
      expect(await lab.plan({ transcript: '/dev/full', onProgress: (event) => lab.events.push(event) })).toMatchObject({ exitCode: 0 });
      expect(lab.events.filter((event) => event.kind === 'note' && event.grave === true)).toMatchObject([{ olt: 'x' }]);
    } finally {
      await lab.close();
    }
  });
});

describe('a run', () => {
  it('whose journal cannot be opened has no name, and nothing is typed', async () => {
    const lab = await Lab.open({ targets: [K1] });
    try {
      const refusing: StateDir = { ...lab.world.state, path: (...parts) => (parts[0] === 'runs' ? '/dev/null/runs/r.jsonl' : lab.world.state.path(...parts)), ready: (path) => Promise.resolve(path) };
      const document = await apply({ ...lab.world, state: refusing }, { path: lab.profile, consent: { kind: 'yes' }, acceptNewHostKey: true });
      expect(document).toMatchObject({ exitCode: 2, run: '', error: { code: 'state-unwritable' } });
      expect(lab.lines).toEqual([]);
    } finally {
      await lab.close();
    }
  });
});
