/** ONTs come, change and go: inside `interface gpon F/S`. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers, ontKey, type Ont, type State } from '../state.ts';
import { keyOfSerial, noteSerial } from '../serials.ts';
import { Declined } from '../words.ts';
import { mustGoOnLeading } from './leading.ts';
import { BOARD, hasServicePorts, ontOf, portOf } from './ont-place.ts';

const TERM = '(always-on | once-on (no-aging | aging-time {aging:int(1,168)}))';
const WHO = `(sn-auth {sn:serial} [password-auth {password:text(1,10)}] | password-auth {password:text(1,10)} ${TERM} | loid-auth {loid:text(1,24)} [checkcode-auth {checkcode:text(1,12)}] ${TERM})`;
const LINE = '(ont-lineprofile-id {line:int(0,8191)} | ont-lineprofile-name {line-name:text(1,33)})';
const SERVICE = '(ont-srvprofile-id {service:int(0,8191)} | ont-srvprofile-name {service-name:text(1,33)})';
const WHICH = '{port:int(0,15)} {ontid:int(0,127)}';
const DESC = '[desc {desc:text(1,64)}]';
const ADD = `ont add {port:int(0,15)} [{ontid:int(0,127)}] ${WHO} omci ${LINE} ${SERVICE} ${DESC}`;
const inProfileMode = { in: BOARD, unless: (box: { state: State }) => box.state.distributed };

export const ONT: readonly Command[] = [
  { in: BOARD, unless: (box) => box.state.distributed || box.settings.family === 'MA5600T', effect: 'write', syntax: ADD, run: add },
  // The older family goes on to ask for a type.
  { in: BOARD, unless: (box) => box.state.distributed || box.settings.family !== 'MA5600T', effect: 'write', syntax: `${ADD} [ont-type {ont-type:text(1,20)}]`, run: add },
  { ...inProfileMode, effect: 'write', syntax: `ont confirm {port:int(0,15)} [ontid {ontid:int(0,127)}] sn-auth {sn:serial} [password-auth {password:text(1,10)}] omci ${LINE} ${SERVICE} ${DESC}`, run: confirm },
  { ...inProfileMode, effect: 'write', syntax: `ont confirm {port:int(0,15)} all sn-auth omci ${LINE} ${SERVICE} ${DESC}`, run: confirmAll },
  // Distributed mode: one capability profile per ONT instead of line and service profiles (command reference, ont add, distributed mode).
  { in: BOARD, unless: (box) => !box.state.distributed, effect: 'write', syntax: `ont add {port:int(0,15)} [{ontid:int(0,127)}] sn-auth {sn:serial} (profile-id {capability:int(1,128)} | profile-name {capability-name:text(1,16)}) [description {desc:text(1,64)}] [manage-mode (omci|snmp)]`, run: add },
  { ...inProfileMode, effect: 'write', syntax: `ont modify ${WHICH} (desc {desc:text(1,64)} | sn {sn:serial} | ${LINE} [${SERVICE}] | ${SERVICE})`, run: modify },
  { in: BOARD, effect: 'write', syntax: `ont delete {port:int(0,15)} ({ontid:int(0,127)} | all)`, asks: { when: 'all', text: 'Are you sure to delete the ONT(s)?' }, run: remove },
  { in: BOARD, effect: 'write', syntax: `ont activate ${WHICH}`, run: (args, at) => {
    const { key, ont } = ontOf(args, at);
    if (ont.active) throw new Declined('Make configuration repeatedly');
    ont.active = true;
    at.box.wake(key);
  } },
  { in: BOARD, effect: 'write', syntax: `ont deactivate ${WHICH}`, run: (args, at) => {
    const { ont } = ontOf(args, at);
    if (!ont.active) throw new Declined('Make configuration repeatedly');
    ont.active = false;
  } },
  { in: BOARD, effect: 'write', syntax: `ont reset ${WHICH}`, asks: { when: 'few', text: 'Are you sure to reset the ONT(s)?' }, run: restart },
  { in: BOARD, effect: 'write', syntax: `ont re-register ${WHICH}`, run: restart },
  { in: BOARD, effect: 'write', syntax: `ont factory-setting-restore ${WHICH}`, asks: { when: 'all', text: 'Are you sure to restore the factory setting of the ONT?' }, run: restart },
  { in: BOARD, effect: 'write', syntax: 'port {port:int(0,15)} ont-auto-find (enable|disable)', run: (args, at) => {
    const port = portOf(args, at);
    const { autofind } = at.box.state;
    if (args.has('enable') === (autofind[port] ?? false)) throw new Declined('Make configuration repeatedly');
    if (args.has('enable')) autofind[port] = true;
    else delete autofind[port];
  } },
];

function add(args: Args, at: Place): readonly string[] {
  const port = portOf(args, at);
  const id = args.maybeNumber('ontid') ?? freeId(at, port);
  const ont = newOnt(args, at, args.maybeText('sn'));
  if (at.box.state.onts[ontKey(port, id)]) throw new Declined('The ONT ID has already existed');
  put(at, port, id, ont);
  return ['  Number of ONTs that can be added: 1, success: 1', `  PortID :${args.number('port')}, ONTID :${id}`];
}

function confirm(args: Args, at: Place): readonly string[] {
  const port = portOf(args, at);
  const serial = args.text('sn');
  if (at.box.settings.plugged !== 'all' && !at.box.autofound().some((one) => one.port === port && one.serial === serial)) {
    throw new Declined('The automatically found ONTs do not exist');
  }
  return add(args, at);
}

function confirmAll(args: Args, at: Place): readonly string[] {
  const port = portOf(args, at);
  const found = at.box.autofound().filter((one) => one.port === port);
  if (found.length === 0) throw new Declined('The automatically found ONTs do not exist');
  const lines: string[] = [];
  for (const one of found) {
    const id = freeId(at, port);
    put(at, port, id, newOnt(args, at, one.serial));
    lines.push(`  PortID :${args.number('port')}, ONTID :${id}`);
  }
  return [`  Number of ONTs that can be added: ${found.length}, success: ${found.length}`, ...lines];
}

function put(at: Place, port: string, id: number, ont: Ont): void {
  at.box.state.onts[ontKey(port, id)] = ont;
  noteSerial(at.box.state.onts, ontKey(port, id), ont);
  at.box.wake(ontKey(port, id));
}

function newOnt(args: Args, at: Place, serial: string | undefined): Ont {
  const { onts } = at.box.state;
  if (serial !== undefined && keyOfSerial(onts, serial) !== undefined) throw new Declined('SN already exists');
  for (const [name, words] of [['password', 'Password already exists'], ['loid', 'LOID already exists']] as const) {
    const value = args.maybeText(name);
    if (value !== undefined && serial === undefined && Object.values(onts).some((other) => other[name] === value)) throw new Declined(words);
  }
  const term = args.has('always-on') ? 'always-on' : args.has('no-aging') ? 'once-on no-aging' : args.has('aging-time') ? `once-on aging-time ${args.number('aging')}` : undefined;
  const named = { password: args.maybeText('password'), loid: args.maybeText('loid'), checkcode: args.maybeText('checkcode'), term, description: args.maybeText('desc') };
  return {
    ...(serial === undefined ? {} : { serial }),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    line: profileId(args, at, 'line') ?? 0, service: profileId(args, at, 'service') ?? 0, active: true,
    hosts: {}, internet: {}, wan: {}, native: {}, portVlans: {}, attributes: {}, routes: {}, sip: {}, sipUsers: {},
  };
}

/** The number of the line or service profile a line names. @throws Declined when there is none */
function profileId(args: Args, at: Place, which: 'line' | 'service'): number | undefined {
  const table = which === 'line' ? at.box.state.lineProfiles : at.box.state.serviceProfiles;
  const name = args.maybeText(`${which}-name`);
  const id = args.maybeNumber(which) ?? (name === undefined ? undefined : numbers(table).find((key) => table[key]?.name === name) ?? -1);
  if (id !== undefined && !table[id]) throw new Declined(which === 'line' ? 'The ont-lineprofile does not exist' : 'The ont-srvprofile does not exist');
  return id;
}

