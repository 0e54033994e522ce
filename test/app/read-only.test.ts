import { describe, expect, it } from 'vitest';
import { readDevice } from '../../src/app/run/reading.ts';
import { readOnly } from '../../src/app/run/read-only.ts';
import { openPacks } from '../../src/app/pack-store.ts';
import { FakeOlt, fakeDriver } from './fake-olt.ts';
import { Lab } from './lab.ts';

/** Lines somebody could try to get past the guard, and lines of every pack that write. */
const TRICKS = [
  'save', 'set a 1', 'show\nset a 1', 'show\rset a 1', 'show\u0000', ' set a 1', 'SHOW', 'show ; set a 1', 'show | set', 'config', 'quit', '',
];

describe('reading code', () => {
  it('cannot type anything that is not on the read list', async () => {
    const olt = new FakeOlt();
    const reader = readOnly(await olt.dial(), fakeDriver());
    for (const line of TRICKS) await expect(reader.read({ name: 'x', line, at: '#' })).rejects.toThrow('not a read');
    expect(olt.typed).toEqual([]);
    await reader.read({ name: 'x', line: 'show', at: '#' });
    expect(olt.typed).toEqual(['show']);
  });

  it('stops at a pack whose own reads are not reads', async () => {
    const olt = new FakeOlt();
    const session = await olt.dial();
    const driver = { ...fakeDriver(), reads: [{ name: 'all', line: 'save', at: '#' }] };
    await expect(readDevice(readOnly(session, driver), driver, { olt: 'x', model: undefined, emit: () => undefined })).rejects.toThrow('not a read');
    expect(olt.typed).toEqual([]);
  });

  it('of every installed pack has a read list that lets no line through that the pack can write', async () => {
    const packs = openPacks(undefined);
    for (const { id } of await packs.heads()) {
      const driver = (await packs.driver(id))!;
      for (const { line } of driver.lines) expect({ id, line, read: driver.mayRead(line) }).toEqual({ id, line, read: false });
      for (const { line } of driver.reads) {
        expect(driver.mayRead(line)).toBe(true);
        for (const end of ['\n', '\r', '\u0000x', '\u001b']) await expect(readOnly(await new FakeOlt().dial(), driver).read({ name: 'x', line: `${line}${end}save`, at: '#' })).rejects.toThrow('not a read');
      }
      for (const line of ['save', 'config', 'enable', 'reboot system', 'undo smart', 'y']) expect(driver.mayRead(line)).toBe(false);
    }
  });

  it('leaves a running device as it is: plan types login, preparation, reads and logout, nothing else', async () => {
    const lab = await Lab.open();
    try {
      const [before, revision] = [lab.tables(), lab.olt.device.revision];
      expect((await lab.plan()).targets[0]!.changes.length).toBeGreaterThan(5);
      expect(lab.tables()).toBe(before);
      expect(lab.olt.device.revision).toBe(revision);
      expect(lab.olt.faults.counted).toBe(0);
    } finally {
      await lab.close();
    }
  });
});
