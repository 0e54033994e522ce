import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lab, triplePlay } from './lab.ts';
import { prepareScene, runCases, table, type Scene } from './matrix.ts';
import type { Fault } from './wire.ts';

let scene: Scene;
beforeAll(async () => {
  const lab = await Lab.open();
  const subject = await lab.subject(triplePlay());
  scene = await prepareScene(lab, subject, 'active', lab.dump());
});
afterAll(() => scene.lab.close());

it.each(['ignore'] satisfies Fault[])('%s', async (fault) => {
  const start = performance.now();
  const cases = await runCases(scene, [fault]);
  process.stdout.write(`${table(`create, ${(performance.now() - start).toFixed(0)} ms`, cases)}\n\n`);
  for (const c of cases) if (c.run.outcome === 'left-changed') process.stdout.write(`${c.k} ${c.line.slice(0,70)} => ${c.run.messages.join(' | ').slice(0,200)}\n`);
  expect(cases.filter((each) => each.violations.length > 0)).toEqual([]);
}, 120_000);
