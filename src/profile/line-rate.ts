import type { Intent } from './intent.ts';

/** Upstream rate of a PON, kbit/s (G.984.2, G.9807.1, IEEE 802.3 clause 65). */
export const LINE_RATE = { gpon: 1_244_160, 'xgs-pon': 9_953_280, epon: 1_000_000 } as const;

/** The PON's upstream rate, kbit/s; a PON of unknown technology counts as GPON. */
export function lineRate(technology: Intent['technology']): number {
  return LINE_RATE[technology ?? 'gpon'];
}
