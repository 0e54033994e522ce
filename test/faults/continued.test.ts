/** Who goes on where a dead process stopped, and who comes after somebody who failed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lab, triplePlay, type Errand } from './lab.ts';
import type { Subject } from '../../src/app/run/subject.ts';
import type { Json } from '../../src/sim/device.ts';

const ACTIVE: Errand = { goal: 'active' };
let lab: Lab;
let first: Subject;
let second: Subject;
let empty: Json;
let desired: readonly string[];
let lines: readonly string[];

beforeAll(async () => {
  lab = await Lab.open();
  first = await lab.subject(triplePlay());
  second = await lab.subject(triplePlay({ serial: 'HWTC00000F02', phone: '4930123457' }));
  empty = lab.state;
  const run = await lab.run(first, ACTIVE);
  lines = run.lines.slice(0, run.lines.indexOf('save') + 1);
  desired = lab.dump();
});
afterAll(() => lab.close());

it.each([
  ['from another machine that knows nothing', () => lab.forget()],
  ['with journals that are cut in the middle', () => lab.damageJournals()],
])('an apply that was killed is finished %s', async (_, happens) => {
  for (let k = 2; k <= lines.length; k += 5) {
    for (const fault of ['killed-before', 'killed-after'] as const) {
      lab.state = empty;
      expect(await lab.run(first, ACTIVE, { fault, line: k })).toMatchObject({ outcome: null, struck: true });
      await happens();
      const { outcome, exit, messages } = await lab.run(first, ACTIVE);
      expect({ k, fault, exit, messages, outcome: outcome === 'unchanged' ? 'applied' : outcome }).toEqual({ k, fault, exit: 0, messages: [], outcome: 'applied' });
      expect(lab.dump(), `${fault}@${k}`).toEqual(desired);
    }
  }
}, 60_000);

it('a subscriber whose line is refused takes nothing with it that the next one in the batch needs', async () => {
  const serviceLines = [...lines.keys()].filter((index) => index % 3 === 1 && !/^(?:config|return|quit|save|display.*|interface .*|btv|multicast-vlan .*)$/.test(lines[index]!));
  expect(serviceLines.length).toBeGreaterThan(10);
  for (const index of serviceLines) {
    lab.state = empty;
    const run = await lab.run(first, ACTIVE, { fault: 'decline', line: index + 1 }, [second]);
    expect({ line: lines[index], outcome: run.outcome, batch: run.batch, left: lab.left(second, ACTIVE) }).toEqual({ line: lines[index], outcome: 'undone', batch: ['applied'], left: [] });
    expect(lab.dump().filter((line) => line.includes('4857544300000F01'))).toEqual([]);
    expect(await lab.run(first, ACTIVE, null, [second])).toMatchObject({ outcome: 'applied', exit: 0, batch: ['unchanged'] });
    expect([...lab.left(first, ACTIVE), ...lab.left(second, ACTIVE)]).toEqual([]);
  }
}, 60_000);
