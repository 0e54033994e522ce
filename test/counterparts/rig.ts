/** A simulated box behind somebody else's server: box, bridge, sshd or telnetd, all of it gone after `close`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { listenBare, writeBridge } from './bridge.ts';
import type { Served } from './per-connection.ts';
import { startSshd } from './sshd.ts';
import type { Sshd, SshdOptions } from './sshd.ts';
import { startTelnetd } from './telnetd.ts';

export const BOX = { username: 'root', password: 'olt-geheim-1' };

export interface Rig<S extends Served> {
  readonly folder: string;
  readonly device: DeviceSimulator;
  readonly server: S;
  /** Lines that the box was given. */
  readonly lines: string[];
  close(): Promise<void>;
}

export interface RigOptions {
  readonly seed?: readonly string[];
  readonly sshd?: Pick<SshdOptions, 'hostKeyType' | 'settings' | 'authorized'>;
}

/** sshd has checked who it is: the box asks nothing. */
export function sshRig(options: RigOptions = {}): Promise<Rig<Sshd>> {
  return rig('ssh', options, (folder, command) => startSshd({ folder, command, ...options.sshd }));
}

/** telnetd checks nothing: the box asks. */
export function telnetRig(options: RigOptions = {}): Promise<Rig<Served>> {
  return rig('telnet', options, (_folder, command) => startTelnetd(command));
}

async function rig<S extends Served>(kind: 'ssh' | 'telnet', { seed = [] }: RigOptions, start: (folder: string, command: string) => Promise<S>): Promise<Rig<S>> {
  const folder = await mkdtemp(join(tmpdir(), 'ont-prov-counterpart-'));
  const device = createSimulator({ set: { 'save-ms': '0' } });
  device.seed(seed);
  const lines: string[] = [];
  const admits = (user: string, password: string): boolean => user === BOX.username && password === BOX.password;
  const bare = await listenBare(join(folder, 'box'), {
    device, link: { kind, address: '127.0.0.1', user: kind === 'ssh' ? BOX.username : null, admits }, onLine: (line) => lines.push(line),
  });
  const server = await start(folder, writeBridge(folder, bare.path));
  return {
    folder, device, server, lines,
    close: async () => {
      await server.stop();
      await bare.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
