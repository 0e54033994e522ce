import { TITLE } from '../../src/app/field-kit/recording.ts';
import { HOST } from '../../src/app/field-kit/redact.ts';
import type { Driver, ReadResult } from '../../src/packs/driver.ts';

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
