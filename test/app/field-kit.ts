/** A simulated OLT with somebody else's configuration on it besides ours: what probe and record are to make sense of. */
import { Lab, NETWORK } from './lab.ts';

/** Things that must not leave the house. */
export const PRIVATE = {
  serial: '48575443DEADBEE1', vendorForm: 'HWTCDEADBEE1', name: 'Villa Kunterbunt', profile: 'stadtwerke-gold', address: '10.44.55.66', user: 'pippi', password: 'langstrumpf-9',
  acsPassword: '48151624', sipUser: '4930111', sipPassword: '48151627', telno: '4930118', numbered: '48151630',
};

/** Lines a box may well hold: an ONT of another operator script. */
export const FOREIGN = [
  ...NETWORK, 'vlan 300 smart',
  `dba-profile add profile-id 40 profile-name "${PRIVATE.profile}" type4 max 10240`,
  'ont-lineprofile gpon profile-id 40 profile-name "line-of-others"', 'tcont 1 dba-profile-id 40', 'gem add 1 eth tcont 1', 'gem mapping 1 0 vlan 300', 'commit', 'quit',
  'ont-srvprofile gpon profile-id 40 profile-name "srv-of-others"', 'ont-port eth 4', 'commit', 'quit',
  'interface gpon 0/1', `ont add 3 9 sn-auth "${PRIVATE.serial}" omci ont-lineprofile-id 40 ont-srvprofile-id 40 desc "${PRIVATE.name}"`,
  'quit', `ont tr069-server-profile add profile-id 7 profile-name "acs-of-others" url "http://${PRIVATE.address}:7547" user "${PRIVATE.user}" "${PRIVATE.password}"`,
  `ont tr069-server-profile add profile-id 8 profile-name "acs-of-digits" url "http://${PRIVATE.address}:7547" user "${PRIVATE.numbered}" "${PRIVATE.acsPassword}"`,
  'interface gpon 0/1', `sippstnuser add 3 9 1 mgid 1 username "${PRIVATE.sipUser}" password "${PRIVATE.sipPassword}" telno "${PRIVATE.telno}"`, 'quit',
  'service-port 900 vlan 300 gpon 0/1/3 ont 9 gemport 1 multi-service user-vlan 300 tag-transform translate',
];

export function openLab(options: Parameters<typeof Lab.open>[0] = {}): Promise<Lab> {
  return Lab.open({ seed: FOREIGN, ...options });
}
