/** Tables of the box: service-ports, VLANs, profiles, boards. */
import type { Box } from '../box.ts';
import { numbers, ontKey, places, type ServicePort } from '../state.ts';
import { Declined, pair, RULE } from '../words.ts';
import { hostMac, type OneOnt } from './ont.ts';

const WIDE = `  ${'-'.repeat(77)}`;

/** RX is what goes out to the subscriber, TX what comes in: the columns are crossed on the device. */
export function servicePortTable(box: Box, chosen: (row: ServicePort) => boolean): string[] {
  const { servicePorts } = box.state;
  const rows = numbers(servicePorts).filter((index) => chosen(servicePorts[index]!));
  if (rows.length === 0) throw new Declined('No service virtual port can be operated');
  const up = rows.filter((index) => isUp(box, servicePorts[index]!)).length;
  return [
    '  Switch-Oriented Flow List', WIDE,
    '   INDEX VLAN VLAN     PORT F/ S/ P VPI  VCI   FLOW  FLOW       RX   TX   STATE',
    '         ID   ATTR     TYPE                    TYPE  PARA', WIDE,
    ...rows.map((index) => row(box, index, servicePorts[index]!)), WIDE,
    `   Total : ${rows.length}  (Up/Down :    ${up}/${rows.length - up})`,
    '   Note  : F--Frame, S--Slot, P--Port,',
    '           VPI indicates ONT ID for PON, VCI indicates GEM index for GPON,',
    '           v/e--vlan/encap, pritag--priority-tagged',
  ];
}

function row(box: Box, index: number, it: ServicePort): string {
  const [frame, slot, port] = it.port.split('/');
  const [type, para] = flow(it);
  const cells = [
    String(index).padStart(8), String(it.vlan).padStart(4), 'common  ', it.tech.padEnd(4), `${frame}/${slot!.padEnd(2)}/${port!.padEnd(2)}`, String(it.ont).padEnd(4),
    (it.tech === 'gpon' ? String(it.gem) : '-').padEnd(5), type.padEnd(5), para.padEnd(10), String(it.outbound ?? '-').padEnd(4), String(it.inbound ?? '-').padEnd(4), isUp(box, it) ? 'up' : 'down',
  ];
  return cells.join(' ');
}

function flow(it: ServicePort): [string, string] {
  if (it.user === 'untagged') return ['untag', '-'];
  if (it.user === 'priority-tagged') return ['pritag', '-'];
  if (it.user === 'all') return ['encap', it.encap ?? '-'];
  return it.encap ? ['v/e', `${it.user}/${it.encap}`] : ['vlan', it.user];
}

function isUp(box: Box, it: ServicePort): boolean {
  const ont = box.state.onts[ontKey(it.port, it.ont)];
  return it.disabled !== true && ont !== undefined && box.online(it.port, it.ont, ont);
}

export function servicePortDetail(box: Box, index: number): string[] {
  const it = box.state.servicePorts[index];
  if (!it) throw new Declined('The service virtual port does not exist');
  const [type, para] = flow(it);
  return [
    WIDE, pair('Index', index, 28), pair('VLAN ID', it.vlan, 28), pair('VLAN attr', 'common', 28), pair('Port type', it.tech, 28), pair('F/S/P', it.port, 28), pair('ONT ID', it.ont, 28),
    pair('GEM port index', it.gem, 28), pair('Flow type', type, 28), pair('Flow para', para, 28), pair('RX', it.outbound ?? '-', 28), pair('TX', it.inbound ?? '-', 28),
    pair('Tag transform', it.transform, 28), pair('Inner VLAN', it.inner ?? '-', 28), pair('Admin status', it.disabled ? 'disable' : 'enable', 28), pair('State', isUp(box, it) ? 'up' : 'down', 28),
    pair('Description', it.description ?? '-', 28), WIDE,
  ];
}

const NO_MAC = 'There is not any MAC address record';

