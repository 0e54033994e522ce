/** The end of a wave: so many subscribers, or so many of a hundred, counted from the first one of the run. */
export type Wave = { readonly count: number } | { readonly percent: number };

/**
 * Cuts `items` into waves: the first up to the first end, the second from there up to the second, and so on. What is beyond the last
 * end is in no wave. Ends that come before an earlier one make no wave.
 */
export function cutIntoWaves<T>(items: readonly T[], waves: readonly Wave[]): T[][] {
  const out: T[][] = [];
  let from = 0;
  for (const wave of waves) {
    const to = Math.min(items.length, 'count' in wave ? wave.count : Math.ceil((items.length * wave.percent) / 100));
    if (to > from) out.push(items.slice(from, to));
    from = Math.max(from, to);
  }
  return out;
}
