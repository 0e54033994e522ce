/** Whole commands through OpenSSH's sshd and inetutils' telnetd: what a person types against a box that is not ours alone. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Progress } from '../../src/app/api.ts';
import { apply, plan, remove } from '../app/whole.ts';
import { dryRun } from '../../src/app/dry-run.ts';
import { openWorld } from '../../src/app/world.ts';
import { formatKnownHost } from '../../src/transport/known-hosts.ts';
import { describeWith } from './describe-with.ts';
import type { Served } from './per-connection.ts';
import { BOX, sshRig, telnetRig } from './rig.ts';
import type { Rig, RigOptions } from './rig.ts';
import type { Sshd } from './sshd.ts';

const VLANS = ['vlan 20 smart', 'vlan 100 smart', 'vlan 101 smart', 'vlan 102 smart'];
const K1 = '{ key: K1, olt: x, pon: 0/1/3, id: 5, serial: HWTCA1B2C3D4, description: "first" }';

let cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

async function opened<S extends Served>(rig: Promise<Rig<S>>): Promise<Rig<S>> {
  const up = await rig;
  cleanups.push(() => up.close());
  return up;
}

const ssh = (options: RigOptions = {}) => opened(sshRig({ seed: VLANS, ...options }));

/** Internet, television and voice beside the management, as one line of `olts:` wants to be reached. */
function profile(olt: string, targets: readonly string[]): string {
  return `version: 1
name: triple-play
ont: { eth: 4, pots: 2 }
management: { vlan: 20, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net:7547/", username: support, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: "eth1,eth2", down: 100M, up: 50M }
  iptv: { vlan: 101, priority: 4, mode: bridge, attach: eth4, down: 20M, up: 1M }
  voice: { vlan: 102, priority: 5, sip: { by: tr069 }, down: 1M, up: 1M }
olts:
  x: { vendor: huawei, model: ma5800, host: 127.0.0.1, ${olt} }
targets:
${targets.map((target) => `  - ${target}\n`).join('')}`;
}

/** Project and state directory beside the rig, and the commands on them. */
async function project(rig: Rig<Served>, olt: string, options: { readonly targets?: readonly string[]; readonly knownHosts?: string } = {}) {
  const folder = join(rig.folder, 'project');
  const path = join(folder, 'profile.yaml');
  await mkdir(join(folder, 'state'), { recursive: true });
  await writeFile(path, profile(olt, options.targets ?? [K1]));
  if (options.knownHosts !== undefined) await writeFile(join(folder, 'state', 'known_hosts'), options.knownHosts);
  const world = openWorld({ cwd: folder, env: { HOME: folder, OLT_PASSWORD: BOX.password, ACS_PASSWORD: 'acs-geheim-2' }, stateDir: join(folder, 'state') });
  const events: Progress[] = [];
  const common = { path, onProgress: (event: Progress) => { events.push(event); } };
  const writing = { ...common, consent: { kind: 'yes' } } as const;
  return {
    events,
    notes: () => events.flatMap((event) => (event.kind === 'note' ? [event.message] : [])),
    apply: () => apply(world, writing),
    plan: () => plan(world, common),
    remove: () => remove(world, { ...writing, only: ['K1'] }),
    script: async () => {
      const lines: string[] = [];
      await dryRun(world, { path }, ({ script }) => { lines.push(...script); });
      return lines;
    },
  };
}

function sshProject(rig: Rig<Sshd>, { more = '', ...options }: { readonly more?: string; readonly targets?: readonly string[]; readonly knownHosts?: string } = {}) {
  const { port, username, hostKey, key } = rig.server;
  const line = `port: ${port}, transport: ssh, username: ${username}, ssh: { key: ${key}${more} }`;
  return project(rig, line, { knownHosts: `${formatKnownHost('127.0.0.1', port, hostKey)}\n`, ...options });
}

type Project = Awaited<ReturnType<typeof project>>;

async function makeAndTakeBack(rig: Rig<Served>, made: Project): Promise<void> {
  const before = JSON.stringify(rig.device.tables());
  expect(await made.apply()).toMatchObject({ exitCode: 0, saved: true, targets: [{ outcome: 'applied', verified: true, id: 5 }] });
  const applied = JSON.stringify(rig.device.tables());
  expect(applied).not.toBe(before);
  made.events.length = 0;
  expect(await made.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'unchanged', changes: [] }] });
  expect(made.events.filter((event) => event.kind === 'command')).toEqual([]);
  expect(JSON.stringify(rig.device.tables())).toBe(applied);
  expect(await made.remove()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
  expect(JSON.stringify(rig.device.tables())).toBe(before);
}

