import { objectName } from '../../plan/footprint.ts';
import type { Action, Change } from '../../plan/model.ts';
import type { TargetDetails } from '../journal/account.ts';
import type { Seen } from '../run/seen.ts';

/** What is to be taken back of one target: its changes in the order in which they were made; or why it is not touched. */
export type RetreatPlan =
  | { readonly kind: 'undo'; readonly changes: readonly Change[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly why: readonly string[] };

/**
 * Holds what a run left against what the device holds now. An object that is as the run found it needs nothing; one that is as the
 * run left it is taken back; anything else somebody has changed since, and the target is left alone as a whole, because its objects
 * depend on one another.
 *
 * @param changes `standing`, restored; null where a secret in the undo cannot be had any more
 */
export function planRetreat({ before, after, standing }: TargetDetails, changes: readonly (Change | null)[], now: Seen): RetreatPlan {
  if (!before || !after) return { kind: 'refused', why: ['how the run left it is not known: it was not read back'] };
  const [left, is] = [{ ...after.own, ...after.other }, { ...now.own, ...now.other }];
  const why: string[] = [];
  const undo: Change[] = [];
  for (const [i, stored] of standing.entries()) {
    const name = objectName(stored.resource, stored.key);
    const change = changes[i] ?? null;
    const [was, made, found] = [before.objects[name], left[name], is[name]];
    if (found !== made && found === was) continue;
    // The run meant it to go; the device may have taken its time.
    const collected = stored.action === 'collect' && found === undefined;
    if (found !== made && !collected) {
      // Somebody has collected it already: then there is nothing left to take back.
      if (found === undefined && stored.scope === 'shared' && was === undefined) continue;
      why.push(found === undefined ? `${name} is gone since` : made === undefined ? `${name} is there again` : `${name} was changed since`);
    } else if (stored.oneWay !== null) why.push(`${name} cannot be taken back: ${stored.oneWay}`);
    else if (change === null) why.push(`${name}: a secret it had is not known any more`);
    else undo.push(change);
  }
  const there = Object.keys(after.own).length > 0;
  // With the ONT itself everything under it goes, or comes back.
  if (before.there !== there && undo.length > 0) {
    const made = new Set(standing.map(({ resource, key }) => objectName(resource, key)));
    for (const name of Object.keys(now.own)) if (after.own[name] === undefined && !made.has(name)) why.push(`${name} is new since`);
  }
  if (why.length > 0) return { kind: 'refused', why };
  return undo.length > 0 ? { kind: 'undo', changes: undo } : { kind: 'nothing' };
}

/** The other way round, as people see it: what is typed is the undo. */
export function inverse(change: Change): Change {
  return {
    ...change, action: INVERSE[change.action], commands: change.undo, undo: [],
    attributes: change.attributes.map(({ attribute, from, to }) => ({ attribute, from: to, to: from })),
  };
}

const INVERSE: Readonly<Record<Action, Action>> = { create: 'delete', delete: 'create', collect: 'create', update: 'update', replace: 'replace' };
