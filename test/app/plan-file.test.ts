import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apply } from './whole.ts';
import { openWorld } from '../../src/app/world.ts';
import { K1, K2, Lab, PASSWORDS, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open({ targets: [K1, K2], ...options }));

/** A plan of the lab's profile in a file. */
async function kept(box: Lab): Promise<string> {
  const file = join(box.folder, 'p.json');
  expect((await box.plan({ out: 'p.json' })).exitCode).toBe(0);
  return file;
}

/** What an operator types by hand, in global configuration. */
function byHand(box: Lab, ...lines: string[]): void {
  expect(box.olt.device.seed(lines)).toEqual([]);
}

describe('a plan that is kept', () => {
  it('is applied as it was shown, also on a machine without state and from another folder', async () => {
    const box = await open();
    const file = await kept(box);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const shown = (JSON.parse(await readFile(file, 'utf8')) as { targets: { changes: { commands: { line: string }[] }[] }[] }).targets;
    const fresh = openWorld({ cwd: '/', env: { HOME: box.folder, ...PASSWORDS }, stateDir: join(box.folder, 'other-state') });
    const document = await apply(fresh, { path: file, consent: { kind: 'yes' }, acceptNewHostKey: true });
    expect(document).toMatchObject({ exitCode: 0, saved: true, error: null });
    expect(document.targets.map(({ key, outcome, verified }) => ({ key, outcome, verified }))).toEqual([{ key: 'K1', outcome: 'applied', verified: true }, { key: 'K2', outcome: 'applied', verified: true }]);
    expect(document.targets.map(({ changes }) => changes.map(({ commands }) => commands))).toEqual(shown.map(({ changes }) => changes.map(({ commands }) => commands)));
  }, 20_000);

  it('holds no secret', async () => {
    const box = await open();
    await box.apply();
    const text = await readFile(await kept(box), 'utf8');
    for (const secret of Object.values(PASSWORDS)) expect(text).not.toContain(secret);
  });

  it('is stale once it was applied, and once nothing is left to do it is no plan of anything', async () => {
    const box = await open();
    const file = await kept(box);
    await box.apply({ path: file });
    const written = box.written.length;
    const again = await box.apply({ path: file });
    expect(again).toMatchObject({ exitCode: 8, saved: false });
    expect(again.targets.map(({ outcome }) => outcome)).toEqual(['stale', 'stale']);
    expect(box.written).toHaveLength(written);
    expect((await box.apply({ path: await kept(box) })).targets.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  }, 20_000);

  it('is stale for the subscriber whose ONT changed, says what changed, and holds for the other', async () => {
    const box = await open();
    await box.apply();
    const text = await readFile(box.profile, 'utf8');
    await writeFile(box.profile, text.replace('"first"', '"first floor"').replace('"second"', '"second floor"'));
    const file = await kept(box);
    byHand(box, 'service-port 70 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 77 tag-transform translate');
    const document = await box.apply({ path: file });
    expect(document.exitCode).toBe(8);
    expect(document.targets.map(({ key, outcome }) => ({ key, outcome }))).toEqual([{ key: 'K1', outcome: 'stale' }, { key: 'K2', outcome: 'applied' }]);
    expect(document.targets[0]!.messages.join()).toContain('70 is new');
  }, 20_000);

  it('is stale when a number it takes is taken', async () => {
    const box = await open({ targets: [K1] });
    const file = await kept(box);
    byHand(box, 'dba-profile add profile-id 11 profile-name "other" type4 max 1024');
    const before = box.written.length;
    const document = await box.apply({ path: file });
    expect(document).toMatchObject({ exitCode: 8, targets: [{ outcome: 'stale' }] });
    expect(box.written).toHaveLength(before);
  });

  it('is stale when the profile says something else of a subscriber, and not when it says something of another', async () => {
    const box = await open();
    const file = await kept(box);
    const text = await readFile(box.profile, 'utf8');
    await writeFile(box.profile, `# a remark\n${text.replace('"second"', '"third"')}`);
    const document = await box.apply({ path: file });
    expect(document.targets.map(({ outcome }) => outcome)).toEqual(['applied', 'stale']);
    expect(document.targets[1]!.messages.join()).toContain('the profile says something else');
    expect(document.exitCode).toBe(8);
  });

  it('lies about as one whole: nothing is written when not everything could be planned', async () => {
    const box = await open({ seed: ['vlan 100 smart'] });
    expect((await box.plan({ out: 'p.json' })).exitCode).toBe(1);
    await expect(stat(join(box.folder, 'p.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('cannot be made of standard input, nor where nobody may write', async () => {
    const box = await open();
    expect(await box.plan({ path: '-', out: 'p.json' })).toMatchObject({ exitCode: 2, error: { code: 'no-file-of-stdin' } });
    expect(await box.plan({ out: 'nowhere/p.json' })).toMatchObject({ exitCode: 2, error: { code: 'file-unwritable' } });
  });
});

describe('the file of a plan is refused, with nothing typed,', () => {
  const refusals: readonly [string, (text: string) => string, string][] = [
    ['when it is cut', (text) => text.slice(0, text.length / 2), 'holds no plan'],
    ['when it is of another format', (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'), 'format 2'],
    ['when another version made it', (text) => text.replace(/"tool": "[^"]*"/, '"tool": "0.0.9"'), '0.0.9'],
    ['when a command in it was changed', (text) => text.replace('vlan 100', 'vlan 101'), 'changed after it was made'],
    ['when a digest in it was changed', (text) => text.replace(/"plan": "[0-9a-f]/, '"plan": "f0'), 'changed after it was made'],
    ['when it is something else', () => '[]', 'holds no plan'],
  ];
  it.each(refusals)('%s', async (_, edit, words) => {
    const box = await open();
    const file = await kept(box);
    await chmod(file, 0o600);
    await writeFile(file, edit(await readFile(file, 'utf8')));
    const typed = box.lines.length;
    const document = await box.apply({ path: file });
    expect(document).toMatchObject({ exitCode: 1, targets: [], findings: [{ code: 'ONT420', severity: 'error', file: 'p.json' }] });
    expect(document.findings[0]!.message).toContain(words);
    expect(box.lines).toHaveLength(typed);
  });

  it('when it is asked to be applied differently', async () => {
    const box = await open();
    const file = await kept(box);
    expect(await box.apply({ path: file, only: ['K1'] })).toMatchObject({ exitCode: 2, error: { code: 'plan-as-it-is' } });
  });

  it('cannot type anything of its own: with a new seal it is only stale', async () => {
    const { sealed } = await import('../../src/app/plan-file/format.ts');
    const box = await open({ targets: [K1] });
    const file = await kept(box);
    const plan = JSON.parse((await readFile(file, 'utf8')).replaceAll('vlan 100', 'vlan 200')) as Parameters<typeof sealed>[0] & { seal?: string };
    delete plan.seal;
    await writeFile(file, JSON.stringify(sealed({ ...plan, basis: plan.basis.map((basis) => ({ ...basis, plan: '0' })) })));
    const typed = box.written.length;
    expect(await box.apply({ path: file })).toMatchObject({ exitCode: 8, targets: [{ outcome: 'stale' }] });
    expect(box.written).toHaveLength(typed);
  });
});
