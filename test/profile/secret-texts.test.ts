/** What is, or may be, a secret stands in no finding: not in its message, not in its hint, not in its path. */
import { describe, expect, it } from 'vitest';
import { brief, lintFiles } from './projects.ts';

const HEAD = 'version: 1\nname: p\n';
const OLT = 'olts: { lab: { vendor: acme, host: h } }\n';

const lint = async (contents: Readonly<Record<string, string>>): Promise<{ codes: string[]; text: string; hints: string[] }> => {
  const { all } = await lintFiles('p.yaml', contents);
  return { codes: brief(all), text: JSON.stringify(all), hints: all.flatMap(({ hint }) => hint ?? []) };
};

describe('a finding does not repeat', () => {
  it.each(['wifi', 'lan', 'catv', 'technology', 'services', 'firmware', 'vars', 'authentication'])('a cell of the column %s: it may be one of passwords', async (column) => {
    const { codes, text } = await lint({
      'p.yaml': `${HEAD}wifi: { ssids: { ssid1: { name: n, passphrase: { column: ${column} } } } }\n${OLT}`,
      'subscribers.csv': `key,pon,serial,${column}\nK1,0/1/0,HWTC00000001,SECRET\n`,
    });
    expect(codes).toEqual([expect.stringMatching(/^ONT10[24] 2:23$/)]);
    expect(text).not.toContain('SECRET');
    const inYaml = await lint({ 'p.yaml': `${HEAD}${OLT}targets: [ { key: K1, pon: 0/1/0, serial: HWTC00000001, ${column}: SECRET } ]\n` });
    expect(inYaml.codes).toHaveLength(1);
    expect(inYaml.text).not.toContain('SECRET');
  });

  it('the serial is told all the same', async () => {
    expect((await lint({ 'p.yaml': `${HEAD}${OLT}targets: [ { key: K1, pon: 0/1/0, serial: HWTC00000001, state: gone } ]\n` })).text).toContain('gone');
  });

  it.each(['{ value: SECRET }', '{ SECRET }', '[SECRET]', '{ env: SECRET+ }', '{ env: A, file: SECRET }', '{ env: { x: SECRET } }'])('password: %s', async (written) => {
    const { codes, text } = await lint({ 'p.yaml': `${HEAD}tr069: { url: "https://acs/", username: u, password: ${written} }\n` });
    expect(codes).not.toEqual([]);
    expect(text).not.toContain('SECRET');
  });

  it.each(['ssh: { jump: "root:SECRET@10.0.0.2:2321" }', 'ssh: { jump: { host: "root:SECRET@10.0.0.2" } }', 'host: "root:SECRET@10.0.0.2"'])('a password within an address: %s', async (option) => {
    const { codes, text, hints } = await lint({ 'p.yaml': `${HEAD}olts: { lab: { vendor: acme, ${option} } }\n` });
    expect(codes).toEqual([expect.stringMatching(/^ONT102 3:/)]);
    expect(text).not.toContain('SECRET');
    expect(hints.join()).toContain('password: { env: NAME }');
  });

  it.each(['jump.example.net', 'me@jump.example.net', 'me@jump.example.net:2222', 'me@[2001:db8::1]:22', '2001:db8::1'])('a jump host is %s', async (jump) => {
    expect((await lint({ 'p.yaml': `${HEAD}olts: { lab: { vendor: acme, host: "2001:db8::2", ssh: { jump: "${jump}" } } }\n` })).codes).toEqual(['ONT237 1:1']);
  });
});
