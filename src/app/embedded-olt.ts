import { randomBytes } from 'node:crypto';
import type { OltIntent } from '../profile/intent.ts';
import type { RunningOlt } from '../sim/olt.ts';
import type { PackHead } from './pack-store.ts';
import { simulatorOf } from './simulator.ts';
import type { World } from './world.ts';

/** `host: simulator`: a box of this vendor in our own process, reached over a real connection on loopback. */
export interface EmbeddedOlt {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Its host key over SSH; nobody else can have it. */
  readonly hostKey: Uint8Array | null;
  close(): Promise<void>;
}

export function isSimulated(olt: Pick<OltIntent, 'host'>): boolean {
  return olt.host === 'simulator';
}

/**
 * Starts it. What it runs lives in the state directory, one file per OLT name, so that the second apply finds what the first left.
 * It always holds what the targets require of the network plan; no more.
 */
export async function startEmbedded(world: World, head: PackHead, olt: OltIntent, required: readonly string[]): Promise<EmbeddedOlt> {
  const [createSimulator, { startOlt }, { fileStore }] = [await simulatorOf(head), await import('../sim/olt.ts'), await import('../sim/store.ts')];
  const device = createSimulator(olt.model === undefined ? {} : { model: olt.model });
  const [username, password] = [olt.username ?? 'root', randomBytes(9).toString('base64url')];
  const store = fileStore(await world.state.ready(world.state.path('simulators', `${olt.name}.json`)));
  const running: RunningOlt = await startOlt({
    device, store, seed: required, user: username, password,
    ...(olt.transport === 'telnet' ? { telnet: { port: 0 } } : { ssh: { port: 0 } }),
  });
  // A box from an earlier run may lack what the profile has come to require since; lines it has already are refused, and that is fine.
  device.seed(required);
  return { port: (olt.transport === 'telnet' ? running.telnetPort : running.sshPort)!, username, password, hostKey: running.hostKey, close: () => running.close() };
}
