import { newRecord } from '../run/record.ts';
import { planDigest } from '../run/signature.ts';
import { openHalf, type Crossing, type End } from './half.ts';
import { formerInWords } from './passage.ts';
import { conclude } from './together.ts';

/** Deletes the old places that are to go. The OLT is read again, with the serial of each ONT: time has passed, and people were at work. */
export async function leave(crossing: Crossing): Promise<End[]> {
  const { options, leaving } = crossing;
  const going = crossing.passages.filter(({ former }) => former.outcome === null).map((passage) => ({ passage, shown: passage.former }));
  if (going.length === 0) return [];
  for (const { passage, shown } of going) {
    passage.former = newRecord(shown.subject);
    passage.former.messages.push(...shown.messages);
  }
  const { run, close } = openHalf(crossing, leaving, going.map(({ passage }) => passage.former), 'former');
  try {
    await run.prepare();
    for (const { passage: { former }, shown } of going) {
      if (options.consent.kind !== 'ask' || former.outcome !== null || !former.planned || !shown.planned) continue;
      if (planDigest(shown.planned.plan) !== planDigest(former.planned.plan)) conclude(crossing, former, 'stale', ['the device changed since the plan was looked at: look at it again']);
    }
    await run.execute(false);
  } finally {
    await close();
  }
  for (const { passage } of going) {
    const { next, former: { outcome, messages } } = passage;
    if (outcome !== 'applied' && outcome !== 'unchanged') messages.push(`the new place on OLT ${next.olt.name} stands; what is left of the old one is on ${formerInWords(passage)}: the same command run again goes on`);
  }
  return [run.end];
}
