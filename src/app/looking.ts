import { addAll } from '../kernel/add-all.ts';
import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Driver, ReadStep } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { Reply } from '../transport/model.ts';
import { adoptedOn } from './adopted/opening.ts';
import type { ConnectOptions, Progress } from './api.ts';
import { isSimulated } from './embedded-olt.ts';
import { inParallel, PARALLEL } from './in-parallel.ts';
import { loginSecrets, openSecrets, subscriberSecrets, type WantedSecret } from './needed-secrets.ts';
import { createDevice, isLoss, worthAnother, type Device } from './run/device.ts';
import { createLink } from './run/link.ts';
import { readOnly } from './run/read-only.ts';
import type { Aim, Subject } from './run/subject.ts';
import { openWays, type Ways } from './ways.ts';
import type { World } from './world.ts';

/** One OLT and what is asked about it; it may carry none of the subscribers. */
export interface LookGroup { readonly olt: OltIntent; readonly driver: Driver; readonly subjects: Iterable<Subject>; /** The only one whom the look is about. */ readonly alone?: Subject | undefined; }

/** One OLT in the hands of a command that only looks. Everything typed passes the pack's read list. */
export interface Look extends LookGroup {
  readonly subjects: readonly Subject[];
  readonly device: Device;
  readonly emit: (event: Progress) => void;
  /** Types one line of the read list. @throws Error on any other line, before it is typed; Failure */
  ask(step: ReadStep): Promise<Reply>;
}

export interface Seen<T> { readonly olt: string; readonly group: LookGroup; readonly value: T | null; readonly failure: Failure | null; }

const AIM: Aim = { goal: 'active', prune: false, acceptUnconfirmed: true, confirm: false };

/**
 * Opens the secrets that logging in takes, connects to each OLT and lets `work` look at it. What one OLT refuses is in its entry and
 * stops no other.
 *
 * @param findings receives secrets that are not set; nothing is connected then, and the list is empty
 */
export async function lookAt<T>(world: World, options: ConnectOptions, groups: readonly LookGroup[], findings: Finding[], work: (look: Look) => Promise<T>): Promise<Seen<T>[]> {
  const secrets = await openSecrets(world.secrets, groups.flatMap(loginOf));
  addAll(findings, secrets.findings);
  if (secrets.missing.size > 0) return [];
  // What a device shows in clear is compared when the secret is at hand; a command that only looks does not insist.
  const compared = await openSecrets(world.secrets, typedFor(groups));
  const opened = new Map([...compared.values, ...secrets.values]);
  const ways = await openWays(world, options, opened);
  try {
    return await inParallel(groups, options.parallel ?? PARALLEL, (group) => lookInto(world, options, { ways, opened }, group, work));
  } finally {
    await ways.close();
  }
}

/** One OLT of `lookAt`, over ways that are open already. */
export async function lookInto<T>(world: World, options: ConnectOptions, { ways, opened }: { readonly ways: Ways; readonly opened: ReadonlyMap<string, string> }, group: LookGroup, work: (look: Look) => Promise<T>): Promise<Seen<T>> {
  const { olt, driver } = group;
  if (options.interrupt?.aborted) return { olt: olt.name, group, value: null, failure: interrupted() };
  const subjects = [...group.subjects];
  const emit = options.onProgress ?? (() => undefined);
  const way = ways.to(olt, driver, subjects);
  const link = createLink({ olt: olt.name, peer: way.peer, dial: way.dial, clock: world.clock, emit, interrupt: options.interrupt });
  try {
    const claims = await adoptedOn(world, { olt: olt.name, identity: way.identity }, emit);
    const device = createDevice({ olt: olt.name, model: olt.model, driver, link, aim: AIM, opened, claims, emit, alone: group.alone });
    return { olt: olt.name, group, value: await work({ ...group, subjects, device, emit, ask: (step) => ask(device, step) }), failure: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { olt: olt.name, group, value: null, failure: error };
  } finally {
    await link.close();
    await way.close();
  }
}

/** Asked once more on a new connection when the link breaks. */
async function ask(device: Device, step: ReadStep): Promise<Reply> {
  try {
    return await readOnly(await device.session(), device.driver).read(step);
  } catch (error) {
    if (!isLoss(error) || !worthAnother(error)) throw error;
    return readOnly(await device.again(error), device.driver).read(step);
  }
}

function interrupted(): Failure {
  return new Failure('interrupted', { code: 'interrupted', exitCode: 130 });
}

function loginOf({ olt, subjects }: LookGroup): WantedSecret[] {
  if (isSimulated(olt)) return [];
  const [first] = subjects;
  if (first) return loginSecrets(first.intent);
  return [olt.password, olt.enablePassword].flatMap((secret) => (secret ? [{ secret, place: () => undefined }] : []));
}

function* typedFor(groups: readonly LookGroup[]): Iterable<WantedSecret> {
  for (const { subjects } of groups) for (const subject of subjects) yield* subscriberSecrets(subject);
}

/** That a driver has no way to show something. */
export function cannotShow(driver: Driver, what: string): Finding {
  return finding('ONT302', `${what} cannot be read from ${driver.title} by this pack`);
}
