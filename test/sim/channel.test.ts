import { expect, test } from 'vitest';
import { connectLocally } from '../../src/sim/channel.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });

test('a local channel keeps what comes before anybody listens, and tells of its end once', async () => {
  const channel = connectLocally(createSimulator());
  await turn();
  let seen = '';
  const ends: unknown[] = [];
  channel.onData((chunk) => { seen += Buffer.from(chunk).toString('latin1'); });
  channel.onEnd((error) => ends.push(error));
  expect(seen).toMatch(/MA5800>$/);
  channel.write('enable\r');
  await turn();
  expect(seen).toMatch(/enable\r\n\r\nMA5800#$/);
  await channel.close();
  await channel.close();
  await turn();
  expect(ends).toEqual([null]);
});

test('a cut link is an error at the end of a local channel', async () => {
  const channel = connectLocally(createSimulator(), { faults: 'drop-before@/^enable/' });
  const ended = new Promise((resolve) => { channel.onEnd(resolve); });
  channel.write('enable\r');
  expect(await ended).toBeInstanceOf(Error);
});
