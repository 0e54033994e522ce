import { expect, it } from 'vitest';
import type { Device } from '../../src/app/run/device.ts';
import { save } from '../../src/app/run/saving.ts';
import type { Typist } from '../../src/app/run/typing.ts';

it('a save that is refused is told in the words of the device, without a secret', async () => {
  const step = { line: 'save', at: '#', prompt: '#', intent: 'save', yes: false, change: null } as const;
  const device = { driver: { script: () => [step] }, session: async () => ({ at: '#' }) } as unknown as Device;
  const typist = { type: async () => ({ reply: { class: 'failed', message: 'disk is full of olt-geheim-1' }, verdict: 'refused' }) } as unknown as Typist;
  const saved = await save(device, typist, (text) => text.replaceAll('olt-geheim-1', '***'));
  expect(saved).toEqual({ saved: false, message: '"save" was answered with: disk is full of ***' });
});
