/** What the box tells of its ONTs. */
import { vendorForm } from '../../../../src/kernel/serial.ts';
import { shownSerial, type Box } from '../box.ts';
import { numbers, places, type Host, type LineProfile, type Ont, type ServiceProfile } from '../state.ts';
import { Declined, pair, RULE, stamp } from '../words.ts';

export interface OneOnt { readonly port: string; readonly id: number; readonly ont: Ont; }

/** @throws Declined when there is no such ONT */
export function oneOnt(box: Box, port: string, id: number): OneOnt {
  const ont = box.state.onts[`${port}/${id}`];
  if (!ont) throw new Declined('The ONT does not exist');
  return { port, id, ont };
}

/** The address of one of the ONT's own hosts. */
export function hostMac(id: number, index: number): string {
  return `1122-33${String(id).padStart(2, '0')}-${String(index).padStart(4, '0')}`;
}

export function ontsOf(box: Box, scope: string): OneOnt[] {
  return places(box.state.onts).filter((key) => key.startsWith(`${scope}/`)).map((key) => oneOnt(box, key.slice(0, key.lastIndexOf('/')), Number(key.split('/')[3])));
}

/** The two tables of one port, repeated for every port of the scope that has ONTs. */
export function ontTables(box: Box, scope: string): string[] {
  const onts = ontsOf(box, scope);
  if (onts.length === 0) throw new Declined('The required ONT does not exist');
  return ['  Command is being executed. Please wait', ...[...new Set(onts.map((one) => one.port))].flatMap((port) => portTables(box, port, onts.filter((one) => one.port === port)))];
}

function portTables(box: Box, port: string, onts: readonly OneOnt[]): string[] {
  const up = onts.filter((one) => box.online(one.port, one.id, one.ont)).length;
  return [
    RULE,
    '  F/S/P   ONT         SN         Control     Run      Config   Match    Protect',
    '          ID                     flag        state    state    state    side',
    RULE,
    ...onts.map((one) => {
      const states = runStates(box, one);
      return `  ${spaced(port)}  ${String(one.id).padStart(3)}  ${(one.ont.serial ?? '-').padEnd(16)}  ${states.control.padEnd(10)}  ${states.run.padEnd(7)}  ${states.config.padEnd(7)}  ${states.match.padEnd(7)}  no`;
    }),
    RULE,
    '  F/S/P   ONT-ID   Description',
    RULE,
    ...onts.map((one) => `  ${spaced(port)}  ${String(one.id).padStart(6)}   ${one.ont.description ?? 'ONT_NO_DESCRIPTION'}`),
    RULE,
    `  In port ${spaced(port)} , the total of ONTs are: ${onts.length}, online: ${up}`,
    RULE,
  ];
}

/** `display ont info summary F/S/P`: one table of times, one of optics. */
export function ontSummary(box: Box, port: string): string[] {
  const onts = ontsOf(box, port);
  if (onts.length === 0) throw new Declined('The required ONT does not exist');
  const isUp = (one: OneOnt): boolean => box.online(one.port, one.id, one.ont);
  const now = stamp(box.clock.now()).slice(0, 19);
  return [
    RULE, `  In port ${port}, the total of ONTs are: ${onts.length}, online: ${onts.filter(isUp).length}`, RULE,
    '  ONT  Run     Last                Last                Last', '  ID   State   UpTime              DownTime            DownCause', RULE,
    ...onts.map((one) => `  ${String(one.id).padEnd(4)} ${(isUp(one) ? 'online' : 'offline').padEnd(7)} ${(isUp(one) ? now : '-').padEnd(19)} ${'-'.padEnd(19)} -`), RULE,
    '  ONT        SN        Type          Distance Rx/Tx power  Description', '  ID                                    (m)      (dBm)', RULE,
    ...onts.map((one) => `  ${String(one.id).padEnd(4)} ${(one.ont.serial ?? '-').padEnd(16)} ${(isUp(one) ? 'EG8141A5' : '-').padEnd(12)} ${(isUp(one) ? '1234' : '-').padEnd(8)} ${(isUp(one) ? '-19.91/2.19' : '-/-').padEnd(12)} ${(one.ont.description ?? 'ONT_NO_DESCRIPTION').slice(0, 20)}`), RULE,
  ];
}

/** `display ont port state P ID eth-port all` */
export function portStates(box: Box, one: OneOnt): string[] {
  if (!box.online(one.port, one.id, one.ont)) throw new Declined('The ONT is not online');
  const declared = box.state.serviceProfiles[one.ont.service]?.ports['eth'] ?? '0';
  const ports = declared.startsWith('adaptive') ? 4 : Number(declared);
  return [
    RULE, '  ONT-ID   ONT        ONT         Speed(Mbps)   Duplex      LinkState  RingStatus', '           port-ID    Port-type', RULE,
    ...Array.from({ length: ports }, (_, i) => `  ${String(one.id).padStart(6)}   ${String(i + 1).padStart(7)}    GE          ${i === 0 ? '1000          full        up         noloop' : '-             -           down       noloop'}`), RULE,
  ];
}

