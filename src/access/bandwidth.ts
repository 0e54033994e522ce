/** Rates people write to DBA profiles and rate limiters. All in kbit/s. */
import { lineRate } from '../profile/line-rate.ts';
import type { Intent, Rates } from '../profile/intent.ts';
import { rateText } from '../profile/resolve/units.ts';
import type { Bandwidth, Limit } from './model.ts';

/** Type 5 has all three parts; a profile that names fixed and max only gets the smallest assured part devices count in. */
const SMALLEST = 64;

/** The DBA profile of one T-CONT. Without rates: best effort up to the rate of the PON (type 4). */
export function bandwidthOf(rates: Rates | undefined, technology: Intent['technology']): Bandwidth {
  const { fixed, assured, max } = rates ?? {};
  if (fixed === undefined && assured === undefined) {
    return max === undefined ? { label: 'line-rate', type: 4, max: lineRate(technology) } : { label: rateText(max), type: 4, max };
  }
  if (fixed !== undefined && assured === undefined && max === undefined) return { label: `fix-${rateText(fixed)}`, type: 1, fixed };
  if (fixed === undefined && assured !== undefined) {
    if (max === undefined || max === assured) return { label: `as-${rateText(assured)}`, type: 2, assured };
    return { label: `as-${rateText(assured)}-${rateText(max)}`, type: 3, assured, max };
  }
  if (assured === undefined && fixed === max) return { label: `fix-${rateText(fixed!)}`, type: 1, fixed: fixed! };
  const some = assured ?? Math.max(1, Math.min(SMALLEST, max! - fixed!));
  const most = max ?? fixed! + some;
  return { label: `fix-${rateText(fixed!)}-${rateText(some)}-${rateText(most)}`, type: 5, fixed: fixed!, assured: some, max: most };
}

/** A flow's rate limiter: what is guaranteed is committed, the rest is peak; a plain rate is both. */
export function limitOf(rates: Rates | undefined): Limit | undefined {
  if (!rates) return undefined;
  const guaranteed = (rates.fixed ?? 0) + (rates.assured ?? 0);
  const pir = rates.max ?? guaranteed;
  if (pir === 0) return undefined;
  const cir = guaranteed > 0 ? guaranteed : pir;
  return { label: cir === pir ? rateText(pir) : `${rateText(cir)}-${rateText(pir)}`, cir, pir };
}

/**
 * What services of one group need together, at most what the PON carries; nothing when one of them has no rate, for then the
 * T-CONT has none either.
 */
export function sumRates(all: readonly (Rates | undefined)[], technology: Intent['technology']): Rates | undefined {
  if (all.length === 1) return all[0];
  let guaranteed = 0;
  let peak = 0;
  let sum: { fixed?: number; assured?: number } = {};
  for (const rates of all) {
    if (!rates) return undefined;
    const own = (rates.fixed ?? 0) + (rates.assured ?? 0);
    guaranteed += own;
    peak += rates.max ?? own;
    if (rates.fixed !== undefined) sum = { ...sum, fixed: (sum.fixed ?? 0) + rates.fixed };
    if (rates.assured !== undefined) sum = { ...sum, assured: (sum.assured ?? 0) + rates.assured };
  }
  return { ...sum, max: Math.max(guaranteed, Math.min(peak, lineRate(technology))) };
}
