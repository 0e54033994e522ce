/**
 * Joins the lines a narrow terminal folded. A configuration line starts with a blank or is a block mark, so a line that starts
 * with anything else goes on from the one above, and so does one inside open quotes. Terminals fold in two ways: at the column,
 * whatever stands there, or at the last blank that fits (which is then not printed). Where that leaves a choice the grammar decides.
 */
import type { SourceLine } from '../plan/row.ts';
import type { DumpSpec } from './dump-spec.ts';

export function unfold(lines: readonly string[], spec: DumpSpec, isKnown: (line: string) => boolean): SourceLine[] {
  const out: { number: number; text: string; last: number }[] = [];
  lines.forEach((raw, index) => {
    const line = raw.replace(/[\r\n]+$/, '');
    const before = out[out.length - 1];
    const glue = before && spec.fold > 0 && line.trim() !== '' ? glueOf(before, line, lines.slice(index + 1, index + 4)) : null;
    if (!before || glue === null) out.push({ number: index + 1, text: line, last: line.length });
    else {
      before.text += glue + line;
      before.last = line.length;
    }
  });
  return out;

  /** What stands between the two when the second goes on from the first: nothing or a blank; null when it does not. */
  function glueOf(before: { text: string; last: number }, line: string, after: readonly string[]): string | null {
    if (before.last > spec.fold) return null;
    const full = before.last === spec.fold;
    if (!(full && quoteOpen(before.text)) && (isMark(before.text) || isMark(line))) return null;
    if (spec.foldedBy === 'grammar') {
      if (!full || (isKnown(before.text) && isKnown(line))) return null;
      return ['', ' '].find((glue) => becomesKnown(before.text + glue + line, line, after)) ?? null;
    }
    if (!full) return /^\S/.test(line) && !fitsBehind(before.last, line) ? ' ' : null;
    if (/^\s/.test(line) && !quoteOpen(before.text)) {
      return !(isKnown(before.text) && isKnown(line)) && becomesKnown(before.text + line, line, after) ? '' : null;
    }
    return !becomesKnown(before.text + line, line, after) && becomesKnown(`${before.text} ${line}`, line, after) ? ' ' : '';
  }

  /** Joined so far it is a known line, or will be with the lines that go on from it. */
  function becomesKnown(joined: string, last: string, after: readonly string[]): boolean {
    if (isKnown(joined)) return true;
    const next = after[0];
    if (next === undefined || isMark(next) || last.length > spec.fold) return false;
    if (last.length === spec.fold) return ['', ' '].some((glue) => becomesKnown(joined + glue + next, next, after.slice(1)));
    return /^\S/.test(next) && !fitsBehind(last.length, next) && becomesKnown(`${joined} ${next}`, next, after.slice(1));
  }

  /** A terminal that keeps words whole breaks only where the next one does not fit any more. */
  function fitsBehind(length: number, line: string): boolean {
    return length + 1 + /^\S*/.exec(line)![0].length <= spec.fold;
  }

  function isMark(line: string): boolean {
    return spec.ends.some((end) => end.test(line.trim()));
  }
}

function quoteOpen(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}
