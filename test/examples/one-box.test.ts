/** All examples on one box: they share what they can, leave each other alone, and the last one out leaves nothing. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Applied } from '../app/whole.ts';
import { examples } from './examples.ts';
import { Place } from './terminal.ts';

/** Have a network of their own, or objects of a site. */
const APART = ['isp', 'site-profiles', 'extends'];

test('the examples live side by side', async () => {
  const place = await Place.make();
  try {
    const all: { readonly path: string; keys: string[] }[] = [];
    for (const { name, path } of examples().filter((example) => !APART.includes(example.name))) {
      const text = await readFile(resolve(import.meta.dirname, '../..', path), 'utf8');
      all.push({ path: await place.write(`${name}.yaml`, text.replace(/\blab(?:-\w+)?\b/g, 'lab').replace('host: simulator }', 'host: simulator, transport: telnet }')), keys: [] });
    }
    // The one with a number of its own comes first; the others take what is free.
    all.sort((a, b) => Number(b.path.endsWith('scenario.yaml')) - Number(a.path.endsWith('scenario.yaml')));
    let commands = 0;
    for (const example of all) {
      const applied = await place.json<Applied>(`apply ${example.path} --quiet`);
      expect({ path: example.path, code: applied.code, outcomes: new Set(applied.targets.map((target) => target.outcome)) }).toEqual({ path: example.path, code: 0, outcomes: new Set(['applied']) });
      example.keys.push(...applied.targets.map((target) => target.key));
      commands += applied.targets.flatMap((target) => target.changes.flatMap((change) => change.commands)).length;
    }
    // Typed one by one on boxes of their own they are half as many again.
    expect(commands).toBeLessThan(230);
    for (const { path } of all) expect(await place.json<Applied>(`apply ${path} --quiet`), path).toMatchObject({ code: 0, saved: false });
    for (const { path, keys } of [...all.slice(3), ...all.slice(0, 3)]) {
      expect(await place.json<Applied>(`remove ${path} --only ${keys.join(',')} --quiet`), path).toMatchObject({ code: 0, targets: keys.map((key) => ({ key, outcome: 'applied', verified: true })) });
    }
    const { running } = (await place.boxes())['lab.json'] as { readonly running: Readonly<Record<string, object>> };
    const ours = (table: string, from: number): string[] => Object.keys(running[table]!).filter((id) => Number(id) >= from);
    expect([ours('dba', 10), ours('traffic', 7), ours('lineProfiles', 1), ours('serviceProfiles', 1), ours('acsProfiles', 0), ours('wanProfiles', 0), Object.keys(running['onts']!), ours('servicePorts', 0), ours('igmpUsers', 0)])
      .toEqual([[], [], [], [], [], [], [], [], []]);
  } finally {
    await place.leave();
  }
});
