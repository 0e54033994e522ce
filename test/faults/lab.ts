/** One triple-play subscriber on a box of two hundred others, and runs on it that meet one fault. Nothing here waits for a clock. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../app/journal-text.ts';
import { createJournal } from '../../src/app/journal/writer.ts';
import { openSecrets, subscriberSecrets } from '../../src/app/needed-secrets.ts';
import { createOltRun } from '../../src/app/run/olt-run.ts';
import { newRecord } from '../../src/app/run/record.ts';
import { createShelf } from '../../src/app/shelf.ts';
import type { Aim, Subject } from '../../src/app/run/subject.ts';
import { openProject, review } from '../../src/app/subjects.ts';
import { openWorld, type World } from '../../src/app/world.ts';
import { systemClock } from '../../src/app/world/clock.ts';
import type { Outcome } from '../../src/app/api.ts';
import { worstExit, type ExitCode } from '../../src/kernel/exit.ts';
import type { Clock } from '../../src/kernel/world.ts';
import type { Driver } from '../../src/packs/driver.ts';
import type { SendingWindow } from '../../src/packs/window.ts';
import type { Change } from '../../src/plan/model.ts';
import type { DeviceSimulator, Json } from '../../src/sim/device.ts';
import { openSession } from '../../src/transport/session.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { foreignLines } from './foreign.ts';
import { Wire, type Strike } from './wire.ts';

export type Errand = Pick<Aim, 'goal' | 'formerSerial'>;

export interface Run {
  /** null when the process was killed. */
  readonly outcome: Outcome | null;
  readonly exit: ExitCode | null;
  /** How those ended that came after it. */
  readonly batch: readonly (Outcome | null)[];
  readonly messages: readonly string[];
  readonly saved: boolean;
  /** Of the first plan. */
  readonly changes: readonly Change[];
  /** Lines that went over the wire from the first one after the first reading on. */
  readonly lines: readonly string[];
  readonly struck: boolean;
  /** Lines of the journal that have no answer. */
  readonly inDoubt: number;
}

