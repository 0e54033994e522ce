/** Operations on a subscriber, and some of their lines met by each fault. */
import { afterAll, expect, it } from 'vitest';
import { runCases, some, table, type Scene } from './matrix.ts';
import { move, replace, suspend } from './scenes.ts';

const printed: string[] = [];
afterAll(() => { process.stdout.write(`\n${printed.join('\n\n')}\n`); });

it.each([['a move', move, 8], ['a replacement', replace, 3], ['a suspension', suspend, 3]] satisfies [string, () => Promise<Scene>, number][])('%s: the report says what the box shows, neighbours keep every line, and the next run comes to the end', async (name, open, every) => {
  const scene = await open();
  try {
    const cases = await runCases(scene, some(every));
    printed.push(table(name, cases));
    expect(cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `${fault}@${k} ${line}: ${what}`))).toEqual([]);
  } finally {
    await scene.lab.close();
  }
}, 120_000);
