import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Driver, ReadStep } from '../../src/packs/driver.ts';
import { readOne, type Insufficient } from '../../src/app/run/reading-one.ts';
import { readDevice, type Reading } from '../../src/app/run/reading.ts';
import { openPacks } from '../../src/app/pack-store.ts';
import type { Reply } from '../../src/transport/model.ts';
import { drift } from '../../src/app/drift.ts';
import { furnished } from '../sim/box.ts';
import { subjectOf, type Subject } from '../thin/box.ts';
import { identitiesOf } from '../../src/profile/identities.ts';
import { K1, K2, Lab, NETWORK, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));

const WHOLE = 'display current-configuration';
const reads = (box: Lab): string[] => box.lines.map((line) => line.trim()).filter((line) => line.startsWith('display ') && line !== 'display client');
const scopes = (box: Lab): string[] => box.events.flatMap((event) => (event.kind === 'scope' ? [`${event.scope}: ${event.because}`] : []));

/** Other people's ONTs on two boards, with service-ports everywhere but at 3 and from 6 on. */
const RESIDENTS = [
  ...NETWORK, 'board add 0/2 H901GPSF', 'dba-profile add profile-id 20 profile-name "theirs" type4 max 102400',
  'ont-lineprofile gpon profile-id 60 profile-name "LP"', 'tcont 1 dba-profile-id 20', 'gem add 1 eth tcont 1', 'gem mapping 1 0 vlan 100', 'commit', 'quit',
  'ont-srvprofile gpon profile-id 60 profile-name "SP"', 'ont-port eth 4 pots 2', 'commit', 'quit',
  'interface gpon 0/2', ...[0, 1, 2, 4, 5].map((id) => `ont add 0 ${id} sn-auth "48575443AAAAAA0${id}" omci ont-lineprofile-id 60 ont-srvprofile-id 60`), 'quit',
  ...[0, 1, 2, 4, 5].map((id) => `service-port ${id} vlan 100 gpon 0/2/0 ont ${id} gemport 1 multi-service user-vlan 100 tag-transform translate`),
];

