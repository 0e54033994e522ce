/** DBA profiles and traffic tables. Rates are kept in whole 64 kbit/s, rounded up. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { bursts, numbers, type Dba, type Traffic } from '../state.ts';
import { Declined } from '../words.ts';

const RATE = 'int(64,10240000)';

export const RATES: readonly Command[] = [
  { in: ['config'], effect: 'write', syntax: `dba-profile add [profile-id {profile-id:int(0,512)}] [profile-name {profile-name:text(1,33)}] (type1 fix {fix:${RATE}} [bandwidth-compensate (yes|no)]
      | type2 assure {assure:${RATE}} | type3 assure {assure:${RATE}} max {max:${RATE}} | type4 max {max:${RATE}}
      | type5 fix {fix:${RATE}} assure {assure:${RATE}} max {max:${RATE}})`, run: (args, at) => {
    const { dba } = at.box.state;
    const id = args.maybeNumber('profile-id') ?? firstFree(dba, 10, 512);
    if (dba[id]) throw new Declined('The DBA profile has existed already');
    if (id < 10) throw new Declined('The default profile can not be operated');
    const profile = readDba(args, args.maybeText('profile-name') ?? `dba-profile_${id}`);
    if (Object.values(dba).some((other) => other.name === profile.name)) throw new Declined('The profile name has existed already');
    dba[id] = profile;
    return args.has('profile-id') ? [] : ['  Adding a DBA profile succeeded', `  Profile ID   : ${id}`, `  Profile name : ${profile.name}`];
  } },
  { in: ['config'], effect: 'write', syntax: 'dba-profile delete (profile-id {profile-id:int(0,512)} | profile-name {profile-name:text(1,33)} | all)', run: (args, at) => deleteDba(args, at) },
  { in: ['config'], effect: 'write', syntax: `traffic table ip [index {index:int(0,1023)}] [name {name:text(1,32)}] cir (off | {cir:${RATE}} [cbs {cbs:int(2000,1024000000)}] [pir {pir:${RATE}}] [pbs {pbs:int(2000,1024000000)}])
      [color-mode (color-blind|color-aware)] priority (user-cos [{cos:int(0,7)}] | {priority:int(0,7)}) [inner-priority (user-cos|{inner:int(0,7)})] priority-policy (local-setting|tag-in-package)`, run: (args, at) => {
    const { traffic } = at.box.state;
    const id = args.maybeNumber('index') ?? firstFree(traffic, 7, 1023);
    if (traffic[id]) throw new Declined('The traffic table exists already');
    const table = readTraffic(args, args.maybeText('name') ?? `ip-traffic-table_${id}`);
    if (Object.values(traffic).some((other) => other.name === table.name)) throw new Declined('The traffic table name exists already');
    traffic[id] = table;
    return args.has('index') ? [] : ['  Create traffic descriptor record successfully', `  TD Index           : ${id}`, `  TD Name            : ${table.name}`];
  } },
  { in: ['config'], effect: 'write', syntax: 'undo traffic table ip (index {index:int(0,1023)} | name {name:text(1,32)})', run: (args, at) => {
    const { traffic, servicePorts } = at.box.state;
    const id = args.maybeNumber('index') ?? numbers(traffic).find((key) => traffic[key]?.name === args.text('name'));
    if (id === undefined || !traffic[id]) throw new Declined('The traffic table does not exist');
    if (id <= 6) throw new Declined('The default traffic table can not be deleted');
    if (Object.values(servicePorts).some((row) => row.inbound === id || row.outbound === id)) throw new Declined('The traffic table has been used');
    delete traffic[id];
  } },
];

/** The first number from `from` that is no key. @throws Declined */
export function firstFree(table: Readonly<Record<string, unknown>>, from: number, to: number): number {
  for (let id = from; id <= to; id++) if (!(id in table)) return id;
  throw new Declined('The number of configured objects has reached the upper limit');
}

function whole(kbit: number): number {
  return Math.ceil(kbit / 64) * 64;
}

function readDba(args: Args, name: string): Dba {
  const type = Number(args.word('type1', 'type2', 'type3', 'type4', 'type5')!.slice(4)) as Dba['type'];
  const profile: Dba = { name, type };
  for (const key of ['fix', 'assure', 'max'] as const) {
    const kbit = args.has(`type${type}`) ? args.maybeNumber(key) : undefined;
    if (kbit !== undefined) profile[key] = whole(kbit);
  }
  const promised = (profile.fix ?? 0) + (profile.assure ?? 0);
  if (profile.max !== undefined && profile.max < promised) throw new Declined('The maximum bandwidth is less than the sum of fixed bandwidth and assured bandwidth');
  return profile;
}

function deleteDba(args: Args, at: Place): void {
  const { dba, lineProfiles } = at.box.state;
  const used = new Set(Object.values(lineProfiles).flatMap((profile) => Object.values(profile.tconts)));
  if (args.has('all')) {
    for (const id of numbers(dba)) if (id > 9 && !used.has(id)) delete dba[id];
    return;
  }
  const id = args.maybeNumber('profile-id') ?? numbers(dba).find((key) => dba[key]?.name === args.text('profile-name'));
  if (id === undefined || !dba[id]) throw new Declined('The DBA profile does not exist');
  if (id <= 9) throw new Declined('The default profile can not be operated');
  if (used.has(id)) throw new Declined('The DBA profile has been bound');
  delete dba[id];
}

function readTraffic(args: Args, name: string): Traffic {
  const policy = args.word('local-setting', 'tag-in-package')!;
  const priority = args.maybeText('priority') ?? `user-cos ${args.maybeNumber('cos') ?? 0}`;
  const color = args.word('color-blind', 'color-aware');
  const rest = { priority, policy, ...(color ? { color } : {}) };
  const cir = args.maybeNumber('cir');
  if (cir === undefined) return { name, cir: null, ...rest };
  const pir = args.maybeNumber('pir') ?? cir * 2;
  if (pir < cir) throw new Declined('PIR is less than CIR');
  const usual = bursts(whole(cir), whole(pir));
  return { name, cir: whole(cir), cbs: args.maybeNumber('cbs') ?? usual.cbs, pir: whole(pir), pbs: args.maybeNumber('pbs') ?? usual.pbs, ...rest };
}
