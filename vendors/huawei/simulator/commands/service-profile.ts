/** GPON service profiles: what ports the ONT has and how they treat VLANs. Edited as a draft until `commit`. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers, type ServiceProfile } from '../state.ts';
import { Declined } from '../words.ts';
import { TAG, VLAN } from './network.ts';
import { enterByIdOrName } from './profile-entry.ts';
import { firstFree } from './rates.ts';

const BODY = ['service-profile'] as const;
const KINDS = ['pots', 'eth', 'vdsl', 'tdm', 'moca', 'catv'] as const;
const COUNT = (kind: string, most: number): string => `${kind} (adaptive [{${kind}-max:int(1,${most})}] | {${kind}:int(0,${most})})`;

export const SERVICE_PROFILE: readonly Command[] = [
  { in: ['config'], effect: 'write', plain: true, unless: (box) => box.state.distributed,
    syntax: 'ont-srvprofile gpon [profile-id {profile-id:int(0,8191)}] [profile-name {profile-name:text(1,33)}]', run: (args, at) => {
      const { id, name } = enterByIdOrName(args, at.box.state.serviceProfiles, 'srv-profile', (table) => firstFree(table, 1, 8191));
      const known = at.box.state.serviceProfiles[id];
      at.enter({ kind: 'service-profile', id, draft: known ? { ...structuredClone(known), name } : { name, ports: {}, portVlans: {}, settings: {} } });
    } },
  { in: ['config'], effect: 'write', unless: (box) => box.state.distributed, syntax: 'undo ont-srvprofile gpon (profile-id {profile-id:int(0,8191)} | profile-name {profile-name:text(1,33)} | all)', run: remove },
  { in: BODY, effect: 'write', plain: true, syntax: `ont-port ${anyOrder()}`, run: setPorts },
  { in: BODY, effect: 'write', plain: true, syntax: `port vlan (eth {port:int(1,24)} | vdsl {port:int(1,24)} | catv {port:int(1,8)} | iphost) ({vlan:${VLAN}} [to {to:${VLAN}}] | transparent | translation {service:${VLAN}} [user-vlan (untagged|{user:${TAG}})]
      | q-in-q {service:${VLAN}} user-vlan {user:${TAG}} | trunk {vlan:${VLAN}})`, run: (args, at) => {
    const subject = [args.word('eth', 'iphost', 'vdsl', 'catv')!, args.maybeText('port')].filter(Boolean).join(' ');
    mustHavePort(draftOf(at), subject);
    const rule = vlanRule(args);
    const draft = draftOf(at);
    draft.portVlans[`${subject} ${rule}`] = rule;
  } },
  { in: BODY, effect: 'write', syntax: `undo port vlan (eth {port:int(1,24)} | vdsl {port:int(1,24)} | catv {port:int(1,8)} | iphost) ({vlan:${VLAN}} | transparent | translation {service:${VLAN}} [user-vlan (untagged|{user:${TAG}})]
      | q-in-q {service:${VLAN}} user-vlan {user:${TAG}})`, run: (args, at) => {
    const subject = [args.word('eth', 'iphost', 'vdsl', 'catv')!, args.maybeText('port')].filter(Boolean).join(' ');
    const { portVlans } = draftOf(at);
    const key = `${subject} ${vlanRule(args)}`;
    if (portVlans[key] === undefined) throw new Declined('The VLAN does not exist');
    delete portVlans[key];
  } },
  { in: BODY, effect: 'write', syntax: 'ring check (enable|disable)', run: (args, at) => setting(args, at, 'ring check', 'enable', 'disable') },
  { in: BODY, effect: 'write', syntax: `multicast-forward (tag (transparent | translation {more:${TAG}}) | untag | unconcern)`, run: (args, at) => {
    const how = args.has('tag') ? `tag ${args.has('translation') ? `translation ${args.number('more')}` : 'transparent'}` : args.word('untag', 'unconcern')!;
    draftOf(at).settings['multicast-forward'] = how;
  } },
  { in: BODY, effect: 'write', syntax: 'mac-learning (enable|disable)', run: (args, at) => setting(args, at, 'mac-learning', 'enable', 'disable') },
  { in: BODY, effect: 'write', syntax: 'transparent (enable|disable)', run: (args, at) => setting(args, at, 'transparent', 'enable', 'disable') },
  { in: BODY, effect: 'write', syntax: 'multicast mode (unconcern|igmp-snooping|olt-control)', run: (args, at) => setting(args, at, 'multicast mode', 'unconcern', 'igmp-snooping', 'olt-control') },
  { in: BODY, effect: 'write', syntax: 'commit', run: (_, at) => {
    if (at.mode.kind !== 'service-profile') return;
    const { id, draft } = at.mode;
    const { serviceProfiles } = at.box.state;
    if (numbers(serviceProfiles).some((other) => other !== id && serviceProfiles[other]?.name === draft.name)) throw new Declined('The profile name has existed already');
    serviceProfiles[id] = structuredClone(draft);
  } },
];

/** The kinds of port come in any order; that each comes at most once is seen to by `setPorts`. */
function anyOrder(): string {
  const one = `(${KINDS.map((kind) => COUNT(kind, kind === 'eth' || kind === 'vdsl' ? 24 : 8)).join(' | ')})`;
  return `${one} [${one} [${one} [${one}]]]`;
}

