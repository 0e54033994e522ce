/** A box of a release that shows every secret in clear, also those that other people put on it. */
import type { DeviceSession, DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';

/** What it gives away: of letters, of digits alone, with a character that JSON writes otherwise. */
export const SHOWN = {
  acs: 'sEcretAcs1', sip: '48151601', pppoe: '48151602', ont: 'sEcretOnt4', ontDigits: '48151605', elsewhere: 'sEcretElse6', checkcode: '48151607', community: 'sEcretCom8',
  md5: 'sEcretMd59', aes: '48151610', ntp: 'sEcretNtp11', user: 'sEcretUser12', renewed: '48151613', chap: 'sEcretChap14', mkey: '48151615', pin: '48151616',
  wifi: 'sEcret\\Wifi17', url: 'sEcretUrl18', quoted: '48151619', body: '48151620', folded: 'sEcretFold21',
} as const;

/** Lines that no pack knows, or half, as somebody else's hands left them. */
export const GLOBAL_LINES: readonly string[] = [
  `snmp-agent community read ${SHOWN.community}`,
  `snmp-agent usm-user v3 bob noc authentication-mode md5 ${SHOWN.md5} privacy-mode aes128 ${SHOWN.aes}`,
  `ntp-service authentication-keyid 1 authentication-mode md5 ${SHOWN.ntp}`,
  `local-user bob simple ${SHOWN.user}`,
  `terminal user name buildrun_new_password root ${SHOWN.renewed} 0 2019:03:02:10:11:12`,
  `ppp chap user bob ${SHOWN.chap}`,
  `file-server auto-backup url ftp://keeper:${SHOWN.url}@10.9.9.9/`,
  `remote host user "bob" "${SHOWN.quoted}"`,
  `radius-server template-of-the-operator-with-a-long-name shared-key cipher`,
  SHOWN.folded,
];

export const PON_LINES: readonly string[] = [
  `ont add 3 6 sn-auth "48575443A1B2C3D5" password-auth "${SHOWN.ont}" omci ont-lineprofile-id 0 ont-srvprofile-id 0 desc "second"`,
  `ont add 3 7 sn-auth "48575443A1B2C3D6" password-auth ${SHOWN.ontDigits} once-on no-aging omci ont-lineprofile-id 0 ont-srvprofile-id 0 desc "third"`,
  `ont add 3 12 sn-auth "48575443A1B2C3D7" password-auth "${SHOWN.elsewhere}" omci ont-lineprofile-id 0 ont-srvprofile-id 0 desc "fourth"`,
  `ont add 3 14 loid-auth "mill-14" checkcode-auth "${SHOWN.checkcode}" once-on no-aging omci ont-lineprofile-id 0 ont-srvprofile-id 0`,
  `ont wlan config 3 5 ssid 1 mkey ${SHOWN.mkey}`,
  `ont port attribute 3 5 eth 2 pin ${SHOWN.pin}`,
  `ont wifi radio 3 5 passphrase "${SHOWN.wifi}"`,
  `sippstnuser add 3 5 2 mgid 1 username "4930111" password "${SHOWN.sip}" telno "4930118" extra`,
  `ont ipconfig 3 5 ip-index 1 pppoe vlan 100 priority 0 user-account username "mill" password "${SHOWN.pppoe}"`,
];

/** As the box of the lab, but its configuration is shown by `openHearted`. */
export function openHeartedBox(set: Readonly<Record<string, string>> = {}): DeviceSimulator {
  const box = createSimulator({ set: { 'save-ms': '0', ...set } });
  return new Proxy(box, {
    get(target, name) {
      if (name === 'open') return (link: Parameters<DeviceSimulator['open']>[0]) => talkative(target.open(link));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

function talkative(session: DeviceSession): DeviceSession {
  return new Proxy(session, {
    get(target, name) {
      if (name === 'line') {
        return (text: string) => {
          const turn = target.line(text);
          if (/^\s*display current-configuration/.test(text)) return { ...turn, lines: turn.lines.flatMap(openHearted) };
          // What is refused is explained with a line that is somebody else's.
          return turn.lines.some((line) => /Failure:/.test(line)) ? { ...turn, lines: [...turn.lines, `  Failure: conflicts with local-user bob password ${SHOWN.user}`] } : turn;
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

function openHearted(line: string): string[] {
  if (/tr069-server-profile add/.test(line)) return [line.replace('******', SHOWN.acs)];
  if (/user-account|sippstnuser/.test(line)) return [line.replace('******', SHOWN.pppoe)];
  if (/^ *interface gpon 0\/1/.test(line)) return [line, ...PON_LINES.map((each) => ` ${each}`)];
  if (/^ *ont-lineprofile gpon/.test(line)) return [line, `  omcc encrypt key ${SHOWN.body}`];
  if (line.trim() === 'return') return ['#', ...GLOBAL_LINES.map((each) => ` ${each}`), '#', line];
  return [line];
}