export class Lab {
  readonly box: DeviceSimulator = createSimulator({ set: { 'save-ms': '0' } });
  /** How many lines its runs have on their way at a time; null: one. */
  window: SendingWindow | null = null;
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Lab> {
    const lab = new Lab(await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-faults-')));
    const refused = lab.box.seed(foreignLines());
    if (refused.length > 0) throw new Error(`the box refused: ${refused.slice(0, 5).join('; ')}`);
    return lab;
  }

  async subject(profile: string): Promise<Subject> {
    const path = join(this.#folder, `profile-${++this.#count}.yaml`);
    await writeFile(path, profile);
    const world = this.#world(systemClock);
    for await (const { subject, findings } of review(world, await openProject(world, path), [])) {
      if (subject) {
        // Network plan and voice agents are somebody else's work; most of it the neighbours have brought along.
        this.box.seed([...subject.driver.requiredLines([subject])]);
        return { ...subject, driver: hasty(subject.driver) };
      }
      throw new Error(findings.map((finding) => finding.message).join('; '));
    }
    throw new Error('no subscriber');
  }

  get state(): Json { return this.box.persist(); }
  set state(state: Json) { this.box.restore(state); }

  /** The running configuration, as the box prints it. */
  dump(): readonly string[] {
    const session = this.box.open({ kind: 'local', address: '127.0.0.1', user: 'root', admits: () => true });
    session.start();
    for (const line of ['enable', 'undo smart']) session.line(line);
    const { lines } = session.line('display current-configuration');
    session.ended();
    return lines;
  }

  /** What is left to do for this subscriber, seen by somebody who knows nothing. */
  left(subject: Subject, errand: Errand): readonly Change[] {
    const { driver, intent, access } = subject;
    const on = driver.observe([{ name: driver.reads[0]!.name, lines: this.dump() }], 'ma5800');
    return driver.plan(intent, access, on, { ...aimOf(errand), offline: false }).plan.changes.filter((change) => change.action !== 'collect');
  }

  /** A run that writes, for one subscriber; those after it in the same batch are told apart in `batch`. A killed one leaves its lease, journal and memory as a dead process would. */
  async run(subject: Subject, errand: Errand, strike: Strike | null = null, batch: readonly Subject[] = []): Promise<Run> {
    const clock = new HastyClock();
    const world = this.#world(clock);
    const { driver } = subject;
    const wire = new Wire(this.box, strike);
    const name = `run-${++this.#count}`;
    const journal = await createJournal(world.state, clock, name);
    const secrets = await openSecrets(world.secrets, [subject, ...batch].flatMap(subscriberSecrets));
    const shelf = createShelf(world.state);
    const record = newRecord(subject);
    const more = batch.map(newRecord);
    const dial = () => openSession(wire.open(), driver.session, { username: 'root', password: 'x' }, { clock });
    const run = createOltRun({
      olt: 'x', identity: 'box', peer: 'local box', vendor: driver.id, model: 'ma5800', aim: aimOf(errand), opened: secrets.values, dial, world, journal,
      window: this.window, records: [record, ...more], shelf, emit: () => undefined,
    });
    let changes: readonly Change[] = [];
    const whole = (async () => {
      try {
        await run.prepare();
        await run.execute(false);
      } finally {
        changes = record.planned?.plan.changes ?? [];
        await run.close();
        shelf.close();
      }
    })();
    const killed = await Promise.race([whole.then(() => false), wire.killed.then(() => true)]);
    const { inDoubt } = killed ? readJournal(readFileSync(world.state.path('runs', `${name}.jsonl`), 'utf8')) : { inDoubt: [] };
    if (killed) {
      clock.stop();
      wire.cut();
      // As if nobody of this number were alive any more.
      await rm(world.state.path('leases', 'box.json'), { force: true });
    }
    await journal.close();
    const after = killed ? inDoubt : readJournal(readFileSync(world.state.path('runs', `${name}.jsonl`), 'utf8')).inDoubt;
    return {
      outcome: killed ? null : record.outcome, exit: killed ? null : worstExit([record.exit, ...run.end.exits]),
      batch: more.map(({ outcome }) => outcome),
      messages: [...record.messages, ...(run.end.failure ? [run.end.failure.message] : [])],
      saved: run.end.saved, changes, lines: wire.lines, struck: wire.struck, inDoubt: after.length,
    };
  }

  /** A fresh machine: no journal, no backup, no memory of what is not saved. */
  async forget(): Promise<void> {
    await rm(join(this.#folder, 'state'), { recursive: true, force: true });
  }

  /** The last entries of every journal are lost, the one before them is cut in the middle. */
  async damageJournals(): Promise<void> {
    const folder = join(this.#folder, 'state', 'runs');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      await truncate(path, Math.floor(statSync(path).size * 0.7));
    }
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #world(clock: Clock): World {
    const env = { HOME: this.#folder, ACS_PASSWORD: 'acs-geheim-1', SIP_PASSWORD: 'sip-geheim-2' };
    return { ...openWorld({ cwd: this.#folder, env, stateDir: join(this.#folder, 'state') }), clock };
  }
}

/** As messages name it. */
export function nameOf({ resource, key }: Change): string {
  return [resource, ...Object.entries(key).map(([part, value]) => `${part} ${value}`)].join(' ');
}

function aimOf(errand: Errand): Aim {
  return { ...errand, prune: false, acceptUnconfirmed: true, confirm: false };
}

/** Back-off before a busy box or a new connection takes no time; how long a silence is stays as it is. */
class HastyClock implements Clock {
  readonly #cancels = new Set<() => void>();
  now(): number { return systemClock.now(); }
  ticks(): number { return systemClock.ticks(); }
  after(ms: number, call: () => void): () => void {
    const cancel = systemClock.after(BACK_OFFS.has(ms) ? 0 : ms, () => { this.#cancels.delete(cancel); call(); });
    this.#cancels.add(cancel);
    return () => { this.#cancels.delete(cancel); cancel(); };
  }
  stop(): void {
    for (const cancel of this.#cancels) cancel();
  }
}

/** A box that says nothing about its save is waited for less long. */
function hasty(driver: Driver): Driver {
  const { save } = driver.session;
  return save ? { ...driver, session: { ...driver.session, save: { ...save, patience: 200 } } } : driver;
}

const BACK_OFFS: ReadonlySet<number> = new Set([2_000, 4_000, 8_000, 12_000]);

/** Everything one subscriber can have: managed, remotely configured, internet, television and telephone. */
export function triplePlay({ vlan = 100, pon = '0/1/5', serial = 'HWTC00000F01', phone = '4930123456' }: { readonly vlan?: number; readonly pon?: string; readonly serial?: string; readonly phone?: string } = {}): string {
  return `version: 1
name: faults
ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 20, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net:7547/", username: support, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: ${vlan}, priority: 0, mode: bridge, attach: "eth1,eth2", down: 100M, up: 50M }
  iptv: { vlan: 101, priority: 4, mode: bridge, attach: eth4, multicast: { mvlan: 101 } }
  voice:
    vlan: 102
    priority: 5
    qos: { up: { assured: 512k, max: 1M } }
    sip: { by: omci, pots: 1, number: "${phone}", username: "${phone}", password: { env: SIP_PASSWORD } }
olts: { x: { vendor: huawei, model: ma5800, host: 127.0.0.1, transport: telnet, username: root } }
targets: [ { key: K1, olt: x, pon: ${pon}, serial: ${serial}, description: "triple play" } ]
`;
}
