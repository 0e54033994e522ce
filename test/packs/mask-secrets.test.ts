import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lineByLine } from '../../src/kernel/mask-lines.ts';
import { maskSecrets, maskText } from '../../src/kernel/mask-secrets.ts';
import { openPacks } from '../../src/app/pack-store.ts';
import { linePattern } from '../../src/packs/pattern.ts';

const S = 'gE-h3im';

describe('a line that nobody knows is shown without', () => {
  it.each([
    [`ont add 0 8 password-auth "${S}" always-on omci`, 'ont add 0 8 password-auth "***" always-on omci'],
    ['ont add 0 8 password-auth 48151626 once-on no-aging', 'ont add 0 8 password-auth *** once-on no-aging'],
    [`ont add 0 5 loid-auth "mill" checkcode-auth "${S}" always-on`, 'ont add 0 5 loid-auth "mill" checkcode-auth "***" always-on'],
    [`snmp-agent community read ${S}`, 'snmp-agent community read ***'],
    [`snmp-agent community write cipher ${S} mib-view all`, 'snmp-agent community write cipher *** mib-view all'],
    [`snmp-server community ${S} ro`, 'snmp-server community *** ro'],
    ['snmp-server community SECRET ro', 'snmp-server community *** ***'],
    [`snmp-agent usm-user v3 bob noc authentication-mode md5 ${S} privacy-mode aes128 4815`, 'snmp-agent usm-user v3 bob noc authentication-mode md5 *** privacy-mode aes128 ***'],
    [`snmp-server user bob noc v3 auth sha ${S} priv aes 128 4815`, 'snmp-server user bob noc v3 auth sha *** priv aes 128 ***'],
    [`snmp-server host 10.1.1.1 traps version 2c ${S}`, 'snmp-server host 10.1.1.1 traps version 2c ***'],
    [`snmp-agent target-host trap address udp-domain 10.1.1.1 params securityname ${S} v2c`, 'snmp-agent target-host trap address udp-domain 10.1.1.1 params securityname *** v2c'],
    [`ntp-service authentication-keyid 1 authentication-mode md5 ${S}`, 'ntp-service authentication-keyid 1 authentication-mode md5 ***'],
    [`ntp authentication-key 1 md5 ${S}`, 'ntp authentication-key 1 md5 ***'],
    [`local-user bob simple ${S}`, 'local-user bob simple ***'],
    [`local-user bob password irreversible-cipher ${S}`, 'local-user bob password irreversible-cipher ***'],
    [`local-user bob password ${S} level 15`, 'local-user bob password *** level 15'],
    [`terminal user name buildrun_new_password root ${S} 0 2019:03:02`, 'terminal user name buildrun_new_password root *** 0 2019:03:02'],
    [`user password bob new_password ${S}`, 'user password *** new_password ***'],
    [`user_control enable root ${S}`, 'user_control enable root ***'],
    [`ppp chap user bob ${S}`, 'ppp chap user bob ***'],
    ['ppp chap user bob geheim vlan 5', 'ppp chap user bob *** vlan 5'],
    ['mkey 48151623', 'mkey ***'],
    ['pin 48151623', 'pin ***'],
    ['acs user "support" "48151623"', 'acs user "support" "***"'],
    ['username bob 48151626', 'username bob ***'],
    ['username bob privilege 15 password 7 0822455D', 'username bob privilege 15 password *** ***'],
    [`ssid auth wpa wifi_0/1 wpa2-psk encrypt aes key ${S}`, 'ssid auth wpa wifi_0/1 wpa2-psk encrypt aes key ***'],
    [`onu 3 pri wifi_ssid 1 name A encrypt_type aes shared_key ${S} rekey_interval 0`, 'onu 3 pri wifi_ssid 1 name A encrypt_type aes shared_key *** rekey_interval 0'],
    [`   Password            : ${S}`, '   Password            : ***'],
    [`set password=${S} again`, 'set password=*** again'],
    [`key secret ${S}`, 'key *** ***'],
    [`file-server url ftp://bob:${S}@10.1.1.1/`, 'file-server url ftp://bob:***@10.1.1.1/'],
    ['terminal "%$%#aB"c]7*#!!%$%#" end', 'terminal "***" end'],
  ])('its secrets: %s', (line, shown) => {
    expect(maskSecrets(line)).toBe(shown);
    expect(maskSecrets(shown)).toBe(shown);
  });

  it.each([
    'igmp user add service-port 2000 no-auth', 'ssh server cipher aes256_ctr aes128_ctr', 'ssh user root authentication-type password', 'system user password security mode enhance',
    '  Username or password invalid.', '% Error: the password is wrong', 'snmp-agent community read "******"', '  ID   User              Access-Type  IP-Address',
  ])('nothing where it holds none: %s', (line) => { expect(maskSecrets(line)).toBe(line); });

  it('the rest of a secret that the terminal folded', () => {
    const mask = lineByLine();
    expect([`${'x'.repeat(60)} password 481516`.padEnd(80, '2'), '2342 level 15', 'vlan 5'].map(mask)).toEqual([`${'x'.repeat(60)} password ***`, '*** level 15', 'vlan 5']);
    expect([`${'x'.repeat(60)} password`, `${S} level 15`, 'vlan 5'].map(mask)).toEqual([`${'x'.repeat(60)} password`, '*** level 15', 'vlan 5']);
  });

  it('its secrets, in each line of a text', () => { expect(maskText(`password ${S}\r\nkey ${S}\n\n`)).toBe('password ***\r\nkey ***\n\n'); });
});

it('a pattern knows its secrets without a word before them, and when it reads only the beginning', () => {
  const pattern = linePattern('peer {n:int} {who:word} {pw:barsecret} on {m:word}');
  const line = `peer 1 bob ${S} on x`;
  expect(pattern.secretSpans(line).map(([from, to]) => line.slice(from, to))).toEqual([S]);
  expect(pattern.secretSpans(`peer 1 bob ${S} off`).map(([from, to]) => line.slice(from, to))).toEqual([S]);
  expect(pattern.secretSpans('peer 1')).toEqual([]);
  expect(linePattern('a {pw:secret}').secretSpans(`a "${S}"`)).toEqual([[3, 3 + S.length]]);
});

describe('ordinary lines of foreign configurations', async () => {
  const packs = openPacks(undefined);
  for (const { id } of await packs.heads()) {
    const driver = (await packs.driver(id))!;
    it(`of ${id} are shown as they are`, () => {
      const changed = readdirSync(`test/fixtures/${id}`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('dump.txt'))
        .flatMap((file) => readFileSync(`test/fixtures/${id}/${file}`, 'utf8').split('\n')).filter((line) => driver.shown(line) !== line);
      // What is left are hashes, of passwords and of communities.
      for (const line of changed) expect(line).toMatch(/%\$%#|\*\d\d\*|_password root \*|^Gf6eRt9o/);
    });
  }
});
