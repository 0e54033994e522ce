/** The import against configurations that other people's scripts and hands left on OLTs. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../src/access/lower.ts';
import { projectFiles } from '../../src/app/import/files.ts';
import { notImportedText } from '../../src/app/import/not-imported.ts';
import { proveImport, type Proven } from '../../src/app/import/proving.ts';
import { memoryFiles } from '../../src/packs/check-pack/files.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import { GLOBAL_LINES, SHOWN } from './open-hearted.ts';
import { boxes, driver, dumpOf, errorsOf, observe, plan, subscriberOf } from '../foreign/box.ts';

/** How many of the box's ONTs a profile can say at least, of how many. */
const SAID: Readonly<Record<string, readonly [number, number]>> = {
  'epon-beside': [6, 7], forest: [190, 210], 'hard-fold': [8, 11], 'hgu-acs': [4, 6], multicast: [5, 7], 'one-gem': [5, 9], qinq: [11, 11], residue: [2, 8], 'word-fold': [5, 9],
};

describe.each(boxes.filter((name) => name in SAID))('%s', (box) => {
  const proving = async (): Promise<Proven> => proveImport(driver, (await subscriberOf(box, 'profile')).intent.olt, observe(dumpOf(box)));

  test('plan calls every imported ONT unchanged, all files together, on a fresh reading', async () => {
    const proven = await proving();
    const { intent: { olt } } = await subscriberOf(box, 'profile');
    const files = new Map([...projectFiles(olt, proven.profiles)].map(([name, text]) => [`p/${name}`, new TextEncoder().encode(text)]));
    const { project, findings } = await loadProject('p', memoryFiles(files, ''));
    expect(errorsOf({ findings })).toEqual([]);
    const on = observe(dumpOf(box));
    let planned = 0;
    for (const { intent, findings: found } of resolve(project)) {
      expect(errorsOf({ findings: found })).toEqual([]);
      const result = plan({ intent: intent!, access: lower(intent!) }, on, 'active');
      expect({ key: result.key, errors: errorsOf(result), changes: result.changes.map(({ commands }) => commands[0]!.line) }).toEqual({ key: result.key, errors: [], changes: [] });
      planned++;
    }
    expect(planned).toBe(proven.profiles.reduce((sum, { rows }) => sum + rows.length, 0));
  });

  test('every ONT is imported or left out with a reason; nothing is dropped', async () => {
    const { profiles, leftOut, configuration } = await proving();
    const said = profiles.reduce((sum, { rows }) => sum + rows.length, 0);
    expect(said + leftOut.length).toBe(configuration.onts.length);
    expect(configuration.onts.length).toBe(SAID[box]![1]);
    expect(said, leftOut.map(({ why }) => why).join('\n')).toBeGreaterThanOrEqual(SAID[box]![0]);
    for (const { why } of leftOut) expect(why).not.toBe('');
  });

  test('what was left out is listed by line, with its number and without its secrets', async () => {
    // As a release would show it that masks nothing.
    const shown = dumpOf(box).replace(/"\*{6}"/g, '"48151626"').replace(/\nreturn\s*$/, `\n#\n${GLOBAL_LINES.map((line) => ` ${line}`).join('\n')}\n#\nreturn\n`);
    const proven = await proveImport(driver, (await subscriberOf(box, 'profile')).intent.olt, observe(shown));
    const text = notImportedText(driver.shown, proven);
    for (const { imported } of proven.leftOut) {
      for (const { number } of imported.lines) expect(text).toMatch(new RegExp(`^ *${number}  `, 'm'));
    }
    for (const lines of proven.unmanaged.values()) for (const line of lines) expect(text).toContain(line.slice(0, 12));
    for (const { number } of proven.configuration.rest) expect(text).toMatch(new RegExp(`^ *${number}  `, 'm'));
    const secrets = ['48151626', ...Object.values(SHOWN), ...[...shown.matchAll(/"([^"]*[%$!]{2}[^"]*)"/g)].map((found) => found[1]!.slice(0, 24))].filter((secret) => shown.includes(secret));
    expect(secrets.length).toBeGreaterThanOrEqual(GLOBAL_LINES.length);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).toContain('snmp-agent community read ***');
  });
});

test('an ONT of whose services one cannot be said is imported with the others, and the one is listed', async () => {
  const { intent: { olt } } = await subscriberOf('residue', 'profile');
  const { profiles, unmanaged } = await proveImport(driver, olt, observe(dumpOf('residue')));
  const row = profiles.flatMap(({ rows }) => rows).find(({ imported }) => imported.ont.description === 'town hall, ground floor')!;
  expect(Object.keys(row.sketch.profile['services'] as object)).toHaveLength(1);
  expect(unmanaged.get(row)!.join('\n')).toContain('service-port 8 vlan 700');
});

test('ONTs of equal services are one profile; what is theirs alone is in columns', async () => {
  const { intent: { olt } } = await subscriberOf('qinq', 'profile');
  const { profiles } = await proveImport(driver, olt, observe(dumpOf('qinq')));
  const files = projectFiles(olt, profiles);
  expect(profiles[0]!.rows).toHaveLength(8);
  expect(files.get('profile-internet-82M.yaml')).toContain('vlan: { pon: 41, svlan: 1101, cvlan: "${cvlan}" }');
  expect(files.get('subscribers.csv')!.split('\n').slice(0, 2)).toEqual([
    'key,state,profile,olt,pon,id,serial,description,cvlan', expect.stringMatching(/^HWTC-\w{8},active,internet-82M,box,0\/3\/0,0,\w{16},unit 00,\d+$/) as string,
  ]);
  expect(files.get('olts.yaml')).toContain('password: { env: OLT_PASSWORD }');
});
