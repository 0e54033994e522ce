import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { simOlt } from '../../src/app/sim-olt.ts';
import { trust } from '../../src/app/trust.ts';
import { Lab } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

it('trust shows the key a device presents, records it when told to, and apply then connects', async () => {
  lab = await Lab.open({ transport: 'ssh' });
  const path = lab.profile;
  const asked: string[] = [];
  const declined = await trust(lab.world, { path, olt: 'x', confirm: (key, state) => { asked.push(`${state} ${key.type}`); return Promise.resolve(false); } });
  expect(asked).toEqual(['unknown ecdsa-sha2-nistp256']);
  expect(declined).toMatchObject({ recorded: false, state: 'unknown', exitCode: 4, key: { fingerprint: expect.stringMatching(/^SHA256:/) as string } });
  expect((await lab.apply({ acceptNewHostKey: false })).exitCode).toBe(4);

  const accepted = await trust(lab.world, { path, olt: 'x', confirm: () => Promise.resolve(true) });
  expect(accepted).toMatchObject({ recorded: true, exitCode: 0, host: '127.0.0.1' });
  expect(readFileSync(join(lab.folder, 'state', 'known_hosts'), 'utf8')).toMatch(/^\[127\.0\.0\.1\]:\d+ ecdsa-sha2-nistp256 \S+\n$/);
  expect((await lab.apply({ acceptNewHostKey: false })).exitCode).toBe(0);
  expect(await trust(lab.world, { path, olt: 'x', confirm: () => Promise.reject(new Error('not asked')) })).toMatchObject({ state: 'known', recorded: false, exitCode: 0 });
});

it('trust refuses what has no host key, and an OLT nobody knows', async () => {
  lab = await Lab.open({ transport: 'telnet' });
  const confirm = () => Promise.resolve(true);
  expect(await trust(lab.world, { path: lab.profile, olt: 'x', confirm })).toMatchObject({ error: { code: 'no-host-key' }, exitCode: 2 });
  expect(await trust(lab.world, { path: lab.profile, olt: 'xx', confirm })).toMatchObject({ error: { code: 'unknown-olt', hint: 'did you mean x?' }, exitCode: 1 });
});

it('sim olt listens on free ports, keeps its host key, and refuses an unknown vendor', async () => {
  lab = await Lab.open();
  const first = await simOlt(lab.world, { vendor: 'huawei' });
  expect(first.ports.ssh).toBeGreaterThan(0);
  expect(first.ports.telnet).toBeGreaterThan(0);
  await first.close();
  const only = await simOlt(lab.world, { vendor: 'huawei', telnetPort: 0 });
  expect(Object.keys(only.ports)).toEqual(['telnet']);
  await only.close();
  await expect(simOlt(lab.world, { vendor: 'huawai' })).rejects.toMatchObject({ code: 'unknown-vendor' });
  await expect(simOlt(lab.world, { vendor: 'huawei', faults: ['nonsense'] })).rejects.toMatchObject({ code: 'fault-spec' });
});
