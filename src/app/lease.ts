import { readFileSync } from 'node:fs';
import { link, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { Failure } from '../kernel/failure.ts';
import type { Clock } from '../kernel/world.ts';
import { errnoOf } from './world/errno.ts';
import { unwritable, type StateDir } from './world/state-dir.ts';

/** The right to write to one OLT, held by one process at a time among all that share the state directory. */
export interface Lease {
  /** Grows by one with every writer this OLT has had: whoever holds a lower one is late. */
  readonly fence: number;
  /** @throws Failure `lease-lost`, exit 5, when somebody else took the lease over. Asked before every line that writes. */
  assertHeld(): void;
  release(): Promise<void>;
}

export interface LeaseOwner {
  readonly host: string;
  readonly pid: number;
  /** When the process started, in the kernel's own count, so that a pid that was given out again is not taken for its former owner. null where the system does not tell. */
  readonly started: string | null;
  readonly since: number;
  /** Tells two leases of one process apart. */
  readonly token: string;
  readonly run: string;
}

/** ms between signs of life, and without one before a lease of another machine counts as abandoned. */
const BEAT = 10_000;
const ABANDONED = 120_000;

/** What is leased: the box itself, whatever a project calls it. */
export interface Leased {
  readonly olt: string;
  /** `10.0.0.1:22`: two projects that share a state directory may both have an OLT of one name. */
  readonly device: string;
}

/**
 * Takes the lease of a device. One left by a process that is dead (same machine) or silent (another one) is taken over.
 * @throws Failure `olt-busy`, exit 5, naming the owner
 */
export async function takeLease(state: StateDir, clock: Clock, { olt, device }: Leased, run: string): Promise<Lease> {
  const path = await state.ready(state.path('leases', `${device}.json`));
  const owner: LeaseOwner = {
    host: hostname(), pid: process.pid, started: processStart(process.pid), since: clock.now(),
    token: randomBytes(8).toString('hex'), run,
  };
  for (let tries = 0; ; tries++) {
    if (await createExclusive(state, path, JSON.stringify(owner))) break;
    const holder = await examine(state, path, clock);
    if (holder === 'gone' && tries < 10) continue;
    if (holder === 'gone' || !holder.stale || !(await clear(state, path, holder.text, clock))) throw busy(olt, holder === 'gone' ? null : holder.owner);
  }
  // Counted only now that nobody else can.
  try {
    const fence = await nextFence(state, device);
    await state.write(fencePath(state, device), `${fence}\n`);
    return hold(state, clock, olt, path, owner, fence);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

function hold(state: StateDir, clock: Clock, olt: string, path: string, owner: LeaseOwner, fence: number): Lease {
  let lost: LeaseOwner | null | undefined;
  let cancel = clock.after(BEAT, beat);
  let released = false;
  function beat(): void {
    void refresh().finally(() => { if (!released && lost === undefined) cancel = clock.after(BEAT, beat); });
  }
  async function refresh(): Promise<void> {
    const text = await state.read(path).catch(() => undefined);
    if (text === undefined) return; // A file system that stutters: the next beat tells.
    const holder = text === null ? null : parseOwner(text);
    if (holder?.token !== owner.token) { lost = holder; return; }
    await utimes(path, new Date(clock.now()), new Date(clock.now())).catch(() => undefined);
  }
  return {
    fence,
    assertHeld() {
      if (lost === undefined) return;
      throw new Failure(`the lease of OLT ${olt} was taken over by ${lost ? describe(lost) : 'somebody who has finished since'}`,
        { code: 'lease-lost', exitCode: 5, hint: 'run apply again: it continues from what the device shows' });
    },
    async release() {
      released = true;
      cancel();
      const text = await state.read(path).catch(() => null);
      if (text !== null && parseOwner(text)?.token === owner.token) await rm(path, { force: true });
    },
  };
}

/** Creates `path` with its text in one step, so that nobody sees it half written. @returns false when it exists */
async function createExclusive(state: StateDir, path: string, text: string): Promise<boolean> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(fresh, text, { mode: 0o600, flag: 'wx' });
    await link(fresh, path);
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'EEXIST') return false;
    // Some network shares have no hard links; there exclusive creation must do.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP') return await createPlain(state, path, text);
    throw unwritable(state.root, error);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function createPlain(state: StateDir, path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw unwritable(state.root, error);
  }
}

type Examined = 'gone' | { readonly text: string; readonly owner: LeaseOwner | null; readonly stale: boolean };

async function examine(state: StateDir, path: string, clock: Clock): Promise<Examined> {
  const text = await state.read(path);
  const silent = await stat(path).then((file) => clock.now() - file.mtimeMs, () => null);
  if (text === null || silent === null) return 'gone';
  const owner = parseOwner(text);
  if (!owner || owner.host !== hostname()) return { text, owner, stale: silent > ABANDONED };
  return { text, owner, stale: !alive(owner) };
}

/**
 * Removes a stale lease, unless somebody else is just doing so. Whoever removes holds `<path>.takeover` meanwhile and looks again,
 * so that a lease that was taken over a moment ago is not removed as if it were the old one.
 */
async function clear(state: StateDir, path: string, stale: string, clock: Clock): Promise<boolean> {
  const guard = `${path}.takeover`;
  if (!(await createPlain(state, guard, ''))) {
    const age = await stat(guard).then((file) => clock.now() - file.mtimeMs, () => 0);
    if (age > ABANDONED) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await state.read(path)) === stale) await rm(path, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

function alive(owner: LeaseOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
  }
  const started = processStart(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

/** Field 22 of /proc/<pid>/stat (proc(5)): start time in clock ticks since boot. The command name before it may hold blanks and brackets. */
function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function nextFence(state: StateDir, device: string): Promise<number> {
  return Number.parseInt((await state.read(fencePath(state, device))) ?? '0', 10) + 1 || 1;
}

function fencePath(state: StateDir, device: string): string {
  return state.path('leases', `${device}.fence`);
}

function parseOwner(text: string): LeaseOwner | null {
  try {
    const value = JSON.parse(text) as LeaseOwner;
    return typeof value.token === 'string' && typeof value.pid === 'number' && typeof value.host === 'string' ? value : null;
  } catch {
    return null;
  }
}

function busy(olt: string, owner: LeaseOwner | null): Failure {
  return new Failure(`OLT ${olt} is being written by ${owner ? describe(owner) : 'another run'}`,
    { code: 'olt-busy', exitCode: 5, hint: 'wait until that run has ended; a lease whose owner died is taken over by itself' });
}

function describe(owner: LeaseOwner): string {
  return `process ${owner.pid} on ${owner.host} (run ${owner.run}, since ${new Date(owner.since).toISOString()})`;
}
