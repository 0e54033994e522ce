/** Rates and durations as people write them. */

const RATE_FACTOR: Readonly<Record<string, number>> = { k: 1, m: 1_000, g: 1_000_000 };
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `512k`, `10M`, `2.5G`, decimal. @returns kbit/s, null when it is none or rounds to nothing */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kKmMgG])(?:bit\/s|bps)?$/.exec(text.trim());
  if (!match) return null;
  const kbit = Math.round(Number(match[1]) * RATE_FACTOR[match[2]!.toLowerCase()]!);
  return kbit >= 1 ? kbit : null;
}

/** `30s`, `15m`, `24h`, `7d`, or bare seconds. @returns seconds, null when it is none */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,9})([smhd]?)$/.exec(text.trim());
  return match ? Number(match[1]) * SECONDS[match[2] || 's']! : null;
}

/** kbit/s → `100M`, `1G`, `512k`: the shortest exact spelling. */
export function rateText(kbit: number): string {
  if (kbit % 1_000_000 === 0) return `${kbit / 1_000_000}G`;
  if (kbit % 1_000 === 0) return `${kbit / 1_000}M`;
  return `${kbit}k`;
}
