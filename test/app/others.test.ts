import { afterEach, describe, expect, it } from 'vitest';
import { rollbackRun } from './whole.ts';
import { Lab, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));

/** Somebody else at a terminal of the box. @returns how he leaves */
function arrives(box: Lab, user: string, address: string): () => void {
  const session = box.olt.device.open({ kind: 'ssh', address, user, admits: () => true });
  session.start();
  return () => { session.ended(); };
}

const asked = (box: Lab): number => box.lines.filter((line) => line === 'display client').length;
const mentioned = (findings: readonly { readonly code: string; readonly message: string }[]): string[] => findings.filter(({ code }) => code === 'ONT431').map(({ message }) => message);

describe('who else is logged in', () => {
  it('is said before anything is planned, and stands in the document', async () => {
    const box = await open();
    const leave = arrives(box, 'admin', '10.0.0.9');
    arrives(box, 'noc', '10.0.0.7');
    const ran = await box.apply();
    expect(ran).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', messages: [] }] });
    const words = '2 others are logged in at x: admin from 10.0.0.9, noc from 10.0.0.7';
    expect(mentioned(ran.findings)).toEqual([words]);
    expect(ran.findings.find(({ code }) => code === 'ONT431')).toMatchObject({ severity: 'info' });
    const at = box.events.findIndex((event) => event.kind === 'note' && event.message === words);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(box.events.findIndex(({ kind }) => kind === 'planned')).toBeGreaterThan(at);
    expect(asked(box)).toBe(1);

    leave();
    expect(mentioned((await box.plan()).findings)).toEqual(['1 other is logged in at x: noc from 10.0.0.7']);
    expect(mentioned((await rollbackRun(box.world, { run: 'last', consent: { kind: 'yes' }, acceptNewHostKey: true })).findings)).toHaveLength(1);
  });

  it('the session that asks is none of them, nor is anybody when it is alone; another one of the same name is', async () => {
    const box = await open();
    expect(mentioned((await box.plan()).findings)).toEqual([]);
    arrives(box, 'root', '10.0.0.9');
    expect(mentioned((await box.plan()).findings)).toEqual(['1 other is logged in at x: root from 10.0.0.9']);
  });

  it('many are counted, and what a name holds is one line', async () => {
    const box = await open({ sim: {} });
    for (let i = 1; i <= 7; i++) arrives(box, `user${i}`, `10.0.0.${i}`);
    expect(mentioned((await box.plan()).findings)).toEqual(['7 others are logged in at x: user1 from 10.0.0.1, user2 from 10.0.0.2, user3 from 10.0.0.3, user4 from 10.0.0.4, user5 from 10.0.0.5, …']);
  });

  it.each(['refuse', 'failed', 'garbage', 'drop-before', 'drop-in-reply', 'drop-after'])('a box that answers with %s is passed over, and the run goes on', async (fault) => {
    const box = await open({ faults: `${fault}@/^display client/` });
    arrives(box, 'admin', '10.0.0.9');
    const ran = await box.apply();
    expect(ran).toMatchObject({ exitCode: 0, error: null, targets: [{ outcome: 'applied', verified: true }] });
    expect(asked(box)).toBeLessThanOrEqual(1);
    if (fault !== 'drop-after') expect(mentioned(ran.findings)).toEqual([]);
  });
});
