import { Failure } from '../kernel/failure.ts';
import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { HostKeys } from '../transport/known-hosts.ts';
import type { Channel } from '../transport/model.ts';
import { openSession, type Credentials, type Transcript } from '../transport/session.ts';
import { isSimulated, startEmbedded, type EmbeddedOlt } from './embedded-olt.ts';
import type { Dial } from './run/link.ts';
import { keyPaths, sshOptions } from './ssh-options.ts';
import type { World } from './world.ts';

/** How one OLT is reached in a run. */
export interface Way {
  /** The box itself, for the lease: `10.0.0.1:22`; a simulator by the name of its OLT. */
  readonly identity: string;
  /** For messages: `ssh admin@10.0.0.1:22`, or `simulator`. */
  readonly peer: string;
  readonly dial: Dial;
  /** Stops an embedded simulator. To be called after the session was closed. */
  close(): Promise<void>;
}

export interface WayOptions {
  readonly world: World;
  readonly olt: OltIntent;
  readonly driver: Driver;
  /** Opened secrets by `Secret.key`. */
  readonly opened: ReadonlyMap<string, string>;
  readonly hostKeys: HostKeys;
  /** Configuration lines that an embedded simulator starts with. */
  readonly required: () => readonly string[];
  readonly transcript: Transcript | undefined;
}

/** The way to an OLT: SSH or Telnet, to a box or to the simulator in our own process. Nothing is opened yet. */
export function wayTo(options: WayOptions): Way {
  const { world, olt, driver } = options;
  const simulated = isSimulated(olt);
  const port = olt.port ?? (olt.transport === 'ssh' ? 22 : 23);
  let embedded: Promise<EmbeddedOlt> | null = null;

  async function start(): Promise<EmbeddedOlt> {
    const head = await world.packs.head(driver.id);
    return startEmbedded(world, head!, olt, options.required());
  }

  return {
    identity: simulated ? `simulator ${olt.name}` : `${olt.host.toLowerCase()}:${port}`,
    peer: simulated ? 'simulator' : olt.transport === 'ssh' ? `ssh ${olt.username ?? ''}@${olt.host}:${port}` : `telnet ${olt.host}:${port}`,
    async dial() {
      const box = simulated ? await (embedded ??= start()) : null;
      const credentials = box ? { username: box.username, password: box.password } : credentialsOf(olt, options.opened);
      const channel = await openChannel(options, box ? { host: '127.0.0.1', port: box.port, hostKeys: onlyKey(box.hostKey) } : { host: olt.host, port, hostKeys: options.hostKeys }, credentials);
      return openSession(channel, driver.session, credentials, { clock: world.clock, ...(options.transcript ? { transcript: options.transcript } : {}) });
    },
    async close() {
      await (await embedded?.catch(() => null))?.close();
    },
  };
}

interface Address { readonly host: string; readonly port: number; readonly hostKeys: HostKeys; }

/** Each transport is loaded only when it is used. */
async function openChannel({ world, olt, driver, opened }: WayOptions, { host, port, hostKeys }: Address, { username, password }: Credentials): Promise<Channel> {
  const { type, width, height } = driver.session.terminal;
  const terminal = { type, width, height };
  if (olt.transport === 'telnet') {
    const { openTelnet } = await import('../transport/telnet.ts');
    return openTelnet({ host, port, terminal, clock: world.clock });
  }
  const { openSsh } = await import('../transport/ssh.ts');
  return openSsh({ host, port, username, password, terminal, hostKeys, clock: world.clock, ...(isSimulated(olt) ? {} : await sshOptions(world, olt, opened)) });
}

/** @throws Failure `no-credentials`, exit 1: known only now because a simulator needs none */
function credentialsOf(olt: OltIntent, opened: ReadonlyMap<string, string>): Credentials {
  // A device that takes our key needs no password.
  const password = olt.password ? opened.get(olt.password.key) : olt.transport === 'ssh' && keyPaths(olt).length > 0 ? '' : undefined;
  if (olt.username === undefined || password === undefined) {
    throw new Failure(`OLT ${olt.name} has no ${olt.username === undefined ? 'username' : 'password'}`, { code: 'no-credentials', exitCode: 1, hint: 'write username and password of the OLT, the password as { env: NAME }' });
  }
  const enable = olt.enablePassword && opened.get(olt.enablePassword.key);
  return { username: olt.username, password, ...(enable === undefined ? {} : { enablePassword: enable }) };
}

function onlyKey(own: Uint8Array | null): HostKeys {
  return { check: (_host, _port, key) => (own !== null && Buffer.from(own).equals(Buffer.from(key)) ? 'known' : 'changed') };
}
