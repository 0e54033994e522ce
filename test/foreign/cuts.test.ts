/** A reading that broke off: at every byte it must be seen to be one. */
import { describe, expect, test } from 'vitest';
import { boxes, driver, dumpOf, errorsOf, expectationsOf, observe, plan, subscriberOf, typedOf } from './box.ts';

const WHOLE_AT_EVERY_BYTE = 8_000;
let tried = 0;

describe('a dump that broke off', () => {
  for (const box of boxes) {
    const text = dumpOf(box);
    const small = text.length <= WHOLE_AT_EVERY_BYTE;
    test(`on ${box}, at every ${small ? 'byte' : 'line'}, is seen to be one`, { timeout: 120_000 }, async () => {
      const subscriber = await subscriberOf(box, 'profile');
      const prune = expectationsOf(box)['remove']?.prune ?? false;
      const whole = plansOn(text);
      const misread: string[] = [];
      let believed = 0;
      for (let end = 0; end <= text.length; end++) {
        if (!small && text[end] !== '\n') continue;
        tried++;
        const plans = plansOn(text.slice(0, end));
        if (plans === null) continue;
        believed++;
        if (plans !== whole) misread.push(`cut at ${end}: ${plans}`);
      }
      expect(misread).toEqual([]);
      // The word that ends a dump, and the line end after it; none where the box is refused.
      expect(believed).toBe(whole === null ? 0 : small ? 2 : 1);

      /** What would be typed on this reading, to provision and to remove; null when nothing may be planned on it. */
      function plansOn(reading: string): string | null {
        const on = observe(reading);
        if (!on.complete || errorsOf(on).length > 0) return null;
        return [plan(subscriber, on, 'active'), plan(subscriber, on, 'remove', prune)]
          .map((made) => typedOf(made.changes).map((typed) => typed.line).join(' / ')).join(' // ');
      }
    });
  }

  test('was tried at 15,000 places at least', () => {
    process.stdout.write(`dumps cut at ${tried} places (${driver.id})\n`);
    expect(tried).toBeGreaterThanOrEqual(15_000);
  });
});