function setPorts(args: Args, at: Place): void {
  const { ports } = draftOf(at);
  if (KINDS.some((kind) => args.times(kind) > 1)) throw new Declined('The type of port is repeated');
  for (const kind of KINDS) {
    if (!args.has(kind)) continue;
    const count = args.maybeText(kind);
    const most = args.maybeText(`${kind}-max`);
    ports[kind] = count ?? (most === undefined ? 'adaptive' : `adaptive ${most}`);
  }
}

/** The part of a `port vlan` line behind the port. */
export function vlanRule(args: Args): string {
  if (args.has('transparent')) return 'transparent';
  if (args.has('translation')) {
    const user = args.has('untagged') ? ' user-vlan untagged' : args.has('user') ? ` user-vlan ${args.number('user')}` : ` user-vlan ${args.number('service')}`;
    return `translation ${args.number('service')}${user}`;
  }
  if (args.has('q-in-q')) return `q-in-q ${args.number('service')} user-vlan ${args.number('user')}`;
  return `${args.has('trunk') ? 'trunk ' : ''}${args.number('vlan')}${args.has('to') ? ` to ${args.number('to')}` : ''}`;
}

/** Whether a profile's ONT may have `eth 2`; undeclared kinds have no ports, adaptive ones up to eight. */
export function hasPort(profile: ServiceProfile, subject: string): boolean {
  const [kind, number] = subject.split(' ');
  if (kind === 'iphost') return true;
  const count = profile.ports[kind ?? ''];
  if (count === undefined) return false;
  const most = count.startsWith('adaptive') ? Number(count.split(' ')[1] ?? 8) : Number(count);
  return Number(number ?? 1) <= most;
}

function mustHavePort(profile: ServiceProfile, subject: string): void {
  if (!hasPort(profile, subject)) throw new Declined('The ONT port does not exist');
}

function draftOf(at: Place): ServiceProfile {
  if (at.mode.kind !== 'service-profile') throw new Error(`not in a service profile: ${at.mode.kind}`);
  return at.mode.draft;
}

function setting(args: Args, at: Place, name: string, ...words: string[]): void {
  draftOf(at).settings[name] = args.word(...words)!;
}

function remove(args: Args, at: Place): void {
  const { serviceProfiles, onts } = at.box.state;
  const bound = new Set(Object.values(onts).map((ont) => ont.service));
  if (args.has('all')) {
    for (const id of numbers(serviceProfiles)) if (id > 0 && !bound.has(id)) delete serviceProfiles[id];
    return;
  }
  const id = args.maybeNumber('profile-id') ?? numbers(serviceProfiles).find((key) => serviceProfiles[key]?.name === args.text('profile-name'));
  if (id === undefined || !serviceProfiles[id]) throw new Declined('The profile does not exist');
  if (id === 0) throw new Declined('The default profile can not be operated');
  if (bound.has(id)) throw new Declined('The profile has been bound');
  delete serviceProfiles[id];
}
