/** Exit codes of the command line, and which one wins when several targets earned different ones (design: the command line). */
export const EXIT = {
  ok: 0, findings: 1, usage: 2, differences: 3, auth: 4, unreachable: 5, undone: 6, leftChanged: 7, stale: 8, pending: 9, bug: 70, interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const PRECEDENCE: readonly ExitCode[] = [70, 7, 130, 6, 8, 4, 5, 9, 1, 3, 2];

/** The code for a run of several targets: the first of the precedence list that any of them earned, else 0. */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const earned = new Set(codes);
  return PRECEDENCE.find((code) => earned.has(code)) ?? EXIT.ok;
}
