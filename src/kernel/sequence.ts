/** Things one after the other, as often as wanted; each is made when it is come to, so that not all of them stand in memory. */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  /** As a list, all at once. */
  toJSON?(): readonly T[];
}

export function sequenceOf<S, T>(sources: readonly S[], make: (source: S) => T): Sequence<T> {
  return {
    length: sources.length,
    *[Symbol.iterator]() { for (const source of sources) yield make(source); },
    toJSON() { return [...this]; },
  };
}

export function isSequence(value: unknown): value is Sequence<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'length' in value;
}
