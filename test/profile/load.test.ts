import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/kernel/failure.ts';
import { loadProject } from '../../src/profile/load.ts';
import { brief, filesOf, intentsOf, lintFiles } from './projects.ts';

const OLTS = 'olts:\n  ma1: { vendor: acme, host: 10.0.0.1 }\n';
const HOME = 'version: 1\nname: home\nservices:\n  internet: { vlan: 100, attach: eth1 }\n';
const ROWS = 'key,profile,olt,pon,serial\nK1,home,ma1,0/1/0,HWTC00000001\n';

describe('which files belong to a project', () => {
  it('a file brings its siblings where it lacks their part', async () => {
    const { project } = await loadProject('d/home.yaml', filesOf({ 'd/home.yaml': HOME, 'd/olts.yaml': OLTS, 'd/onts.yaml': 'onts: { t: { eth: 1 } }\n', 'd/subscribers.csv': ROWS, 'd/other.yaml': 'nonsense' }));
    expect(project.files).toEqual(['d/home.yaml', 'd/olts.yaml', 'd/onts.yaml', 'd/subscribers.csv']);
  });

  it('a directory with nothing to read in it is no project', async () => {
    await expect(loadProject('d', filesOf({ 'd/notes.txt': 'x', 'd/profiles/.hidden.yaml': HOME, 'd/ont-prov.yaml': '' }))).rejects.toMatchObject({ code: 'no-such-file', exitCode: 2, hint: expect.stringContaining('*.yaml') as string });
    await expect(loadProject('d', filesOf({ 'd/profiles/home.yaml': HOME }))).resolves.toMatchObject({ project: { files: ['d/profiles/home.yaml'] } });
  });

  it('a file that has the part does not bring the sibling', async () => {
    const { project } = await loadProject('d/home.yaml', filesOf({ 'd/home.yaml': `${HOME}${OLTS}targets: []\n`, 'd/olts.yaml': 'broken: [', 'd/subscribers.csv': 'broken' }));
    expect(project.files).toEqual(['d/home.yaml']);
  });

  it('include replaces the siblings', async () => {
    const { project } = await loadProject('d/home.yaml', filesOf({ 'd/home.yaml': `${HOME}include: [net/olts.yaml, rows]\n`, 'd/olts.yaml': OLTS, 'd/net/olts.yaml': OLTS, 'd/rows/a.csv': ROWS }));
    expect(project.files).toEqual(['d/home.yaml', 'd/net/olts.yaml', 'd/rows/a.csv']);
  });

  it('include takes patterns of names', async () => {
    const { project } = await loadProject('d/home.yaml', filesOf({ 'd/home.yaml': 'include: ["net/*.yaml"]\n', 'd/net/a.yaml': OLTS, 'd/net/b.yaml': HOME, 'd/net/c.txt': '', 'd/net/profiles/x.yaml': '' }));
    expect(project.files).toEqual(['d/home.yaml', 'd/net/a.yaml', 'd/net/b.yaml']);
  });

  it('a directory brings all its files and those of its known folders', async () => {
    const files = { 'd/olts.yaml': OLTS, 'd/profiles/home.yaml': HOME, 'd/a.csv': ROWS, 'd/ont-prov.yaml': 'nonsense', 'd/README.md': '#' };
    const [intent] = await intentsOf('d', files);
    expect(intent).toMatchObject({ key: 'K1', profile: 'home' });
  });

  it('standard input stands alone', async () => {
    const stdin = new TextEncoder().encode(`${HOME}${OLTS}targets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n`);
    const { project, findings } = await loadProject('-', filesOf({ 'olts.yaml': OLTS }), { stdin });
    expect(findings).toEqual([]);
    expect(project.files).toEqual(['-']);
  });

  it('a path that does not exist is a usage failure', async () => {
    await expect(loadProject('nowhere.yaml', filesOf({}))).rejects.toMatchObject({ code: 'no-such-file', exitCode: 2 } satisfies Partial<Failure>);
  });

  it('rows beside a profile that belong to another profile beside it are left alone', async () => {
    const files = { 'home.yaml': HOME, 'other.yaml': HOME.replace('home', 'other'), 'olts.yaml': OLTS, 'subscribers.csv': `${ROWS}K2,other,ma1,0/1/0,HWTC00000002\n` };
    expect((await intentsOf('home.yaml', files)).map(({ key }) => key)).toEqual(['K1']);
    const { all } = await lintFiles('home.yaml', { ...files, 'subscribers.csv': `${ROWS}K2,hoem,ma1,0/1/0,HWTC00000002\n` });
    expect(all.map(({ code, hint }) => [code, hint])).toEqual([['ONT217', 'did you mean home?']]);
  });
});

describe('names', () => {
  it('two OLTs of one name are found, with both places', async () => {
    const { all } = await lintFiles('d', { 'd/a.yaml': OLTS, 'd/b.yaml': OLTS });
    expect(brief(all)).toEqual(['ONT220 2:3']);
    expect(all[0]).toMatchObject({ at: { file: 'd/b.yaml' }, related: [{ at: { file: 'd/a.yaml', line: 2 } }] });
  });

  it('two profiles of one name are found', async () => {
    expect(brief((await lintFiles('d', { 'd/a.yaml': HOME, 'd/b.yaml': HOME })).findings)).toEqual(['ONT220 2:7']);
  });
});

describe('extends', () => {
  const base = 'version: 1\nname: base\nont: { eth: 4 }\nservices:\n  internet: { vlan: 100, priority: 3, attach: eth1, down: 10M }\n  iptv: { vlan: 101, attach: eth2 }\ntargets: [{ key: NOT-MINE, pon: 0/1/0, serial: HWTC00000009 }]\n';
  const top = 'version: 1\nname: top\nextends: BASE\nservices:\n  internet: { down: 20M }\n  iptv: off\n  extra: { vlan: 102, attach: eth3 }\nolts: { lab: { vendor: acme, host: h } }\ntargets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n';

  it.each([['base', 'base.yaml'], ['./lib/base.yaml', 'lib/base.yaml'], ['base', 'profiles/base.yaml']])('follows %s to %s and takes only what is a profile', async (name, file) => {
    const intents = await intentsOf('top.yaml', { 'top.yaml': top.replace('BASE', name), [file]: base });
    expect(intents.map(({ key }) => key)).toEqual(['K']);
    expect(intents[0]!.services.map((service) => [service.name, service.vlan.pon, service.priority, service.down?.max])).toEqual([['internet', 100, 3, 20_000], ['extra', 102, 0, undefined]]);
    expect(intents[0]!.origin('/services/internet/priority')).toMatchObject({ from: 'profile base', at: { file, line: 5 } });
    expect(intents[0]!.origin('/services/internet/down')).toMatchObject({ from: 'profile top', at: { file: 'top.yaml', line: 5 } });
  });

  it('a circle names its way', async () => {
    const { all } = await lintFiles('d', { 'd/a.yaml': 'name: a\nextends: b\n', 'd/b.yaml': 'name: b\nextends: a\n' });
    expect(all.filter(({ code }) => code === 'ONT219').map(({ message, at }) => [message, at?.file])).toEqual([
      ['profiles extend one another in a circle: b → a → b', 'd/a.yaml'], ['profiles extend one another in a circle: a → b → a', 'd/b.yaml'],
    ]);
  });
});
