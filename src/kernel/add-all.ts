/** Appends all of `items`, however many: `push(...items)` has a limit that a hundred thousand rows can reach. */
export function addAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
