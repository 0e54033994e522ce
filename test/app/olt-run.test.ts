import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/app/api.ts';
import { readJournal } from './journal-text.ts';
import { createJournal, type Journal } from '../../src/app/journal/writer.ts';
import { takeLease } from '../../src/app/lease.ts';
import { createShelf } from '../../src/app/shelf.ts';
import { createOltRun, type OltRunOptions } from '../../src/app/run/olt-run.ts';
import { appliedTarget, newRecord } from '../../src/app/run/record.ts';
import { unsavedMemory } from '../../src/app/run/unsaved.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import { createRedactor } from '../../src/app/world/redactor.ts';
import { stateDir, type StateDir } from '../../src/app/world/state-dir.ts';
import type { World } from '../../src/app/world.ts';
import { Failure } from '../../src/kernel/failure.ts';
import { FakeOlt, NO_ACCESS, fakeDriver, fakeIntent, type FakeDriverOptions } from './fake-olt.ts';

let state: StateDir;
let olt: FakeOlt;
let events: Progress[];
beforeEach(async () => {
  state = stateDir(await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-run-')));
  olt = new FakeOlt();
  events = [];
});
afterEach(() => rm(state.root, { recursive: true, force: true }));

// Back-off between attempts to connect is for real devices.
const clock = { ...systemClock, after: (ms: number, call: () => void) => systemClock.after(ms > 5_000 && ms !== 8_000 ? ms : 0, call) };
const world = (): World => ({ state, clock, redactor: createRedactor() }) as unknown as World;
let runs = 0;

interface Scene { readonly goal?: 'active' | 'remove'; readonly driver?: FakeDriverOptions; readonly interrupt?: AbortSignal; readonly journal?: Journal;
  /** Happens while a person looks at the plan. */
  readonly meanwhile?: () => void }

async function run(wants: Record<string, Record<string, string>>, scene: Scene = {}) {
  const driver = fakeDriver(scene.driver);
  const journal = scene.journal ?? (await createJournal(state, clock, `run${++runs}`));
  const subjects = Object.entries(wants).map(([key, parameters]) => ({ intent: fakeIntent(key, parameters), access: NO_ACCESS, driver }));
  const records = subjects.map(newRecord);
  const shelf = createShelf(state);
  const options: OltRunOptions = {
    olt: 'x', identity: 'box', peer: 'fake', vendor: 'fake', model: undefined, records, shelf, journal, world: world(), dial: olt.dial, ...(scene.driver?.together ? { window: { lines: 8, octets: 255 } } : {}),
    aim: { goal: scene.goal ?? 'active', prune: false, acceptUnconfirmed: false, confirm: false }, opened: new Map(), emit: (event) => events.push(event), interrupt: scene.interrupt,
  };
  const oltRun = createOltRun(options);
  try {
    await oltRun.prepare();
    scene.meanwhile?.();
    await oltRun.execute(scene.meanwhile !== undefined);
  } finally {
    await oltRun.close();
  }
  await journal.close();
  const targets = records.map(appliedTarget);
  shelf.close();
  return { targets, end: oltRun.end, exits: records.map((record) => record.exit), outcomes: targets.map((target) => target.outcome), entries: readJournal(await readFile(state.path('runs', `${journal.run}.jsonl`), 'utf8')).entries };
}

const three = { K1: { a: '1', b: '2', c: '3' } };
const rows = () => Object.fromEntries(olt.rows);

describe('applying', () => {
  it('types what is planned, reads it back, saves once, and has nothing to do the second time', async () => {
    const first = await run({ K1: { a: '1', body: '2' }, K2: { a: '1', d: '4' } });
    expect(first.targets.map(({ outcome, verified }) => ({ outcome, verified }))).toEqual([{ outcome: 'applied', verified: true }, { outcome: 'applied', verified: true }]);
    expect(rows()).toEqual({ a: '1', body: '2', d: '4' });
    expect(first.end).toMatchObject({ saved: true, failure: null });
    expect(olt.saved).toBe(1);
    expect(olt.sessions).toBe(1);

    const typed = olt.typed.length;
    const second = await run({ K1: { a: '1', body: '2' }, K2: { a: '1', d: '4' } });
    expect(second.outcomes).toEqual(['unchanged', 'unchanged']);
    expect(second.end.saved).toBe(false);
    expect(olt.typed.slice(typed)).toEqual(['show']);
  });

  it('leaves and enters configuration mode once for several targets', async () => {
    await run({ K1: { a: '1' }, K2: { b: '2' }, K3: { c: '3' } });
    expect(olt.typed.filter((line) => line === 'config')).toHaveLength(1);
  });

  it('removes, and finds nothing the second time', async () => {
    olt.rows.set('a', '1').set('z', '9');
    expect((await run({ K1: { a: '1', b: '2' } }, { goal: 'remove' })).outcomes).toEqual(['applied']);
    expect(rows()).toEqual({ z: '9' });
    expect((await run({ K1: { a: '1', b: '2' } }, { goal: 'remove' })).outcomes).toEqual(['unchanged']);
  });

  it('refuses a target in conflict before it writes anything for it, and does the others', async () => {
    olt.rows.set('n', '7');
    const { outcomes, exits, targets } = await run({ K1: { conflict: 'n', a: '1' }, K2: { b: '2' } });
    expect(outcomes).toEqual(['refused', 'applied']);
    expect(exits).toEqual([1, 0]);
    expect(targets[0]!.messages).toEqual(['n is taken']);
    // Nothing is said of a plan that comes to nothing.
    expect(events.flatMap((event) => (event.kind === 'planned' ? [event.target] : []))).toEqual(['K2']);
    expect(rows()).toEqual({ n: '7', b: '2' });
  });

  it('writes every line into the journal before the device has it, and keeps a backup from before the first', async () => {
    olt.rows.set('old', '0');
    let ahead = true;
    const journal = await createJournal(state, clock, 'ahead');
    olt.sabotage = (line) => {
      if (line.startsWith('set')) ahead &&= readFileNow(state.path('runs', 'ahead.jsonl')).includes(`"line":"${line}"`);
      return null;
    };
    const { entries } = await run(three, { journal });
    expect(ahead).toBe(true);
    expect(entries.map((entry) => entry.t)).toEqual(['olt', 'seen', 'plan', 'do', 'did', 'do', 'did', 'do', 'did', 'verify', 'outcome', 'do', 'did', 'save']);
    expect(await readFile(join(state.path('backups', 'x'), (await readdir(state.path('backups', 'x')))[0]!), 'utf8')).toContain('old 0');
  });
});

describe('a journal that cannot be written', () => {
  /** Full from the `from`th time on. */
  const filling = async (name: string, from: number): Promise<Journal> => {
    const journal = await createJournal(state, clock, name);
    let syncs = 0;
    return { ...journal, sync: () => (++syncs >= from ? Promise.reject(new Failure('the disk is full', { code: 'state-unwritable', exitCode: 2 })) : journal.sync()) };
  };

  it('before the first line: nothing was begun, for anybody', async () => {
    const { outcomes, exits, end, targets } = await run({ ...three, K2: { d: '4' } }, { journal: await filling('full', 1) });
    expect([outcomes, exits]).toEqual([['refused', 'refused'], [2, 2]]);
    expect(targets.map(({ messages }) => messages)).toEqual([['the disk is full'], ['the disk is full']]);
    expect(end.failure).toMatchObject({ code: 'state-unwritable' });
    expect(olt.writes).toEqual([]);
    expect(await unsavedMemory(state, 'box').earlier()).toBe(false);
  });

  it('after a line: what stands on the device is left, and said', async () => {
    const { outcomes, exits, targets } = await run({ ...three, K2: { d: '4' } }, { journal: await filling('fuller', 2) });
    expect([outcomes, exits]).toEqual([['left-changed', 'unreachable'], [7, 5]]);
    expect(targets[0]!.messages).toEqual(['the disk is full', expect.stringMatching(/^the device had taken create \S+ a$/), expect.stringContaining('apply again')]);
    expect(olt.writes).toEqual(['set a 1']);
  });

  it('before the second target: the first one stands', async () => {
    const { outcomes, exits } = await run({ K1: { a: '1' }, K2: { d: '4' } }, { journal: await filling('fullest', 2) });
    expect([outcomes, exits]).toEqual([['applied', 'refused'], [0, 2]]);
    expect(olt.writes).toEqual(['set a 1']);
  });
});

describe('a refused line', () => {
  it('is undone in reverse, read back, and does not stop the other targets', async () => {
    olt.rows.set('b', '0');
    olt.sabotage = (line) => (line === 'set c 3' ? { class: 'unsupported', message: 'cannot' } : null);
    const { targets, outcomes, exits } = await run({ ...three, K2: { d: '4' } });
    expect(outcomes).toEqual(['undone', 'applied']);
    expect(exits).toEqual([6, 0]);
    expect(targets[0]!.changes.map((change) => change.result)).toEqual(['undone', 'undone', 'refused']);
    expect(olt.writes).toEqual(['set a 1', 'mod b 2', 'set c 3', 'mod b 0', 'del a', 'set d 4', 'save']);
    expect(rows()).toEqual({ b: '0', d: '4' });
  });

  it('at the very first command is undone too, with nothing to take back and nothing to save', async () => {
    olt.sabotage = (line) => (line === 'set a 1' ? { class: 'denied' } : null);
    const { outcomes, end } = await run(three);
    expect(outcomes).toEqual(['undone']);
    expect(end.saved).toBe(false);
    expect(olt.writes).toEqual(['set a 1']);
    expect(await unsavedMemory(state, 'box').earlier()).toBe(false);
  });

  it('inside a body throws the body away and does not undo what never was', async () => {
    olt.sabotage = (line) => (line === 'val 2' ? { class: 'conflict' } : null);
    const { outcomes } = await run({ K1: { a: '1', body: '2' } });
    expect(outcomes).toEqual(['undone']);
    expect(olt.writes).toEqual(['set a 1', 'val 2', 'del a']);
  });

  it('whose undo is refused too leaves the device changed, and says what is left and how to remove it', async () => {
    olt.sabotage = (line) => (line === 'set c 3' || line === 'del a' ? { class: 'denied', message: 'no' } : null);
    const { targets, exits, end } = await run(three);
    expect(targets[0]).toMatchObject({ outcome: 'left-changed', verified: false });
    expect(exits).toEqual([7]);
    expect(targets[0]!.messages.join('\n')).toMatch(/left on the device: create of row \(name a\)\nto take it back: del a/);
    expect(targets[0]!.changes.map((change) => change.result)).toEqual(['ok', 'undone', 'refused']);
    expect(end.saved).toBe(false);
    expect(await unsavedMemory(state, 'box').earlier()).toBe(true);
  });

  it('after a change that cannot be taken back leaves everything in place', async () => {
    olt.sabotage = (line) => (line === 'set c 3' ? { class: 'denied' } : null);
    const { outcomes } = await run(three, { driver: { oneWay: ['b'] } });
    expect(outcomes).toEqual(['left-changed']);
    expect(rows()).toEqual({ a: '1', b: '2' });
  });

  it('that nobody understands is undone and stops this OLT', async () => {
    olt.sabotage = (line) => (line === 'set b 2' ? { class: 'unknown', message: 'Hmpf.' } : null);
    const { outcomes, targets } = await run({ ...three, K2: { d: '4' } });
    expect(outcomes).toEqual(['undone', 'skipped']);
    expect(targets[1]!.messages[0]).toContain('Hmpf.');
    expect(rows()).toEqual({});
  });

  it('that nobody understands, but was taken all the same, is undone as well', async () => {
    olt.sabotage = (line) => { if (line !== 'set b 2') return null; olt.rows.set('b', '2'); return { class: 'unknown' }; };
    expect((await run(three)).outcomes).toEqual(['undone']);
    expect(rows()).toEqual({});
  });

  it('because it is there already is settled by reading: equal goes on, and is not undone later', async () => {
    olt.sabotage = (line) => {
      if (line === 'set b 2' && !olt.rows.has('b')) { olt.rows.set('b', '2'); return { class: 'exists' }; }
      return line === 'set c 3' ? { class: 'denied' } : null;
    };
    const { outcomes } = await run(three);
    expect(olt.writes).toContain('del a');
    // Somebody else made b between our reading and our writing: it stays.
    expect(rows()).toEqual({ b: '2' });
    expect(outcomes).toEqual(['undone']);
  });

  it('because something else is there already is a refusal', async () => {
    olt.sabotage = (line) => { if (line === 'set b 2') olt.rows.set('b', '5'); return null; };
    const { targets } = await run(three);
    expect(targets[0]!.outcome).toBe('undone');
    expect(targets[0]!.messages.join('\n')).not.toContain('del b');
    expect(rows()).toEqual({ b: '5' });
  });
});

describe('a lost link', () => {
  it('before or after any line of a script still ends in the whole plan, each line typed at most twice', async () => {
    const want = { K1: { a: '1', body: '2', c: '3' }, K2: { d: '4' } };
    await run(want);
    const script = [...olt.typed];
    for (const how of ['drop-before', 'drop-after', 'silent'] as const) {
      for (let at = 1; at <= script.length; at++) {
        olt = new FakeOlt();
        let dropped = false;
        olt.sabotage = (_line, number) => { if (number !== at || dropped) return null; dropped = true; return how; };
        const { outcomes, end } = await run(want);
        expect({ how, line: script[at - 1], outcomes, saved: end.saved }).toEqual({ how, line: script[at - 1], outcomes: ['applied', 'applied'], saved: true });
        expect(rows()).toEqual({ a: '1', body: '2', c: '3', d: '4' });
      }
    }
  });

  it('before or after any line of an undo still ends undone', async () => {
    olt.rows.set('b', '0');
    const refuse = (line: string) => (line === 'set c 3' ? { class: 'denied' as const } : null);
    olt.sabotage = refuse;
    await run(three);
    const script = [...olt.typed];
    for (const how of ['drop-before', 'drop-after'] as const) {
      for (let at = 1; at <= script.length; at++) {
        olt = new FakeOlt();
        olt.rows.set('b', '0');
        let dropped = false;
        olt.sabotage = (line, number) => { if (number === at && !dropped) { dropped = true; return how; } return refuse(line); };
        const { outcomes } = await run(three);
        if (script[at - 1] === 'set c 3' && how === 'drop-after') continue; // The device took it before the link went: then there is no refusal.
        expect({ how, at, line: script[at - 1], outcomes, rows: rows() }).toEqual({ how, at, line: script[at - 1], outcomes: ['undone'], rows: { b: '0' } });
      }
    }
  });

  it('that does not come back leaves the target in doubt and the rest unreachable', async () => {
    olt.sabotage = (line) => { if (line !== 'set b 2') return null; olt.refuseDials = 100; return 'drop-before'; };
    const { outcomes, exits } = await run({ ...three, K2: { d: '4' } });
    expect(outcomes).toEqual(['left-changed', 'unreachable']);
    expect(exits).toEqual([7, 5]);
    expect(await unsavedMemory(state, 'box').earlier()).toBe(true);
  });

  it('before anything was typed is unreachable, exit 5', async () => {
    olt.refuseDials = 100;
    const { outcomes, exits, end } = await run(three);
    expect(outcomes).toEqual(['unreachable']);
    expect(exits).toEqual([5]);
    expect(end.failure?.code).toBe('connect-refused');
  });

  it('is not dialled again when the login is refused', async () => {
    olt.refuseDials = 100;
    olt.dialFailure = () => new Failure('login refused', { code: 'login-refused', exitCode: 4 });
    const { outcomes, exits } = await run(three);
    expect(outcomes).toEqual(['refused']);
    expect(exits).toEqual([4]);
    expect(olt.refuseDials).toBe(99);
  });
});

describe('reading', () => {
  it('that is incomplete is repeated, and believed when it is complete', async () => {
    expect((await run(three, { driver: { incomplete: 2 } })).outcomes).toEqual(['applied']);
  });

  it('that stays incomplete ends as unreadable, with nothing typed', async () => {
    const { outcomes, end } = await run(three, { driver: { incomplete: 3 } });
    expect(outcomes).toEqual(['unreachable']);
    expect(end.failure?.code).toBe('unreadable');
    expect(olt.writes).toEqual([]);
  });

  it('back that shows something else is believed the second time, and is left as it is', async () => {
    olt.sabotage = (line) => { if (line === 'set c 3') { olt.rows.set('c', '9'); return { class: 'ok' }; } return null; };
    const { targets, exits, end } = await run(three);
    expect(targets[0]).toMatchObject({ outcome: 'left-changed', verified: false, messages: ['row name c: value is 9, not 3'] });
    expect(exits).toEqual([7]);
    expect(end.saved).toBe(true);
  });
});

describe('one writer', () => {
  it('is refused while another run has the OLT: nothing is connected', async () => {
    const lease = await takeLease(state, clock, { olt: 'x', device: 'box' }, 'other');
    const { outcomes, end } = await run(three);
    expect(outcomes).toEqual(['unreachable']);
    expect(end.failure).toMatchObject({ code: 'olt-busy', exitCode: 5 });
    expect(olt.sessions).toBe(0);
    await lease.release();
  });
});

describe('a plan that a person has confirmed', () => {
  it('is typed as it was shown', async () => {
    expect((await run(three, { meanwhile: () => undefined })).outcomes).toEqual(['applied']);
    expect((await run({ K1: { d: '1' } }, { meanwhile: () => { olt.rows.set('z', '0'); } })).outcomes).toEqual(['applied']);
  });

  it('is stale when the device is not any more what it was shown for; other targets are done', async () => {
    const { outcomes, exits } = await run({ ...three, K2: { d: '4' } }, { meanwhile: () => { olt.rows.set('b', '9'); } });
    expect(outcomes).toEqual(['stale', 'applied']);
    expect(exits).toEqual([8, 0]);
    expect(rows()).toEqual({ b: '9', d: '4' });
  });
});

describe('a long run', () => {
  it('saves on its way', async () => {
    const wants = Object.fromEntries(Array.from({ length: 410 }, (_, i) => [`K${i}`, { [`r${i}`]: '1' }]));
    const { outcomes, end } = await run(wants);
    expect(outcomes.every((outcome) => outcome === 'applied')).toBe(true);
    expect(olt.saved).toBe(3);
    expect(end.saved).toBe(true);
  });
});

describe('an interrupt', () => {
  it('while connecting does not wait for the connection', async () => {
    const control = new AbortController();
    olt.dial = () => new Promise(() => { control.abort(); });
    const { outcomes, end } = await run(three, { interrupt: control.signal });
    expect(outcomes).toEqual(['skipped']);
    expect(end).toMatchObject({ exits: [130], failure: null });
  });

  it('lets the current target finish, skips the rest, saves, and ends with 130', async () => {
    const control = new AbortController();
    olt.sabotage = (line) => { if (line === 'set b 2') control.abort(); return null; };
    const { outcomes, end } = await run({ ...three, K2: { d: '4' } }, { interrupt: control.signal });
    expect(outcomes).toEqual(['applied', 'skipped']);
    expect(end).toMatchObject({ saved: true, exits: [130] });
    expect(rows()).toEqual({ a: '1', b: '2', c: '3' });
  });

  it('before anything is written writes nothing', async () => {
    const control = new AbortController();
    olt.sabotage = (line) => { if (line === 'show') control.abort(); return null; };
    const { outcomes, end } = await run(three, { interrupt: control.signal });
    expect(outcomes).toEqual(['skipped']);
    expect(end.exits).toEqual([130]);
    expect(olt.writes).toEqual([]);
  });
});

describe('saving', () => {
  it('that is refused keeps the work remembered, and the next run saves though it changes nothing', async () => {
    olt.sabotage = (line) => (line === 'save' ? { class: 'busy', message: 'busy' } : null);
    const first = await run(three);
    expect(first.outcomes).toEqual(['applied']);
    expect(first.end).toMatchObject({ saved: false, exits: [5] });
    olt.sabotage = () => null;
    const second = await run(three);
    expect(second.outcomes).toEqual(['unchanged']);
    expect(second.end.saved).toBe(true);
    expect(olt.saved).toBe(1);
    expect((await run(three)).end.saved).toBe(false);
  });
});

function readFileNow(path: string): string {
  return readFileSync(path, 'utf8');
}

describe('lines that were on their way together', () => {
  const driver = { together: true };

  it('are taken back in reverse when one in the middle is refused, those behind it too', async () => {
    olt.sabotage = (line) => (line === 'set b 2' ? { class: 'denied' } : null);
    const { targets, outcomes } = await run({ ...three, K2: { d: '4' } }, { driver });
    expect(outcomes).toEqual(['undone', 'applied']);
    expect(targets[0]!.changes.map((change) => change.result)).toEqual(['undone', 'refused', 'undone']);
    expect(olt.writes).toEqual(['set a 1', 'set b 2', 'set c 3', 'del c', 'del a', 'set d 4', 'save']);
    expect(rows()).toEqual({ d: '4' });
  });

  it('are looked at on the device where the answer of one behind a refusal is not understood', async () => {
    olt.sabotage = (line) => {
      if (line === 'set c 3') olt.rows.set('c', '3');
      return line === 'set a 1' ? { class: 'denied' } : line === 'set c 3' ? { class: 'unknown' } : null;
    };
    const { outcomes } = await run({ ...three, K2: { d: '4' } }, { driver });
    expect(outcomes).toEqual(['undone', 'applied']);
    expect(olt.writes).toEqual(['set a 1', 'set b 2', 'set c 3', 'del c', 'del b', 'set d 4', 'save']);
    expect(rows()).toEqual({ d: '4' });
  });

  it('leave alone what somebody else has made meanwhile', async () => {
    let meanwhile = true;
    olt.sabotage = (line) => {
      if (meanwhile && line === 'set a 1') { olt.rows.set('b', '9'); meanwhile = false; }
      return null;
    };
    const { outcomes } = await run(three, { driver });
    expect(outcomes).toEqual(['undone']);
    expect(rows()).toEqual({ b: '9' });
  });

  it('are gone on with from what is there, when the link is lost among them', async () => {
    let lost = false;
    olt.sabotage = (line) => {
      if (lost || line !== 'set b 2') return null;
      lost = true;
      return 'drop-after';
    };
    const { outcomes, targets, entries } = await run(three, { driver });
    expect(outcomes).toEqual(['applied']);
    expect(targets[0]!.messages).toEqual(['the connection was lost at "set b 2"; continued from what the device held']);
    expect(olt.writes).toEqual(['set a 1', 'set b 2', 'set c 3', 'save']);
    expect(rows()).toEqual({ a: '1', b: '2', c: '3' });
    expect(readJournal(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')).inDoubt.map(({ line }) => line)).toEqual(['set b 2', 'set c 3']);
  });

  it('are all in the journal before the first of them is typed', async () => {
    const { entries } = await run(three, { driver });
    expect(entries.map((entry) => entry.t)).toEqual(['olt', 'seen', 'plan', 'do', 'do', 'do', 'did', 'did', 'did', 'verify', 'outcome', 'do', 'did', 'save']);
  });
});
