/** The scripts of the examples, line by line. A change here is a change of what is typed on a box: read it before taking it (-u). */
import { describe, expect, test } from 'vitest';
import { examples } from './examples.ts';
import type { DryRunDocument } from './life.ts';
import { Place } from './terminal.ts';

describe('the script of an example is the golden one', () => {
  test.each(examples())('$name', async ({ name, path }) => {
    const place = await Place.make();
    try {
      const { targets } = await place.json<DryRunDocument>(`dry-run ${path}`);
      const vendors = new Set(targets.map((target) => target.vendor));
      expect(vendors.size).toBe(1);
      const { code, out } = await place.ont(`dry-run ${path} --script`);
      expect(code).toBe(0);
      await expect(out).toMatchFileSnapshot(`../../vendors/${[...vendors][0]!}/golden/${name}.txt`);
    } finally {
      await place.leave();
    }
  });
});
