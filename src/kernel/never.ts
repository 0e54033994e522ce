/** The end of a switch over a closed union: a new kind does not compile until each consumer handles it. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
