/** Repeatable randomness: the same seed gives the same run everywhere (xorshift, 32 bits). */
export interface Random {
  /** 0..n-1 */
  below(n: number): number;
  bytes(length: number): Uint8Array;
  pick<T>(list: readonly T[]): T;
}

export function random(seed: number): Random {
  let state = seed | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (n: number): number => Math.floor((next() / 0x100000000) * n);
  return {
    below,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 255),
    pick: (list) => list[below(list.length)]!,
  };
}
