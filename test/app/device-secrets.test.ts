/** Secrets that a device shows in clear, through every command: nothing that was written or printed holds one. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { adopt } from '../../src/app/adopt.ts';
import { drift } from '../../src/app/drift.ts';
import { importOlt } from '../../src/app/import.ts';
import { probe } from '../../src/app/probe.ts';
import { record } from '../../src/app/record.ts';
import { rollbackRun } from './whole.ts';
import { driver, dumpOf, observe } from '../foreign/box.ts';
import { K1, K2, Lab, NETWORK, type LabOptions } from './lab.ts';
import { GLOBAL_LINES, openHeartedBox, PON_LINES, SHOWN } from './open-hearted.ts';

let lab: Lab | undefined;
afterEach(async () => { await lab?.close(); lab = undefined; });

const K3 = '{ key: K3, olt: x, pon: 0/1/3, id: 7, serial: HWTCA1B2C3D6, description: "third" }';
const K4 = '{ key: K4, olt: x, pon: 0/1/3, id: 13, serial: HWTCA1B2C3D7, description: "fourth" }';

const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open({ targets: [K1, K2, K3, K4], seed: [...NETWORK, 'vlan 110 smart'], sim: { device: openHeartedBox() }, ...options }));
const at = (box: Lab) => ({ path: box.profile, acceptNewHostKey: true, transcript: 'transcript.txt', onProgress: (event: Lab['events'][number]) => { box.events.push(event); } });

/** Everything the product has written below the lab's folder, by path; the profile is the user's own. */
async function written(box: Lab): Promise<Map<string, string>> {
  const entries = await readdir(box.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).filter((file) => file !== box.profile);
  return new Map(await Promise.all(files.map(async (file) => [file.slice(box.folder.length + 1), await readFile(file, 'utf8')] as const)));
}

async function leaks(box: Lab, ...documents: readonly unknown[]): Promise<string[]> {
  const texts = new Map([...await written(box), ['events', JSON.stringify(box.events)] as const, ...documents.map((document, i) => [`document ${i}`, JSON.stringify(document)] as const)]);
  return [...texts].flatMap(([name, text]) => Object.entries(SHOWN).filter(([, secret]) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))).map(([which]) => `${name}: ${which}`));
}

