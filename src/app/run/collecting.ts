import type { Observation, Planned } from '../../packs/driver.ts';
import type { Change } from '../../plan/model.ts';
import { sameObject } from './signature.ts';
import type { Subject } from './subject.ts';
import { runTarget, type TargetTools } from './target.ts';

/**
 * Shared objects of ours that were to go, and that the device still shows although nothing uses them: the line may not have reached it,
 * and no later plan would come back to them. They are tried once more; if that fails too, nobody is worse off.
 *
 * @param subject  whose plan types them; any that is as it should be
 * @param collected  what the plans of this run collected
 */
export async function collectLeft(subject: Subject, collected: readonly Change[], on: Observation, tools: TargetTools): Promise<void> {
  if (collected.length === 0) return;
  const { plan } = tools.device.plan(subject, on, true);
  if (plan.changes.some((change) => change.action !== 'collect')) return;
  const changes = plan.changes.filter((change) => collected.some((other) => sameObject(other, change)));
  if (changes.length === 0) return;
  const again: Planned = { plan: { ...plan, changes }, commit: () => undefined };
  await runTarget(subject, again, tools);
}
