import { hasErrors } from '../../kernel/finding.ts';
import type { Observation } from '../../packs/driver.ts';
import { inParallel, PARALLEL } from '../in-parallel.ts';
import { mayGoOn } from '../run-olts.ts';
import type { TargetRecord } from '../run/record.ts';
import { anyPon, formerPlace, subjectAt } from './former-place.ts';
import { newPlaces, openHalf, type Crossing, type End, type Half } from './half.ts';
import { formerInWords, isMade } from './passage.ts';
import { conclude, holdTogether } from './together.ts';

/**
 * Both places planned, one question, the new one made, read back and saved. The OLT that is left comes first, so that what is in the way
 * there is said before anything is made; its lease is held until the new place stands.
 */
export async function make(crossing: Crossing): Promise<End[]> {
  const { world, options, leaving, passages, findings } = crossing;
  const limit = options.parallel ?? PARALLEL;
  const old = openHalf(crossing, leaving, passages.flatMap(({ former }) => (former.outcome === null ? [former] : [])), 'former', (record, on) => Promise.resolve(locate(crossing, record, on)));
  const places: Half[] = [];
  const close = (): Promise<unknown> => Promise.all([...places, old].map((half) => half.close()));
  try {
    await old.run.prepare();
    holdTogether(passages, crossing);
    for (const place of newPlaces(passages.filter(({ next }) => next.outcome === null))) places.push(openHalf(crossing, place, place.passages.map(({ next }) => next), 'next'));
    await inParallel(places, limit, ({ run }) => run.prepare());
    holdTogether(passages, crossing);
    if (await mayGoOn(world, options, [...places, old].flatMap(({ run }) => run.records), findings)) {
      await inParallel(places, limit, ({ run }) => run.execute(options.consent.kind === 'ask'));
      // Nobody is left there; what an earlier run has not saved is saved.
      if (passages.every((passage) => isMade(passage) && passage.former.outcome === 'unchanged')) await old.run.execute(false);
    }
  } finally {
    await close();
  }
  keepUnlessMade(crossing, places);
  return [...places, old].map(({ run }) => run.end);
}

/** On the first reading of the OLT that is left: the subscriber where it is there. */
function locate(crossing: Crossing, record: TargetRecord, on: Observation): void {
  const { project, leaving, passages } = crossing;
  const passage = passages.find(({ former }) => former === record)!;
  // A device that is refused as a whole says so when it is planned on.
  if (hasErrors(on.findings)) return;
  passage.place = formerPlace(record.subject, leaving, on);
  if (passage.place === null) record.messages.push(`it is not on OLT ${leaving.olt.name}: there is nothing to delete`);
  const pon = passage.place?.pon ?? anyPon(record.subject, leaving, on);
  if (pon !== null) {
    record.subject = subjectAt(project, passage.next.subject, leaving, passage.place ?? { pon, id: undefined });
    return;
  }
  conclude(crossing, record, 'unchanged', []);
  record.verified = true;
}

/** A new place that a restart would lose is none. */
function keepUnlessMade(crossing: Crossing, places: readonly Half[]): void {
  holdTogether(crossing.passages, crossing);
  for (const passage of crossing.passages) {
    const { next, former } = passage;
    const failure = places.find(({ olt }) => olt === next.olt.name)?.run.end.failure;
    if (former.outcome === null && failure) conclude(crossing, former, 'skipped', [`kept on ${formerInWords(passage)}: ${crossing.world.redactor.mask(failure.message)}`]);
  }
}