function runStates(box: Box, { port, id, ont }: OneOnt): { control: string; run: string; config: string; match: string } {
  const online = box.online(port, id, ont);
  return { control: ont.active ? 'active' : 'deactivated', run: online ? 'online' : 'offline', config: online ? 'normal' : 'initial', match: online ? 'match' : 'initial' };
}

/** `0/1/3` as tables print it: `0/ 1/3`. */
function spaced(port: string): string {
  const [frame, slot, number] = port.split('/');
  return `${frame}/${slot!.padStart(2)}/${number}`;
}

/** `display ont info P ID`: head, line profile with its T-CONTs, service profile. */
export function ontDetail(box: Box, one: OneOnt): string[] {
  const { ont, port, id } = one;
  const states = runStates(box, one);
  const online = states.run === 'online';
  const now = stamp(box.clock.now());
  return [
    RULE,
    pair('F/S/P', port), pair('ONT-ID', id), pair('Control flag', states.control), pair('Run state', states.run), pair('Config state', states.config),
    pair('Match state', states.match), pair('DBA type', 'SR'), pair('ONT distance(m)', online ? 1234 : '-'), pair('ONT last distance(m)', 1234),
    pair('ONT battery state', 'not support'), pair('Memory occupation', online ? '41%' : '-'), pair('CPU occupation', online ? '2%' : '-'), pair('Temperature', online ? '45(C)' : '-'),
    pair('Authentic type', authType(ont)), pair('SN', ont.serial === undefined ? '-' : shownSerial(ont.serial)), pair('Management mode', 'OMCI'),
    pair('Software work mode', 'normal'), pair('Isolation state', 'normal'),
    ...numbers(ont.hosts).map((index) => pair(`ONT IP ${index} address/mask`, addressOf(box, one, index)?.cidr ?? '-')),
    ...described(ont.description ?? 'ONT_NO_DESCRIPTION'),
    pair('Last down cause', online ? 'dying-gasp' : '-'), pair('Last up time', online ? now : '-'), pair('Last down time', '-'), pair('Last dying gasp time', '-'),
    pair('ONT online duration', online ? '0 day(s), 0 hour(s), 1 minute(s), 4 second(s)' : '-'),
    pair('Type C support', 'Not support'), pair('Interoperability-mode', 'ITU-T'),
    RULE, '  VoIP configure mode    : Default', RULE,
    ...lineProfileBlock(ont.line, box.state.lineProfiles[ont.line]!),
    ...serviceProfileBlock(ont.service, box.state.serviceProfiles[ont.service]!),
  ];
}

function authType(ont: Ont): string {
  if (ont.serial !== undefined) return ont.password === undefined ? 'SN-auth' : 'SN-PASSWORD-auth';
  return ont.loid === undefined ? `PASSWORD-auth(${ont.term ?? 'always-on'})` : `LOID-auth(${ont.term ?? 'always-on'})`;
}

/** Wraps at 32 columns; a cut after a blank keeps the blank as padding. */
function described(text: string): string[] {
  const pieces = text.match(/.{1,32}/g) ?? [''];
  return pieces.map((piece, i) => (i === 0 ? pair('Description', piece) : `${' '.repeat(29)}${piece}`));
}

function lineProfileBlock(id: number, profile: LineProfile): string[] {
  return [
    `  Line profile ID      : ${id}`, `  Line profile name    : ${profile.name}`, RULE,
    `  FEC upstream switch :${profile.fec ? 'Enable' : 'Disable'}`, `  OMCC encrypt switch :${profile.omccEncrypt ? 'On' : 'Off'}`, '  Qos mode            :PQ',
    `  Mapping mode        :${profile.mappingMode.toUpperCase()}`, `  TR069 management    :${profile.tr069 ? 'Enable' : 'Disable'}`, `  TR069 IP index      :${profile.tr069Index ?? 0}`, RULE,
    ...numbers(profile.tconts).flatMap((tcont) => [
      `  <T-CONT ${String(tcont).padStart(3)}>          DBA Profile-ID:${profile.tconts[tcont]}`,
      ...numbers(profile.gems).filter((gem) => profile.gems[gem]!.tcont === tcont).flatMap((gem) => gemBlock(gem, profile)),
    ]),
    RULE,
  ];
}

