/** Every line of a triple play, with a link that is cut around it, and a process that dies around it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { every, runCases, table, type Case, type Scene } from './matrix.ts';
import { create } from './scenes.ts';
import type { Fault } from './wire.ts';

let scene: Scene;
const all: Case[] = [];
beforeAll(async () => { scene = await create(); });
afterAll(async () => {
  process.stdout.write(`\n${table('a new triple play, and links and processes', all)}\n`);
  await scene.lab.close();
});

it.each(['drop-before', 'drop-in-echo', 'drop-after', 'killed-before', 'killed-after'] satisfies Fault[])('%s: the report says what the box shows, neighbours keep every line, and the next run comes to the end', async (fault) => {
  const cases = await runCases(scene, every(fault));
  all.push(...cases);
  expect(cases.length).toBeGreaterThan(50);
  expect(cases.flatMap(({ k, line, violations }) => violations.map((what) => `${k} ${line}: ${what}`))).toEqual([]);
}, 60_000);
