/** What an ONT is told over OMCI: hosts, ports, management, voice. Inside `interface gpon F/S`. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers, type Host, type Ont } from '../state.ts';
import { Declined } from '../words.ts';
import { TAG, VLAN } from './network.ts';
import { BOARD, ontOf } from './ont-place.ts';
import { hasPort, vlanRule } from './service-profile.ts';

const WHICH = '{port:int(0,15)} {ontid:int(0,127)}';
const INDEX = 'ip-index {index:int(0,7)}';
const TAGGED = `vlan {vlan:${VLAN}} [priority {priority:int(0,7)}]`;
const SET = (ok: boolean): string[] => [`  Set ONT port(s) VLAN configuration, success: ${ok ? 1 : 0}, failed: ${ok ? 0 : 1}`];
const lacksWan = (box: Place['box']): boolean => !box.settings.wan;

export const ONT_SERVICE: readonly Command[] = [
  { in: BOARD, effect: 'write', syntax: `ont ipconfig ${WHICH} [${INDEX}] (dhcp ${TAGGED}
      | static ip-address {ip:ip} mask {mask:ip} [gateway {gateway:ip}] [pri-dns {dns1:ip}] [slave-dns {dns2:ip}] ${TAGGED}
      | pppoe ${TAGGED} [user-account username {user:text(1,64)} password {password:text(1,64)}] | pppoe ${TAGGED} user {user:text(1,64)} password {password:text(1,64)})`, run: (args, at) => {
    ontOf(args, at).ont.hosts[args.maybeNumber('index') ?? 0] = readHost(args);
  } },
  { in: BOARD, effect: 'write', syntax: `undo ont ipconfig ${WHICH} [${INDEX}]`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const index = args.maybeNumber('index') ?? 0;
    if (!ont.hosts[index]) throw new Declined('The IP interface does not exist');
    if (Object.values(ont.sip).some(({ host }) => host === index)) throw new Declined('The IP interface has been used by SIP interface');
    delete ont.hosts[index];
    delete ont.internet[index];
    delete ont.wan[index];
  } },
  { in: BOARD, effect: 'write', unless: lacksWan, syntax: `ont internet-config ${WHICH} ${INDEX}`, run: (args, at) => { hostOf(args, at).internet[args.number('index')] = true; } },
  { in: BOARD, effect: 'write', unless: lacksWan, syntax: `undo ont internet-config ${WHICH} [${INDEX}]`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const index = args.maybeNumber('index') ?? 0;
    if (!ont.internet[index]) throw new Declined('The IP interface does not exist');
    delete ont.internet[index];
  } },
  { in: BOARD, effect: 'write', unless: lacksWan, syntax: `ont wan-config ${WHICH} ${INDEX} (profile-id {profile:int(0,256)} | profile-name {profile-name:text(1,33)})`, run: (args, at) => {
    if (at.box.state.homeGateway === 'xml') throw new Declined('The current HG configuration method of the ONT does not support this operation');
    hostOf(args, at).wan[args.number('index')] = byIdOrName(args, at.box.state.wanProfiles, 'profile');
  } },
  { in: BOARD, effect: 'write', unless: lacksWan, syntax: `undo ont wan-config ${WHICH} ${INDEX}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (ont.wan[args.number('index')] === undefined) throw new Declined('The IP interface does not exist');
    delete ont.wan[args.number('index')];
  } },
  // How a profile of policy routes is made is not known: this box has none to bind.
  { in: BOARD, effect: 'write', syntax: `ont policy-route-config ${WHICH} profile-id {profile:int(0,256)}`, run: (args, at) => {
    ontOf(args, at);
    throw new Declined('The profile does not exist');
  } },
  { in: BOARD, effect: 'write', syntax: `ont tr069-server-config ${WHICH} (profile-id {profile:int(0,512)} | profile-name {profile-name:text(1,33)})`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const id = byIdOrName(args, at.box.state.acsProfiles, 'profile');
    if (ont.acs === id) throw new Declined('Make configuration repeatedly');
    ont.acs = id;
  } },
  { in: BOARD, effect: 'write', syntax: `undo ont tr069-server-config ${WHICH}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (ont.acs === undefined) throw new Declined('The ONT is not bound to TR069 server profile');
    delete ont.acs;
  } },
  { in: BOARD, effect: 'write', syntax: `ont port native-vlan ${WHICH} (eth {number:int(1,24)} | catv {number:int(1,8)} | iphost) vlan {vlan:${VLAN}} [priority {priority:int(0,7)}]`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const subject = subjectOf(args, 'eth', 'catv', 'iphost');
    if (!has(at, ont, subject)) return SET(false);
    ont.native[subject] = { vlan: args.number('vlan'), priority: args.maybeNumber('priority') ?? 0 };
    return SET(true);
  } },
  { in: BOARD, effect: 'write', syntax: `undo ont port native-vlan ${WHICH} (eth {number:int(1,24)} | catv {number:int(1,8)} | iphost)`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const subject = subjectOf(args, 'eth', 'catv', 'iphost');
    const known = ont.native[subject] !== undefined;
    delete ont.native[subject];
    return SET(known);
  } },
  { in: BOARD, effect: 'write', syntax: `ont port vlan ${WHICH} (eth {number:int(1,24)} | iphost) ({vlan:${VLAN}} [to {to:${VLAN}}] | transparent | translation {service:${VLAN}} [user-vlan (untagged|{user:${TAG}})] | q-in-q {service:${VLAN}} user-vlan {user:${TAG}})`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const subject = subjectOf(args, 'eth', 'iphost');
    if (!has(at, ont, subject)) return SET(false);
    ont.portVlans[`${subject} ${vlanRule(args)}`] = vlanRule(args);
    return SET(true);
  } },
  { in: BOARD, effect: 'write', syntax: `undo ont port vlan ${WHICH} (eth {number:int(1,24)} | iphost) ({vlan:${VLAN}} | transparent | translation {service:${VLAN}} [user-vlan (untagged|{user:${TAG}})] | q-in-q {service:${VLAN}} user-vlan {user:${TAG}})`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const key = `${subjectOf(args, 'eth', 'iphost')} ${vlanRule(args)}`;
    const known = ont.portVlans[key] !== undefined;
    delete ont.portVlans[key];
    return SET(known);
  } },
  { in: BOARD, effect: 'write', syntax: `ont port route ${WHICH} eth {number:int(1,24)} (enable|disable)`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (!has(at, ont, subjectOf(args, 'eth'))) throw new Declined('The ONT port does not exist');
    ont.routes[subjectOf(args, 'eth')] = args.word('enable', 'disable')!;
  } },
  { in: BOARD, effect: 'write', syntax: `ont port attribute ${WHICH} (eth|pots|catv) {number:int(1,24)} operational-state (on|off)`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const subject = subjectOf(args, 'eth', 'pots', 'catv');
    if (!has(at, ont, subject)) throw new Declined('The ONT port does not exist');
    ont.attributes[subject] = args.word('on', 'off')!;
  } },
  { in: BOARD, effect: 'write', syntax: `ont multicast-forward ${WHICH} (tag (translation {vlan:${TAG}} | transparent) | untag | unconcern)`, run: (args, at) => {
    ontOf(args, at).ont.multicast = args.has('translation') ? `tag translation ${args.number('vlan')}` : args.has('transparent') ? 'tag transparent' : args.word('untag', 'unconcern')!;
  } },
  { in: BOARD, effect: 'write', syntax: `ont fec ${WHICH} (use-profile-config|enable|disable)`, run: (args, at) => { ontOf(args, at).ont.fec = args.word('use-profile-config', 'enable', 'disable')!; } },
  { in: BOARD, effect: 'write', syntax: `if-sip add ${WHICH} {line:int(1,2)} [ip-index {index:int(0,7)}] sipagent-profile (profile-id {profile:int(0,128)} | profile-name {profile-name:text(1,33)})`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    const host = args.maybeNumber('index') ?? 0;
    if (!ont.hosts[host]) throw new Declined('The IP interface does not exist');
    if (ont.sip[args.number('line')]) throw new Declined('The SIP interface has existed already');
    ont.sip[args.number('line')] = { host, agent: byIdOrName(args, at.box.state.sipAgents, 'profile') };
  } },
  { in: BOARD, effect: 'write', syntax: `if-sip delete ${WHICH} {line:int(1,2)}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (!ont.sip[args.number('line')]) throw new Declined('The SIP interface does not exist');
    if (Object.values(ont.sipUsers).some((user) => user.mg === args.number('line'))) throw new Declined('The SIP interface has PSTN users');
    delete ont.sip[args.number('line')];
  } },
  { in: BOARD, effect: 'write', syntax: `sippstnuser add ${WHICH} {pots:int(1,8)} mgid {mg:int(1,2)} username {user:text(1,64)} password {password:text(1,64)} telno {telno:text(1,32)}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (!ont.sip[args.number('mg')]) throw new Declined('The SIP interface does not exist');
    if (!has(at, ont, `pots ${args.number('pots')}`)) throw new Declined('The ONT port does not exist');
    if (ont.sipUsers[args.number('pots')]) throw new Declined('The SIP PSTN user has existed already');
    ont.sipUsers[args.number('pots')] = { mg: args.number('mg'), user: args.text('user'), password: args.text('password'), telno: args.text('telno') };
  } },
  { in: BOARD, effect: 'write', syntax: `sippstnuser delete ${WHICH} {pots:int(1,8)}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (!ont.sipUsers[args.number('pots')]) throw new Declined('The SIP PSTN user does not exist');
    delete ont.sipUsers[args.number('pots')];
  } },
];

function subjectOf(args: Args, ...kinds: string[]): string {
  const kind = args.word(...kinds)!;
  return kind === 'iphost' ? kind : `${kind} ${args.number('number')}`;
}

function has(at: Place, ont: Ont, subject: string): boolean {
  const profile = at.box.state.serviceProfiles[ont.service];
  return profile !== undefined && hasPort(profile, subject);
}

/** The ONT of the line, which must hold the host the line names. */
function hostOf(args: Args, at: Place): Ont {
  const { ont } = ontOf(args, at);
  if (!ont.hosts[args.number('index')]) throw new Declined('The IP interface does not exist');
  return ont;
}

function byIdOrName(args: Args, table: Readonly<Record<string, { readonly name: string }>>, argument: string): number {
  const id = args.maybeNumber(argument) ?? numbers(table).find((key) => table[key]?.name === args.text(`${argument}-name`));
  if (id === undefined || !table[id]) throw new Declined('The profile does not exist');
  return id;
}

function readHost(args: Args): Host {
  const how = args.word('dhcp', 'static', 'pppoe') as Host['how'];
  const texts = (['ip', 'mask', 'gateway', 'dns1', 'dns2', 'user', 'password'] as const).flatMap((name) => (args.maybeText(name) === undefined ? [] : [[name, args.text(name)] as const]));
  const vlan = args.maybeNumber('vlan');
  return { how, ...Object.fromEntries(texts), ...(vlan === undefined ? {} : { vlan, priority: args.maybeNumber('priority') ?? 0 }) };
}
