/** The box is no yes-man: hardly any slip in a line of the golden scripts is taken. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { HandClock } from '../../src/sim/clock.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { SmartAxSession } from '../../vendors/huawei/simulator/session.ts';
import { bench } from './box.ts';
import { mutationsOf, type Kind } from './mutations.ts';

const folder = resolve(import.meta.dirname, '../../vendors/huawei/golden');

/** The network plan, and the profiles of a site that has its own. */
const SITE = [
  'vlan 20 smart', 'vlan 100 to 102 smart', 'vlan 1101 to 1102 smart', 'vlan 1201 smart', 'multicast-vlan 101', 'quit', 'ont-sipagent-profile profile-id 1', 'quit',
  'dba-profile add profile-id 60 profile-name "site" type4 max 50048',
  'ont-lineprofile gpon profile-id 60 profile-name "site"', 'tcont 1 dba-profile-id 60', 'gem add 1 eth tcont 1', 'gem mapping 1 0 vlan 100', 'commit', 'quit',
  'ont-srvprofile gpon profile-id 60 profile-name "site"', 'ont-port eth adaptive pots adaptive', 'commit', 'quit',
];
const TABLES = [
  'traffic table ip index 10 name "UP-50M" cir 50048 priority 0 priority-policy tag-in-package',
  'traffic table ip index 11 name "DN-100M" cir 100032 priority 0 priority-policy tag-in-package',
];

/** Everything that one has to type to be rid of the subscriber of the triple play, in an order that works. */
const REMOVAL = [
  'config', 'multicast-vlan 101', 'undo igmp multicast-vlan member service-port 3', 'quit', 'btv', 'igmp user delete service-port 3', 'quit',
  'undo service-port 1', 'undo service-port 2', 'undo service-port 3', 'undo service-port 4',
  'interface gpon 0/1', 'sippstnuser delete 5 0 1', 'if-sip delete 5 0 1', 'undo ont tr069-server-config 5 0', 'undo ont ipconfig 5 0 ip-index 1', 'ont delete 5 0', 'quit',
  'ont tr069-server-profile delete profile-id 1', 'undo ont-srvprofile gpon profile-id 10', 'undo ont-lineprofile gpon profile-id 10',
  'undo traffic table ip index 10', 'undo traffic table ip index 11', 'undo traffic table ip index 12', 'dba-profile delete profile-id 10', 'dba-profile delete profile-id 11', 'dba-profile delete profile-id 12',
];

/** What is taken after all, and why a box may well take it. Every row is needed, and nothing is taken that has no row. */
const TAKEN: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^gem mapping \d+ 0 vlan 777$/, why: 'the tag is the one on the PON; no source says that the OLT must have a VLAN of that number' },
  { line: /^ont (?:ipconfig|port native-vlan) .* vlan 777 /, why: 'settings of the ONT, handed on over OMCI; no source says that the OLT compares them with its VLANs' },
  { line: /^ont-(?:srv|line)profile gpon profile-id 10$/, why: 'without its undo the line goes into the profile to edit it; nothing changes before a commit' },
  { line: /^sippstnuser add 5 0 8 /, why: 'POTS ports are counted "adaptive": the OLT does not know how many the ONT has, up to eight' },
];

interface Tally { readonly kind: Kind; refused: number; taken: number; }

test('of single-token mutations of the golden scripts at least 95 % are refused, and refusing changes nothing', () => {
  const trial = new Trial();
  for (const name of readdirSync(folder).sort()) {
    const site = name === 'site-profiles.txt' ? [...SITE, ...TABLES] : SITE;
    // Each box has its part of a script, up to its save.
    for (const part of readFileSync(join(folder, name), 'utf8').split(/^save\n/m).filter((text) => text !== '')) {
      trial.type([...part.trim().split('\n'), 'save', ...(name === 'triple-play.txt' ? REMOVAL : [])], site);
    }
  }
  process.stdout.write(trial.report());
  for (const line of trial.taken) expect(TAKEN.some((row) => row.line.test(line)), `taken without a reason: ${line}`).toBe(true);
  for (const row of TAKEN) expect(trial.taken.some((line) => row.line.test(line)), `no longer taken: ${row.line.source}`).toBe(true);
  expect(trial.tried).toBeGreaterThan(5000);
  expect(trial.refused / trial.tried).toBeGreaterThanOrEqual(0.95);
});

