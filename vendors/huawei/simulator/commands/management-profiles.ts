/** Box-wide profiles that ONTs are bound to for management, routing and voice. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers } from '../state.ts';
import { Declined } from '../words.ts';
import { enterByIdOrName } from './profile-entry.ts';
import { firstFree } from './rates.ts';

const ACS_REST = 'url {url:text(1,256)} [user {user:text(1,64)} [{password:text(1,64)}]] [realm {realm:text(1,64)}]';
const ID_OR_NAME = '(profile-id {profile-id:int(0,512)} | profile-name {profile-name:text(1,33)})';

export const MANAGEMENT_PROFILES: readonly Command[] = [
  { in: ['config'], effect: 'write', plain: true, syntax: `ont tr069-server-profile add [profile-id {profile-id:int(1,512)}] [profile-name {profile-name:text(1,33)}] ${ACS_REST}`, run: addAcs },
  // A bound profile must be let go of before it changes: an operator's notes on an MA5608T.
  { in: ['config'], effect: 'write', plain: true, syntax: `ont tr069-server-profile modify ${ID_OR_NAME} (${ACS_REST} | user {user:text(1,64)} [{password:text(1,64)}])`, run: (args, at) => {
    const id = acsId(args, at);
    if (acsBound(at, id)) throw new Declined('The profile has been bound');
    Object.assign(at.box.state.acsProfiles[id]!, given(args, at));
  } },
  { in: ['config'], effect: 'write', syntax: `ont tr069-server-profile delete ${ID_OR_NAME}`, run: removeAcs },
  { in: ['config'], effect: 'write', unless: (box) => box.settings.family === 'MA5800', syntax: `undo ont tr069-server-profile ${ID_OR_NAME}`, run: removeAcs },
  { in: ['config'], effect: 'write', plain: true, unless: (box) => !box.settings.wan, syntax: 'ont wan-profile [profile-id {profile-id:int(0,256)}] [profile-name {profile-name:text(1,33)}]', run: (args, at) => {
    const { wanProfiles } = at.box.state;
    const { id, name } = enterByIdOrName(args, wanProfiles, 'wan-profile', (table) => firstFree(table, 1, 256));
    wanProfiles[id] = wanProfiles[id] ? { ...wanProfiles[id], name } : { name, connection: 'route', nat: false };
    at.enter({ kind: 'wan-profile', id });
  } },
  { in: ['wan-profile'], effect: 'write', syntax: 'connection-type (route|bridge)', run: (args, at) => { wanOf(at).connection = args.word('route', 'bridge')!; } },
  { in: ['wan-profile'], effect: 'write', syntax: 'nat (enable|disable)', run: (args, at) => { wanOf(at).nat = args.has('enable'); } },
  { in: ['config'], effect: 'write', unless: (box) => !box.settings.wan, syntax: `undo ont wan-profile ${ID_OR_NAME}`, run: (args, at) => {
    const { wanProfiles, onts } = at.box.state;
    const id = args.maybeNumber('profile-id') ?? numbers(wanProfiles).find((key) => wanProfiles[key]?.name === args.text('profile-name'));
    if (id === undefined || !wanProfiles[id]) throw new Declined('The profile does not exist');
    if (Object.values(onts).some((ont) => Object.values(ont.wan).includes(id))) throw new Declined('The profile has been bound');
    delete wanProfiles[id];
  } },
  { in: ['config'], effect: 'write', plain: true, syntax: 'ont-sipagent-profile [profile-id {profile-id:int(0,128)}] [profile-name {profile-name:text(1,33)}]', run: (args, at) => {
    const { sipAgents } = at.box.state;
    const { id, name } = enterByIdOrName(args, sipAgents, 'ont-sipagent-profile', (table) => firstFree(table, 1, 128));
    sipAgents[id] ??= { name, settings: [] };
    at.enter({ kind: 'sip-agent', id });
  } },
  { in: ['sip-agent'], effect: 'write', syntax: '(registrar-server|proxy-server|outbound-server|home-domain) {server:text(1,64)} [port {port:int(1,65535)}]', run: (args, at) => {
    if (at.mode.kind !== 'sip-agent') return;
    const word = args.word('registrar-server', 'proxy-server', 'outbound-server', 'home-domain')!;
    const settings = at.box.state.sipAgents[at.mode.id]!.settings.filter((line) => !line.startsWith(word));
    settings.push(`${word} ${args.text('server')}${args.has('port') ? ` port ${args.number('port')}` : ''}`);
    at.box.state.sipAgents[at.mode.id]!.settings = settings;
  } },
  { in: ['sip-agent'], effect: 'write', syntax: 'commit', run: () => undefined },
  { in: ['config'], effect: 'write', syntax: 'undo ont-sipagent-profile profile-id {profile-id:int(0,128)}', run: (args, at) => {
    const { sipAgents, onts } = at.box.state;
    const id = args.number('profile-id');
    if (!sipAgents[id]) throw new Declined('The profile does not exist');
    if (Object.values(onts).some((ont) => Object.values(ont.sip).some((line) => line.agent === id))) throw new Declined('The profile has been bound');
    delete sipAgents[id];
  } },
  { in: ['config'], effect: 'write', syntax: 'gpon ont home-gateway config-method (omci|xml)', asks: { when: 'few', text: 'This operation will reset the ONTs. Are you sure to continue?' }, run: (args, at) => {
    at.box.state.homeGateway = args.word('omci', 'xml')!;
  } },
];

function addAcs(args: Args, at: Place): void {
  const { acsProfiles } = at.box.state;
  const id = args.maybeNumber('profile-id') ?? firstFree(acsProfiles, 1, 512);
  const name = args.maybeText('profile-name') ?? `ont-tr069-server-profile_${id}`;
  if (acsProfiles[id]) throw new Declined('The profile has existed already');
  if (Object.values(acsProfiles).some((other) => other.name === name)) throw new Declined('The profile name has existed already');
  acsProfiles[id] = { name, url: '', ...given(args, at) };
}

function given(args: Args, at: Place): Partial<{ url: string; user: string; password: string; realm: string }> {
  if (args.has('password') && !at.box.settings.acsPassword) throw new Declined('The ONT can not support the password of TR069 server');
  const named = ['url', 'user', 'password', 'realm'] as const;
  return Object.fromEntries(named.flatMap((name) => (args.maybeText(name) === undefined ? [] : [[name, args.text(name)]])));
}

function acsId(args: Args, at: Place): number {
  const { acsProfiles } = at.box.state;
  const id = args.maybeNumber('profile-id') ?? numbers(acsProfiles).find((key) => acsProfiles[key]?.name === args.text('profile-name'));
  if (id === undefined || !acsProfiles[id]) throw new Declined('The profile does not exist');
  return id;
}

function acsBound(at: Place, id: number): boolean {
  return Object.values(at.box.state.onts).some((ont) => ont.acs === id);
}

function removeAcs(args: Args, at: Place): void {
  const id = acsId(args, at);
  if (acsBound(at, id)) throw new Declined('The profile has been bound');
  delete at.box.state.acsProfiles[id];
}

function wanOf(at: Place): { connection: string; nat: boolean } {
  if (at.mode.kind !== 'wan-profile') throw new Error(`not in a WAN profile: ${at.mode.kind}`);
  return at.box.state.wanProfiles[at.mode.id]!;
}
