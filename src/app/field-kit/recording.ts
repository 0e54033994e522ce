import type { Driver, ReadResult, ReadStep } from '../../packs/driver.ts';
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

/** The answers of a recording, for a driver to make sense of. null when the text is no recording. */
export function readRecording(text: string, driver: Pick<Driver, 'reads'>): ReadResult[] | null {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== TITLE) return null;
  const results: { name: string; lines: string[] }[] = [];
  for (const line of lines.slice(lines.indexOf('') + 1)) {
    const step = driver.reads.find((each) => line === `${HOST}${each.at}${each.line}`);
    if (step) results.push({ name: step.name, lines: [] });
    else if (!driver.reads.some((each) => line === `${HOST}${each.at}`)) results.at(-1)?.lines.push(line);
  }
  return results;
}
