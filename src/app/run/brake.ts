/** Stops a run from starting with further subscribers once too many have failed, on whatever OLT. What is under way comes to its end. */
export interface Brake {
  /** One more subscriber (or an OLT as a whole) has failed. */
  count(): void;
  /** Why nothing more is begun; null: go on. */
  readonly pulled: string | null;
}

/** @param most failures that end it; undefined: none does */
export function createBrake(most: number | undefined): Brake {
  let failed = 0;
  return {
    count() { failed++; },
    get pulled() {
      return most !== undefined && failed >= most ? `${failed} ${failed === 1 ? 'has' : 'have'} failed, and --max-fail is ${most}: no further one was begun` : null;
    },
  };
}
