import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../src/cli/without-secrets.ts';

type More = Partial<Parameters<typeof withoutSecrets>[0]>;

const line = (text: string, more: More = {}) => withoutSecrets({ text, file: 'home.yaml', header: 'version: 1', path: '/tr069/url', code: 'ONT211', from: 0, to: 1, ...more });

function shown(text: string, more: More = {}): string {
  return line(text, more).text;
}

describe('lines of files that are shown beside findings', () => {
  test('a password in plain text is three stars, however long it is', () => {
    const text = 'tr069: { url: "http://10.0.0.1/", username: u, password: kF3vR8tQ, over: management }';
    expect(shown(text)).toBe(text.replace('kF3vR8tQ', '***'));
  });

  test.each([
    ['  password: "kF3v, R8"', '  password: ***'],
    ['  pasword: kF3vR8', '  pasword: ***'],
    ['{"passphrase":"kF3vR8"}', '{"passphrase":***}'],
    ['  password: &p kF3vR8', '  password: ***'],
    ['url: https://u:kF3vR8@acs/', 'url: https://u:***@acs/'],
    ['url: https://u:kF3/vR8@acs/', 'url: https://u:***@acs/'],
    ['ssh: { jump: "root:kF3vR8@127.0.0.1:2321" }', 'ssh: { jump: "root:***@127.0.0.1:2321" }'],
    ['  password: kF3v, R8', '  password: ***'],
    ['  password: kF3v,R8}', '  password: ***'],
    ['a: { password: { value: kF3vR8 }, b: c }', 'a: { password: ***, b: c }'],
    ['a: { password: [kF3vR8], b: c }', 'a: { password: ***, b: c }'],
    ['password: { env: A, value: kF3vR8 }', 'password: ***'],
    ['password: { kF3vR8 }', 'password: ***'],
    ['password: { value: kF3vR8', 'password: ***'],
  ])('%s', (text, hidden) => {
    expect(shown(text)).toBe(hidden);
  });

  test('references are shown', () => {
    for (const text of ['password: { env: OLT_PASSWORD }', 'password: { column: ppp }', 'password: { command: "vault read x" }']) expect(shown(text)).toBe(text);
  });

  test("a subscriber's own columns are hidden, the ordinary ones are not", () => {
    const path = '/targets/0/serial';
    expect(shown('  - { key: K1, olt: x, serial: HWTC1, ppp: kF3vR8, vars: { pin: "0815" } }', { path }))
      .toBe('  - { key: K1, olt: x, serial: HWTC1, ppp: ***, vars: { pin: *** } }');
    // A file that cannot be read gives no path.
    expect(shown('  - { key: K1, login: kF3vR8 }', { path: null, ofRow: true, code: 'ONT001' })).toBe('  - { key: K1, login: *** }');
    expect(shown('  - { key: K1, cvlan: 2001, svlan: kF3vR8 }', { path })).toBe('  - { key: K1, cvlan: 2001, svlan: *** }');
  });

  test('a secret over several lines', () => {
    expect(shown('    value: kF3vR8', { path: '/tr069/password/value', code: 'ONT101' })).toBe('    value: ***');
    expect(shown('    - kF3vR8', { path: '/tr069/password/0', code: 'ONT102', from: 6, to: 12 })).toBe('    - ***');
    expect(shown('    env: OLT_PASSWORD', { path: '/tr069/password/env', code: 'ONT107' })).toBe('    env: OLT_PASSWORD');
    expect(shown('    env: kF3-vR8', { path: '/tr069/password/env', code: 'ONT102', from: 9, to: 16 })).toBe('    env: ***');
  });

  test('cells of a CSV file are shown by their header', () => {
    const csv = { file: 'subscribers.csv', header: 'key,serial,ppp,cvlan', path: '/0/serial' };
    expect(shown('K1,"HWTC,1",kF3vR8,2001', csv)).toBe('K1,"HWTC,1",***,2001');
    expect(shown('K1,HWTC1,kF3vR8,20x', csv)).toBe('K1,HWTC1,***,***');
    expect(shown('K1,100M,kF3vR8', { ...csv, header: 'key,services.internet.down,wifi' })).toBe('K1,100M,***');
    for (const column of ['wifi', 'login', 'phone', 'name', 'catv']) expect(shown('K1,kF3vR8', { ...csv, header: `key,${column}` })).toBe('K1,***');
    expect(shown(csv.header, csv)).toBe(csv.header);
  });

  test('cells of a broken row cannot be told apart: only its key is shown', () => {
    const csv = { file: 'subscribers.csv', header: 'key,serial,ppp,pon', path: '' };
    expect(shown('K1,kF3vR8,0/1/3', csv)).toBe('K1,***,***');
    expect(shown('K1,HW"TC1,kF3vR8,0/1/3', csv)).toBe('K1,***');
    expect(shown('K1,"HWTC1"x,kF3vR8,0/1/3', csv)).toBe('K1,***,***,***');
    expect(shown('"K1,HWTC1,kF3vR8,0/1/3', csv)).toBe('***');
    expect(shown('K1,HWTC1,kF3vR8,0/1/3', { ...csv, code: 'ONT011' })).toBe('K1,***,***,***');
    expect(shown('kF3vR8,K1', { ...csv, header: 'ppp,key,serial' })).toBe('***,***');
  });

  test('what is underlined moves with what is shortened', () => {
    const text = 'a: { password: kF3vR8tQ, vlan: 5000 }';
    const moved = line(text, { path: '/a/vlan', from: 31, to: 35 });
    expect(moved.text.slice(moved.from, moved.to)).toBe('5000');
    const inside = line(text, { path: '/a/password', from: 15, to: 23 });
    expect(inside.text.slice(inside.from, inside.to)).toBe('***');
    const across = line(text, { path: '/a', from: 5, to: 37 });
    expect(across.text.slice(across.from, across.to)).toBe('password: ***, vlan: 5000 }');
    expect(line('a: 1', { from: 4, to: 5 })).toEqual({ text: 'a: 1', from: 4, to: 5 });
  });

  test('what a finding about plain-text secrets underlines is hidden, whatever its key', () => {
    expect(shown('    kF3vR8', { code: 'ONT212', from: 4, to: 10 })).toBe('    ***');
  });
});
