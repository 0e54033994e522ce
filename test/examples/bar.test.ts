import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/app/api.ts';
import type { Applied } from '../app/whole.ts';
import { bar, SEED } from './bar.ts';
import { Place } from './terminal.ts';

describe('a box that was started by itself and holds nothing but the VLANs', () => {
  test.each(['ssh', 'telnet'] as const)('is provisioned over %s, found in order, and emptied', async (transport) => {
    const place = await Place.make({ OLT_PASSWORD: 'admin123', ACS_PASSWORD: 'acs-geheim-2' });
    const sim = await place.simulate(`--vendor huawei --seed ${await place.write('seed.txt', `${SEED.join('\n')}\n`)} --state ${place.folder}/box.json`);
    const box = async (): Promise<unknown> => JSON.parse(await place.file('box.json')) as unknown;
    try {
      const path = await place.write('bar.yaml', bar(transport, sim.ports[transport]));
      const lint = await place.json<LintDocument>(`lint ${path}`);
      expect([lint.code, lint.summary.errors, lint.findings.map((finding) => finding.code)]).toEqual([0, 0, transport === 'ssh' ? ['ONT211'] : ['ONT211', 'ONT214']]);
      expect((await place.ont(`apply ${path} --quiet`)).code).toBe(2);
      const before = await box();
      const apply = `apply ${path} --yes --quiet${transport === 'ssh' ? ' --accept-new-host-key' : ''}`;
      const first = await place.json<Applied>(apply);
      expect(first).toMatchObject({ code: 0, saved: true, targets: [{ key: 'K1', serial: '48575443A1B2C3D4', id: 0, outcome: 'applied', verified: true }] });
      const after = await box();
      expect(await place.json<Applied>(apply)).toMatchObject({ code: 0, saved: false, targets: [{ outcome: 'unchanged', changes: [] }] });
      expect(await place.json<Applied>(apply, { state: `${place.folder}/empty` })).toMatchObject({ code: 0, saved: false, targets: [{ outcome: 'unchanged', changes: [] }] });
      expect(await box()).toEqual(after);
      expect(await place.json<Applied>(`remove ${path} --only K1 --yes --quiet`)).toMatchObject({ code: 0, saved: true, targets: [{ outcome: 'applied' }] });
      expect(await box()).toEqual(before);
    } finally {
      await sim.stop();
      await place.leave();
    }
  });
});
