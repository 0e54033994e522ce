import type { Clock } from '../kernel/world.ts';

/** The machine's clock; its timers never keep a process alive. */
export const machineClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that only moves when told to: for tests of what comes late. */
export class HandClock implements Clock {
  #now: number;
  #waiting: { due: number; call: () => void }[] = [];

  constructor(start = Date.UTC(2024, 4, 6, 7, 8, 9)) {
    this.#now = start;
  }

  now(): number { return this.#now; }
  ticks(): number { return this.#now; }

  after(ms: number, call: () => void): () => void {
    const entry = { due: this.#now + ms, call };
    this.#waiting.push(entry);
    return () => { this.#waiting = this.#waiting.filter((other) => other !== entry); };
  }

  /** Moves on by `ms`, calling what falls due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#waiting.filter((w) => w.due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((w) => w !== next);
      this.#now = next.due;
      next.call();
    }
    this.#now = end;
  }
}
