import type { Clock } from '../../src/kernel/world.ts';

/** Time passes only when told to; zero ms is the next turn of the event loop. */
export class TestClock implements Clock {
  #time = 0;
  #timers: { readonly due: number; readonly call: () => void }[] = [];

  now(): number { return this.#time; }
  ticks(): number { return this.#time; }

  after(ms: number, call: () => void): () => void {
    if (ms <= 0) {
      const immediate = setImmediate(call);
      return () => clearImmediate(immediate);
    }
    const timer = { due: this.#time + ms, call };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter((other) => other !== timer); };
  }

  get timers(): number { return this.#timers.length; }

  /** Lets `ms` pass; timers fire in order, and the event loop turns between them. */
  async advance(ms: number): Promise<void> {
    const until = this.#time + ms;
    await turns();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#time = Math.max(this.#time, next.due);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.call();
      await turns();
    }
    this.#time = until;
  }
}

/** Lets whatever is under way on the event loop happen. */
export async function turns(count = 50): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
