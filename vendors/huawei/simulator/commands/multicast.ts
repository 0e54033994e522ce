/** Multicast: users in `btv`, members in `multicast-vlan`. */
import type { Command, Place } from '../command.ts';
import type { Mvlan } from '../state.ts';
import { Declined } from '../words.ts';
import { mustBeMember, VLAN, vlanOf } from './network.ts';

const INDEX = '{index:int(0,32767)}';

export const MULTICAST: readonly Command[] = [
  { in: ['config'], effect: 'move', syntax: 'btv', run: (_, at) => at.enter({ kind: 'btv' }) },
  { in: ['btv'], effect: 'write', syntax: `igmp user add service-port ${INDEX} (no-auth | auth) [quickleave (immediate|disable|mac-based)] [max-program {max:int(1,1024)}] [max-bandwidth (no-limit|{bandwidth:int(1,10000000)})]`, run: (args, at) => {
    const index = args.number('index');
    if (!at.box.state.servicePorts[index]) throw new Declined('The service virtual port does not exist');
    if (at.box.state.igmpUsers[index]) throw new Declined('The IGMP user has existed already');
    const leave = args.has('quickleave') ? ` quickleave ${args.word('immediate', 'disable', 'mac-based')!}` : '';
    const programs = args.has('max-program') ? ` max-program ${args.number('max')}` : '';
    at.box.state.igmpUsers[index] = { options: `${args.word('no-auth', 'auth')!}${leave}${programs}` };
  } },
  { in: ['btv'], effect: 'write', syntax: `igmp user delete service-port ${INDEX}`, asks: { when: 'few', text: 'Are you sure to delete this user?' }, run: (args, at) => {
    const index = args.number('index');
    if (!at.box.state.igmpUsers[index]) throw new Declined('The IGMP user does not exist');
    if (Object.values(at.box.state.mvlans).some((mvlan) => mvlan.members.includes(index))) throw new Declined('The IGMP user is a member of multicast VLAN');
    delete at.box.state.igmpUsers[index];
  } },
  { in: ['config', 'btv'], effect: 'write', syntax: `multicast-vlan {vlan:${VLAN}}`, run: (args, at) => {
    const vlan = args.number('vlan');
    vlanOf(at, vlan);
    at.box.state.mvlans[vlan] ??= { uplinks: [], members: [], programs: [] };
    at.enter({ kind: 'mvlan', vlan });
  } },
  { in: ['config', 'btv'], effect: 'write', syntax: `undo multicast-vlan {vlan:${VLAN}}`, asks: { when: 'few', text: 'Are you sure to delete the multicast VLAN?' }, run: (args, at) => {
    const mvlan = at.box.state.mvlans[args.number('vlan')];
    if (!mvlan) throw new Declined('The multicast VLAN does not exist');
    if (mvlan.members.length > 0) throw new Declined('The multicast VLAN has members');
    delete at.box.state.mvlans[args.number('vlan')];
  } },
  { in: ['mvlan'], effect: 'write', syntax: 'igmp mode (proxy|snooping|off)', asks: { when: 'few', text: 'Are you sure to change IGMP mode?' }, run: (args, at) => { mvlanOf(at).mode = args.word('proxy', 'snooping', 'off')!; } },
  { in: ['mvlan'], effect: 'write', syntax: 'igmp version (v2|v3)', run: (args, at) => { mvlanOf(at).version = args.word('v2', 'v3')!; } },
  { in: ['mvlan'], effect: 'write', syntax: 'igmp match mode (enable|disable)', run: (args, at) => { mvlanOf(at).match = args.word('enable', 'disable')!; } },
  { in: ['mvlan'], effect: 'write', syntax: 'igmp uplink-port {port:fsp}', run: (args, at) => {
    const port = args.text('port');
    if (at.mode.kind === 'mvlan') mustBeMember(at, port, at.mode.vlan);
    const mvlan = mvlanOf(at);
    if (mvlan.uplinks.includes(port)) throw new Declined('Make configuration repeatedly');
    mvlan.uplinks.push(port);
  } },
  { in: ['mvlan'], effect: 'write', syntax: `igmp multicast-vlan member (service-port|service-port-list) ${INDEX}`, run: (args, at) => {
    const index = args.number('index');
    if (!at.box.state.igmpUsers[index]) throw new Declined('The IGMP user does not exist');
    const mvlan = mvlanOf(at);
    if (mvlan.members.includes(index)) throw new Declined('Make configuration repeatedly');
    mvlan.members.push(index);
  } },
  { in: ['mvlan'], effect: 'write', syntax: `undo igmp multicast-vlan member (service-port|service-port-list) ${INDEX}`, run: (args, at) => {
    const mvlan = mvlanOf(at);
    if (!mvlan.members.includes(args.number('index'))) throw new Declined('The multicast VLAN member does not exist');
    mvlan.members = mvlan.members.filter((member) => member !== args.number('index'));
  } },
];

function mvlanOf(at: Place): Mvlan {
  if (at.mode.kind !== 'mvlan') throw new Error(`not in a multicast VLAN: ${at.mode.kind}`);
  return at.box.state.mvlans[at.mode.vlan]!;
}
