import { addAll } from '../../kernel/add-all.ts';
import { EXIT } from '../../kernel/exit.ts';
import type { Finding } from '../../kernel/finding.ts';
import { arrivals } from './arrival.ts';
import { newPlaces, type Crossing, type End } from './half.ts';
import { leave } from './leave.ts';
import { make } from './make.ts';
import { formerInWords } from './passage.ts';
import { conclude } from './together.ts';

/**
 * The phases of a move between OLTs: the new place is made; the ONT comes up there, or nobody wants to know; the old place goes. Each
 * phase starts from what the devices show, so the same command run again goes on wherever an earlier one stopped.
 */
export async function cross(crossing: Crossing): Promise<End[]> {
  return [...await make(crossing), await cutOver(crossing), ...await leave(crossing)];
}

/** Old places stay until their ONTs are up at the new ones. Of a suspended subscriber nothing is heard, and nothing is lost. */
async function cutOver(crossing: Crossing): Promise<End> {
  const { world, options, ways, opened, passages, findings } = crossing;
  const waiting = passages.filter(({ next, former, place }) => former.outcome === null && place !== null && next.subject.intent.state === 'active');
  if (options.now === true || waiting.length === 0) return { saved: false, exits: [], failure: null, notes: [] };
  const notes: Finding[] = [];
  const { why, failures } = await arrivals(world, options, { ways, opened }, newPlaces(waiting), { wait: options.wait, interrupt: options.interrupt }, notes);
  addAll(findings, notes);
  for (const passage of waiting) {
    const { next, former } = passage;
    const reason = why.get(next.subject) ?? null;
    if (reason === null) continue;
    conclude(crossing, former, 'pending', [
      `kept on ${formerInWords(passage)}: the ONT is not up on OLT ${next.olt.name} yet (${reason})`,
      'patch its fibre over and run the same command again, which deletes the old place then; --now deletes it at once',
    ]);
  }
  return { saved: false, exits: [...failures.map(({ exitCode }) => exitCode), ...(options.interrupt?.aborted ? [EXIT.interrupted] : [])], failure: failures[0] ?? null, notes: [] };
}
