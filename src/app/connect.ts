import { Failure } from '../kernel/failure.ts';
import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { HostKeys } from '../transport/known-hosts.ts';
import type { Channel } from '../transport/model.ts';
import { openSession, type Credentials, type Transcript } from '../transport/session.ts';
import { isSimulated, startEmbedded, type EmbeddedOlt } from './embedded-olt.ts';
import type { Dial } from './run/link.ts';
import { hasKeys, jumpAddress, sshOptions } from './ssh-options.ts';
import type { World } from './world.ts';

/** How one OLT is reached in a run. */
export interface Way {
  /** The box itself, for the lease: `10.0.0.1:22`; a simulator by the name of its OLT. */
  readonly identity: string;
  /** For messages: `ssh admin@10.0.0.1:22`, or `simulator`. */
  readonly peer: string;
  readonly dial: Dial;
  /** Stops an embedded simulator, which the next `dial` starts again. To be called after the session was closed. */
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
  /** Where something of the OLT's entry was written, by its pointer there, as `file:line`; null where nobody knows. */
  readonly written?: (pointer: string) => string | null;
  readonly transcript: Transcript | undefined;
  /** Hears what a person should know about each connection: outdated algorithms in use, wishes that the device does not stand. */
  readonly note?: (message: string) => void;
  /** Hears how far the device is with saving, where it tells. */
  readonly saving?: (percent: number) => void;
}

/** The way to an OLT: SSH or Telnet, to a box or to the simulator in our own process. Nothing is opened yet. */
export function wayTo(options: WayOptions): Way {
  const { world, olt, driver, transcript, saving } = options;
  const simulated = isSimulated(olt);
  const port = portOf(olt);
  const jump = jumpOf(olt);
  let embedded: Promise<EmbeddedOlt> | null = null;

  async function start(): Promise<EmbeddedOlt> {
    const head = await world.packs.head(driver.id);
    return startEmbedded(world, head!, olt, options.required());
  }

  return {
    identity: identityOf(olt),
    peer: simulated ? 'simulator' : olt.transport === 'ssh' ? `ssh ${olt.username ?? ''}@${olt.host}:${port}${jump === null ? '' : ` by way of ${jump}`}` : `telnet ${olt.host}:${port}`,
    async dial() {
      const box = simulated ? await (embedded ??= start()) : null;
      const credentials = box ? { username: box.username, password: box.password } : credentialsOf(options);
      const channel = await openChannel(options, box ? { host: '127.0.0.1', port: box.port, hostKeys: onlyKey(box.hostKey) } : { host: olt.host, port, hostKeys: options.hostKeys }, credentials);
      return openSession(channel, driver.session, credentials, { clock: world.clock, ...(transcript ? { transcript } : {}), ...(saving ? { onSaveProgress: saving } : {}) });
    },
    async close() {
      const stopping = embedded;
      embedded = null;
      await (await stopping?.catch(() => null))?.close();
    },
  };
}

/** The box itself, whatever a project calls it. Private addresses are used more than once: the same one behind another jump host is another box. */
export function identityOf(olt: OltIntent): string {
  const jump = jumpOf(olt);
  return isSimulated(olt) ? `simulator ${olt.name}` : `${olt.host.toLowerCase()}:${portOf(olt)}${jump === null ? '' : ` by way of ${jump}`}`;
}

function portOf({ port, transport }: OltIntent): number {
  return port ?? (transport === 'ssh' ? 22 : 23);
}

function jumpOf(olt: OltIntent): string | null {
  return isSimulated(olt) || olt.transport !== 'ssh' ? null : jumpAddress(olt);
}

interface Address { readonly host: string; readonly port: number; readonly hostKeys: HostKeys; }

/** Each transport is loaded only when it is used. */
async function openChannel({ world, olt, driver, opened, note, written }: WayOptions, { host, port, hostKeys }: Address, { username, password }: Credentials): Promise<Channel> {
  const { type, width, height, keepAlive } = driver.session.terminal;
  const terminal = { type, width, height };
  if (olt.transport === 'telnet') {
    const { openTelnet } = await import('../transport/telnet.ts');
    return openTelnet({ host, port, terminal, clock: world.clock });
  }
  const { openSsh } = await import('../transport/ssh.ts');
  const target = { host, port, username, terminal, hostKeys, clock: world.clock, ...(password === '' ? {} : { password }), ...(note ? { onNote: note } : {}) };
  if (isSimulated(olt)) return openSsh(target);
  const wished = await sshOptions(world, olt, opened, hostKeys, (pointer) => written?.(`ssh/${pointer}`) ?? null);
  if (keepAlive !== 'off' || wished.keepAlive === undefined) return openSsh({ ...target, ...wished });
  note?.(`keepAlive of ${olt.name} is left out: boxes of this kind break off on keep-alive packets`);
  return openSsh({ ...target, ...wished, keepAlive: 0 });
}

/** @throws Failure `no-credentials`, exit 1: known only now because a simulator needs none */
function credentialsOf({ olt, opened, written }: WayOptions): Credentials {
  // A device that takes our key needs no password.
  const password = olt.password ? opened.get(olt.password.key) : olt.transport === 'ssh' && hasKeys(olt) ? '' : undefined;
  if (olt.username === undefined || password === undefined) {
    const place = written?.('host') ?? null;
    throw new Failure(`OLT ${olt.name} has no ${olt.username === undefined ? 'username' : 'password'}${place === null ? '' : ` (${place})`}`, { code: 'no-credentials', exitCode: 1, hint: 'write username and password of the OLT, the password as { env: NAME }' });
  }
  const enable = olt.enablePassword && opened.get(olt.enablePassword.key);
  return { username: olt.username, password, ...(enable === undefined ? {} : { enablePassword: enable }) };
}

function onlyKey(own: Uint8Array | null): HostKeys {
  return { check: (_host, _port, key) => (own !== null && Buffer.from(own).equals(Buffer.from(key)) ? 'known' : 'changed') };
}
