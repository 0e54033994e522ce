/** GPON line profiles: a body edited as a draft; only `commit` makes it so, for every ONT that is bound. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers, ontKey, type Gem, type LineProfile } from '../state.ts';
import { Declined } from '../words.ts';
import { firstFree } from './rates.ts';
import { mustGoOnLeading } from './leading.ts';
import { VLAN } from './network.ts';
import { enterByIdOrName } from './profile-entry.ts';

const BODY = ['line-profile'] as const;

export const LINE_PROFILE: readonly Command[] = [
  { in: ['config'], effect: 'write', plain: true, unless: (box) => box.state.distributed,
    syntax: 'ont-lineprofile gpon [profile-id {profile-id:int(0,8191)}] [profile-name {profile-name:text(1,33)}]', run: (args, at) => {
      const { id, name } = enterByIdOrName(args, at.box.state.lineProfiles, 'line-profile', (table) => firstFree(table, 1, 8191));
      const known = at.box.state.lineProfiles[id];
      const draft = known ? structuredClone(known) : blank(name);
      at.enter({ kind: 'line-profile', id, draft: { ...draft, name: known && !args.has('profile-name') ? known.name : name } });
    } },
  { in: ['config'], effect: 'write', unless: (box) => box.state.distributed, syntax: 'undo ont-lineprofile gpon (profile-id {profile-id:int(0,8191)} | profile-name {profile-name:text(1,33)} | all)', run: remove },
  { in: BODY, effect: 'write', syntax: 'tcont {tcont:int(0,127)} (dba-profile-id {dba:int(0,512)} | dba-profile-name {dba-name:text(1,33)})', run: (args, at) => {
    const { dba } = at.box.state;
    const id = args.maybeNumber('dba') ?? numbers(dba).find((key) => dba[key]?.name === args.text('dba-name'));
    if (id === undefined || !dba[id]) throw new Declined('The DBA profile does not exist');
    draftOf(at).tconts[args.number('tcont')] = id;
  } },
  { in: BODY, effect: 'write', syntax: 'undo tcont {tcont:int(1,127)}', run: (args, at) => {
    const draft = draftOf(at);
    if (draft.tconts[args.number('tcont')] === undefined) throw new Declined('The T-CONT does not exist');
    if (Object.values(draft.gems).some((gem) => gem.tcont === args.number('tcont'))) throw new Declined('The T-CONT has been bound to GEM port');
    delete draft.tconts[args.number('tcont')];
  } },
  { in: BODY, effect: 'write', plain: true, syntax: `gem add {gem:int(0,1023)} eth tcont {tcont:int(1,127)} [cascade (cascade-on|cascade-off)] [encrypt (on|off)] [gem-car {car:int(0,1023)}]
      [priority-queue {queue:int(0,7)}] [downstream-priority-queue {down-queue:int(0,7)}]`, run: addGem },
  { in: BODY, effect: 'write', syntax: 'gem delete {gem:int(0,1023)}', run: (args, at) => {
    gemOf(at, args.number('gem'));
    delete draftOf(at).gems[args.number('gem')];
  } },
  { in: BODY, effect: 'write', plain: true, syntax: `gem mapping {gem:int(0,1023)} {mapping:int(0,7)} (vlan {vlan:${VLAN}} [priority {priority:int(0,7)}] | priority {priority:int(0,7)} | eth {port:int(1,8)} | iphost)`, run: (args, at) => {
    const gem = gemOf(at, args.number('gem'));
    if (gem.mappings[args.number('mapping')]) throw new Declined('The gem mapping index has existed already');
    const vlan = args.maybeNumber('vlan'), priority = args.maybeNumber('priority');
    const twin = Object.values(draftOf(at).gems).some((other) => Object.values(other.mappings).some((m) => m.vlan === vlan && m.priority === priority && vlan !== undefined));
    if (twin) throw new Declined('The gem mapping has existed already');
    const port = args.has('iphost') ? 'iphost' : args.has('eth') ? `eth ${args.number('port')}` : undefined;
    gem.mappings[args.number('mapping')] = { ...(vlan !== undefined && { vlan }), ...(priority !== undefined && { priority }), ...(port !== undefined && { port }) };
  } },
  { in: BODY, effect: 'write', syntax: 'undo gem mapping {gem:int(0,1023)} {mapping:int(0,7)}', run: (args, at) => {
    const gem = gemOf(at, args.number('gem'));
    if (!gem.mappings[args.number('mapping')]) throw new Declined('The gem mapping does not exist');
    delete gem.mappings[args.number('mapping')];
  } },
  { in: BODY, effect: 'write', syntax: 'mapping-mode (vlan|priority|vlan-priority|port|port-vlan|port-priority|port-vlan-priority|iptos|vlan-iptos)', run: (args, at) => {
    const mode = args.word('vlan', 'priority', 'vlan-priority', 'port', 'port-vlan', 'port-priority', 'port-vlan-priority', 'iptos', 'vlan-iptos')!;
    if (mode !== draftOf(at).mappingMode && Object.values(draftOf(at).gems).some((gem) => Object.keys(gem.mappings).length > 0)) {
      throw new Declined('The mapping mode can not be changed because gem mappings exist');
    }
    draftOf(at).mappingMode = mode;
  } },
  { in: BODY, effect: 'write', syntax: 'omcc encrypt (on|off)', run: (args, at) => { draftOf(at).omccEncrypt = args.has('on'); } },
  { in: BODY, effect: 'write', syntax: 'fec-upstream (enable|disable)', run: (args, at) => { draftOf(at).fec = args.has('enable'); } },
  { in: BODY, effect: 'write', syntax: 'qos-mode (priority-queue|gem-car|flow-car)', run: (args, at) => { draftOf(at).qosMode = args.word('priority-queue', 'gem-car', 'flow-car')!; } },
  { in: BODY, effect: 'write', syntax: 'tr069-management (enable|disable)', run: (args, at) => { draftOf(at).tr069 = args.has('enable'); } },
  { in: BODY, effect: 'write', syntax: 'tr069-management ip-index {index:int(0,7)}', run: (args, at) => { draftOf(at).tr069Index = args.number('index'); } },
  { in: BODY, effect: 'write', syntax: 'undo tr069-management ip-index', run: (_, at) => { delete draftOf(at).tr069Index; } },
  { in: BODY, effect: 'write', syntax: 'commit', run: commit },
];

function blank(name: string): LineProfile {
  return { name, tconts: {}, gems: {}, mappingMode: 'vlan', omccEncrypt: false, fec: false };
}

function draftOf(at: Place): LineProfile {
  if (at.mode.kind !== 'line-profile') throw new Error(`not in a line profile: ${at.mode.kind}`);
  return at.mode.draft;
}

function gemOf(at: Place, index: number): Gem {
  const gem = draftOf(at).gems[index];
  if (!gem) throw new Declined('The GEM port does not exist');
  return gem;
}

function addGem(args: Args, at: Place): void {
  const draft = draftOf(at);
  if (draft.gems[args.number('gem')]) throw new Declined('The GEM port has existed already');
  if (draft.tconts[args.number('tcont')] === undefined) throw new Declined('The T-CONT does not exist');
  const options = [
    args.has('cascade-on') ? 'cascade on' : '', args.has('gem-car') ? `gem-car ${args.number('car')}` : '',
    args.has('priority-queue') ? `priority-queue ${args.number('queue')}` : '',
    args.has('downstream-priority-queue') ? `downstream-priority-queue ${args.number('down-queue')}` : '',
  ].filter((part) => part !== '').join(' ');
  draft.gems[args.number('gem')] = { tcont: args.number('tcont'), encrypt: args.has('on'), options, mappings: {} };
}

/** Takes effect on every bound ONT; what carries service-ports cannot go. */
function commit(_: Args, at: Place): void {
  if (at.mode.kind !== 'line-profile') return;
  const { id, draft } = at.mode;
  const { state } = at.box;
  const twin = numbers(state.lineProfiles).find((other) => other !== id && state.lineProfiles[other]?.name === draft.name);
  if (twin !== undefined) throw new Declined('The profile name has existed already');
  const bound = Object.values(state.servicePorts).filter((row) => state.onts[ontKey(row.port, row.ont)]?.line === id);
  mustGoOnLeading(at, bound, state.lineProfiles[id], draft);
  state.lineProfiles[id] = structuredClone(draft);
}

function remove(args: Args, at: Place): void {
  const { lineProfiles, onts } = at.box.state;
  const bound = new Set(Object.values(onts).map((ont) => ont.line));
  if (args.has('all')) {
    for (const id of numbers(lineProfiles)) if (id > 0 && !bound.has(id)) delete lineProfiles[id];
    return;
  }
  const id = args.maybeNumber('profile-id') ?? numbers(lineProfiles).find((key) => lineProfiles[key]?.name === args.text('profile-name'));
  if (id === undefined || !lineProfiles[id]) throw new Declined('The profile does not exist');
  if (id === 0) throw new Declined('The default profile can not be operated');
  if (bound.has(id)) throw new Declined('The profile has been bound');
  delete lineProfiles[id];
}
