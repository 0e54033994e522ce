/** All that only reads. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import { ABOVE_USER, EVERYWHERE, TOP, type Command, type ModeKind, type Place } from '../command.ts';
import { existingPort, portOf } from '../commands/ont-place.ts';
import { firstFree } from '../commands/rates.ts';
import { keyOfSerial } from '../serials.ts';
import { numbers } from '../state.ts';
import { Declined, pair, RULE } from '../words.ts';
import { allSections, configurationLines, ontSections, portSections } from './configuration.ts';
import { autofindBlocks, ipConfig, oneOnt, ontDetail, ontSummary, ontTables, opticalInfo, opticalTable, portStates, wanInfo, type OneOnt } from './ont.ts';
import { boardPorts, boardTable, dbaTable, learnedByOnt, learnedMacs, profileTable, servicePortDetail, servicePortTable, trafficDetail, trafficTable, vlanDetail, vlanTable } from './tables.ts';

const GPON: readonly ModeKind[] = ['gpon', 'epon'];
/** Frame, slot and port may be typed with slashes or blanks between. */
const PORT = '({fsp:fsp} | {slot:slot} {port:int(0,15)} | {frame:int(0,0)} {slotid:int(0,17)} {port:int(0,15)})';
const ID = '{ontid:int(0,127)}';
const PIPE = `['|' (include|exclude) {pattern:text(1,64)}]`;

function read(where: readonly ModeKind[], syntax: string, run: Command['run'], more: Partial<Command> = {}): Command {
  return { in: where, syntax, effect: 'read', run, ...more };
}