function gemBlock(index: number, profile: LineProfile): string[] {
  const gem = profile.gems[index]!;
  const rule = `   ${'-'.repeat(68)}`;
  return [
    `   <Gem Index ${index}>`, rule,
    `   |Serv-Type:ETH |Encrypt:${gem.encrypt ? 'on ' : 'off'} |Cascade:off |GEM-CAR:-            |`,
    '   |Upstream-priority-queue:0  |Downstream-priority-queue:-       |', rule,
    '    Mapping VLAN  Priority Port    Port  Bundle  Flow  Transparent', '    index                  type    ID    ID      CAR', rule,
    ...numbers(gem.mappings).map((mapping) => {
      const { vlan, priority } = gem.mappings[mapping]!;
      return `    ${String(mapping).padEnd(8)}${String(vlan ?? '-').padStart(4)}  ${String(priority ?? '-').padEnd(8)} -       -     -       -     -`;
    }),
    rule,
  ];
}

function serviceProfileBlock(id: number, profile: ServiceProfile): string[] {
  const count = (kind: string): string => profile.ports[kind] ?? '0';
  return [
    `  Service profile ID   : ${id}`, `  Service profile name : ${profile.name}`, RULE, '  Port-type     Port-number', RULE,
    ...['pots', 'eth', 'vdsl', 'tdm', 'moca', 'catv'].map((kind) => `  ${kind.toUpperCase().padEnd(13)} ${count(kind)}`), RULE,
    '  Port  Port Service-type  Index  S-VLAN S-PRI C-VLAN C-PRI ENCAP         S-PRI', '  type  ID                                                            POLICY', RULE,
    ...Object.keys(profile.portVlans).map((rule, i) => uniRow(rule, i + 1)), RULE,
  ];
}

function uniRow(rule: string, index: number): string {
  const found = /^(\w+)(?: (\d+))? (?:(translation|q-in-q|transparent|trunk) ?)?(\d+)?(?:.* user-vlan (\S+))?/.exec(rule);
  const [, kind = '', port = '-', how = 'translation', service = '-', user = service] = found ?? [];
  const type = how === 'translation' ? 'Translation' : how === 'transparent' ? 'Transparent' : 'QinQ';
  return `  ${kind.toUpperCase().padEnd(5)} ${port.padStart(4)} ${type.padEnd(13)} ${String(index).padStart(5)}  ${service.padEnd(6)} -     ${user.padEnd(6)} -     -             -`;
}

/** The address a host got: static as written, otherwise one per VLAN once the ONT runs and its VLAN has a way out. */
export function addressOf(box: Box, { port, id, ont }: OneOnt, index: number): { ip: string; mask: string; gateway: string; cidr: string } | null {
  const host = ont.hosts[index];
  if (!host || !box.online(port, id, ont)) return null;
  if (host.how === 'static') return { ip: host.ip ?? '-', mask: host.mask ?? '-', gateway: host.gateway ?? '-', cidr: `${host.ip}/24` };
  const carried = Object.values(box.state.servicePorts).some((row) => row.port === port && row.ont === id && (host.vlan === undefined || row.user === String(host.vlan)));
  if (!carried) return null;
  const net = `10.${(host.vlan ?? 0) % 250}.${Number(port.split('/')[2])}`;
  return { ip: `${net}.${id + 2}`, mask: '255.255.240.0', gateway: `${net}.1`, cidr: `${net}.${id + 2}/20` };
}

export function ipConfig(box: Box, one: OneOnt): string[] {
  const hosts = numbers(one.ont.hosts);
  if (hosts.length === 0) throw new Declined('The IP interface does not exist');
  return [RULE, ...hosts.flatMap((index) => [...hostBlock(box, one, index, one.ont.hosts[index]!), RULE])];
}

function hostBlock(box: Box, one: OneOnt, index: number, host: Host): string[] {
  const address = addressOf(box, one, index);
  const type = host.how === 'dhcp' ? 'DHCP' : host.how === 'static' ? 'Static config' : 'PPPoE';
  return [
    pair('ONT IP host index', index), pair('ONT config type', type), pair('ONT IP', address?.ip ?? '-'), pair('ONT subnet mask', address?.mask ?? '-'),
    pair('ONT gateway', address?.gateway ?? '-'), pair('ONT primary DNS', host.dns1 ?? '-'), pair('ONT slave DNS', host.dns2 ?? '-'),
    pair('ONT MAC', hostMac(one.id, index)), pair('ONT manage VLAN', host.vlan ?? '-'), pair('ONT manage priority', host.priority ?? '-'),
    pair('Dscp mapping table index', 0),
  ];
}