function freeId(at: Place, port: string): number {
  for (let id = 0; id < 128; id++) if (!at.box.state.onts[ontKey(port, id)]) return id;
  throw new Declined('The number of ONTs has reached the upper limit');
}

function modify(args: Args, at: Place): void {
  const { port, id, key, ont } = ontOf(args, at);
  const serial = args.maybeText('sn');
  if (serial !== undefined && (keyOfSerial(at.box.state.onts, serial) ?? key) !== key) throw new Declined('SN already exists');
  const line = profileId(args, at, 'line');
  const service = profileId(args, at, 'service');
  if (line !== undefined) {
    const { lineProfiles, servicePorts } = at.box.state;
    mustGoOnLeading(at, Object.values(servicePorts).filter((row) => row.port === port && row.ont === id), lineProfiles[ont.line], lineProfiles[line]);
  }
  if (serial !== undefined) ont.serial = serial;
  noteSerial(at.box.state.onts, key, ont);
  if (args.has('desc')) ont.description = args.text('desc');
  if (line !== undefined) ont.line = line;
  if (service !== undefined) ont.service = service;
  if (line !== undefined || serial !== undefined) at.box.wake(key);
}

function remove(args: Args, at: Place): readonly string[] {
  const { onts } = at.box.state;
  if (!args.has('all')) {
    const { port, id, key } = ontOf(args, at);
    if (hasServicePorts(at, port, id)) throw new Declined('This configured object has some service virtual ports');
    delete onts[key];
    return ['  Number of ONTs that can be deleted: 1, success: 1'];
  }
  const port = portOf(args, at);
  const doomed = Object.keys(onts).filter((key) => key.startsWith(`${port}/`));
  const free = doomed.filter((key) => !hasServicePorts(at, port, Number(key.split('/')[3])));
  for (const key of free) delete onts[key];
  return [`  Number of ONTs that can be deleted: ${doomed.length}, success: ${free.length}`];
}

function restart(args: Args, at: Place): void {
  const { port, id, key, ont } = ontOf(args, at);
  if (!at.box.online(port, id, ont)) throw new Declined('The ONT is not online');
  at.box.wake(key);
}
