import { Failure } from '../../kernel/failure.ts';
import type { Driver, Observation, ReadResult } from '../../packs/driver.ts';
import { verdict } from '../../plan/verdict.ts';
import type { Progress } from '../api.ts';
import type { Reader } from './read-only.ts';

export interface Reading {
  readonly results: readonly ReadResult[];
  /** Complete. Its findings may still refuse the device as a whole. */
  readonly observation: Observation;
}

/** Reads before an incomplete answer is given up on. */
const TRIES = 3;

/**
 * Everything a plan needs, read completely. A read that came out incomplete is repeated, never believed.
 * @throws Failure `unreadable`, exit 5; and what a session throws
 */
export async function readDevice(reader: Reader, driver: Driver, about: { readonly olt: string; readonly model: string | undefined; readonly emit: (event: Progress) => void }): Promise<Reading> {
  let why: readonly string[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const results: ReadResult[] = [];
    const refused: string[] = [];
    for (const [index, step] of driver.reads.entries()) {
      about.emit({ kind: 'reading', olt: about.olt, name: step.name, index: index + 1, of: driver.reads.length });
      const reply = await reader.read(step);
      if (verdict(reply.class, 'read') === 'ok') results.push({ name: step.name, lines: reply.lines });
      // Not every release knows every read: whether the others suffice is the driver's to say.
      else refused.push(`"${step.line}" was answered with: ${reply.message}`);
    }
    const observation = driver.observe(results, about.model);
    if (observation.complete) return { results, observation };
    why = [...refused, ...observation.findings.map((finding) => finding.message)];
  }
  throw new Failure(`OLT ${about.olt} could not be read completely in ${TRIES} attempts: ${why.join('; ') || 'an answer was cut'}`,
    { code: 'unreadable', exitCode: 5, hint: 'nothing was planned on what is not known; look at --transcript FILE' });
}
