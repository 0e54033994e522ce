import { describe, expect, it } from 'vitest';
import { brief, intentOf, lintFiles } from './projects.ts';

const HEAD = 'version: 1\nname: p\nservices:\n  internet: { vlan: 100, attach: eth1 }\nolts:\n  lab: { vendor: acme, host: 10.0.0.1 }\n';

async function findingsOf(content: string | Uint8Array): Promise<string[]> {
  return brief((await lintFiles('p.yaml', { 'p.yaml': content })).all);
}

describe('identifiers stay text', () => {
  it.each([
    ['48575443E1234567', '48575443E1234567'],
    ['0012345678901234', '0012345678901234'],
  ])('a serial %s is no number', async (written, meant) => {
    const intent = await intentOf(`${HEAD}targets:\n  - { key: 007, pon: 0/1/0, serial: ${written}, description: 012345 }\n`);
    expect(intent.serial).toBe(meant);
    expect(intent.key).toBe('007');
    expect(intent.description).toBe('012345');
  });

  it('a password 012345 keeps its zero', async () => {
    const intent = await intentOf(`version: 1\nname: p\nservices: { i: { vlan: 100, mode: route, wan: { type: pppoe, username: 0x10, password: 012345 } } }\nolts: { lab: { vendor: acme, host: h } }\ntargets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n`);
    const how = intent.services[0]!.wan!.how;
    expect(how.how === 'pppoe' && [how.username, how.password.ref]).toEqual(['0x10', { from: 'literal', value: '012345' }]);
  });
});

describe('a file that cannot be read is a finding, never a stack trace', () => {
  it('accepts a byte order mark and does not count it', async () => {
    expect(await findingsOf('\uFEFFversion: 1\nname: p\nnme: x\n')).toEqual(['ONT101 3:1']);
    expect(await findingsOf('\uFEFFnme: x\nversion: 1\nname: p\n')).toEqual(['ONT101 1:1']);
  });

  it('names the place where UTF-8 ends', async () => {
    expect(await findingsOf(new Uint8Array([...Buffer.from('name: a\nfoo: '), 0xe4, 0x0a]))).toEqual(['ONT002 2:6']);
  });

  it.each([['"', 'version: 1\nname: "home\nservices: {}\n'], ["'", "version: 1\nname: 'home\nservices: {}\n"]])('says where a quoted text begins that is never closed: %s', async (_, text) => {
    const { all } = await lintFiles('p.yaml', { 'p.yaml': text });
    expect(brief(all)).toEqual(['ONT001 4:1']);
    expect(all[0]).toMatchObject({ message: 'a quoted text is never closed', related: [{ message: 'it begins here', at: { line: 2, column: 7 } }] });
  });

  it('says that a file looks like UTF-16', async () => {
    const { all } = await lintFiles('p.yaml', { 'p.yaml': new Uint8Array([0xff, 0xfe, 0x76, 0x00]) });
    expect(all[0]!.message).toContain('UTF-16');
  });

  it('refuses 10 MB without reading them', async () => {
    expect(await findingsOf(new Uint8Array(10_000_000).fill(0x20))).toEqual(['ONT003 1:1']);
  });

  it('stops an alias bomb', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map((pair) => [pair[0]!, pair[1]!])) lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
    expect(await findingsOf(lines.join('\n'))).toEqual([expect.stringMatching(/^ONT005 /)]);
  });

  it.each(['['.repeat(100_000), `a: ${'['.repeat(500)}${']'.repeat(500)}\n`])('stops at a depth no profile has (%#)', async (text) => {
    expect(await findingsOf(text)).toEqual([expect.stringMatching(/^ONT010 /)]);
  });

  it('reports a mistake repeated a thousand times at most a hundred times', async () => {
    expect((await findingsOf('a: b\n'.repeat(1_000))).length).toBe(100);
  });

  it('does not take keys for properties of every object', async () => {
    expect(await findingsOf('version: 1\nname: p\n__proto__: { x: 1 }\nconstructor: 1\n')).toEqual(['ONT101 3:1', 'ONT101 4:1']);
  });

  it('never shows what stands in a secret', async () => {
    const { all } = await lintFiles('p.yaml', { 'p.yaml': `${HEAD}tr069: { url: https://a/, password: { env: "my s3cret" } }\n` });
    expect(all.length).toBe(1);
    expect(JSON.stringify(all)).not.toContain('s3cret');
  });

  it('points at both places of a key written twice', async () => {
    const { all } = await lintFiles('p.yaml', { 'p.yaml': 'name: a\nversion: 1\nname: b\n' });
    expect(brief(all)).toEqual(['ONT006 3:1']);
    expect(all[0]!.related![0]!.at).toMatchObject({ line: 1, column: 1 });
  });

  it('counts columns in characters, not in UTF-16 units', async () => {
    expect(await findingsOf('version: 1\nname: p\nont: { notes: "🙂🙂", nope: 1 }\n')).toEqual(['ONT101 3:21']);
  });
});

it('merge keys lend what is not written', async () => {
  const intent = await intentOf('version: 1\nname: p\nvars: &x { vlan: 5 }\nservices:\n  a: &a { vlan: 100, priority: 3, attach: eth1 }\n  b: { <<: *a, vlan: 200, attach: eth2 }\nolts: { lab: { vendor: acme, host: h } }\ntargets: [{ key: K, pon: 0/1/0, serial: HWTC00000001 }]\n');
  expect(intent.services.map(({ vlan, priority }) => [vlan.pon, priority])).toEqual([[100, 3], [200, 3]]);
});

it('finds every mistake of the schema at once, one finding each', async () => {
  expect(await findingsOf('version: 1\nname: p\nont: { veip: yes }\nservices:\n  a: { vlan: 0x10, mode: brige, down: 100, nope: 1 }\nolts: { l: { host: h } }\n')).toEqual([
    'ONT102 3:14', 'ONT102 5:14', 'ONT104 5:26', 'ONT102 5:39', 'ONT101 5:44', 'ONT103 6:9',
  ]);
});

it.each([
  ['veip: yes', 'write true'], ['veip: off', 'write false'], ['eth: 0x4', 'write the number in decimal: 4'], ['eth: 1e1', 'write the number out: 10'], ['eth: 04', 'write the number without leading zeros: 4'],
])('%s is not silently something else', async (text, hint) => {
  const { all } = await lintFiles('p.yaml', { 'p.yaml': `version: 1\nname: p\nont: { ${text} }\n` });
  expect(all.map((found) => [found.code, found.hint])).toEqual([['ONT102', hint]]);
});
