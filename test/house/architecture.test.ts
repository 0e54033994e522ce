import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles } from './circles.ts';
import { root } from './sources.ts';

const page = readFileSync(join(root, 'src/ARCHITECTURE.md'), 'utf8');
const rows = [...page.matchAll(/^\| (\d) \| `([a-z0-9]+)` \|[^|]*\|([^|]*)\|$/gm)].map(([, floor, name, packages]) => ({
  name: name!, floor: Number(floor), packages: [...packages!.matchAll(/[a-z][a-z0-9-]+/g)].map((m) => m[0]).filter((word) => word !== 'own' && word !== 'ode').sort(),
}));

describe('the map in src/ARCHITECTURE.md', () => {
  test('has a row for every circle there is, and for no other', () => {
    const folders = readdirSync(join(root, 'src')).filter((name) => statSync(join(root, 'src', name)).isDirectory() && readdirSync(join(root, 'src', name)).length > 0);
    expect(rows.map((row) => row.name).sort()).toEqual(folders.sort());
  });

  test('says the floors and packages that the import test enforces', () => {
    const enforced = rows.map(({ name }) => ({
      name, floor: circles[name]?.floor, packages: Object.keys(circles[name]?.packages ?? {}).filter((p) => !p.startsWith('node:')).sort(),
    }));
    expect(rows).toEqual(enforced);
  });
});
