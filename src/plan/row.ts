/** Rows: what is configured on a device, in vendor-neutral bookkeeping. One row is one instance of a resource. */
import { maskUrl } from '../kernel/mask-url.ts';


/** A secret the device shows masked or hashed: never compared. */
export const MASKED: unique symbol = Symbol('masked');

export type Value = string | number | typeof MASKED;

export type Values = Readonly<Record<string, Value | undefined>>;

export interface SourceLine { readonly number: number; readonly text: string; }

export interface Row {
  readonly kind: string;
  values: Record<string, Value | undefined>;
  readonly lines: SourceLine[];
  /** Which lines of the resource (index in its list) are present. */
  readonly facets: Set<number>;
  /** Rows of the body (a profile's inner lines). */
  readonly body: Row[];
  /** Lines inside this row's body that nobody knows. */
  readonly residue: SourceLine[];
  /** Head and key were understood, the tail was not: the object must not be touched. */
  readonly half?: SourceLine;
}

/** A line that no resource knows, with the ONT key it speaks of where that can be told. */
export interface Residue { readonly line: SourceLine; readonly mode: string; readonly owner?: string; }

export function keyOf(names: readonly string[], values: Values): string {
  let key = '';
  for (const name of names) key += `${String(values[name] ?? '')}\u0001`;
  return key;
}

/** A value as people may see it. */
export function shown(value: Value | undefined): string | null {
  return value === undefined ? null : value === MASKED ? '***' : maskUrl(String(value));
}