/** What the box learned on its flows: the host of the ONT that lives in that VLAN, else somebody behind the ONT. */
export function learnedMacs(box: Box, chosen: (row: ServicePort) => boolean): string[] {
  const { servicePorts } = box.state;
  const rows = numbers(servicePorts).filter((index) => chosen(servicePorts[index]!) && isUp(box, servicePorts[index]!));
  if (rows.length === 0) throw new Declined(NO_MAC);
  const rule = `  ${'-'.repeat(71)}`;
  return [
    '  It will take some time, please wait...', rule, '   SRV-P BUNDLE TYPE MAC            MAC TYPE F /S /P   VPI  VCI   VLAN ID', '   INDEX INDEX', rule,
    ...rows.map((index) => {
      const it = servicePorts[index]!;
      const [frame, slot, port] = it.port.split('/');
      const place = `${frame} /${slot!.padEnd(2)}/${port!.padEnd(3)}`;
      return `  ${String(index).padStart(6)}     -  ${it.tech} ${macOn(box, index, it)} dynamic  ${place} ${String(it.ont).padEnd(4)} ${(it.tech === 'gpon' ? String(it.gem) : '-').padEnd(4)} ${String(it.vlan).padStart(8)}`;
    }), rule, `  Total: ${rows.length}`,
    '  Note: F--Frame, S--Slot, P--Port, F/S/P indicates PW Index for PW,', '        A--The MAC address is learned or configured on the aggregation port,',
    '        VPI indicates ONT ID for PON, VCI indicates GEM index for GPON,', '        v/e--vlan/encap, pritag--priority-tagged,', '        ppp--pppoe, ip--ipoe, ip4--ipv4oe, ip6--ipv6oe',
  ];
}

function macOn(box: Box, index: number, it: ServicePort): string {
  const hosts = box.state.onts[ontKey(it.port, it.ont)]?.hosts ?? {};
  const host = numbers(hosts).find((each) => String(hosts[each]!.vlan) === it.user);
  return host === undefined ? behind(index) : hostMac(it.ont, host);
}

/** A device of the subscriber's. */
function behind(number: number): string {
  return `0200-5e00-${number.toString(16).padStart(4, '0')}`;
}

/** What the ONT itself learned on its own ports: those with a VLAN of their own. */
export function learnedByOnt(box: Box, { port, id, ont }: OneOnt): string[] {
  if (!box.online(port, id, ont)) throw new Declined('The ONT is not online');
  const rule = ` ${'-'.repeat(63)}`;
  const ports = Object.keys(ont.native).filter((subject) => subject.startsWith('eth '));
  if (ports.length === 0) throw new Declined(NO_MAC);
  const place = `${port.slice(0, port.indexOf('/') + 1)} ${port.slice(port.indexOf('/') + 1)}`;
  return [
    rule, ' F/S/P   ONTID    ONT        ONT       MAC-ADDRESS        VLAN', '                  port-type  port-ID', rule,
    ...ports.map((subject) => ` ${place.padEnd(8)} ${String(id).padStart(4)}    ETH  ${subject.slice(4).padStart(13)}   ${behind(Number(subject.slice(4)))} ${String(ont.native[subject]!.vlan).padStart(8)}`),
    rule, ` Total: ${ports.length}`,
  ];
}

export function vlanTable(box: Box): string[] {
  const { vlans, portVlans, servicePorts } = box.state;
  const all = numbers(vlans);
  return [
    WIDE, '  VLAN   Type     Attribute  STND-Port NUM   SERV-Port NUM  VLAN-Con NUM', WIDE,
    ...all.map((vlan) => {
      const uplinks = Object.values(portVlans).filter((members) => members.includes(vlan)).length;
      const flows = Object.values(servicePorts).filter((it) => it.vlan === vlan).length;
      return `  ${String(vlan).padStart(4)}   ${vlans[vlan]!.type.padEnd(8)} common     ${String(uplinks).padStart(13)}   ${String(flows).padStart(13)}             -`;
    }), WIDE, `  Total: ${all.length}`, '  Note : STND-Port--standard port, SERV-Port--service virtual port,', '         VLAN-Con--vlan-connect',
  ];
}

export function vlanDetail(box: Box, vlan: number): string[] {
  const it = box.state.vlans[vlan];
  if (!it) throw new Declined('The VLAN does not exist');
  const ports = places(box.state.portVlans).filter((port) => box.state.portVlans[port]!.includes(vlan));
  return [
    pair('VLAN ID', vlan), pair('VLAN name', `VLAN_${String(vlan).padStart(4, '0')}`), pair('VLAN type', it.type), pair('VLAN attribute', 'common'), pair('VLAN description', it.description ?? ''),
    WIDE, '  F/S/P        Native VLAN   State', WIDE, ...ports.map((port) => `  ${port.padEnd(12)} ${'1'.padStart(11)}   up`), WIDE,
    `  Standard port number: ${ports.length}`,
  ];
}

