/**
 * Joins the lines a narrow terminal folded. A configuration line starts with a blank or is a block mark, so a line that starts
 * with anything else goes on from the one above; where the fold fell on a blank, the grammar decides: joined only when the
 * line is not known as it stands and is known joined.
 */
import type { SourceLine } from '../plan/row.ts';
import type { DumpSpec } from './dump-spec.ts';

export function unfold(lines: readonly string[], spec: DumpSpec, isKnown: (line: string) => boolean): SourceLine[] {
  const out: { number: number; text: string; last: number }[] = [];
  const isMark = (line: string): boolean => spec.ends.some((end) => end.test(line.trim()));
  lines.forEach((raw, index) => {
    const line = raw.replace(/[\r\n]+$/, '');
    const before = out[out.length - 1];
    if (before && spec.fold > 0 && line.trim() !== '' && goesOn(before, line)) {
      // A blank at the end of the physical line is part of the text even when it was not printed.
      const gap = before.last < spec.fold ? ' '.repeat(Math.max(0, spec.fold - before.last)) : '';
      before.text += (gap ? ' ' : '') + line;
      before.last = line.length;
      return;
    }
    out.push({ number: index + 1, text: line, last: line.length });
  });
  return out;

  function goesOn(before: { text: string; last: number }, line: string): boolean {
    if (before.last > spec.fold || before.last < spec.fold - 24) return false;
    if (isMark(before.text) || isMark(line)) return false;
    if (/^\S/.test(line)) return before.last === spec.fold || !isKnown(line);
    return before.last === spec.fold && !isKnown(before.text) && isKnown(before.text + line);
  }
}
