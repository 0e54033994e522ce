import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lower } from '../../src/access/lower.ts';
import type { Files } from '../../src/kernel/world.ts';
import { compilePack } from '../../src/packs/compile.ts';
import type { Driver } from '../../src/packs/driver.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';

/** Packs without a simulator: what they would type, and what they make of a configuration somebody else left. */
const cases = [
  {
    id: 'zte',
    speed: [
      'traffic-profile op-204800k-* cir 204800 cbs 65535 pir 204800 pbs 65535',
      'no qos traffic-policy direction egress',
      'qos traffic-policy op-204800k-* direction egress',
    ],
    vlan: [
      'onu profile vlan op-vlan-* tag-mode tag cvlan 110 pri 0',
      'no service HSI',
      'no service-port 1',
      'service-port 1 user-vlan 110 vlan 110',
      'service internet gemport 3 vlan 110',
      'wan-ip 1 ipv4 mode pppoe username q7@lighthouse password *** vlan-profile op-vlan-* host 1',
    ],
    remove: ['no onu 7'],
  },
  {
    id: 'vsol',
    speed: [
      'profile traffic id 10 name op-204800k-*', 'sir 0 pir 204800', 'commit', 'exit',
      'onu 3 gemport 2 traffic-limit upstream T50 downstream op-204800k-*',
    ],
    vlan: [
      'no onu 3 service-port 1',
      'no onu 3 service ser_1',
      'onu 3 service internet gemport 2 vlan 110',
      'onu 3 service-port 1 gemport 2 uservlan 110 vlan 110',
      'onu 3 pri wan_adv index 1 vlan tag wan_vlan 110 0',
    ],
    remove: ['no onu 3'],
  },
] as const;

describe.each(cases)('the $id pack on a foreign configuration', ({ id, speed, vlan, remove }) => {
  const driver: Driver = compilePack(JSON.parse(readFileSync(`dist/vendors/${id}/pack.json`, 'utf8')) as Parameters<typeof compilePack>[0]);
  const dump = readFileSync(`test/fixtures/${id}/foreign/hgu/dump.txt`, 'utf8');
  const profile = readFileSync(`test/fixtures/${id}/foreign/hgu/profile.yaml`, 'utf8');

  it('finds nothing to do for the profile that says what is there', async () => {
    expect(await lines(profile)).toEqual([]);
  });

  it('changes the speed as the device asks for it', async () => {
    expect(masked(await lines(profile.replace('down: { kbit: 102400 }', 'down: { kbit: 204800 }')))).toEqual(speed);
  });

  it('changes the VLAN as the device asks for it', async () => {
    expect(masked(await lines(profile.replace('vlan: 100', 'vlan: 110')))).toEqual(vlan);
  });

  it('removes the ONT when its other lines are let go, and keeps everybody\'s profiles', async () => {
    expect(await lines(profile, 'remove', true)).toEqual(remove);
  });

  it('refuses a VLAN the OLT does not have', async () => {
    expect((await planned(profile.replace('vlan: 100', 'vlan: 120'))).findings).toContainEqual(expect.objectContaining({ code: 'ONT403', severity: 'error' }));
  });

  it('never plans a deletion, and never adopts wrongly, on a dump cut at any byte', async () => {
    const subject = await target(profile);
    let cuts = 0;
    for (let end = 0; end < dump.length; end++) {
      const on = driver.observe([{ name: driver.reads[0]!.name, lines: dump.slice(0, end).split('\n') }], undefined);
      cuts++;
      if (!on.complete) continue;
      expect(plan(subject, on, 'active', false).changes).toEqual([]);
    }
    console.log(`${id}: dump cut at ${cuts} places`);
  });

  it('gives the golden script for a box that has the required objects only', async () => {
    const subject = await target(profile);
    const { plan: made } = driver.plan(subject.intent, subject.access, driver.assumed(undefined), { prune: false, acceptUnconfirmed: false, goal: 'active', offline: true });
    const text = driver.script([made], { save: true }).map((step) => `${step.line}\n`).join('');
    await expect(text).toMatchFileSnapshot(`../../vendors/${id}/golden/hgu.txt`);
  });

  async function target(text: string) {
    const files: Files = { read: (path) => Promise.resolve(path.endsWith('profile.yaml') ? new TextEncoder().encode(text) : null), list: () => Promise.resolve(null) };
    const { project, findings } = await loadProject('profile.yaml', files);
    const [row] = [...resolve(project)];
    expect([...findings, ...(row?.findings ?? [])].filter((finding) => finding.severity === 'error')).toEqual([]);
    return { intent: row!.intent!, access: lower(row!.intent!) };
  }

  function plan(subject: Awaited<ReturnType<typeof target>>, on: ReturnType<Driver['observe']>, goal: 'active' | 'remove', prune: boolean) {
    return driver.plan(subject.intent, subject.access, on, { prune, acceptUnconfirmed: true, goal, offline: false }).plan;
  }

  async function planned(text: string, goal: 'active' | 'remove' = 'active', prune = false) {
    const on = driver.observe([{ name: driver.reads[0]!.name, lines: dump.split('\n') }], undefined);
    expect(on.findings).toEqual([]);
    return plan(await target(text), on, goal, prune);
  }

  async function lines(text: string, goal: 'active' | 'remove' = 'active', prune = false): Promise<string[]> {
    const { changes, findings } = await planned(text, goal, prune);
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
    return changes.flatMap((change) => change.commands.map((command) => command.line));
  }
});

/** Generated names end in a hash. */
function masked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/(op-(?:[\w.]+-)?)[0-9a-f]{6}\b/g, '$1*'));
}
