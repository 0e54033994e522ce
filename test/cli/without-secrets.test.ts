import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../src/cli/without-secrets.ts';

function shown(text: string, more: Partial<Parameters<typeof withoutSecrets>[0]> = {}): string {
  return withoutSecrets({ text, file: 'home.yaml', header: 'version: 1', path: '/tr069/url', code: 'ONT211', from: 0, to: 1, ...more });
}

describe('lines of files that are shown beside findings', () => {
  test('a password in plain text is stars, as wide as it was', () => {
    const text = 'tr069: { url: "http://10.0.0.1/", username: u, password: kF3vR8tQ, over: management }';
    expect(shown(text)).toBe(text.replace('kF3vR8tQ', '********'));
  });

  test.each([
    ['  password: "kF3v, R8"', '  password: **********'],
    ['  pasword: kF3vR8', '  pasword: ******'],
    ['{"passphrase":"kF3vR8"}', '{"passphrase":********}'],
    ['  password: &p kF3vR8', '  password: *********'],
    ['url: https://u:kF3vR8@acs/', 'url: https://u:******@acs/'],
  ])('%s', (text, hidden) => {
    expect(shown(text)).toBe(hidden);
  });

  test('references are shown', () => {
    for (const text of ['password: { env: OLT_PASSWORD }', 'password: { column: ppp }', 'password: { command: "vault read x" }']) expect(shown(text)).toBe(text);
  });

  test("a subscriber's own columns are hidden, the ordinary ones are not", () => {
    const path = '/targets/0/serial';
    expect(shown('  - { key: K1, olt: x, serial: HWTC1, ppp: kF3vR8, vars: { pin: "0815" } }', { path }))
      .toBe('  - { key: K1, olt: x, serial: HWTC1, ppp: ******, vars: { pin: ****** } }');
  });

  test('cells of a CSV file are shown by their header', () => {
    const csv = { file: 'subscribers.csv', header: 'key,serial,ppp,cvlan', path: '/0/serial' };
    expect(shown('K1,"HWTC,1",kF3vR8,2001', csv)).toBe('K1,"HWTC,1",******,2001');
    expect(shown('K1,HWTC1,kF3vR8,2001,more', csv)).toBe('K1,HWTC1,******,2001,****');
    expect(shown(csv.header, csv)).toBe(csv.header);
  });

  test('what a finding about plain-text secrets underlines is hidden, whatever its key', () => {
    expect(shown('    kF3vR8', { code: 'ONT212', from: 4, to: 10 })).toBe('    ******');
  });
});