export function profileTable(box: Box, which: 'lineProfiles' | 'serviceProfiles'): string[] {
  const table = box.state[which];
  const bound = (id: number): number => Object.values(box.state.onts).filter((ont) => (which === 'lineProfiles' ? ont.line : ont.service) === id).length;
  return [
    WIDE, '  Profile-ID  Profile-name                                Binding times', WIDE,
    ...numbers(table).map((id) => `  ${String(id).padEnd(11)} ${table[id]!.name.padEnd(43)} ${bound(id)}`), WIDE, `  Total: ${numbers(table).length}`,
  ];
}

export function dbaTable(box: Box): string[] {
  const { dba, lineProfiles } = box.state;
  const cell = (kbit: number | undefined, width: number): string => String(kbit ?? 0).padStart(width);
  return [
    WIDE, '  Profile-ID  type  Bandwidth        Fix    Assure       Max      Bind', '                    compensation   (kbps)    (kbps)    (kbps)     times', WIDE,
    ...numbers(dba).map((id) => {
      const it = dba[id]!;
      const bind = Object.values(lineProfiles).filter((profile) => Object.values(profile.tconts).includes(id)).length;
      return `  ${String(id).padStart(10)}  ${String(it.type).padStart(4)}  No         ${cell(it.fix, 10)}${cell(it.assure, 10)}${cell(it.max, 10)}${String(bind).padStart(10)}`;
    }), WIDE,
  ];
}

export function trafficTable(box: Box, from: number, to: number): string[] {
  const { traffic } = box.state;
  const rows = numbers(traffic).filter((id) => id >= from && id <= to);
  if (rows.length === 0) throw new Declined('The traffic table does not exist');
  const cell = (value: number | string | undefined, width: number): string => String(value ?? 'off').padStart(width);
  return [
    WIDE, '  TID   CIR(kbps)  CBS(bytes)   PIR(kbps)  PBS(bytes)  Pri  Copy-policy   Pri-Policy', WIDE,
    ...rows.map((id) => {
      const it = traffic[id]!;
      return `  ${String(id).padStart(4)}${cell(it.cir ?? 'off', 11)}${cell(it.cbs, 12)}${cell(it.pir, 12)}${cell(it.pbs, 12)}${it.priority.padStart(5)}  ${'-'.padEnd(12)}  ${it.policy === 'local-setting' ? 'local-pri' : 'tag-pri'}`;
    }), WIDE, `  Total Num : ${rows.length}`,
  ];
}

export function trafficDetail(box: Box, id: number): string[] {
  const it = box.state.traffic[id];
  if (!it) throw new Declined('The traffic table does not exist');
  const used = Object.values(box.state.servicePorts).some((sp) => sp.inbound === id || sp.outbound === id);
  return [
    WIDE, pair('TD Index', id), pair('TD Name', it.name), pair('Priority', it.priority), pair('Copy Priority', '-'), pair('CTAG Mapping Priority', '-'), pair('Priority Policy', it.policy),
    pair('CIR', it.cir === null ? 'off' : `${it.cir} kbps`), pair('CBS', it.cbs === undefined ? 'off' : `${it.cbs} bytes`), pair('PIR', it.pir === undefined ? 'off' : `${it.pir} kbps`),
    pair('PBS', it.pbs === undefined ? 'off' : `${it.pbs} bytes`), pair('Referenced Status', used ? 'used' : 'not used'), WIDE,
  ];
}

export function boardTable(box: Box): string[] {
  const { boards } = box.state;
  return [
    RULE, '  SlotID  BoardName  Status         SubType0 SubType1    Online/Offline', RULE,
    ...Array.from({ length: 18 }, (_, slot) => {
      const board = boards[`0/${slot}`];
      return board ? `  ${String(slot).padEnd(6)}  ${board.name.padEnd(9)}  ${board.tech === 'uplink' ? 'Active_normal' : 'Normal'}` : `  ${String(slot)}`;
    }), RULE,
  ];
}

export function boardPorts(box: Box, slot: string): string[] {
  const board = box.state.boards[slot];
  if (!board) throw new Declined('The board does not exist');
  return [RULE, `  Board Name  : ${board.name}`, '  Board Status: Normal', RULE, '  Port   Port   min-distance   max-distance   Optical-module', '         type       (km)           (km)           status', RULE,
    ...Array.from({ length: board.ports }, (_, port) => `  ${String(port).padStart(4)}   ${board.tech.toUpperCase().padEnd(4)}        0             20           Online`), RULE];
}
