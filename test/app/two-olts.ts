/** Two simulated OLTs on loopback with a neighbour on each, a subscriber who changes from one to the other, and a fibre that can be patched. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperateOptions, Progress } from '../../src/app/api.ts';
import { apply, operate } from './whole.ts';
import { openWorld, type World } from '../../src/app/world.ts';
import { startOlt, type OltOptions, type RunningOlt } from '../../src/sim/olt.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { PASSWORDS } from './lab.ts';

/** VLANs are others on the two OLTs, as in a network that has one per OLT. */
const SEEDS = { old: ['vlan 100 smart', 'vlan 1100 smart', 'vlan 900 smart'], new: ['vlan 2100 smart', 'vlan 900 smart'] } as const;

export const SERIAL = '48575443A1B2C3D4';

type Name = keyof typeof SEEDS;

export interface TwoOltsOptions {
  /** More fields of an entry of `olts:`. */
  readonly more?: Partial<Record<Name, string>>;
  readonly sim?: Partial<Record<Name, Partial<OltOptions>>>;
  readonly seeds?: Partial<Record<Name, readonly string[]>>;
  /** The new OLT is of another vendor, `nimbus`, which names its PONs differently; to `slate` nothing is written, `mute` does not tell who is up. */
  readonly otherVendor?: boolean;
}

type Fibre = Readonly<Record<Name, { port: string; serial: string }[]>>;

export class TwoOlts {
  readonly world: World;
  readonly folder: string;
  readonly profile: string;
  readonly olts: Readonly<Record<Name, RunningOlt>>;
  readonly lines: Readonly<Record<Name, string[]>>;
  readonly events: Progress[] = [];
  readonly #fibre: Fibre;
  readonly #options: TwoOltsOptions;

  private constructor(fields: Pick<TwoOlts, 'world' | 'folder' | 'olts' | 'lines'> & { fibre: Fibre; options: TwoOltsOptions }) {
    this.world = fields.world;
    this.folder = fields.folder;
    this.profile = join(fields.folder, 'profile.yaml');
    this.olts = fields.olts;
    this.lines = fields.lines;
    this.#fibre = fields.fibre;
    this.#options = fields.options;
  }

  /** With both neighbours and the subscriber on the old OLT, provisioned and running. */
  static async open(options: TwoOltsOptions = {}): Promise<TwoOlts> {
    const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-two-'));
    const lines = { old: [] as string[], new: [] as string[] };
    const fibre = { old: [] as { port: string; serial: string }[], new: [] as { port: string; serial: string }[] };
    const start = (name: Name): Promise<RunningOlt> => startOlt({
      device: createSimulator({ set: { 'save-ms': '0' }, plugged: fibre[name] }), seed: options.seeds?.[name] ?? SEEDS[name], user: 'root', password: PASSWORDS.OLT_PASSWORD,
      telnet: { port: 0 }, onLine: (_session, line) => lines[name].push(line), ...options.sim?.[name],
    });
    const olts = { old: await start('old'), new: await start('new') };
    const packs = options.otherVendor ? await otherVendors(folder) : null;
    const world = openWorld({ cwd: folder, env: { HOME: folder, ...PASSWORDS }, stateDir: join(folder, 'state'), ...(packs === null ? {} : { packs }) });
    const made = new TwoOlts({ world, folder, olts, lines, fibre, options });
    await made.row('old', '0/1/3, id: 5');
    made.patch('old', '0/1/3');
    const document = await apply(world, { path: made.profile, consent: { kind: 'yes' } });
    if (document.exitCode !== 0) throw new Error(JSON.stringify(document.targets.map(({ messages }) => messages)) + JSON.stringify(document.findings));
    return made;
  }