export const SHOW: readonly Command[] = [
  read(EVERYWHERE, 'display version', (_, at) => version(at)),
  read(ABOVE_USER, `display current-configuration [ont {fsp:fsp} ${ID} | section {section:text(1,32)} | port {fsp:fsp}] ${PIPE}`, (args, at) => piped(args, configuration(args, at))),
  read(ABOVE_USER, 'display saved-configuration', (_, at) => {
    const saved = { settings: at.box.settings, state: at.box.saved };
    return configurationLines(saved, allSections(saved));
  }),
  read(EVERYWHERE, 'display ont autofind all', (_, at) => autofindBlocks(at.box, null)),
  read(GPON, 'display ont autofind {port:int(0,15)}', (args, at) => autofindBlocks(at.box, portOf(args, at))),
  read(TOP, 'display ont info by-sn {sn:serial}', (args, at) => ontDetail(at.box, bySerial(args, at)), { plain: true }),
  read(TOP, `display ont info ${PORT} (${ID} | all)`, (args, at) => info(args, at, port(args, at)), { plain: true }),
  read(TOP, 'display ont info ({frame:int(0,0)} all | {slot:slot} all | {frame:int(0,0)} {slotid:int(0,17)} all)', (args, at) => ontTables(at.box, args.maybeText('slot') ?? (args.has('slotid') ? `0/${args.number('slotid')}` : '0')), { plain: true }),
  read(GPON, `display ont info {port:int(0,15)} (${ID} | all)`, (args, at) => info(args, at, portOf(args, at)), { plain: true }),
  read(TOP, 'display ont info summary {fsp:fsp}', (args, at) => ontSummary(at.box, existingPort(at, args.text('fsp'))), { plain: true }),
  read(GPON, `display ont port state {port:int(0,15)} ${ID} eth-port (all | {number:int(1,24)})`, (args, at) => portStates(at.box, onBoard(args, at))),
  read(GPON, `display ont ipconfig {port:int(0,15)} ${ID}`, (args, at) => ipConfig(at.box, onBoard(args, at))),
  read(GPON, `display ont wan-info {port:int(0,15)} ${ID}`, (args, at) => wanInfo(at.box, onBoard(args, at))),
  read(TOP, `display ont wan-info ${PORT} ${ID}`, (args, at) => wanInfo(at.box, oneOnt(at.box, port(args, at), args.number('ontid')))),
  read(GPON, `display ont optical-info {port:int(0,15)} (${ID} | all)`, (args, at) => (args.has('all') ? opticalTable(at.box, portOf(args, at)) : opticalInfo(at.box, onBoard(args, at)))),
  read(GPON, `display ont version {port:int(0,15)} ${ID}`, (args, at) => ontVersion(at, onBoard(args, at))),
  read(TOP, 'display service-port all', (_, at) => servicePortTable(at.box, () => true)),
  read(TOP, `display service-port port {fsp:fsp} [ont ${ID} [gemport {gem:int(0,1023)}]]`, (args, at) => servicePortTable(at.box, (row) =>
    row.port === existingPort(at, args.text('fsp')) && (!args.has('ont') || row.ont === args.number('ontid')) && (!args.has('gemport') || row.gem === args.number('gem')))),
  read(TOP, 'display service-port vlan {vlan:int(1,4093)}', (args, at) => servicePortTable(at.box, (row) => row.vlan === args.number('vlan'))),
  read(TOP, `display mac-address port {fsp:fsp} [ont ${ID}]`, (args, at) => {
    const where = existingPort(at, args.text('fsp'));
    if (args.has('ont')) oneOnt(at.box, where, args.number('ontid'));
    return learnedMacs(at.box, (row) => row.port === where && (!args.has('ont') || row.ont === args.number('ontid')));
  }, { plain: true }),
  read(TOP, `display mac-address ont {fsp:fsp} ${ID}`, (args, at) => learnedByOnt(at.box, oneOnt(at.box, existingPort(at, args.text('fsp')), args.number('ontid'))), { plain: true }),
  read(TOP, 'display service-port next-free-index', (_, at) => [`  Next valid free service virtual port ID: ${firstFree(at.box.state.servicePorts, 0, 32767)}`]),
  read(TOP, 'display service-port {index:int(0,32767)}', (args, at) => servicePortDetail(at.box, args.number('index'))),
  read(TOP, 'display vlan (all | {vlan:int(1,4093)})', (args, at) => (args.has('all') ? vlanTable(at.box) : vlanDetail(at.box, args.number('vlan')))),
  read(TOP, 'display port vlan {fsp:fsp}', (args, at) => [RULE, `  ${(at.box.state.portVlans[args.text('fsp')] ?? []).join('  ')}`, RULE]),
  read(TOP, 'display board {frame:int(0,0)}', (_, at) => boardTable(at.box)),
  read(TOP, 'display board {slot:slot}', (args, at) => boardPorts(at.box, args.text('slot'))),
  read(TOP, 'display ont-lineprofile gpon all', (_, at) => profileTable(at.box, 'lineProfiles')),
  read(TOP, 'display ont-srvprofile gpon all', (_, at) => profileTable(at.box, 'serviceProfiles')),
  read(TOP, 'display traffic table ip from-index {from:int(0,1023)} [to-index {to:int(0,1023)}]', (args, at) => trafficTable(at.box, args.number('from'), args.maybeNumber('to') ?? 1023)),
  read(TOP, 'display traffic table ip index {from:int(0,1023)}', (args, at) => trafficDetail(at.box, args.number('from'))),
  read(TOP, 'display dba-profile all', (_, at) => dbaTable(at.box)),
  read(TOP, 'display ont tr069-server-profile all', (_, at) => [RULE, '  Profile-ID  Profile-name                                Binding times', RULE,
    ...numbers(at.box.state.acsProfiles).map((id) => `  ${String(id).padEnd(11)} ${at.box.state.acsProfiles[id]!.name.padEnd(43)} ${Object.values(at.box.state.onts).filter((ont) => ont.acs === id).length}`), RULE]),
  read(TOP, 'display ont tr069-server-profile profile-id {id:int(1,512)}', (args, at) => {
    const profile = at.box.state.acsProfiles[args.number('id')];
    if (!profile) throw new Declined('The profile does not exist');
    return [RULE, pair('Profile-ID', args.number('id')), pair('Profile-name', profile.name), pair('URL', profile.url), pair('User name', profile.user ?? '-'), pair('Password', profile.password === undefined ? '-' : '******'), RULE];
  }),
  read(TOP, 'display autosave configuration', (_, at) => [
    pair('System autosave interval switch', at.box.state.autosave.interval ? 'on' : 'off', 36), pair('Autosave interval', '30 minutes', 36), pair('System autosave modified configuration switch', 'off', 36),
  ]),
  read(EVERYWHERE, 'display client', (_, at) => [RULE, '  ID   User              Access-Type  IP-Address', RULE, ...[...at.box.seats].map((seat, i) => `  ${String(i + 1).padEnd(4)} ${seat.user.padEnd(17)} ${seat.kind.padEnd(12)} ${seat.address}${seat === at.seat ? ' *' : ''}`), RULE]),
  read(TOP, 'display sysman service state', () => [RULE, '  Service name     State', RULE, '  telnet           on', '  ssh              on', RULE]),
  read(['line-profile', 'service-profile'], 'display this', () => ['  Command is being executed. Please wait']),
];