describe('what a device shows in clear is hidden', () => {
  it('in what plan and drift say, and the lines are still recognised', async () => {
    const box = await open();
    await box.apply({ only: ['K1'] });
    const planned = await box.plan({ ...at(box), detailedExitCode: true });
    const pruned = await box.plan({ ...at(box), only: ['K1'], prune: true });
    const drifted = await drift(box.world, at(box));
    expect(await leaks(box, planned, pruned, drifted)).toEqual([]);
    const said = JSON.stringify(planned);
    expect(said).toContain('this ONT was registered differently');
    expect(said).toContain('password-auth \\"***\\" omci');
    expect(said).toContain('is already on this OLT at');
    expect(said).toContain('ont port attribute 3 5 eth 2 pin ***');
    expect(said).toContain('is only half understood: ont add 3 7 sn-auth \\"48575443A1B2C3D6\\" password-auth *** once-on');
  });

  it('in the journal, the backup and the transcript of apply, in what is refused, and in what remove and adopt say', async () => {
    const box = await open({ faults: 'refuse@/^ont port native/' });
    const refused = await box.apply({ ...at(box), only: ['K1'] });
    const adopted = await adopt(box.world, { ...at(box), only: ['K1'], consent: { kind: 'yes' } });
    const applied = await box.apply({ ...at(box), transcript: 'again.txt' });
    const removed = await box.remove(at(box));
    const gone = await box.remove({ ...at(box), prune: true, transcript: 'gone.txt' });
    expect(await leaks(box, refused, adopted, applied, removed, gone)).toEqual([]);
    const files = await written(box);
    const backups = [...files].filter(([name]) => name.includes('backups')).map(([, text]) => text);
    expect(backups.length).toBeGreaterThan(0);
    for (const part of ['snmp-agent community read ***', 'authentication-mode md5 *** privacy-mode aes128 ***', 'user "support" "***"', 'service-port']) expect(backups.at(-1)).toContain(part);
    expect(files.get('again.txt')).toContain('user "support" "***"');
    expect([...files].filter(([name]) => name.includes('runs/')).length).toBeGreaterThan(0);
  });

  it('in a password that is another one than the profile\'s, and is set right and taken back', async () => {
    const routed = (text: string): string => text.replace('mode: bridge, attach: eth1', 'mode: route, attach: eth1, wan: { by: omci, type: pppoe, username: "mill", password: { env: ACS_PASSWORD } }');
    const box = await open({ targets: [K1], edit: routed });
    const first = await box.apply({ ...at(box), acceptUnconfirmed: true });
    const planned = await box.plan(at(box));
    const drifted = await drift(box.world, at(box));
    expect(JSON.stringify(planned.targets)).toContain('{"attribute":"pw","from":"***","to":"***"}');
    const again = await box.apply({ ...at(box), acceptUnconfirmed: true });
    const back = await rollbackRun(box.world, { run: again.run, consent: { kind: 'yes' }, acceptNewHostKey: true });
    expect(await leaks(box, first, planned, drifted, again, back)).toEqual([]);
  });

  it('in the files of import and what it says', async () => {
    const box = await open();
    await box.apply({ only: ['K1'] });
    const document = await importOlt(box.world, { ...at(box), olt: 'x', out: 'there' });
    expect(await leaks(box, document)).toEqual([]);
    const text = (await written(box)).get('there/not-imported.txt')!;
    for (const line of [...PON_LINES, ...GLOBAL_LINES].filter((each) => /^(?:ont add|snmp|ntp|local-user|ppp|remote|terminal)/.test(each))) expect(text).toContain(line.split(' ').slice(0, 3).join(' '));
    expect(text).toContain('ont add 3 7 sn-auth "48575443A1B2C3D6" password-auth *** once-on no-aging omci');
    expect(JSON.stringify(document)).toContain('its line is only half understood: ont add 3 7 sn-auth \\"48575443A1B2C3D6\\" password-auth *** once-on');
  });

  it('in a recording and in what probe tells, telephone numbers too', async () => {
    const box = await open();
    await box.apply({ only: ['K1'] });
    const recorded = await record(box.world, { path: box.profile, olt: 'x', file: 'box.txt', acceptNewHostKey: true });
    const probed = await probe(box.world, { path: box.profile, olt: 'x', acceptNewHostKey: true });
    expect(await leaks(box, recorded, probed)).toEqual([]);
    const text = (await written(box)).get('box.txt')!;
    for (const number of ['4930111', '4930118', 'mill-14', 'bob']) expect(text).not.toContain(number);
    expect(text).toMatch(/sippstnuser add 3 5 2 mgid 1 username "9{6}\d" password "\*{6}" telno "9{6}\d" /);
  });

  it('in what is remembered of an ONT and its shared objects', () => {
    const shown = dumpOf('hgu-acs').replace(/"(?:\*{6}|%\$%#[^"]*)"/g, `"${SHOWN.acs}"`).replaceAll(/^( *)ont-lineprofile gpon .*$/gm, `$&\n$1 omcc encrypt key ${SHOWN.body}`);
    const on = observe(shown);
    const texts = driver.onts(on).flatMap(({ serial }) => { const { own, other } = driver.footprint([serial!], on, []); return [...own.values(), ...other.values()]; });
    expect(texts.join('\n')).toContain('?omcc encrypt key ***');
    expect(texts.join('\n')).toMatch(/acs-profile .*pw=\*{3}/);
    for (const text of texts) for (const secret of Object.values(SHOWN)) expect(text).not.toContain(secret);
  });
});