describeWith(['sshd', 'ssh-keygen'], 'a profile through OpenSSH\'s sshd', () => {
  test('is applied, found unchanged and removed without a trace', async () => {
    const rig = await ssh();
    await makeAndTakeBack(rig, await sshProject(rig));
  });

  test('the same over outdated algorithms, which each run names', async () => {
    const rig = await ssh({ sshd: { hostKeyType: 'rsa', settings: ['KexAlgorithms diffie-hellman-group14-sha1', 'HostKeyAlgorithms ssh-rsa', 'Ciphers aes128-ctr', 'MACs hmac-sha1'] } });
    const refused = await (await sshProject(rig)).apply();
    expect(refused).toMatchObject({ exitCode: 5, targets: [{ outcome: 'unreachable' }] });
    expect(refused.targets[0]!.messages.join()).toContain('the device offers diffie-hellman-group14-sha1; we offer');
    const made = await sshProject(rig, { more: ', legacyAlgorithms: true' });
    for (const run of [made.apply, made.plan, made.remove]) {
      made.events.length = 0;
      expect((await run()).exitCode).toBe(0);
      expect(made.notes()).toEqual([expect.stringMatching(/uses outdated algorithms, which are allowed for it: key exchange diffie-hellman-group14-sha1, type of host key ssh-rsa$/u)]);
    }
  });

  test('by way of a jump host', async () => {
    const [rig, way] = [await ssh(), await ssh()];
    const { port, username } = way.server;
    const knownHosts = `${[rig, way].map(({ server }) => formatKnownHost('127.0.0.1', server.port, server.hostKey)).join('\n')}\n`;
    await makeAndTakeBack(rig, await sshProject(rig, { more: `, jump: { host: 127.0.0.1, port: ${port}, username: ${username}, key: ${way.server.key} }`, knownHosts }));
    expect(way.lines).toEqual([]);
  });

  test('another host key than the known one ends everything before the login', async () => {
    const [rig, other] = [await ssh(), await ssh()];
    const made = await sshProject(rig, { knownHosts: `${formatKnownHost('127.0.0.1', rig.server.port, other.server.hostKey)}\n` });
    expect(await made.apply()).toMatchObject({ exitCode: 4, targets: [{ outcome: 'refused' }] });
    expect(rig.lines).toEqual([]);
    expect(rig.server.log()).not.toContain('userauth-request');
  });

  test('keys are changed in the middle of a long configuration, and it reads as before', async () => {
    const targets = Array.from({ length: 120 }, (_, i) => `{ key: K${i}, olt: x, pon: 0/1/${i % 8}, serial: HWTC${i.toString(16).toUpperCase().padStart(8, '0')}, description: "subscriber ${i}" }`);
    const source = await ssh();
    const script = await (await sshProject(source, { targets })).script();
    const rig = await ssh({ seed: [...VLANS, ...script], sshd: { settings: ['RekeyLimit 16K'] } });
    const made = await sshProject(rig, { targets });
    const planned = await made.plan();
    expect(planned.exitCode).toBe(0);
    expect(planned.targets).toHaveLength(120);
    expect(planned.targets.filter(({ changes }) => changes.length > 0)).toEqual([]);
    expect(rig.server.log().match(/SSH2_MSG_NEWKEYS received/gu)!.length).toBeGreaterThan(5);
  });
});

describeWith(['telnetd'], 'a profile through inetutils\' telnetd', () => {
  const telnet = () => opened(telnetRig({ seed: VLANS }));
  const line = (rig: Rig<Served>): string => `port: ${rig.server.port}, transport: telnet, username: ${BOX.username}, password: { env: OLT_PASSWORD }`;

  test('is applied, found unchanged and removed without a trace', async () => {
    const rig = await telnet();
    await makeAndTakeBack(rig, await project(rig, line(rig)));
  });

  test('a wrong password is typed once', async () => {
    const rig = await telnet();
    const made = await project(rig, line(rig).replace('OLT_PASSWORD', 'ACS_PASSWORD'));
    expect(await made.apply()).toMatchObject({ exitCode: 4, targets: [{ outcome: 'refused' }] });
    expect(rig.lines.filter((typed) => typed === 'acs-geheim-2')).toHaveLength(1);
  });
});
