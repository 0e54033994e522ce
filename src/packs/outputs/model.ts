/** Tables of state a device shows (who is online, optical power): read, never planned on. */
import type { LinePattern } from '../../plan/line-pattern.ts';
import type { ReadStep } from '../driver.ts';
import type { Cell, CellSpec } from './cells.ts';

export type StateRecord = Readonly<Record<string, Cell | readonly Cell[]>>;

export interface Parsed {
  /** What stands before the first record of `pairs`. */
  readonly head: StateRecord;
  readonly records: readonly StateRecord[];
}

/** What of a device's state a pack can read, by the product's own names of it. */
export interface StateReader {
  /** Names of the outputs there are. */
  readonly names: readonly string[];
  /** The line that asks for it; null when the pack has no such output. @param params parts of the PON and what else the line needs */
  ask(name: string, params: Readonly<Record<string, string | number>>): ReadStep | null;
  /**
   * @param lines the answer, without echo and prompt
   * @throws Failure `unknown-output`, exit 5, naming output, line number and text: a line nobody knows is never an empty field
   */
  parse(name: string, lines: readonly string[]): Parsed;
  /** Whether a record of this output says that all is as it should be (`ready` of the pack). */
  ready(name: string, record: StateRecord): boolean;
}

export interface OutputSpec {
  readonly name: string;
  readonly line: LinePattern;
  readonly at: string;
  /** Lines that say nothing: rules, notes, chatter. */
  readonly ignore: readonly RegExp[];
  /** First group: how many records there are, as the device counts them. */
  readonly count: RegExp | null;
  /** An answer that does not say how many there are is cut. */
  readonly counted: boolean;
  /** Field → the word that means all is well. */
  readonly ready: Readonly<Record<string, string>>;
  readonly shape: TableShape | PairsShape | LinesShape;
}

export interface TableShape {
  readonly kind: 'table';
  readonly tables: readonly TableSpec[];
  /** Fields that say which rows of several tables are one record. */
  readonly key: readonly string[];
}

export interface TableSpec {
  readonly columns: readonly ColumnSpec[];
  /** Other lines of the heading. */
  readonly beside: readonly RegExp[];
}

export interface ColumnSpec {
  readonly title: string;
  /** Field, or fields when the cell holds several with a slash between. */
  readonly fields: readonly string[];
  readonly cell: CellSpec;
  /** Not on every release. */
  readonly optional: boolean;
}

export interface PairsShape {
  readonly kind: 'pairs';
  readonly keys: readonly PairSpec[];
  /** Normalised key that begins a record; null: there is one. */
  readonly starts: string | null;
  readonly require: readonly string[];
  /** Keys that nobody named are passed over; otherwise they are an error. */
  readonly others: boolean;
  /** Width at which a long value goes on in the next line, of the fields that do. */
  readonly wraps: Readonly<Record<string, number>>;
}

export interface PairSpec { readonly field: string; readonly keys: readonly RegExp[]; readonly cell: CellSpec; /** All values, in order. */ readonly many: boolean; }

export interface LinesShape { readonly kind: 'lines'; readonly patterns: readonly { readonly pattern: LinePattern; readonly cells: Readonly<Record<string, CellSpec>> }[]; }
