/** PONs as boxes and people spell them, and the patterns of `pons:`. */

export interface PonAddress {
  /** As the box prints it: `0/1/3`. */
  readonly pon: string;
  /** ONT id, when the spelling held one. */
  readonly id?: number;
}

/**
 * Reads `0/1/3`, `0/1/3/5` and `0/1/3:5` (with ONT id), `0/ 1/3`, `gpon-olt_1/2/1`, `gpon-onu_1/2/1:5`, `EPON0/2`, `EPON0/2:5`, `gpon 0/1/3`.
 * @returns null when it is none of them
 */
export function parsePon(text: string): PonAddress | null {
  const compact = text.trim().replace(/\s*\/\s*/g, '/');
  const match = /^(?:(?:x?gs?-?pon|gpon|xgpon|xgspon|epon|pon)[-_ ]?(?:olt|onu|ont)?[-_ ]?)?(\d{1,3}(?:\/\d{1,3}){0,3})(?:[:.](\d{1,4}))?$/i.exec(compact);
  if (!match) return null;
  const parts = match[1]!.split('/').map((part) => String(Number(part)));
  if (match[2] !== undefined) {
    return parts.length >= 4 ? null : { pon: parts.join('/'), id: Number(match[2]) };
  }
  if (parts.length === 4) return { pon: parts.slice(0, 3).join('/'), id: Number(parts[3]) };
  return { pon: parts.join('/') };
}

/** One part of a pattern: any number, one, or a range, bounds included. */
type Part = readonly [low: number, high: number];

export interface PonPattern {
  readonly text: string;
  readonly parts: readonly Part[];
  /** Numbers the pattern covers: the narrower one wins. */
  readonly width: number;
}

const ANY: Part = [0, Number.MAX_SAFE_INTEGER];

/** Reads `0/1/*`, `0/2/0-7`, `0/1/3`. @returns null when it is none of them */
export function parsePonPattern(text: string): PonPattern | null {
  const parts: Part[] = [];
  let width = 1;
  for (const piece of text.trim().split('/')) {
    const part = parsePart(piece.trim());
    if (!part) return null;
    parts.push(part);
    width *= part === ANY ? 1_000 : part[1] - part[0] + 1;
  }
  return parts.length > 4 ? null : { text, parts, width };
}

export function ponMatches(pattern: PonPattern, pon: string): boolean {
  const numbers = pon.split('/').map(Number);
  return numbers.length === pattern.parts.length && pattern.parts.every(([low, high], index) => numbers[index]! >= low && numbers[index]! <= high);
}

function parsePart(piece: string): Part | null {
  if (piece === '*') return ANY;
  const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(piece);
  if (!match) return null;
  const low = Number(match[1]);
  const high = match[2] === undefined ? low : Number(match[2]);
  return high >= low ? [low, high] : null;
}
