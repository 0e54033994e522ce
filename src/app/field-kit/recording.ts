import type { ReadStep } from '../../packs/driver.ts';
import { HOST } from './redact.ts';

/** One read of a recording: the command as it was typed, and the answer. */
export interface RecordedRead { readonly step: ReadStep; readonly lines: readonly string[]; }

/** First line of a recording; what follows is free. */
export const TITLE = '! ont-prov recording 1';

/** A session as a person would see it: prompt, echo, answer, prompt. */
export function recordingText(about: readonly string[], reads: readonly RecordedRead[]): string {
  const session = reads.flatMap(({ step, lines }) => [`${HOST}${step.at}${step.line}`, ...lines]);
  const last = reads.at(-1)?.step.at;
  return [TITLE, ...about.map((line) => `! ${line}`), '', ...session, ...(last === undefined ? [] : [`${HOST}${last}`]), ''].join('\n');
}
