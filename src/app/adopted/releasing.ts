import { subjectsOf } from '../candidate.ts';
import { identityOf } from '../connect.ts';
import { runName } from '../journal/run-name.ts';
import { takeLease } from '../lease.ts';
import type { OltGroup } from '../selection.ts';
import type { World } from '../world.ts';
import { openClaimBook } from './book.ts';
import type { AdoptTarget } from './documents.ts';
import { headOf } from './telling.ts';

/** Gives back everything that was adopted of these subscribers. Needs no device: what it says are the names of the objects. */
export async function releaseClaims(world: World, groups: readonly OltGroup[]): Promise<AdoptTarget[]> {
  const targets: AdoptTarget[] = [];
  for (const { olt, candidates } of groups) {
    const lease = await takeLease(world.state, world.clock, { olt: olt.name, device: identityOf(olt) }, runName(world.clock.now()));
    try {
      const book = await openClaimBook(world.state, identityOf(olt));
      for (const subject of subjectsOf(candidates)) {
        const claimed = book.release(subject.intent).map((object) => ({ resource: object.split(' ')[0]!, line: object, service: null, changed: false }));
        targets.push({
          ...headOf(subject), id: subject.intent.id ?? null, outcome: claimed.length > 0 ? 'released' : 'unchanged', paired: [], reused: [], claimed, adopted: [], kept: [],
        });
      }
      await book.save();
    } finally {
      await lease.release();
    }
  }
  return targets;
}
