/** Two hundred subscribers that other people set up by hand, on the boards and in the number ranges our own work uses. */

export const FOREIGN = 200;

/** Lines of a configuration, as its owner would type them. */
export function foreignLines(): string[] {
  const onts = Array.from({ length: FOREIGN }, (_, index) => ({ index, port: index % 8, id: Math.floor(index / 8) }));
  const serial = (index: number): string => `5A544547${(0xc0de0000 + index * 7919).toString(16).toUpperCase()}`;
  return [
    'vlan 20 smart', 'vlan 100 to 103 smart', 'vlan 1101 to 1108 smart',
    'dba-profile add profile-id 12 profile-name "5M" type4 max 5120',
    'traffic table ip index 12 name "u" cir 5120 cbs 165840 pir 5120 pbs 329680 priority 0 priority-policy local-setting',
    'traffic table ip index 14 name "d" cir 10240 cbs 329680 pir 10240 pbs 657360 priority 0 priority-policy local-setting',
    'ont-srvprofile gpon profile-id 11 profile-name "SRV"', 'ont-port eth 8 pots 2', 'commit', 'quit',
    ...Array.from({ length: 8 }, (_, port) => [
      `ont-lineprofile gpon profile-id ${11 + port * 2} profile-name "PON${port}"`,
      'tcont 1 dba-profile-id 12', `gem add ${port + 1} eth tcont 1`, `gem mapping ${port + 1} 0 vlan ${1101 + port}`,
      `gem add 20 eth tcont 1`, `gem mapping 20 0 vlan 101`, 'commit', 'quit',
    ]).flat(),
    'interface gpon 0/1',
    ...onts.map(({ index, port, id }) => `ont add ${port} ${id} sn-auth "${serial(index)}" omci ont-lineprofile-id ${11 + port * 2} ont-srvprofile-id 11 desc "neighbour ${index}"`),
    ...onts.filter(({ index }) => index % 5 === 0).map(({ port, id }) => `ont ipconfig ${port} ${id} ip-index 1 dhcp vlan ${1101 + port} priority 3`),
    ...onts.filter(({ index }) => index % 3 === 0).map(({ port, id }) => `ont port native-vlan ${port} ${id} eth 2 vlan ${1101 + port} priority 0`),
    'quit',
    // Every third number is free, so that ours come to lie between theirs.
    ...onts.map(({ index, port, id }) => `service-port ${index + Math.floor(index / 2)} vlan ${1101 + port} gpon 0/1/${port} ont ${id} gemport ${port + 1} multi-service user-vlan ${1101 + port} tag-transform translate${index % 4 === 0 ? ' inbound traffic-table index 12 outbound traffic-table index 14' : ''}`),
    ...onts.filter(({ index }) => index % 10 === 0).map(({ index, port, id }) => `service-port ${400 + index} vlan 101 gpon 0/1/${port} ont ${id} gemport 20 multi-service user-vlan 101 tag-transform translate`),
    'btv', ...onts.filter(({ index }) => index % 10 === 0).map(({ index }) => `igmp user add service-port ${400 + index} no-auth`), 'quit',
    'multicast-vlan 101', ...onts.filter(({ index }) => index % 10 === 0).map(({ index }) => `igmp multicast-vlan member service-port ${400 + index}`), 'quit',
  ];
}
