import { Failure } from '../../kernel/failure.ts';
import { EXIT } from '../../kernel/exit.ts';
import type { SendingWindow } from '../../packs/window.ts';
import type { ScriptStep } from '../../plan/model.ts';
import type { Session } from '../../transport/model.ts';

/** How far ahead lines are typed at one OLT. Once anything went wrong with it that is not the link's fault, nothing is any more. */
export interface Ahead {
  /** null: line by line. Only a terminal that took all of its preparation is typed ahead at: it neither asks nor pages. */
  at(session: Session): SendingWindow | null;
  /** Lines were on their way when the session broke. */
  broken(failure: Failure): void;
}

export function createAhead(window: SendingWindow | null, note: (message: string) => void): Ahead {
  let now = window;
  const stop = (why: string): null => {
    note(`${why}; lines are typed one by one from here on`);
    return (now = null);
  };
  return {
    at({ refusedPreparation }) {
      if (now && refusedPreparation.length > 0) return stop(`the device does not know "${refusedPreparation[0]!}" and may ask while lines are on their way`);
      return now;
    },
    broken(failure) {
      if (now && failure.code !== 'session-lost') stop(failure.message);
    },
  };
}

/** Groups of lines cut down to what fits: each is answered as a whole before the next one is typed. */
export function cutToFit(groups: readonly (readonly ScriptStep[])[], { lines, octets }: SendingWindow, length: (step: ScriptStep) => number): ScriptStep[][] {
  const cut: ScriptStep[][] = [];
  for (const group of groups) {
    let left = 0;
    for (const [i, step] of group.entries()) {
      const size = length(step);
      const open = cut.at(-1);
      if (i > 0 && open && open.length < lines && size <= left) {
        open.push(step);
        left -= size;
      } else {
        cut.push([step]);
        left = octets - size;
      }
    }
  }
  return cut;
}

/** A busy device is asked again line by line, once it is known what became of the others. */
export function busyAhead(olt: string, { line }: ScriptStep): Failure {
  return new Failure(`OLT ${olt} was too busy for "${line}" while further lines were on their way`, { code: 'busy-ahead', exitCode: EXIT.unreachable, hint: 'read the device again, and type line by line' });
}