/** One block per host that is a WAN of the ONT. Older releases spell two keys differently. */
export function wanInfo(box: Box, one: OneOnt): string[] {
  const { ont, port, id } = one;
  if (!box.online(port, id, ont)) throw new Declined('The ONT is not online');
  const old = box.settings.family === 'MA5600T';
  const rows = numbers(ont.hosts).flatMap((index, i) => {
    const host = ont.hosts[index]!;
    const address = addressOf(box, one, index);
    const service = ont.internet[index] ? 'Internet' : ont.acs !== undefined && index === (box.state.lineProfiles[ont.line]?.tr069Index ?? 0) ? 'Tr069' : 'Other';
    return [
      pair('Index', i + 1, 28), pair('Name', `${i + 1}_${service.toUpperCase()}_R_VID_${host.vlan ?? ''}`, 28), pair('Service type', service, 28), pair('Connection type', 'IP routed', 28),
      pair(old ? 'Connection status' : 'IPv4 Connection status', address ? 'Connected' : 'Connecting', 28),
      pair(old ? 'IP access type' : 'IPv4 access type', host.how === 'dhcp' ? 'DHCP' : host.how === 'static' ? 'Static' : 'PPPoE', 28),
      pair(old ? 'IP' : 'IPv4 address', address?.ip ?? '-', 28), pair('Subnet mask', address?.mask ?? '-', 28), pair('Default gateway', address?.gateway ?? '-', 28),
      pair('Manage VLAN', host.vlan ?? '-', 28), pair('Manage priority', host.priority ?? '-', 28), pair('MAC address', hostMac(id, index), 28),
      pair('L2 encap-type', host.how === 'pppoe' ? 'PPPoE' : 'IPoE', 28), RULE,
    ];
  });
  return [RULE, pair('F/S/P', port, 28), pair('ONT ID', id, 28), RULE, ...rows];
}

export function opticalInfo(box: Box, one: OneOnt): string[] {
  if (!box.online(one.port, one.id, one.ont)) throw new Declined('The ONT is not online');
  return [
    RULE, pair('ONU NNI port ID', 0, 38), pair('Module type', 'GPON', 38), pair('Module sub-type', 'CLASS B+', 38), pair('Used type', 'ONU', 38), pair('Encapsulation Type', 'BOSA ON BOARD', 38),
    pair('Optical power precision(dBm)', '3.0', 38), pair('Vendor name', 'HUAWEI', 38), pair('Rx optical power(dBm)', '-19.91', 38), pair('Rx power current warning threshold(dBm)', '[-,-]', 38),
    pair('Rx power current alarm threshold(dBm)', '[-29.0,-7.0]', 38), pair('Tx optical power(dBm)', '2.19', 38), pair('Tx power current alarm threshold(dBm)', '[0.0,5.0]', 38),
    pair('Laser bias current(mA)', '11', 38), pair('Temperature(C)', '45', 38), pair('Voltage(V)', '3.300', 38), pair('OLT Rx ONT optical power(dBm)', '-21.30', 38), pair('CATV Rx optical power(dBm)', '-', 38), RULE,
  ];
}

export function opticalTable(box: Box, port: string): string[] {
  const rows = ontsOf(box, port);
  if (rows.length === 0) throw new Declined('The required ONT does not exist');
  return [
    RULE, '  ONT  Rx power  Tx power  OLT Rx ONT  Temperature  Voltage  Current  Distance', '  ID   (dBm)     (dBm)     power(dBm)  (C)          (V)      (mA)     (m)', RULE,
    ...rows.map((one) => (box.online(port, one.id, one.ont)
      ? `  ${String(one.id).padEnd(4)} -19.91    2.19      -21.30      45           3.300    11       1234`
      : `  ${String(one.id).padEnd(4)} -         -         -           -            -        -        -`)),
    RULE,
  ];
}

export function autofindBlocks(box: Box, port: string | null): string[] {
  const found = box.autofound().filter((one) => port === null || one.port === port);
  if (found.length === 0) throw new Declined('The automatically found ONTs do not exist');
  const rule = `   ${'-'.repeat(76)}`;
  return [rule, ...found.flatMap((one, i) => [
    ...([
      ['Number', i + 1], ['F/S/P', one.port], ['Ont SN', shownSerial(one.serial)], ['Password', '0x00000000000000000000'], ['Loid', ''], ['Checkcode', ''],
      ['VendorID', vendorForm(one.serial).slice(0, 4)], ['Ont Version', '15AB.A'], ['Ont SoftwareVersion', 'V5R019C00S100'], ['Ont EquipmentID', one.equipment ?? 'EG8141A5'],
      ['Ont Customized Info', 'COMMON'], ['Ont MAC', '1122-3344-5566'], ['Ont Equipment SN', ''], ['Ont autofind time', stamp(box.clock.now())], ['Multi channel', '-'],
    ] as const).map(([key, value]) => ` ${pair(key, value, 19)}`.trimEnd()),
    rule,
  ]), `   The number of GPON autofind ONT is ${found.length}`];
}
