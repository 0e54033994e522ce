/** The known word a person most likely meant: cut short (`prio`), or at most one edit per three letters away, two letters swapped counting as one. */
export function didYouMean(written: string, known: Iterable<string>): string | undefined {
  const lower = written.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const word of known) {
    const distance = word.toLowerCase() === lower ? 0 : isShortFor(lower, word.toLowerCase()) ? 1 : edits(lower, word.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean X?`, or undefined: a hint ready to use. */
export function meantHint(written: string, known: Iterable<string>): string | undefined {
  const meant = didYouMean(written, known);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

function isShortFor(written: string, word: string): boolean {
  return written.length >= 3 && word.length > written.length && word.startsWith(written);
}

/** Optimal string alignment distance; anything of `limit` and more is returned as `limit`. */
function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length]!, limit);
}
