import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../src/app/field-kit/pseudonyms.ts';
import { createRedactor } from '../../src/app/field-kit/redact.ts';
import { openPacks } from '../../src/app/pack-store.ts';
import type { Driver } from '../../src/packs/driver.ts';

const lines = (texts: readonly string[], patterns: readonly string[] = [], unknown: readonly string[] = texts): string[] => {
  const driver = { lines: patterns.map((line) => ({ resource: 'r', line, evidence: 'manual', source: 's' })) } satisfies Pick<Driver, 'lines'>;
  return createRedactor({ driver, unknown: new Set(unknown.map((line) => line.trim())), host: 'CITY-1' }).lines(texts);
};

describe('a redacted line', () => {
  it.each([
    ['a password', 'user password Geheim1!', 'user password ******'],
    ['a quoted password', 'login password "Geheim 1"', 'login password "******"'],
    ['a password behind a second keyword', 'local-user root password cipher Geheim1', 'local-user name-1 password cipher ******'],
    ['a password that follows a name', 'acs user "support" "Geheim"', 'acs user "name-1" "******"'],
    ['a password of digits', 'ont add 3 8 password-auth 48151626 once-on', 'ont add 3 8 password-auth ****** once-on'],
    ['a quoted password of digits', 'username "name-5" password "48151624"', 'username "name-1" password "******"'],
    ['numbers that are somebody\'s', 'sippstnuser add 3 5 username "4930111" password "48151627" telno "4930118" extra 4930111', 'sippstnuser add 3 5 username "9999991" password "******" telno "9999992" extra 9999991'],
    ['a PIN', 'pin 48151623', 'pin ******'],
    ['a key of digits', 'wlan 5 mkey 4815 on', 'wlan 5 mkey ****** on'],
    ['a telephone extension', 'pots telno 44', 'pots telno 91'],
    ['a number as description', 'description 4930111', 'description 9999991'],
    ['a community', 'snmp-agent community read Oeffentlich', 'snmp-agent community read ******'],
    ['a hash', 'terminal %^%#aB3$xyz%^%# end', 'terminal ****** end'],
    ['a long key without a keyword', 'ssh-host a1B2c3D4e5F6g7H8i9J0k', 'ssh-host ******'],
    ['a description', 'description Jane Doe, Main Street 5', 'description name-1'],
    ['a numbered description', 'vlan desc 100 description "Jane Doe"', 'vlan desc 100 description "name-1"'],
    ['a description that begins with a number', 'description 5 main street', 'description name-1'],
    ['a quoted description', 'ont x desc "Jane Doe" 5', 'ont x desc "name-1" 5'],
    ['a system name', 'sysname CITY-1', 'sysname OLT'],
    ['a user', 'ssh user jane', 'ssh user name-1'],
    ['an address', 'ip address 10.1.2.3 255.255.255.0', 'ip address 198.18.0.1 255.255.255.0'],
    ['a network and its port', 'ntp 10.1.2.3:123 10.1.2.3/24', 'ntp 198.18.0.1:123 198.18.0.1/24'],
    ['an IPv6 address', 'ipv6 fe80:1:2::9/64', 'ipv6 2001:db8::1/64'],
    ['a MAC address', 'mac 1122-3344-5566 11:22:33:44:55:66', 'mac 0200-0000-0001 02:00:00:00:00:01'],
    ['a URL', 'acs url "https://me:pw@acs.city.example:7547/tr069?x=1"', 'acs url "https://host1.example.net:7547/name-1"'],
    ['a mail address', 'remote jane@city.example', 'remote name-1'],
    ['a telephone number', 'forward +4930123456789', /^forward 9+1$/],
    ['a word that is no keyword', 'zone Altstadt_West eth1 type4 0/1/3', 'zone name-1 eth1 type4 0/1/3'],
  ])('of an unknown line hides %s', (_, line, wanted) => {
    const [out] = lines([line]);
    if (typeof wanted === 'string') expect(out).toBe(wanted); else expect(out).toMatch(wanted);
  });

  it('keeps a serial one and the same in every spelling', () => {
    expect(lines(['a "48575443DEADBEE1" (HWTC-DEADBEE1)', 'b HWTCDEADBEE1', 'c HWTCDEADBEE2'])).toEqual(['a "48575443E0000001" (HWTC-E0000001)', 'b HWTCE0000001', 'c HWTCE0000002']);
  });

  it('hides a banner to its last line', () => {
    expect(lines(['banner incoming #', 'property of the mill', '', 'keep out #2', '#', 'ip routing'])).toEqual(['banner incoming #', 'name-1', '', 'name-2', '#', 'ip routing']);
  });

  it('keeps a word that a line of the pack shows, elsewhere too', () => {
    expect(lines(['onu 7 type HGU-AX', 'type-if HGU-AX Eth_9'], ['onu {n:int} type {t:word}'], ['type-if HGU-AX Eth_9'])).toEqual(['onu 7 type HGU-AX', 'type-if HGU-AX name-1']);
  });

  it('hides a name wherever it stands, before it is given away too', () => {
    expect(lines(['use gold for all', ' profile name gold'])).toEqual(['use name-1 for all', ' profile name name-1']);
  });

  it('leaves lines of the pack readable: keywords and numbers stay, values go by their type', () => {
    const pattern = 'user {n:int} serial {sn:serial} mode {m:word} label {l:quoted}[ key {k:secret}]';
    expect(lines(['user 5 serial "48575443DEADBEE1" mode Tag-In label "Jane" key "geheim"'], [pattern], [])).toEqual(['user 5 serial "48575443E0000001" mode Tag-In label "name-1" key "******"']);
  });

  it('keeps names that are ours, and blanks in front', () => {
    expect(lines(['  profile name "op-line-3a0366"'])).toEqual(['  profile name "op-line-3a0366"']);
  });

  it('never shows a secret or a quoted text, whatever it is', () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9!$_-]{5,12}$/).filter((text) => !/^(?:password|cipher|secret|simple)$/i.test(text));
    fc.assert(fc.property(word, word, (secret, name) => {
      fc.pre(!'user password label zz'.includes(secret.toLowerCase()) && !'user password label zz'.includes(name.toLowerCase()) && !name.startsWith('op-') && !secret.startsWith('op-') && !/^name-|^host/.test(name));
      const out = lines([`user "${name}" password ${secret}`, `label "${secret} ${name}" zz`]).join('\n');
      expect(out).not.toContain(secret);
      expect(out).not.toContain(name);
    }));
  });

  it('of every foreign configuration of the fixtures loses no line and no number that planning needs', async () => {
    const packs = openPacks(undefined);
    let dumps = 0;
    for (const { id } of await packs.heads()) {
      const driver = (await packs.driver(id))!;
      for (const file of readdirSync(`test/fixtures/${id}`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('dump.txt'))) {
        const text = readFileSync(`test/fixtures/${id}/${file}`, 'utf8').split('\n');
        const results = (shown: readonly string[]): Parameters<Driver['observe']>[0] => [{ name: driver.reads[0]!.name, lines: shown }];
        const before = driver.survey(results(text));
        const redacted = createRedactor({ driver, unknown: new Set([...before.residue, ...before.half].map(({ line }) => line)), host: 'HOST' }).lines(before.lines);
        const after = driver.survey(results(redacted));
        expect({ file, known: after.known, half: after.half.length }).toEqual({ file, known: before.known, half: before.half.length });
        // A banner may hold what looks like a line of configuration; without it, it is one more that nobody knows.
        expect(after.residue.length - before.residue.length, file).toBeOneOf([0, 1]);
        expect(driver.observe(results(redacted), undefined).complete).toBe(driver.observe(results(text), undefined).complete);
        dumps++;
      }
    }
    expect(dumps).toBeGreaterThan(5);
  });
});

describe('a pseudonym', () => {
  it('of an address keeps masks, loopback and "any", and keeps multicast multicast', () => {
    const made = new Pseudonyms();
    expect(['255.255.255.0', '0.0.0.0', '127.0.0.1', '128.0.0.0', '239.1.1.1'].map((text) => made.ipv4(text))).toEqual(['255.255.255.0', '0.0.0.0', '127.0.0.1', '128.0.0.0', '239.192.0.1']);
  });

  it('is another for another value, and nothing for what is none', () => {
    const made = new Pseudonyms();
    const serials = Array.from({ length: 300 }, (_, n) => made.serial(`HWTC${n.toString(16).toUpperCase().padStart(8, '0')}`));
    expect(new Set(serials).size).toBe(300);
    expect([made.serial('interface'), made.ipv4('1.2.3'), made.mac('0/1/3'), made.ipv6('0:1'), made.url('http')]).toEqual([null, null, null, null, null]);
  });
});
