/** The matrix again, with several lines on their way at a time: what is in doubt is one window, and the ends are the same. */
import { afterAll, expect, it } from 'vitest';
import { runCases, some, table, type Choice, type Scene } from './matrix.ts';
import { changeVlan, create } from './scenes.ts';

const printed: string[] = [];
afterAll(() => { process.stdout.write(`\n${printed.join('\n\n')}\n`); });

const all: Choice = () => true;
it.each([['create', create, all], ['change', changeVlan, some(4)]] satisfies [string, () => Promise<Scene>, Choice][])('%s', async (name, open, choice) => {
  const scene = await open();
  scene.lab.window = { lines: 8, octets: 1024 };
  const t = performance.now();
  const cases = await runCases(scene, choice);
  printed.push(table(name + (performance.now() - t), cases));
  await scene.lab.close();
  expect(cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `${fault}@${k} ${line}: ${what}`))).toEqual([]);
}, 600_000);