test('a kind of port comes once', () => {
  const { run } = bench();
  run('ont-srvprofile gpon profile-id 10');
  expect(isRefusal(run('ont-port eth 4 eth adaptive').split('\r\n'))).toBe(true);
  expect(isRefusal(run('ont-port pots 2 eth 4 catv adaptive').split('\r\n'))).toBe(false);
});

class Trial {
  readonly taken: string[] = [];
  readonly #tally = new Map<Kind, Tally>();
  readonly #spared = new Map<string, number>();
  readonly #seen = new Set<string>();

  get refused(): number { return [...this.#tally.values()].reduce((sum, { refused }) => sum + refused, 0); }
  get tried(): number { return this.refused + this.taken.length; }

  /** Types a script on a fresh box; before each line that was not seen yet all its mutations, after each of which the box is taken back. */
  type(script: readonly string[], site: readonly string[]): void {
    const device = createSimulator({ clock: new HandClock() });
    expect(device.seed(site)).toEqual([]);
    const session = device.open({ kind: 'local', address: 'x', user: 'root', admits: () => true });
    if (!(session instanceof SmartAxSession)) throw new Error('a session of another box');
    session.start();
    for (const line of ['enable', 'undo smart', 'undo interactive']) session.line(line);
    for (const line of script) {
      if (!this.#seen.has(line)) this.#mutate(line, device, session);
      this.#seen.add(line);
      expect(isRefusal(session.line(line).lines), line).toBe(false);
    }
  }

  #mutate(line: string, device: ReturnType<typeof createSimulator>, session: SmartAxSession): void {
    const look = (): string => JSON.stringify([device.persist(), session.mode]);
    const [box, mode, before] = [device.persist(), structuredClone(session.mode), look()];
    const { mutations, spared } = mutationsOf(line);
    for (const { reason } of spared) this.#spared.set(reason, (this.#spared.get(reason) ?? 0) + 1);
    for (const mutation of mutations) {
      const tally = this.#tally.get(mutation.kind) ?? { kind: mutation.kind, refused: 0, taken: 0 };
      this.#tally.set(mutation.kind, tally);
      const refused = isRefusal(session.line(mutation.line).lines);
      if (refused) {
        tally.refused++;
        expect(look(), `${mutation.line} was refused and changed something`).toBe(before);
        continue;
      }
      tally.taken++;
      this.taken.push(mutation.line);
      device.restore(box);
      session.enter(structuredClone(mode));
    }
  }

  report(): string {
    const kinds = [...this.#tally.values()].map(({ kind, refused, taken }) => `  ${kind.padEnd(12)} ${String(refused).padStart(5)} refused ${String(taken).padStart(3)} taken\n`);
    const spared = [...this.#spared].map(([reason, count]) => `  not mutated ${String(count).padStart(5)} × ${reason}\n`);
    const taken = TAKEN.map((row) => `  taken ${String(this.taken.filter((line) => row.line.test(line)).length).padStart(3)} × ${row.line.source}  ${row.why}\n`);
    return [`${this.#seen.size} lines, ${this.tried} mutations, ${this.refused} refused (${(100 * this.refused / this.tried).toFixed(2)} %)\n`, ...kinds, ...spared, ...taken].join('');
  }
}

function isRefusal(lines: readonly string[]): boolean {
  return lines.some((line) => /^ {2}(?:Failure:|% )|failed: [1-9]/.test(line));
}
