/**
 * Joins the lines a narrow terminal folded. A configuration line starts with a blank or is a block mark, so a line that starts
 * with anything else goes on from the one above, and so does one inside open quotes. Where the fold fell on a blank the grammar
 * decides: joined when that makes a known line and the parts are not two known ones.
 */
import type { SourceLine } from '../plan/row.ts';
import type { DumpSpec } from './dump-spec.ts';

export function unfold(lines: readonly string[], spec: DumpSpec, isKnown: (line: string) => boolean): SourceLine[] {
  const out: { number: number; text: string; last: number }[] = [];
  const isMark = (line: string): boolean => spec.ends.some((end) => end.test(line.trim()));
  lines.forEach((raw, index) => {
    const line = raw.replace(/[\r\n]+$/, '');
    const before = out[out.length - 1];
    if (before && spec.fold > 0 && line.trim() !== '' && goesOn(before, line, lines.slice(index + 1, index + 4))) {
      // A blank at the end of the physical line is part of the text even when it was not printed.
      const gap = before.last < spec.fold ? ' '.repeat(Math.max(0, spec.fold - before.last)) : '';
      before.text += (gap ? ' ' : '') + line;
      before.last = line.length;
      return;
    }
    out.push({ number: index + 1, text: line, last: line.length });
  });
  return out;

  function goesOn(before: { text: string; last: number }, line: string, after: readonly string[]): boolean {
    if (before.last > spec.fold || before.last < spec.fold - WORD) return false;
    if (before.last === spec.fold && quoteOpen(before.text)) return true;
    if (isMark(before.text) || isMark(line)) return false;
    if (/^\S/.test(line)) return before.last === spec.fold || !isKnown(line);
    return before.last === spec.fold && !(isKnown(before.text) && isKnown(line)) && knownJoined(before.text + line, line, after);
  }

  /** Joined with this line, or with the following ones as long as each is full. */
  function knownJoined(joined: string, last: string, after: readonly string[]): boolean {
    if (isKnown(joined)) return true;
    return last.length === spec.fold && after[0] !== undefined && knownJoined(joined + after[0], after[0], after.slice(1));
  }
}

/** The longest word a terminal moves to the next line as a whole. */
const WORD = 24;

function quoteOpen(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}
