/** Findings: what is wrong with the user's input, as values. Codes are stable; tests and editors pin them. */

export type Severity = 'error' | 'warning' | 'info';

/** A place in an input file. Lines and columns are 1-based, in characters; the end is exclusive. */
export interface Place {
  /** As given by the caller of the reader; made relative to the working directory only when printed. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** JSON pointer of the value inside its document, '' for the whole document. */
  readonly path: string;
}

export interface Finding {
  /** `ONTnnn`; every code is listed in `kernel/finding-codes.ts`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The remedy, in the imperative. */
  readonly hint?: string;
  /** Absent for findings about no file (a device lacks a VLAN named nowhere, say). */
  readonly at?: Place;
  /** Other places that take part: the first of two duplicates, say. */
  readonly related?: readonly { readonly message: string; readonly at: Place }[];
}

/** File, line, column, code: stable output whatever order the rules ran in. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) =>
    cmp(a.at?.file ?? '', b.at?.file ?? '') || (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    (a.at?.column ?? 0) - (b.at?.column ?? 0) || cmp(a.code, b.code) || cmp(a.message, b.message));
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.severity === 'error');
}

function cmp(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