describe('one ONT', () => {
  it('is planned on a few lines, and the plan is the one the whole configuration gives', async () => {
    const box = await open({ seed: RESIDENTS });
    const targeted = await box.plan({ onProgress: (event) => box.events.push(event) });
    expect(scopes(box)).toEqual(['one: K1']);
    const asked = reads(box);
    expect(asked).not.toContain(WHOLE);
    expect(asked.length).toBeLessThanOrEqual(10);
    // 3 is the next free one; 4 and 5 are taken by ONTs of another board, which nothing but the question could tell.
    expect(asked).toEqual(expect.arrayContaining(['display service-port next-free-index', 'display service-port 4', 'display service-port 5', 'display service-port 6', 'display service-port 7']));
    const whole = await box.plan({ out: 'plan.json' });
    expect(reads(box)).toContain(WHOLE);
    expect(whole.exitCode).toBe(0);
    expect(targeted.targets).toEqual(whole.targets);
    expect(targeted.targets[0]!.changes.filter(({ resource }) => resource === 'service-port').map(({ key }) => key['idx'])).toEqual([3, 6, 7]);
  });

  it('is made, read back, and unchanged the next time without one whole reading', async () => {
    const box = await open({ seed: RESIDENTS });
    expect(await box.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
    expect(await box.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged' }] });
    expect((await drift(box.world, { path: box.profile, acceptNewHostKey: true })).targets).toMatchObject([{ state: 'match' }]);
    expect(reads(box)).not.toContain(WHOLE);
    box.lines.length = 0;
    await box.plan();
    expect(reads(box)).toEqual([
      'display ont info by-sn 48575443A1B2C3D4', `${WHOLE} section sysmode`, `${WHOLE} section global-config`, `${WHOLE} section vlan-config`, `${WHOLE} port 0/1/3`,
    ]);
  });

  it('of several is read with all the others: one reading for all', async () => {
    const box = await open({ seed: RESIDENTS, targets: [K1, K2] });
    await box.plan({ onProgress: (event) => box.events.push(event) });
    expect(reads(box)).toEqual([WHOLE]);
  });

  it('is no reason to collect what an ONT of another board may use: then all is read', async () => {
    const box = await open();
    await box.apply();
    const [, line, service] = /ont-lineprofile-id (\d+) ont-srvprofile-id (\d+)/.exec(box.written.join('\n'))!;
    writeFileSync(box.profile, readFileSync(box.profile, 'utf8').replace('up: 50M', 'up: 40M'));
    box.olt.device.seed(['board add 0/2 H901GPSF', 'interface gpon 0/2', `ont add 0 1 sn-auth "48575443AAAAAA01" omci ont-lineprofile-id ${line} ont-srvprofile-id ${service}`, 'quit']);
    box.lines.length = 0;
    const { targets } = await box.plan({ onProgress: (event) => box.events.push(event) });
    expect(scopes(box).at(-1)).toMatch(/^whole: others may use /);
    expect(reads(box)).toContain(WHOLE);
    // The line profile has another user; the rate table has not.
    const collected = targets[0]!.changes.filter(({ action }) => action === 'collect').map(({ resource }) => resource);
    expect(collected).toContain('traffic-table');
    expect(collected).not.toContain('line-profile');
  });

  it('that is elsewhere, or lacks its VLAN, is told of with the whole box in view', async () => {
    const box = await open({ seed: ['vlan 100 smart', 'vlan 900 smart'] });
    const document = await box.plan({ onProgress: (event) => box.events.push(event) });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT403' }));
    expect(scopes(box).at(-1)).toMatch(/^whole: what seems to be in the way/);
    await box.close();
    const other = await open({ seed: [...RESIDENTS, 'interface gpon 0/2', 'ont add 7 7 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60', 'quit'] });
    expect(JSON.stringify((await other.plan({ onProgress: (event) => other.events.push(event) })).findings)).toContain('0/2/7');
    expect(scopes(other).at(-1)).toBe('whole: the ONT is on 0/2/7');
  });
});

describe('answers of a few reads', () => {
  const PROFILE = `version: 1
name: bar
ont: { eth: 4 }
services: { internet: { vlan: 100, attach: eth1, up: 100M, down: 100M, group: all }, door: { vlan: 900, attach: eth2, group: all } }
olts: { x: { vendor: huawei, model: ma5800, host: 127.0.0.1, username: root, password: { env: P } } }
targets: [ { key: K1, olt: x, pon: 0/1/3, id: 5, serial: HWTCA1B2C3D4 } ]
`;
  /** The box of the worked example behind a reader that may bend an answer. */
  async function read(bend: (step: ReadStep, lines: string[], nth: number) => string[] = (_, lines) => lines): Promise<{ reading: Reading | Insufficient; asked: string[]; driver: Driver; subject: Subject & { driver: Driver } }> {
    const { run } = furnished();
    const driver = (await openPacks(undefined).driver('huawei'))!;
    const subject = { ...await subjectOf(PROFILE), driver };
    const asked: string[] = [];
    const reader = {
      read: (step: ReadStep): Promise<Reply> => {
        asked.push(step.line);
        const lines = bend(step, run(step.line).split('\r\n').slice(1, -1), asked.filter((line) => line === step.line).length);
        const failure = lines.find((line) => /Failure:|% /.test(line)) ?? '';
        return Promise.resolve({ class: failure === '' ? 'ok' : failure.includes('does not exist') ? 'absent' : 'syntax', message: failure, lines, alarms: [], prompt: '#', tries: 1 });
      },
    };
    const plan = (on: Reading['observation']) => driver.plan(subject.intent, subject.access, on, { prune: false, acceptUnconfirmed: true, goal: 'active', offline: false }).plan;
    const reading = await readOne(reader, driver, subject, { olt: 'x', model: undefined, emit: () => undefined, kept: new Map(), plan });
    if (!('because' in reading)) {
      const whole = await readDevice(reader, driver, { olt: 'x', model: undefined, emit: () => undefined });
      expect(plan(reading.observation)).toEqual(plan(whole.observation));
      expect(driver.footprint(identitiesOf(subject.intent), reading.observation, [])).toEqual(driver.footprint(identitiesOf(subject.intent), whole.observation, []));
    }
    return { reading, asked, driver, subject };
  }
  const because = async (bend: Parameters<typeof read>[0]): Promise<string> => ((await read(bend)).reading as Insufficient).because;

  it('that are whole come to the same plan and the same footprint as all of the configuration', async () => {
    expect((await read()).reading).toHaveProperty('observation');
  });

  it('give the same plan however often it is made', async () => {
    const { reading, driver, subject } = await read();
    const { observation } = reading as Reading;
    for (const goal of ['active', 'remove', 'suspend', 'move'] as const) {
      const plans = [1, 2, 3].map(() => driver.plan(subject.intent, subject.access, observation, { prune: true, acceptUnconfirmed: true, goal, offline: false }).plan);
      expect(plans[0]!.changes.length, goal).toBeGreaterThan(goal === 'move' ? -1 : 0);
      expect(plans[1], goal).toEqual(plans[0]);
      expect(plans[2], goal).toEqual(plans[0]);
    }
  });

  it('that are refused, or belong to another release, lead to the whole', async () => {
    for (const part of ['by-sn', 'sysmode', 'global-config', 'vlan-config', 'port 0/1/3']) {
      const why = await because((step, lines) => (step.line.includes(part) ? ['  % Unknown command, the error locates at \'^\''] : lines));
      expect(why).toContain('was answered with: ');
      expect(why).toContain(part);
    }
  });

  it('cut anywhere are asked for again, and never believed', async () => {
    const { asked } = await read();
    const parts = asked.filter((line) => line.includes('current-configuration '));
    expect(parts).toHaveLength(4);
    for (const part of parts) {
      let end = Number.MAX_SAFE_INTEGER;
      // The last line that says something is what makes it whole.
      for (let at = 0; at < Math.min(end, 400); at += 3) {
        const why = await because((step, lines) => {
          const all = lines.filter((line) => line.trim() !== '');
          end = all.length - 1;
          return step.line === part ? all.slice(0, Math.min(at, end)) : lines;
        });
        expect({ part, at, why }).toEqual({ part, at, why: 'an answer was cut' });
      }
      const once = await read((step, lines, nth) => (step.line === part && nth === 1 ? lines.slice(0, -4) : lines));
      expect(once.reading, part).toHaveProperty('observation');
    }
  });

  it('to another question are not taken for this one', async () => {
    const swapped = await because((step, lines) => (step.line.includes('global-config') ? ['[MA5800V100R019: 5011]', '#', '[vlan-config]', '  <vlan-config>', ' vlan 100 smart', '#', 'return'] : lines));
    expect(swapped).toBe('an answer was cut');
  });

  it('of a place that nobody understands lead to the whole', async () => {
    expect(await because((step, lines) => (step.line.includes('by-sn') ? ['  F/S/P : over there'] : lines))).toContain('by-sn');
    expect(await because((step, lines) => (step.line.includes('by-sn') ? lines.map((line) => line.replace('0/1/3', '0/1/4')) : lines))).toBe('the ONT is on 0/1/4');
  });
});
