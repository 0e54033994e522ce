/** A change in place and a removal: every line ignored, every third one met by every other fault. */
import { afterAll, expect, it } from 'vitest';
import { runCases, table, type Case, type Scene } from './matrix.ts';
import { changeVlan, remove } from './scenes.ts';
import { FAULTS } from './wire.ts';

const printed: string[] = [];
afterAll(() => { process.stdout.write(`\n${printed.join('\n\n')}\n`); });

it.each([['a change of VLAN', changeVlan], ['a removal', remove]] satisfies [string, () => Promise<Scene>][])('%s: the report says what the box shows, neighbours keep every line, and the next run comes to the end', async (name, open) => {
  const scene = await open();
  try {
    const cases: Case[] = [];
    for (const [index, fault] of FAULTS.entries()) cases.push(...(await runCases(scene, [fault], (k) => fault === 'ignore' || k % 3 === index % 3)));
    printed.push(table(name, cases));
    expect(cases.length).toBeGreaterThan(100);
    expect(cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `${fault}@${k} ${line}: ${what}`))).toEqual([]);
  } finally {
    await scene.lab.close();
  }
}, 120_000);
