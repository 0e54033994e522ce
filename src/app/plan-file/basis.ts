import type { TargetPlan } from '../../plan/model.ts';
import { changesSince, type Seen } from '../run/seen.ts';
import { planDigest } from '../run/signature.ts';
import type { Subject } from '../run/subject.ts';
import { valueDigest } from './digest.ts';
import type { Basis } from './format.ts';

/** What a plan of this subject rests on. `seen` is from before the plan. */
export function basisOf({ intent }: Subject, plan: TargetPlan, seen: Seen): Basis {
  return { key: intent.key, olt: intent.olt.name, intent: valueDigest(intent), plan: planDigest(plan), seen };
}

/** Why the plan that was reviewed does not hold any more, in words; empty: it does. */
export function staleness(reviewed: Basis, now: Basis): string[] {
  if (reviewed.intent !== now.intent) return ['the profile says something else of this subscriber than when the plan was made: plan again'];
  const changed = changesSince(reviewed.seen, now.seen);
  if (changed.length > 0) return [`the device changed since the plan was made: ${listed(changed)}; plan again`];
  if (reviewed.plan !== now.plan) return ['the device changed since the plan was made, and other commands (or numbers) would be needed now: plan again'];
  return [];
}

const SHOWN = 8;

function listed(texts: readonly string[]): string {
  return texts.length <= SHOWN ? texts.join(', ') : `${texts.slice(0, SHOWN).join(', ')} and ${texts.length - SHOWN} more`;
}
