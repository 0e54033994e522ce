/** The same faults while several lines are on their way: at most one window is in doubt, and every case ends as it does line by line. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { every, runCases, some, table, type Case, type Choice, type Scene } from './matrix.ts';
import { changeVlan, create } from './scenes.ts';
import { FAULTS, TRAPS } from './wire.ts';

const WINDOW = { lines: 8, octets: 1024 };
const printed: string[] = [];
let scene: Scene;
beforeAll(async () => { scene = await create(); });
afterAll(async () => {
  process.stdout.write(`\n${printed.join('\n\n')}\n`);
  await scene.lab.close();
});

const violationsOf = (cases: readonly Case[]): string[] => cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `${fault}@${k} ${line}: ${what}`));
const endOf = ({ fault, k, line, run, end }: Case): string => `${fault}@${k} ${line}: ${run.outcome} ${run.exit} ${end} ${run.saved}`;

it('a new triple play ends as line by line, whichever of its lines is met by what', async () => {
  scene.lab.window = WINDOW;
  const chosen = some(4);
  const cases = await runCases(scene, chosen);
  printed.push(table('a new triple play, eight lines at a time', cases));
  expect(cases.length).toBeGreaterThan(170);
  expect(violationsOf(cases)).toEqual([]);
  // Lines were on their way together, and more than one of them was in doubt at times.
  expect(Math.max(...cases.map(({ run }) => run.inDoubt))).toBeGreaterThan(3);
  scene.lab.window = null;
  const reported: Choice = (fault, k) => chosen(fault, k) && !fault.startsWith('killed');
  const alone = await runCases(scene, reported);
  expect(cases.filter(({ fault, k }) => reported(fault, k)).map(endOf)).toEqual(alone.map(endOf));
}, 240_000);

it('a device that asks what nobody could expect gets no answer from the next line', async () => {
  scene.lab.window = WINDOW;
  const cases = await runCases(scene, every(...TRAPS), TRAPS);
  printed.push(table('a new triple play, and unexpected questions', cases));
  expect(violationsOf(cases)).toEqual([]);
  expect(cases.every(({ run }) => run.outcome === 'applied' || run.outcome === 'undone')).toBe(true);
}, 240_000);

it('a change in place ends as it should', async () => {
  const change = await changeVlan();
  try {
    change.lab.window = WINDOW;
    const cases = await runCases(change, some(6), FAULTS);
    printed.push(table('a change of VLAN, eight lines at a time', cases));
    expect(violationsOf(cases)).toEqual([]);
  } finally {
    await change.lab.close();
  }
}, 120_000);
