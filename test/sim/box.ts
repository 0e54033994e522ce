/** A box on the table: provisioned by typing, without sockets. */
import { openConsole, type Console } from '../../src/sim/console.ts';
import { HandClock } from '../../src/sim/clock.ts';
import type { DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator, type HuaweiOptions } from '../../vendors/huawei/simulator.ts';

export interface Bench { readonly device: DeviceSimulator; readonly console: Console; readonly clock: HandClock; run(...lines: string[]): string; }

/** A console in config mode with dialogs and questions off. */
export function bench(options: HuaweiOptions = {}): Bench {
  const clock = new HandClock();
  const device = createSimulator({ clock, ...options });
  const console = openConsole(device);
  const run = (...lines: string[]): string => lines.map((line) => console.type(line)).at(-1) ?? '';
  run('enable', 'undo smart', 'undo interactive', 'scroll 512', 'config', 'mmi-mode original-output');
  return { device, console, clock, run };
}

/** What is common to all subscribers of the worked example: VLANs, rates, profiles 60. */
export const SHARED = [
  'vlan 100 smart', 'vlan 900 smart', 'port vlan 100 0/9 0',
  'dba-profile add profile-id 20 profile-name "up-100M" type4 max 102400',
  'traffic table ip index 30 name "dn-100M" cir 102400 cbs 3278800 pir 102400 pbs 3278800 priority 0 priority-policy local-setting',
  'traffic table ip index 31 name "up-100M" cir 102400 cbs 3278800 pir 102400 pbs 3278800 priority 0 priority-policy local-setting',
  'ont-lineprofile gpon profile-id 60 profile-name "LP-HGU"', 'tcont 1 dba-profile-id 20', 'gem add 1 eth tcont 1 encrypt on', 'gem mapping 1 0 vlan 100',
  'gem add 2 eth tcont 1 encrypt on', 'gem mapping 2 0 vlan 900', 'tr069-management enable', 'commit', 'quit',
  'ont-srvprofile gpon profile-id 60 profile-name "SP-4E2V"', 'ont-port eth 4 pots 2 catv adaptive', 'port vlan eth 1 100', 'ring check enable', 'commit', 'quit',
  'ont tr069-server-profile add profile-id 1 profile-name "acs" url "http://acs.example.net:7547" user "u" "p"',
  'ont wan-profile profile-id 5 profile-name "nat"', 'connection-type route', 'nat enable', 'quit',
];

export const ADD = 'ont add 3 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "site-0005"';
export const FLOW = 'service-port 1005 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate inbound traffic-table index 31 outbound traffic-table index 30';

/** The shared objects, one ONT with everything on it, and two service-ports; back in config mode. */
export function furnished(options: HuaweiOptions = {}): Bench {
  const made = bench(options);
  made.run(...SHARED, 'interface gpon 0/1', ADD, 'ont ipconfig 3 5 ip-index 0 dhcp vlan 900 priority 2', 'ont tr069-server-config 3 5 profile-id 1',
    'ont port native-vlan 3 5 eth 1 vlan 100 priority 0', 'quit', FLOW,
    'service-port 1905 vlan 900 gpon 0/1/3 ont 5 gemport 2 multi-service user-vlan 900 tag-transform translate');
  return made;
}
