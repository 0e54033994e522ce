import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { rollbackRun } from './whole.ts';
import type { DeviceSession, DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { K1, K2, Lab, NETWORK, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });

/** A box that counts its terminals: how many are open, and how many were left by logging out rather than by dropping the line. */
interface Counted { readonly device: DeviceSimulator; open: number; opened: number; loggedOut: number; }

function counted(): Counted {
  const box = createSimulator({ set: { 'save-ms': '0' } });
  const count: Counted = { device: box, open: 0, opened: 0, loggedOut: 0 };
  const watched = (session: DeviceSession): DeviceSession => new Proxy(session, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, args);
        if (name === 'ended') count.open--;
        if (name === 'line' && typeof result === 'object' && result !== null && 'close' in result && result.close === true) count.loggedOut++;
        return result;
      };
    },
  });
  const open = box.open.bind(box);
  box.open = (link) => { count.open++; count.opened++; return watched(open(link)); };
  return count;
}

interface Failing {
  readonly name: string;
  readonly lab?: LabOptions;
  readonly run: (box: Lab) => Promise<unknown>;
  readonly exit?: number;
  /** Links the box itself has cut: nobody can log out of those. */
  readonly cut?: number;
}

const CASES: readonly Failing[] = [
  { name: 'all goes well', run: (box) => box.apply(), exit: 0 },
  { name: 'it is only looked', run: (box) => box.plan(), exit: 0 },
  { name: 'nothing is to be done', run: async (box) => { await box.apply(); return box.apply(); }, exit: 0 },
  { name: 'the profile needs what the box lacks', lab: { seed: ['vlan 100 smart'] }, run: (box) => box.apply(), exit: 1 },
  { name: 'a plan needs what the box lacks', lab: { seed: ['vlan 100 smart'] }, run: (box) => box.plan(), exit: 1 },
  { name: 'a line is refused and everything undone', lab: { faults: 'refuse@6' }, run: (box) => box.apply(), exit: 6 },
  { name: 'an answer is not understood', lab: { faults: 'garbage@6' }, run: (box) => box.apply() },
  { name: 'a line is ignored', lab: { faults: 'ignore@/^service-port 2/' }, run: (box) => box.apply(), exit: 7 },
  { name: 'the box does not save', lab: { faults: 'failed@/^save/*9' }, run: (box) => box.apply(), exit: 5 },
  { name: 'the link is lost in the middle', lab: { faults: 'drop-after@6' }, run: (box) => box.apply(), exit: 0, cut: 1 },
  { name: 'the link is lost in the middle of reading', lab: { faults: 'drop-in-reply@/^display current/' }, run: (box) => box.apply(), exit: 0, cut: 1 },
  { name: 'there are more changes than allowed', run: (box) => box.apply({ maxChanges: 1 }), exit: 1 },
  { name: 'a person says no', run: (box) => box.apply({ consent: { kind: 'ask', ask: () => Promise.resolve(false) } }), exit: 0 },
  {
    name: 'it is interrupted between two subscribers', exit: 130,
    run: (box) => { const stop = new AbortController(); return box.apply({ interrupt: stop.signal, onProgress: (event) => { if (event.kind === 'target') stop.abort(); } }); },
  },
  {
    name: 'it is interrupted while it reads', exit: 130,
    run: (box) => { const stop = new AbortController(); return box.apply({ interrupt: stop.signal, onProgress: (event) => { if (event.kind === 'reading') stop.abort(); } }); },
  },
  { name: 'we have a bug', run: (box) => expect(box.apply({ consent: { kind: 'ask', ask: () => Promise.reject(new Error('a bug')) } })).rejects.toThrow('a bug') },
  { name: 'a plan has gone stale', run: async (box) => { await box.plan({ out: 'p.json' }); await box.apply(); return box.apply({ path: join(box.folder, 'p.json') }); }, exit: 8 },
  {
    name: 'a run cannot be taken back', exit: 1,
    run: async (box) => {
      const { run } = await box.apply();
      box.olt.device.seed(['service-port 70 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 77 tag-transform translate']);
      return rollbackRun(box.world, { run, only: ['K1'], consent: { kind: 'yes' }, acceptNewHostKey: true });
    },
  },
];

describe.each(['telnet', 'ssh'] as const)('over %s nobody stays logged in', (transport) => {
  it.each(CASES)('when $name', async (failing) => {
    const count = counted();
    lab = await Lab.open({ targets: [K1, K2], transport, ...failing.lab, sim: { device: count.device } });
    const document = await failing.run(lab);
    if (failing.exit !== undefined) expect(document).toMatchObject({ exitCode: failing.exit });
    await expect.poll(() => count.open, { timeout: 2_000, interval: 5 }).toBe(0);
    expect(count.opened).toBeGreaterThan(0);
    expect(count.opened - count.loggedOut).toBe(failing.cut ?? 0);
  }, 20_000);

  it('when the password is wrong', async () => {
    const count = counted();
    lab = await Lab.open({ transport, seed: NETWORK, env: { OLT_PASSWORD: 'not-that-one' }, sim: { device: count.device } });
    expect(await lab.apply()).toMatchObject({ exitCode: 4 });
    await expect.poll(() => count.open, { timeout: 2_000, interval: 5 }).toBe(0);
  }, 20_000);

  it('when the state directory cannot be written: then nobody even connects', async () => {
    const count = counted();
    lab = await Lab.open({ transport, sim: { device: count.device } });
    await writeFile(join(lab.folder, 'state'), 'a file');
    expect(await lab.apply()).toMatchObject({ exitCode: 2 });
    expect(count.opened).toBe(0);
  });
});
