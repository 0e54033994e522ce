/** A change in place and a removal: some of their lines met by each fault. */
import { afterAll, expect, it } from 'vitest';
import { runCases, some, table, type Scene } from './matrix.ts';
import { changeVlan, remove } from './scenes.ts';

const printed: string[] = [];
afterAll(() => { process.stdout.write(`\n${printed.join('\n\n')}\n`); });

it.each([['a change of VLAN', changeVlan], ['a removal', remove]] satisfies [string, () => Promise<Scene>][])('%s: the report says what the box shows, neighbours keep every line, and the next run comes to the end', async (name, open) => {
  const scene = await open();
  try {
    const cases = await runCases(scene, some(5));
    printed.push(table(name, cases));
    expect(cases.length).toBeGreaterThan(70);
    expect(cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `${fault}@${k} ${line}: ${what}`))).toEqual([]);
  } finally {
    await scene.lab.close();
  }
}, 120_000);
