import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Driver, ReadStep } from '../../packs/driver.ts';
import type { OltIntent } from '../../profile/intent.ts';
import { placeOf } from '../../profile/node.ts';
import { readOlt } from '../../profile/resolve/olt.ts';
import { meantHint } from '../../profile/suggest.ts';
import type { Reply, Session } from '../../transport/model.ts';
import type { ConnectOptions } from '../api.ts';
import { wayTo } from '../connect.ts';
import { isSimulated } from '../embedded-olt.ts';
import { acceptingNew, openHostKeys } from '../host-keys.ts';
import { openSecrets, type WantedSecret } from '../needed-secrets.ts';
import { readOnly } from '../run/read-only.ts';
import { sshSecrets } from '../ssh-options.ts';
import { openProject } from '../subjects.ts';
import type { World } from '../world.ts';

export interface VisitOptions extends Pick<ConnectOptions, 'acceptNewHostKey' | 'onProgress'> {
  /** Name of the OLT, and the file or directory that describes it. */
  readonly olt: string;
  readonly path: string;
}

/** What one read came to; null for a reply that never came. */
export interface VisitedRead { readonly step: ReadStep; readonly reply: Reply | null; readonly failure: Failure | null; }

export interface Visit {
  readonly olt: OltIntent;
  readonly driver: Driver;
  readonly peer: string;
  readonly session: Pick<Session, 'host' | 'banner' | 'refusedPreparation'>;
  readonly reads: readonly VisitedRead[];
  /** Everything that was typed, in order, by us and by the session itself; secrets as `***`. */
  readonly typed: readonly string[];
  /** What the device sent, as text; secrets of the login masked. */
  readonly heard: string;
}

/**
 * Logs in, types the pack's reads and nothing else, logs out. Everything but the session's own login, preparation and logout goes
 * through the read list.
 * @returns findings instead, when the OLT's description is wrong or a secret is not set
 * @throws Failure `unknown-olt`, `unknown-vendor`, and what connecting throws
 */
export async function visit(world: World, options: VisitOptions): Promise<Visit | { readonly findings: readonly Finding[] }> {
  const { project, findings } = await openProject(world, options.path);
  const part = project.olts.get(options.olt);
  if (!part && hasErrors(findings)) return { findings };
  if (!part) throw new Failure(`there is no OLT ${options.olt}`, { code: 'unknown-olt', exitCode: EXIT.findings, hint: meantHint(options.olt, project.olts.keys()) ?? `known are: ${[...project.olts.keys()].join(', ')}` });
  const wrong: Finding[] = [];
  const { intent: olt } = readOlt(part, (found) => wrong.push(found));
  if (hasErrors(wrong)) return { findings: wrong };
  const driver = await world.packs.driver(olt.vendor);
  if (!driver) {
    const names = (await world.packs.heads()).flatMap((head) => [head.id, ...head.aliases]);
    throw new Failure(`the vendor ${olt.vendor} of OLT ${olt.name} is not known`, { code: 'unknown-vendor', exitCode: EXIT.findings, hint: meantHint(olt.vendor, names) ?? `known are: ${names.join(', ')}` });
  }
  const place = (): Finding['at'] => placeOf(part.node, part.pointer, part.entry);
  const secrets = await openSecrets(world.secrets, isSimulated(olt) ? [] : loginSecretsOf(olt).map((secret): WantedSecret => ({ secret, place })));
  if (secrets.findings.length > 0) return { findings: secrets.findings };
  return call(world, olt, driver, secrets.values, options);
}

function loginSecretsOf(olt: OltIntent): Secret[] {
  return [...(olt.password ? [olt.password] : []), ...sshSecrets(olt).map(({ secret }) => secret), ...(olt.enablePassword ? [olt.enablePassword] : [])];
}

async function call(world: World, olt: OltIntent, driver: Driver, opened: ReadonlyMap<string, string>, options: VisitOptions): Promise<Visit> {
  const emit = options.onProgress ?? (() => undefined);
  const note = (message: string): void => { emit({ kind: 'note', olt: olt.name, message }); };
  const typed: string[] = [];
  let heard = '';
  const book = await openHostKeys(world);
  const way = wayTo({
    world, olt, driver, opened, required: () => driver.requiredLines([]),
    hostKeys: options.acceptNewHostKey === true ? acceptingNew(book, (key) => { note(`accepted and recorded the new host key ${key.type} ${key.fingerprint}`); }) : book,
    note,
    transcript: { sent: (shown) => { typed.push(shown); }, received: (text) => { heard += text; } },
  });
  try {
    emit({ kind: 'connecting', olt: olt.name, peer: way.peer, attempt: 1 });
    const session = await way.dial();
    emit({ kind: 'connected', olt: olt.name, host: session.host });
    try {
      const reads = await readAll(session, driver, (event) => { emit({ ...event, olt: olt.name }); });
      const { host, banner, refusedPreparation } = session;
      return { olt, driver, peer: way.peer, session: { host, banner, refusedPreparation }, reads, typed, get heard() { return heard; } };
    } finally {
      await session.close();
      emit({ kind: 'closed', olt: olt.name });
    }
  } finally {
    await way.close();
  }
}

/** Every read once, in the pack's order; after a lost session there is nothing more to be had. */
async function readAll(session: Session, driver: Driver, emit: (event: { kind: 'reading'; name: string; index: number; of: number }) => void): Promise<VisitedRead[]> {
  const reader = readOnly(session, driver);
  const reads: VisitedRead[] = [];
  for (const [index, step] of driver.reads.entries()) {
    emit({ kind: 'reading', name: step.name, index: index + 1, of: driver.reads.length });
    try {
      reads.push({ step, reply: await reader.read(step), failure: null });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reads.push({ step, reply: null, failure: error });
      break;
    }
  }
  return reads;
}
