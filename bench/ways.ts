import { mkdirSync } from 'node:fs';
import { find, PACKAGES } from '../test/counterparts/binaries.ts';
import type { Program } from '../test/counterparts/binaries.ts';
import { writeBridge } from '../test/counterparts/bridge.ts';
import type { Served } from '../test/counterparts/per-connection.ts';
import { startSshd } from '../test/counterparts/sshd.ts';
import { startTelnetd } from '../test/counterparts/telnetd.ts';
import { startBox } from './box.ts';
import type { Way } from './expect-loop.ts';
import { writeNetwork } from './scenario.ts';
import { ACCOUNT, startSimulator } from './simulator.ts';

/** Whose server the box is reached by: the simulator's own, OpenSSH's, inetutils'. */
export const WAYS = ['simulator', 'sshd', 'telnetd'] as const;
export type WayName = (typeof WAYS)[number];

export interface OpenWay {
  readonly way: Way;
  /** The same for ours, as keys of an OLT's entry. */
  readonly login: string;
  stop(): Promise<void>;
}

const NEEDS: Readonly<Record<WayName, readonly Program[]>> = { simulator: [], sshd: ['sshd', 'ssh-keygen'], telnetd: ['telnetd'] };

/** A fresh box, and the way to it. */
export async function openWay(name: WayName, command: string, folder: string, latencyMs: number): Promise<OpenWay | { readonly missing: string }> {
  const absent = NEEDS[name].filter((program) => find(program) === null);
  if (absent.length > 0) return { missing: `not installed: apt-get install ${absent.map((program) => PACKAGES[program]).join(' ')}` };
  mkdirSync(folder, { recursive: true });
  if (name === 'simulator') {
    writeNetwork({ folder, onts: 1 });
    const { port, stop } = await startSimulator(command, folder, latencyMs);
    return { way: { kind: 'ssh', port, username: ACCOUNT.user, password: ACCOUNT.password }, login: `transport: ssh, username: ${ACCOUNT.user}, password: { env: BENCH_OLT_PASSWORD }`, stop };
  }
  const box = await startBox(folder, latencyMs);
  const bridge = writeBridge(folder, name === 'sshd' ? box.open : box.asking);
  const stopBoth = (server: Served) => async (): Promise<void> => {
    await server.stop();
    await box.stop();
  };
  if (name === 'sshd') {
    const server = await startSshd({ folder, command: bridge, settings: ['LogLevel ERROR'] });
    return { way: { kind: 'ssh', port: server.port, username: server.username, key: server.key }, login: `transport: ssh, username: ${server.username}, ssh: { key: ${server.key} }`, stop: stopBoth(server) };
  }
  const server = await startTelnetd(bridge);
  return { way: { kind: 'telnet', port: server.port, username: ACCOUNT.user, password: ACCOUNT.password }, login: `transport: telnet, username: ${ACCOUNT.user}, password: { env: BENCH_OLT_PASSWORD }`, stop: stopBoth(server) };
}
