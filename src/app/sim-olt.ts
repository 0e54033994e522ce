import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { meantHint } from '../profile/suggest.ts';
import type { RunningSimulator, SimOltOptions } from './api.ts';
import { simulatorOf } from './simulator.ts';
import type { World } from './world.ts';
import { reasonOf } from './world/errno.ts';

/**
 * Starts a simulated OLT that listens on loopback until `close`.
 * @throws Failure `unknown-vendor`, `no-simulator`, `secret-unset`, `file-unreadable`, `port-taken`, `fault-spec`
 */
export async function simOlt(world: World, options: SimOltOptions): Promise<RunningSimulator> {
  const head = await world.packs.head(options.vendor);
  if (!head) {
    const names = (await world.packs.heads()).map((known) => known.id);
    throw new Failure(`there is no vendor ${options.vendor}`, { code: 'unknown-vendor', exitCode: EXIT.usage, hint: meantHint(options.vendor, names) ?? `known are: ${names.join(', ')}` });
  }
  const createSimulator = await simulatorOf(head);
  const [{ startOlt }, { fileStore }] = await Promise.all([import('../sim/olt.ts'), import('../sim/store.ts')]);
  const both = options.sshPort === undefined && options.telnetPort === undefined;
  const [ssh, telnet] = [both ? 0 : options.sshPort, both ? 0 : options.telnetPort];
  const running = await startOlt({
    device: createSimulator({ ...(options.model === undefined ? {} : { model: options.model }), ...(options.set === undefined ? {} : { set: options.set }) }),
    ...(ssh === undefined ? {} : { ssh: { port: ssh, hostKey: await ownHostKey(world, head.id) } }),
    ...(telnet === undefined ? {} : { telnet: { port: telnet } }),
    user: options.user ?? 'root', password: passwordOf(world, options.passwordEnv),
    ...(options.latency === undefined ? {} : { latencyMs: options.latency }),
    ...(options.faults && options.faults.length > 0 ? { faults: options.faults.join(',') } : {}),
    ...(options.state === undefined ? {} : { store: fileStore(resolve(world.cwd, options.state)) }),
    ...(options.seed === undefined ? {} : { seed: (await seedText(world, options.seed)).split(/\r?\n/) }),
  });
  return {
    vendor: head.id,
    ports: { ...(running.sshPort === null ? {} : { ssh: running.sshPort }), ...(running.telnetPort === null ? {} : { telnet: running.telnetPort }) },
    close: () => running.close(),
  };
}

/** What is printed nowhere has to be known beforehand: the simulator's own account, unless the caller names a variable. */
const DEFAULT_PASSWORD = 'admin123';

function passwordOf(world: World, name: string | undefined): string {
  if (name === undefined) return DEFAULT_PASSWORD;
  const value = world.env[name];
  if (value === undefined || value === '') throw new Failure(`the environment variable ${name} is not set`, { code: 'secret-unset', exitCode: EXIT.findings, hint: `set it: export ${name}=…` });
  return value;
}

/** The same box keeps the same key from start to start, as a real one does. */
async function ownHostKey(world: World, vendor: string): Promise<string> {
  const path = world.state.path('simulators', `${vendor}.host-key`);
  const kept = await world.state.read(path);
  if (kept !== null) return kept;
  const { generateHostKey } = await import('../sim/ssh-listener.ts');
  const fresh = generateHostKey();
  await world.state.write(path, fresh);
  return fresh;
}

async function seedText(world: World, path: string): Promise<string> {
  try {
    return await readFile(resolve(world.cwd, path), 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${path}: ${reasonOf(error)}`, { code: 'file-unreadable', exitCode: EXIT.usage, cause: error });
  }
}