  /** What the files say of the subscriber now; without `more` of the OLTs what `open` was given. */
  async row(olt: Name, pon: string, more: TwoOltsOptions['more'] = {}, own = ''): Promise<void> {
    const entry = (name: Name, svlan: number): string => {
      const vendor = name === 'new' && this.#options.otherVendor ? 'nimbus' : 'huawei';
      return `{ vendor: ${vendor}, model: ma5800, host: 127.0.0.1, port: ${this.olts[name].telnetPort!}, transport: telnet, username: root, password: { env: OLT_PASSWORD }, vars: { svlan: ${svlan} }${more[name] ?? this.#options.more?.[name] ?? ''} }`;
    };
    const otherPon = this.#options.otherVendor ? '1/4' : '0/1/4';
    await writeFile(this.profile, `version: 1
name: lab
ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 900, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net:7547/", username: support, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: { pon: 100, svlan: "\${olt.svlan}" }, priority: 0, mode: bridge, attach: eth1, down: 100M, up: 50M }
olts:
  old: ${entry('old', 1100)}
  new: ${entry('new', 2100)}
targets:
  - { key: N1, olt: old, pon: 0/1/3, id: 9, serial: HWTC00000001, description: "stays" }
  - { key: N2, olt: new, pon: ${otherPon}, id: 9, serial: HWTC00000002, description: "was there before" }
  - { key: K1, olt: ${olt}, pon: ${pon}, serial: HWTCA1B2C3D4, description: "moves"${own} }
`);
  }

  /** Plugs the subscriber's ONT in here, and nowhere else. */
  patch(olt: Name | null, port = '0/1/3'): void {
    for (const name of ['old', 'new'] as const) this.#fibre[name].splice(0, Infinity, ...(name === olt ? [{ port, serial: SERIAL }] : []));
  }

  move(options: Partial<OperateOptions> = {}) {
    return operate(this.world, { path: this.profile, consent: { kind: 'yes' }, goal: 'move', only: ['K1'], from: 'old', onProgress: (event) => this.events.push(event), ...options });
  }

  apply() {
    return apply(this.world, { path: this.profile, consent: { kind: 'yes' } });
  }

  /** The running configuration of one OLT, as something to compare. */
  tables(name: Name): string {
    return JSON.stringify(this.olts[name].device.tables());
  }

  /** Configuration lines that one OLT was given. */
  written(name: Name): string[] {
    return this.lines[name].map((line) => line.trim()).filter((line) => /^(?:ont|service-port|undo (?!smart|mmi|alarm)|dba-profile|traffic|tcont|gem|commit|vlan)/.test(line));
  }

  async close(): Promise<void> {
    await Promise.all([this.olts.old.close(), this.olts.new.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Huawei's pack, and others made of it: vendors of their own, as far as the product can tell. */
async function otherVendors(folder: string): Promise<string> {
  const packs = join(folder, 'packs');
  await mkdir(packs);
  for (const name of ['huawei', 'nimbus', 'slate', 'mute']) await cp('dist/vendors/huawei', join(packs, name), { recursive: true });
  const { pack, outputs, resources, ...source } = JSON.parse(await readFile(join(packs, 'huawei', 'pack.json'), 'utf8')) as Record<'pack' | 'outputs' | 'resources', Record<string, unknown>>;
  const replaced = (tree: unknown, from: string, to: string): unknown => JSON.parse(JSON.stringify(tree).replaceAll(from, to));
  await writeFile(join(packs, 'nimbus', 'pack.json'), JSON.stringify({
    ...source, id: 'nimbus', pack: { ...pack, title: 'Nimbus OLTs', aliases: [], address: '{s:int}/{p:int}' },
    resources: replaced(replaced(resources, '"pon.f"', '"=0"'), 'port {f:int}', 'port 0'), outputs: replaced(outputs, '{f:int}', '0'),
  }));
  await writeFile(join(packs, 'slate', 'pack.json'), JSON.stringify({ ...source, id: 'slate', pack: { ...pack, title: 'Slate OLTs', aliases: [], support: { write: false, why: 'nobody has seen one' } }, resources, outputs: {} }));
  await writeFile(join(packs, 'mute', 'pack.json'), JSON.stringify({ ...source, id: 'mute', pack: { ...pack, title: 'Mute OLTs', aliases: [] }, resources, outputs: {} }));
  return packs;
}
