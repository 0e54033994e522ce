/** Boards, VLANs and uplinks. */
import type { Place, Command } from '../command.ts';
import type { State } from '../state.ts';
import { Declined } from '../words.ts';

/** Numbers of the box's own VLANs; 4094 and 4095 are reserved. A tag that is only passed on may be any of 802.1Q. */
export const VLAN = 'int(1,4093)';
export const TAG = 'int(1,4094)';

export const NETWORK: readonly Command[] = [
  { in: ['config'], syntax: `vlan {from:${VLAN}} [to {to:${VLAN}}] (smart|mux|standard|super)`, effect: 'write', run: (args, at) => {
    const type = args.word('smart', 'mux', 'standard', 'super')!;
    const wanted = range(args.number('from'), args.maybeNumber('to'));
    if (wanted.length === 1 && at.box.state.vlans[wanted[0]!]) throw new Declined('The VLAN has existed already');
    for (const vlan of wanted) at.box.state.vlans[vlan] ??= { type };
  } },
  { in: ['config'], syntax: `undo vlan {from:${VLAN}} [to {to:${VLAN}}]`, effect: 'write', asks: { when: 'all', text: 'Are you sure to delete the VLAN?' }, run: (args, at) => {
    const doomed = range(args.number('from'), args.maybeNumber('to'));
    for (const vlan of doomed) mustBeFree(at.box.state, vlan);
    for (const vlan of doomed) delete at.box.state.vlans[vlan];
  } },
  { in: ['config'], syntax: `vlan desc {from:${VLAN}} [to {to:${VLAN}}] description {text:text(1,32)}`, effect: 'write', run: (args, at) => {
    for (const vlan of range(args.number('from'), args.maybeNumber('to'))) vlanOf(at, vlan).description = args.text('text');
  } },
  { in: ['config'], syntax: `undo vlan desc {vlan:${VLAN}}`, effect: 'write', run: (args, at) => { delete vlanOf(at, args.number('vlan')).description; } },
  { in: ['config'], syntax: `port vlan {from:${VLAN}} [to {to:${VLAN}}] {slot:slot} {port:int(0,15)}`, effect: 'write', run: (args, at) => {
    const port = uplinkPort(at, args.text('slot'), args.number('port'));
    const vlans = range(args.number('from'), args.maybeNumber('to'));
    for (const vlan of vlans) vlanOf(at, vlan);
    const members = at.box.state.portVlans[port] ?? [];
    at.box.state.portVlans[port] = [...new Set([...members, ...vlans])].sort((a, b) => a - b);
  } },
  { in: ['config'], syntax: `undo port vlan {from:${VLAN}} [to {to:${VLAN}}] {slot:slot} {port:int(0,15)}`, effect: 'write', run: (args, at) => {
    const port = uplinkPort(at, args.text('slot'), args.number('port'));
    const vlans = range(args.number('from'), args.maybeNumber('to'));
    for (const vlan of vlans) mustBeMember(at, port, vlan);
    if (vlans.some((vlan) => at.box.state.mvlans[vlan]?.uplinks.includes(port))) throw new Declined('The port has been used by multicast VLAN');
    const left = (at.box.state.portVlans[port] ?? []).filter((vlan) => !vlans.includes(vlan));
    if (left.length > 0) at.box.state.portVlans[port] = left;
    else delete at.box.state.portVlans[port];
  } },
  { in: ['config'], syntax: 'board add {slot:slot} {name:text(1,20)}', effect: 'write', run: (args, at) => {
    if (at.box.state.boards[args.text('slot')]) throw new Declined('The board has existed already');
    const name = args.text('name').toUpperCase();
    const tech = /EP[FBS]/.test(name) ? 'epon' : /GP|GS|XG|CG/.test(name) ? 'gpon' : 'uplink';
    at.box.state.boards[args.text('slot')] = { name, tech, ports: tech === 'uplink' ? 4 : 16, ...(tech === 'uplink' ? { mode: 'giu' } : {}) };
  } },
];

/** @throws Declined when the box has no such VLAN */
export function vlanOf(at: Place, vlan: number): State['vlans'][string] {
  const found = at.box.state.vlans[vlan];
  if (!found) throw new Declined('The VLAN does not exist');
  return found;
}

/** @throws Declined when the VLAN does not go out of that uplink */
export function mustBeMember(at: Place, port: string, vlan: number): void {
  vlanOf(at, vlan);
  if (!at.box.state.portVlans[port]?.includes(vlan)) throw new Declined('The port is not in the VLAN');
}

function range(from: number, to: number | undefined): number[] {
  if (to !== undefined && to < from) throw new Declined('The start VLAN ID is larger than the end VLAN ID');
  return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i);
}

function uplinkPort(at: Place, slot: string, port: number): string {
  const board = at.box.state.boards[slot];
  if (!board) throw new Declined('The board does not exist');
  if (board.tech !== 'uplink' || port >= board.ports) throw new Declined('The port does not exist');
  return `${slot}/${port}`;
}

function mustBeFree(state: State, vlan: number): void {
  if (!state.vlans[vlan]) throw new Declined('The VLAN does not exist');
  if (Object.values(state.servicePorts).some((row) => row.vlan === vlan)) throw new Declined('This configured object has some service virtual ports');
  if (Object.values(state.portVlans).some((members) => members.includes(vlan))) throw new Declined('The VLAN has been used by upstream ports');
  if (state.mvlans[vlan]) throw new Declined('The VLAN has been used by multicast VLAN');
}
