import { describe, test } from 'vitest';
import { examples } from './examples.ts';
import { liveThrough } from './life.ts';

describe('an example is planned, applied, found in order with and without memory, and removed without a trace', () => {
  test.each(examples())('$name', (example) => liveThrough(example));
});
