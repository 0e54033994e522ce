import { createHash } from 'node:crypto';
import type { Change, TargetPlan } from '../../plan/model.ts';
import { changeJson } from '../json.ts';

/** SHA-256 over everything a plan would type: equal digests mean the same commands in the same order. */
export function planDigest(plan: Pick<TargetPlan, 'changes'>): string {
  return createHash('sha256').update(JSON.stringify(plan.changes.map(changeJson))).digest('hex');
}

/**
 * Whether two plans of one target start from the same state of the device as far as the target is concerned: the same kinds of
 * changes, from the same old values. Numbers are left out, because the first free one may be another by now.
 */
export function sameStart(before: readonly Change[], now: readonly Change[]): boolean {
  return missingFrom(before, now).length === 0 && missingFrom(now, before).length === 0;
}

/** What tells one change from another, in a plan or in the journal. */
export type Comparable = Pick<Change, 'resource' | 'key' | 'scope' | 'action' | 'attributes'>;

/**
 * Changes of `before` that `now` does not want any more: what they do is on the device. The same object is looked for first; what is
 * left over may have got another number and is compared by kind.
 */
export function missingFrom<T extends Comparable>(before: readonly T[], now: readonly Comparable[]): T[] {
  const unmatched = [...now];
  const take = (change: Comparable, same: (a: Comparable) => string): boolean => {
    const index = unmatched.findIndex((other) => same(other) === same(change));
    if (index >= 0) unmatched.splice(index, 1);
    return index >= 0;
  };
  const notThere = before.filter((change) => !take(change, exactSignature));
  return notThere.filter((change) => !take(change, signature));
}

export function sameObject(a: Comparable, b: Comparable): boolean {
  return a.resource === b.resource && JSON.stringify(a.key) === JSON.stringify(b.key);
}

function exactSignature(change: Comparable): string {
  return JSON.stringify([signature(change), change.key]);
}

function signature({ resource, scope, action, attributes }: Comparable): string {
  const old = action === 'create' ? attributes.map((a) => a.attribute) : attributes.map((a) => `${a.attribute}=${a.from}`);
  return JSON.stringify([resource, scope, action, old.sort()]);
}
