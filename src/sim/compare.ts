import type { Json } from './device.ts';

export interface Difference { readonly path: string; readonly before: Json | undefined; readonly after: Json | undefined; }

/** Everything in which two states of a box differ, by path (`onts/0\/1\/3\/5/line`, with `/` in keys escaped), in the order of the first. */
export function compareTables(before: Json | undefined, after: Json | undefined, path = ''): Difference[] {
  if (isTable(before) && isTable(after)) {
    const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !(key in before))];
    return keys.flatMap((key) => compareTables(before[key], after[key], `${path === '' ? '' : `${path}/`}${key.replaceAll('/', '\\/')}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

function isTable(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
