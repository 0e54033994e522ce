import { describe, expect, test } from 'vitest';
import { callAt } from '../../src/sim/pace.ts';

describe('the pace of a box', () => {
  test.each([1, 5, 20])('%i ms are met closely when the machine lets it, and never early', async (ms) => {
    const late: number[] = [];
    for (let i = 0; i < 15; i++) {
      const deadline = performance.now() + ms;
      await new Promise<void>((resolve) => { callAt(deadline, resolve); });
      late.push(performance.now() - deadline);
    }
    late.sort((a, b) => a - b);
    expect(late[0]).toBeGreaterThanOrEqual(0);
    // The best of fifteen: a busy machine may delay the rest.
    expect(late[0]).toBeLessThan(0.15);
  });
  test('a deadline that has passed is met in the next turn, not at once', async () => {
    let called = false;
    const done = new Promise<void>((resolve) => { callAt(performance.now() - 1, () => { called = true; resolve(); }); });
    expect(called).toBe(false);
    await done;
  });
  test('a cancelled wait never calls', async () => {
    let called = 0;
    callAt(performance.now() + 5, () => { called++; })();
    await new Promise<void>((resolve) => { callAt(performance.now() + 15, resolve); });
    expect(called).toBe(0);
  });
});
