/** A subscriber on a box of one's own: plain http to the ACS, and nothing on the box but the VLANs. */
export const SEED = ['vlan 100 smart', 'vlan 200 smart', 'vlan 900 smart'];

export function bar(transport: 'ssh' | 'telnet', port: number): string {
  return `version: 1
name: bar
ont: { eth: 4, pots: 1, veip: true }
management: { vlan: 900, priority: 2, address: dhcp }
tr069: { over: management, url: "http://10.0.0.1:7547/", username: u, password: { env: ACS_PASSWORD } }
services:
  internet: { vlan: 100, priority: 0, mode: bridge, attach: eth1, down: 100M, up: 50M }
  video: { vlan: 200, priority: 4, mode: bridge, attach: eth4 }
olts:
  x: { vendor: huawei, model: ma5800, host: 127.0.0.1, port: ${port}, transport: ${transport}, username: root, password: { env: OLT_PASSWORD } }
targets:
  - { key: K1, olt: x, pon: 0/1/3, serial: HWTCA1B2C3D4, description: "bar test 1" }
`;
}
