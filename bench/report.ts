/** One line per measurement. Ratios may fail the bench; absolute figures depend on the machine and are reported only. */
export interface Report {
  ratio(name: string, value: number, limit: number, detail: string): void;
  /** The same for a ratio that is the better the higher it is. */
  atLeast(name: string, value: number, least: number, detail: string): void;
  figure(name: string, text: string, goal: string): void;
  /** Could not be measured here. */
  skipped(name: string, why: string): void;
  readonly failed: boolean;
}

export function report(write: (line: string) => void): Report {
  let failed = false;
  return {
    ratio(name, value, limit, detail) {
      const ok = value <= limit;
      failed ||= !ok;
      write(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(46)} ${value.toFixed(3)}  (limit ${limit.toFixed(2)})  ${detail}`);
    },
    atLeast(name, value, least, detail) {
      const ok = value >= least;
      failed ||= !ok;
      write(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(46)} ${value.toFixed(3)}  (at least ${least.toFixed(2)})  ${detail}`);
    },
    figure(name, text, goal) {
      write(`      ${name.padEnd(46)} ${text}  (goal ${goal})`);
    },
    skipped(name, why) { write(`skip  ${name.padEnd(46)} ${why}`); },
    get failed() { return failed; },
  };
}
