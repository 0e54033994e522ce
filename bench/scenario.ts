import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const VLANS = [20, 100, 101, 102, 103] as const;

/** Seed of a simulated OLT that has the VLANs of the network plan and nothing else. */
export const SEED = VLANS.map((vlan) => `vlan ${vlan} smart\n`).join('');

export interface Network {
  readonly folder: string;
  /** The OLT's SSH port; without one the OLT is never connected to. */
  readonly port?: number;
  readonly onts: number;
  /** How the OLT is logged in to, as keys of its entry; by SSH with the simulator's account if absent. */
  readonly login?: string;
}

/** Writes a directory with one profile, one OLT and `onts` rows: 64 on each PON, 16 PONs on each board, 4 boards on each OLT. */
export function writeNetwork(network: Network): string {
  mkdirSync(network.folder, { recursive: true });
  writeFileSync(join(network.folder, 'home.yaml'), PROFILE);
  writeFileSync(join(network.folder, 'olts.yaml'), olts(network));
  const rows = ['key,state,profile,olt,pon,serial,description'];
  for (let i = 0; i < network.onts; i++) {
    const olt = Math.floor(i / PER_OLT);
    const at = i % PER_OLT;
    const pon = `0/${1 + Math.floor(at / 1024)}/${Math.floor(at / 64) % 16}`;
    rows.push(`K${i},active,home,ma${olt},${pon},HWTC${i.toString(16).toUpperCase().padStart(8, '0')},Subscriber ${i}`);
  }
  writeFileSync(join(network.folder, 'subscribers.csv'), `${rows.join('\n')}\n`);
  return network.folder;
}

const PER_OLT = 64 * 16 * 4;

export const PROFILE = `version: 1
name: home
ont: { eth: 4, pots: 2 }
management: { vlan: 20, priority: 2, address: dhcp }
tr069: { over: management, url: "http://192.0.2.50:7547/", username: support, password: { env: BENCH_ACS_PASSWORD } }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: "eth1,eth2", down: 100M, up: 50M }
  iptv: { vlan: 101, priority: 4, mode: bridge, attach: eth4, down: 20M, up: 1M }
  guests: { vlan: 103, priority: 1, mode: bridge, attach: eth3, down: 10M, up: 10M }
  voice: { vlan: 102, priority: 5, sip: { by: tr069 }, down: 1M, up: 1M }
`;

const LOGIN = 'transport: ssh, username: bench, password: { env: BENCH_OLT_PASSWORD }';

function olts(network: Network): string {
  const count = Math.max(1, Math.ceil(network.onts / PER_OLT));
  const one = (i: number): string => `  ma${i}: { vendor: huawei, model: ma5800, host: 127.0.0.1, port: ${network.port ?? 22}, ${network.login ?? LOGIN} }\n`;
  return `version: 1\nolts:\n${Array.from({ length: count }, (_, i) => one(i)).join('')}`;
}
