/** Plain trees, as YAML and JSON give them. */
export type Tree = Readonly<Record<string, unknown>>;

export function asTree(value: unknown, place: string): Tree {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${place}: expected a mapping`);
  return value as Tree;
}

/** A list as it is, an absent value as no entries. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
