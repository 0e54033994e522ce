/** A simulated OLT on loopback, a profile that fits it, and a world with an own state directory: for tests of whole commands. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplyOptions, PlanCommandOptions, Progress } from '../../src/app/api.ts';
import { apply, plan, remove } from './whole.ts';
import { openWorld, type World } from '../../src/app/world.ts';
import { startOlt, type OltOptions, type RunningOlt } from '../../src/sim/olt.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';

export const PASSWORDS = { OLT_PASSWORD: 'olt-geheim-1', ACS_PASSWORD: 'acs-geheim-2' };

/** What the profile below requires of the network plan. */
export const NETWORK = ['vlan 100 smart', 'vlan 200 smart', 'vlan 900 smart'];

export interface LabOptions {
  readonly seed?: readonly string[];
  readonly faults?: string;
  readonly transport?: 'ssh' | 'telnet';
  readonly env?: Readonly<Record<string, string>>;
  /** Changes the profile's text before it is written. */
  readonly edit?: (text: string) => string;
  readonly targets?: readonly string[];
  readonly sim?: Partial<OltOptions>;
}

export const K1 = '{ key: K1, olt: x, pon: 0/1/3, id: 5, serial: HWTCA1B2C3D4, description: "first" }';
export const K2 = '{ key: K2, olt: x, pon: 0/1/3, id: 6, serial: HWTCA1B2C3D5, description: "second" }';

export class Lab {
  readonly folder: string;
  readonly olt: RunningOlt;
  readonly world: World;
  readonly profile: string;
  readonly events: Progress[] = [];
  readonly lines: string[];

  private constructor(folder: string, olt: RunningOlt, world: World, profile: string, lines: string[]) {
    this.folder = folder;
    this.olt = olt;
    this.world = world;
    this.profile = profile;
    this.lines = lines;
  }

  static async open(options: LabOptions = {}): Promise<Lab> {
    const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-lab-'));
    const lines: string[] = [];
    const transport = options.transport ?? 'telnet';
    const olt = await startOlt({
      device: createSimulator({ set: { 'save-ms': '0' } }), seed: options.seed ?? NETWORK, user: 'root', password: PASSWORDS.OLT_PASSWORD,
      ...(transport === 'ssh' ? { ssh: { port: 0 } } : { telnet: { port: 0 } }),
      ...(options.faults === undefined ? {} : { faults: options.faults }), onLine: (_session, line) => lines.push(line), ...options.sim,
    });
    const profile = join(folder, 'profile.yaml');
    await writeFile(profile, (options.edit ?? ((text) => text))(profileText(transport, (olt.sshPort ?? olt.telnetPort)!, options.targets ?? [K1])));
    const world = openWorld({ cwd: folder, env: { HOME: folder, ...PASSWORDS, ...options.env }, stateDir: join(folder, 'state') });
    return new Lab(folder, olt, world, profile, lines);
  }

  apply(options: Partial<ApplyOptions> = {}) {
    return apply(this.world, { path: this.profile, consent: { kind: 'yes' }, acceptNewHostKey: true, onProgress: (event) => this.events.push(event), ...options });
  }

  remove(options: Partial<ApplyOptions> = {}) {
    return remove(this.world, { path: this.profile, consent: { kind: 'yes' }, acceptNewHostKey: true, only: ['K1'], ...options });
  }

  plan(options: Partial<PlanCommandOptions> = {}) {
    return plan(this.world, { path: this.profile, acceptNewHostKey: true, ...options });
  }

  /** The running configuration, as something to compare. */
  tables(): string {
    return JSON.stringify(this.olt.device.tables());
  }

  /** Configuration lines the box was given, by all sessions. */
  get written(): string[] {
    return this.lines.filter((line) => /^(?:ont|service-port|undo (?!smart|mmi|alarm)|dba-profile|traffic|tcont|gem|commit|tr069|vlan)/.test(line.trim()));
  }

  /** Every file the product has written, by path. */
  async files(): Promise<Map<string, string>> {
    const names = await readdir(join(this.folder, 'state'), { recursive: true, withFileTypes: true }).catch(() => []);
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
  }

  async close(): Promise<void> {
    await this.olt.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function profileText(transport: string, port: number, targets: readonly string[]): string {
  return `${HOME}olts:
  x: { vendor: huawei, model: ma5800, host: 127.0.0.1, port: ${port}, transport: ${transport}, username: root, password: { env: OLT_PASSWORD } }
targets:
${targets.map((target) => `  - ${target}`).join('\n')}
`;
}

/** What the profile says, whatever OLTs and rows come with it. */
export const HOME = `version: 1
name: lab
ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 900, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net:7547/", username: support, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: eth1, down: 100M, up: 50M }
  video: { vlan: 200, priority: 4, mode: bridge, attach: eth4 }
`;
