import { Failure } from '../../kernel/failure.ts';
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { StateRecord } from '../../packs/read-side.ts';
import { verdict } from '../../plan/verdict.ts';
import type { Progress } from '../api.ts';
import type { Device } from './device.ts';
import { readOnly } from './read-only.ts';

/** More than this are counted. */
const NAMED = 5;

/**
 * Says who else is logged in, where the pack knows how to ask. One line, once, after login. It is a courtesy: a box that refuses, breaks
 * off or prints what nobody knows is passed over in silence.
 *
 * @param user who we are, for boxes that do not mark the session that asks
 * @throws Failure when there is no session to be had
 */
export async function mentionOthers(device: Device, user: string | undefined, emit: (event: Progress) => void): Promise<Finding[]> {
  const { driver, olt } = device;
  const step = driver.state.names.includes('users') ? driver.state.ask('users', {}) : null;
  if (!step) return [];
  const session = await device.session();
  let message: string | null = null;
  try {
    const reply = await readOnly(session, driver).read(step);
    if (verdict(reply.class, 'read') === 'ok') message = inWords(olt, othersOf(driver.state.parse('users', reply.lines).records, user));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  if (message === null) return [];
  emit({ kind: 'note', olt, message });
  return [finding('ONT431', message)];
}

/** All but the session that asks. Nobody, when it cannot be told which one that is. */
function othersOf(records: readonly StateRecord[], user: string | undefined): readonly StateRecord[] {
  const own = records.find((record) => record['own'] === 'yes') ?? records.findLast((record) => user !== undefined && record['user'] === user);
  return own ? records.filter((record) => record !== own) : [];
}

function inWords(olt: string, others: readonly StateRecord[]): string | null {
  if (others.length === 0) return null;
  const names = others.slice(0, NAMED).map(({ user, from, how }) => `${text(user) ?? 'somebody'}${text(from) !== null ? ` from ${text(from)!}` : text(how) !== null ? ` by ${text(how)!}` : ''}`);
  return `${others.length === 1 ? '1 other is' : `${others.length} others are`} logged in at ${olt}: ${names.join(', ')}${others.length > NAMED ? ', …' : ''}`;
}

function text(value: StateRecord[string] | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
