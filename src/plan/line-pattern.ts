/** What the planner needs of a configuration line; the pack language implements it. */
import type { Span } from '../kernel/mask-secrets.ts';
import type { Value, Values } from './row.ts';

export interface LinePattern {
  readonly source: string;
  /** Literal words at the beginning, for finding candidates without trying every pattern. */
  readonly lead: readonly string[];
  readonly fields: readonly string[];
  /** Fields outside read-only groups. */
  readonly typed: ReadonlySet<string>;
  /** Fields outside every optional group. */
  readonly required: readonly string[];
  /** Names of the secret fields. */
  readonly secrets: ReadonlySet<string>;
  /** @returns the values, or null when the line is not of this form. `line` is trimmed. */
  parse(line: string): Record<string, Value> | null;
  /** Values of the longest beginning that was understood, when it holds all of `needed` (and, if asked, the words behind them); else null. */
  parseHead(line: string, needed: readonly string[], further?: boolean): Record<string, Value> | null;
  /** Where the values of secret fields stand, quotes left out; also when only the beginning of the line is of this form. */
  secretSpans(line: string): readonly Span[];
  /** @throws PatternError naming the field when a value is missing or has characters its type refuses. */
  render(values: Values): Rendered;
}

/** The line in pieces: literal text, and the names of secret fields between them. `text` has `***` for those. */
export interface Rendered { readonly text: string; readonly pieces: readonly (string | SecretPiece)[]; }

/** A value that is typed and not shown; `shown` stands for it where part of it may be seen (a URL with a password). */
export interface SecretPiece { readonly secret: string; readonly shown?: string; }

export class PatternError extends Error {
  readonly field: string;
  readonly why: 'missing' | 'charset';
  constructor(source: string, field: string, why: 'missing' | 'charset') {
    super(`${why === 'missing' ? 'no value' : 'a value this line cannot carry'} for {${field}} in: ${source}`);
    this.name = 'PatternError';
    this.field = field;
    this.why = why;
  }
}