function version(at: Place): string[] {
  const { family, release } = at.box.settings;
  return family === 'MA5800'
    ? ['', `  VERSION : MA5800V100${release}C00`, '  PATCH   : SPC200', '  PRODUCT : MA5800-X7', '', '  Active Mainboard Running Area Information:', '  --------------------------------------------------', '  Current Program Area : Area A', '  Current Data Area    : Area A', '', '  Uptime is 12 day(s), 3 hour(s), 4 minute(s), 5 second(s)']
    : ['', `  VERSION : MA5600V800${release}C00`, '  PATCH   : SPC106', '  PRODUCT : MA5608T', '', '  Uptime is 12 day(s), 3 hour(s), 4 minute(s), 5 second(s)'];
}

function configuration(args: Args, at: Place): string[] {
  if (args.has('ont')) {
    const { port: where, id } = oneOnt(at.box, args.text('fsp'), args.number('ontid'));
    return configurationLines(at.box, ontSections(at.box, `${where}/${id}`));
  }
  if (args.has('fsp')) return configurationLines(at.box, portSections(at.box, existingPort(at, args.text('fsp'))));
  const all = allSections(at.box);
  if (args.has('section')) {
    const name = args.text('section');
    const found = all.filter((section) => section.name === name || section.parent === name);
    if (found.length === 0) throw new Declined('The section does not exist');
    return configurationLines(at.box, found);
  }
  return configurationLines(at.box, all);
}

function piped(args: Args, lines: readonly string[]): readonly string[] {
  const pattern = args.maybeText('pattern');
  return pattern === undefined ? lines : lines.filter((line) => line.includes(pattern) === args.has('include'));
}

function port(args: Args, at: Place): string {
  return existingPort(at, args.maybeText('fsp') ?? `${args.maybeText('slot') ?? `0/${args.number('slotid')}`}/${args.number('port')}`);
}

function info(args: Args, at: Place, where: string): readonly string[] {
  return args.has('all') ? ontTables(at.box, where) : ontDetail(at.box, oneOnt(at.box, where, args.number('ontid')));
}

function onBoard(args: Args, at: Place): OneOnt {
  return oneOnt(at.box, portOf(args, at), args.number('ontid'));
}

function bySerial(args: Args, at: Place): OneOnt {
  const key = keyOfSerial(at.box.state.onts, args.text('sn'));
  if (key === undefined) throw new Declined('The required ONT does not exist');
  return oneOnt(at.box, key.slice(0, key.lastIndexOf('/')), Number(key.split('/')[3]));
}

function ontVersion(at: Place, one: OneOnt): string[] {
  if (!at.box.online(one.port, one.id, one.ont)) throw new Declined('The ONT is not online');
  return [RULE, pair('F/S/P', one.port), pair('ONT-ID', one.id), pair('Vendor-ID', 'HWTC'), pair('ONT Version', '15AB.A'), pair('Product-ID', '1234'), pair('Equipment-ID', 'EG8141A5'),
    pair('Main Software Version', 'V5R019C00S100'), pair('Standby Software Version', 'V5R018C00S130'), pair('OntProductDescription', 'EchoLife EG8141A5 GPON Terminal'), RULE];
}
