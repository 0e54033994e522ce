/** A reading that broke off: at every byte it must be seen to be one. */
import { describe, expect, test } from 'vitest';
import { boxes, driver, dumpOf, errorsOf, expectationsOf, observe, plan, subscriberOf, typedOf } from './box.ts';

const WHOLE_AT_EVERY_BYTE = 8_000;
let tried = 0;

describe('a dump cut short', () => {
  for (const box of boxes) {
    const text = dumpOf(box);
    const small = text.length <= WHOLE_AT_EVERY_BYTE;
    test(`of ${box}, at every ${small ? 'byte' : 'line'}, never gives a change`, { timeout: 120_000 }, async () => {
      const subscriber = await subscriberOf(box, 'profile');
      const prune = expectationsOf(box)['remove']?.prune ?? false;
      const whole = observe(text);
      const removal = typedOf(plan(subscriber, whole, 'remove', prune).changes);
      const misread: string[] = [];
      let believed = 0;
      for (let end = 0; end <= text.length; end++) {
        if (!small && text[end] !== '\n') continue;
        tried++;
        const on = observe(text.slice(0, end));
        if (!on.complete || errorsOf(on).length > 0) continue;
        believed++;
        const gives = typedOf(plan(subscriber, on, 'active').changes).map((typed) => typed.line);
        const takes = typedOf(plan(subscriber, on, 'remove', prune).changes);
        if (gives.length > 0) misread.push(`cut at ${end}: ${gives.join(' / ')}`);
        if (JSON.stringify(takes) !== JSON.stringify(removal)) misread.push(`cut at ${end}, remove: ${takes.map((typed) => typed.line).join(' / ')}`);
      }
      expect(misread).toEqual([]);
      // The word that ends a dump, and the line end after it.
      expect(believed).toBeLessThanOrEqual(2);
    });
  }

  test('was tried at 15,000 places at least', () => {
    process.stdout.write(`dumps cut at ${tried} places (${driver.id})\n`);
    expect(tried).toBeGreaterThanOrEqual(15_000);
  });
});
