import type { Driver } from '../packs/driver.ts';
import type { Intent, OltIntent } from '../profile/intent.ts';
import type { Subject } from './run/subject.ts';

/**
 * A subscriber who passed every check that needs no device. What is meant for them is worked out anew whenever it is asked for: of a
 * batch of thousands this is what stays in memory, and the subjects only of those who are being worked on.
 */
export interface Candidate {
  readonly key: string;
  readonly state: Intent['state'];
  readonly olt: OltIntent;
  readonly driver: Driver;
  subject(): Subject;
}

/** @param again makes the subject once more */
export function candidateOf({ intent: { key, state, olt }, driver }: Subject, again: () => Subject | null): Candidate {
  return {
    key, state, olt, driver,
    subject() {
      const subject = again();
      if (!subject) throw new Error(`${key} was a subscriber before and is none now`);
      return subject;
    },
  };
}

/** Of a subject that is at hand, and stays so. */
export function heldCandidate(subject: Subject): Candidate {
  return candidateOf(subject, () => subject);
}

/** Their subjects, each made when it is come to; another time they are other objects. */
export function subjectsOf(candidates: readonly Candidate[]): Iterable<Subject> {
  return { *[Symbol.iterator]() { for (const candidate of candidates) yield candidate.subject(); } };
}
