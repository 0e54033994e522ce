/** ms of the wait that a timer is not trusted with: it counts in whole ms and is late by up to one. */
const TIMER_ERROR = 1.5;
/** Usual lateness of a thread that is woken up, ms; spent looking at the clock instead. */
const WAKE_UP = 0.08;

/** ms; a lead above it would be the machine's delay, not the time that writing takes. */
const LONGEST_LEAD = 0.3;

const nobody = new Int32Array(new SharedArrayBuffer(4));

/**
 * Calls back at `deadline` (ms of `performance.now()`), on an idle machine within 0.02 ms: a timer for the bulk of the wait, then a
 * sleep of this thread until shortly before. It sleeps rather than polls, because a process that burns its time is the one that a busy
 * machine makes wait; other sessions of the simulator notice 1.5 ms at most.
 * Never calls before it has returned: a caller may be in the middle of its input. @returns cancels.
 */
export function callAt(deadline: number, call: () => void): () => void {
  const wake = (): void => {
    sleepUntil(deadline);
    call();
  };
  const bulk = Math.floor(deadline - performance.now() - TIMER_ERROR);
  if (bulk < 1) {
    const next = setImmediate(wake);
    return () => clearImmediate(next);
  }
  const timer = setTimeout(wake, bulk);
  return () => clearTimeout(timer);
}

function sleepUntil(deadline: number): void {
  const rest = deadline - performance.now() - WAKE_UP;
  if (rest > 0) Atomics.wait(nobody, 0, 0, rest);
  while (performance.now() < deadline);
}

/** How long before its deadline an answer has to be begun so that it has left by then: the shortest of the last few writings. */
export class Lead {
  readonly #last: number[] = [];

  get ms(): number {
    return this.#last.length === 0 ? 0 : Math.min(LONGEST_LEAD, ...this.#last);
  }

  /** Calls, and learns from how long it took. */
  time(call: () => void): void {
    const start = performance.now();
    call();
    this.#last.push(performance.now() - start);
    if (this.#last.length > 8) this.#last.shift();
  }
}
