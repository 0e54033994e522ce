/**
 * `display current-configuration`: the box as the commands that would make it, in sections. Lines of a section have one leading
 * blank, lines of a body two; secrets are masked. Layout after a device transcript of release R022 and captures of older ones.
 */
import type { Settings } from '../options.ts';
import { numbers, places, type Host, type LineProfile, type Ont, type ServicePort, type ServiceProfile, type State } from '../state.ts';
import { SECRET } from '../words.ts';

/** The box as far as it prints: running or saved tables. */
export interface Printed { readonly state: State; readonly settings: Settings; }

/** One `<name>` block; `parent` is the `[name]` above it. */
export interface Section { readonly parent: string; readonly name: string; readonly lines: readonly string[]; }

export function header(box: Printed): string {
  const { family, release } = box.settings;
  return family === 'MA5800' ? `[MA5800V100${release}: 5011]` : `[MA5600V800${release}: 5011]`;
}

/** The configuration as text. Sections of the same parent follow one another under its head. */
export function configurationLines(box: Printed, sections: readonly Section[]): string[] {
  const out = [header(box)];
  let parent = '';
  for (const section of sections) {
    out.push('#');
    if (section.parent !== parent) out.push(`[${section.parent}]`);
    parent = section.parent;
    out.push(`  <${section.name}>`, ...section.lines.map((line) => ` ${line}`));
  }
  return [...out, '#', 'return'];
}

export function allSections(box: Printed): Section[] {
  const { state } = box;
  return [
    { parent: 'pre-config', name: 'pre-config', lines: places(state.boards).map((slot) => `board add ${slot} ${state.boards[slot]!.name}`) },
    { parent: 'sysmode', name: 'sysmode', lines: state.distributed ? ['sysmode end'] : ['xpon mode switch-to profile-mode', 'sysmode end'] },
    { parent: 'global-config', name: 'global-config', lines: globalLines(box) },
    { parent: 'vlan-config', name: 'vlan-config', lines: vlanLines(state) },
    ...boardSections(state),
    { parent: 'bbs-config', name: 'bbs-config', lines: numbers(state.servicePorts).flatMap((index) => servicePortLines(index, state.servicePorts[index]!)) },
    { parent: 'btv-config', name: 'btv-config', lines: multicastLines(state, box.settings.recent) },
  ].filter((section) => section.lines.length > 0);
}

/** The board's block with one ONT, and its service-ports. */
export function ontSections(box: Printed, key: string): Section[] {
  const { state } = box;
  const [port, id] = [key.slice(0, key.lastIndexOf('/')), Number(key.split('/')[3])];
  return [...boardPart(state, slotOf(port), [key], []), ...servicePortPart(state, rowsOf(state, (row) => row.port === port && row.ont === id))];
}

/** The board's block with one port, the service-ports of that port, and which of them receive multicast. */
export function portSections(box: Printed, port: string): Section[] {
  const { state } = box;
  const keys = places(state.onts).filter((key) => key.slice(0, key.lastIndexOf('/')) === port);
  const rows = rowsOf(state, (row) => row.port === port);
  const members: State = {
    ...state, igmpUsers: only(state.igmpUsers, (index) => rows.includes(index)),
    mvlans: Object.fromEntries(Object.entries(state.mvlans).flatMap(([vlan, { members: all }]) => {
      const mine = all.filter((index) => rows.includes(index));
      return mine.length > 0 ? [[vlan, { uplinks: [], members: mine, programs: [] }]] : [];
    })),
  };
  const multicast = multicastLines(members, box.settings.recent);
  return [
    ...boardPart(state, slotOf(port), keys, finding(state, (each) => each === port)), ...servicePortPart(state, rows),
    ...(multicast.length > 0 ? [{ parent: 'btv-config', name: 'btv-config', lines: multicast }] : []),
  ];
}

function boardPart(state: State, slot: string, keys: readonly string[], before: readonly string[]): Section[] {
  const tech = state.boards[slot]?.tech ?? 'gpon';
  return [{ parent: tech, name: `${tech}-${slot}`, lines: [`interface ${tech} ${slot}`, ...before, ...ontLines(state, keys)] }];
}

function servicePortPart(state: State, rows: readonly number[]): Section[] {
  return rows.length > 0 ? [{ parent: 'bbs-config', name: 'bbs-config', lines: rows.flatMap((index) => servicePortLines(index, state.servicePorts[index]!)) }] : [];
}

function rowsOf(state: State, meant: (row: ServicePort) => boolean): number[] {
  return numbers(state.servicePorts).filter((index) => meant(state.servicePorts[index]!));
}

function only<T>(rows: Readonly<Record<string, T>>, meant: (index: number) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(rows).filter(([index]) => meant(Number(index))));
}

function slotOf(port: string): string {
  return port.slice(0, port.lastIndexOf('/'));
}

function globalLines({ state, settings }: Printed): string[] {
  return [
    `sysname ${state.sysname}`,
    ...numbers(state.traffic).filter((id) => id > 6).map((id) => trafficLine(state, id)),
    ...numbers(state.dba).filter((id) => id > 9).map((id) => dbaLine(state, id)),
    ...(state.homeGateway === undefined ? [] : [`gpon ont home-gateway config-method ${state.homeGateway}`]),
    ...numbers(state.wanProfiles).flatMap((id) => {
      const profile = state.wanProfiles[id]!;
      return [`ont wan-profile profile-id ${id} profile-name "${profile.name}"`, ` connection-type ${profile.connection}`, ...(profile.nat ? [' nat enable'] : []), ' quit'];
    }),
    ...numbers(state.acsProfiles).map((id) => acsLine(state, id)),
    ...numbers(state.sipAgents).flatMap((id) => {
      const agent = state.sipAgents[id]!;
      return [`ont-sipagent-profile profile-id ${id} profile-name "${agent.name}"`, ...agent.settings.map((line) => ` ${line}`), ' commit', ' quit'];
    }),
    ...numbers(state.serviceProfiles).filter((id) => id > 0).flatMap((id) => serviceProfileLines(id, state.serviceProfiles[id]!, settings.recent)),
    ...numbers(state.lineProfiles).flatMap((id) => lineProfileLines(id, state.lineProfiles[id]!)),
  ];
}

function trafficLine(state: State, id: number): string {
  const table = state.traffic[id]!;
  const rate = table.cir === null ? 'cir off' : `cir ${table.cir} cbs ${table.cbs} pir ${table.pir} pbs ${table.pbs}`;
  return `traffic table ip index ${id} name "${table.name}" ${rate}${table.color ? ` color-mode ${table.color}` : ''} priority ${table.priority} priority-policy ${table.policy}`;
}

function dbaLine(state: State, id: number): string {
  const profile = state.dba[id]!;
  const rates = (['fix', 'assure', 'max'] as const).flatMap((key) => (profile[key] === undefined ? [] : [`${key} ${profile[key]}`]));
  return `dba-profile add profile-id ${id} profile-name "${profile.name}" type${profile.type} ${rates.join(' ')}`;
}

function acsLine(state: State, id: number): string {
  const profile = state.acsProfiles[id]!;
  const user = profile.user === undefined ? '' : ` user "${profile.user}"${profile.password === undefined ? '' : ` "${SECRET}"`}`;
  return `ont tr069-server-profile add profile-id ${id} profile-name "${profile.name}" url "${profile.url}"${user}${profile.realm === undefined ? '' : ` realm "${profile.realm}"`}`;
}

function serviceProfileLines(id: number, profile: ServiceProfile, recent: boolean): string[] {
  const ports = ['pots', 'eth', 'vdsl', 'tdm', 'moca', 'catv'].filter((kind) => profile.ports[kind] !== undefined).map((kind) => `${kind} ${profile.ports[kind]}`);
  return [
    `ont-srvprofile gpon profile-id ${id} profile-name "${profile.name}"`,
    ...(ports.length > 0 ? [` ont-port ${ports.join(' ')}`] : []),
    ...Object.keys(profile.portVlans).map((rule) => ` port vlan ${rule}`),
    ...Object.entries(profile.settings).map(([name, value]) => ` ${name} ${value}`),
    ' commit',
    ...(recent ? [] : [' quit']),
  ];
}

function lineProfileLines(id: number, profile: LineProfile): string[] {
  return [
    `ont-lineprofile gpon profile-id ${id} profile-name "${profile.name}"`,
    ...(profile.fec ? [' fec-upstream enable'] : []),
    ...(profile.qosMode ? [` qos-mode ${profile.qosMode}`] : []),
    ...(profile.mappingMode === 'vlan' ? [] : [` mapping-mode ${profile.mappingMode}`]),
    ` omcc encrypt ${profile.omccEncrypt ? 'on' : 'off'}`,
    ...(profile.tr069 ? [' tr069-management enable'] : []),
    ...(profile.tr069Index === undefined ? [] : [` tr069-management ip-index ${profile.tr069Index}`]),
    ...numbers(profile.tconts).map((tcont) => ` tcont ${tcont} dba-profile-id ${profile.tconts[tcont]}`),
    ...numbers(profile.gems).map((gem) => {
      const { tcont, encrypt, options } = profile.gems[gem]!;
      return ` gem add ${gem} eth tcont ${tcont}${encrypt ? ' encrypt on' : ''}${options ? ` ${options}` : ''}`;
    }),
    ...numbers(profile.gems).flatMap((gem) => numbers(profile.gems[gem]!.mappings).map((index) => ` gem mapping ${gem} ${index} ${mappingWords(profile, gem, index)}`)),
    ' commit',
    ' quit',
  ];
}

function mappingWords(profile: LineProfile, gem: number, index: number): string {
  const mapping = profile.gems[gem]!.mappings[index]!;
  const parts = [mapping.vlan === undefined ? '' : `vlan ${mapping.vlan}`, mapping.priority === undefined ? '' : `priority ${mapping.priority}`, mapping.port ?? ''];
  return parts.filter((part) => part !== '').join(' ');
}

function vlanLines(state: State): string[] {
  const all = numbers(state.vlans).filter((vlan) => vlan !== 1);
  const runs = ranges(all, (a, b) => state.vlans[a]!.type === state.vlans[b]!.type);
  return [
    ...runs.map(([from, to]) => `vlan ${span(from, to)} ${state.vlans[from]!.type}`),
    ...all.flatMap((vlan) => (state.vlans[vlan]!.description === undefined ? [] : [`vlan desc ${vlan} description "${state.vlans[vlan]!.description}"`])),
    ...places(state.portVlans).flatMap((port) => {
      const [frame, slot, number] = port.split('/');
      return ranges(state.portVlans[port]!, () => true).map(([from, to]) => `port vlan ${span(from, to)} ${frame}/${slot} ${number}`);
    }),
  ];
}

function ranges(values: readonly number[], together: (a: number, b: number) => boolean): [number, number][] {
  const out: [number, number][] = [];
  for (const value of values) {
    const last = out.at(-1);
    if (last && last[1] === value - 1 && together(last[1], value)) last[1] = value;
    else out.push([value, value]);
  }
  return out;
}

function span(from: number, to: number): string {
  return from === to ? String(from) : `${from} to ${to}`;
}

function boardSections(state: State): Section[] {
  return places(state.boards).filter((slot) => ['gpon', 'epon'].includes(state.boards[slot]!.tech)).map((slot) => {
    const { tech } = state.boards[slot]!;
    const keys = places(state.onts).filter((key) => key.startsWith(`${slot}/`));
    const before = finding(state, (port) => port.startsWith(`${slot}/`));
    return { parent: tech, name: `${tech}-${slot}`, lines: [`interface ${tech} ${slot}`, ...before, ...ontLines(state, keys)] };
  });
}

function finding(state: State, meant: (port: string) => boolean): string[] {
  return places(state.autofind).filter(meant).map((port) => `port ${port.split('/')[2]} ont-auto-find enable`);
}

/** First all ONTs, then what they were told, kind by kind. */
function ontLines(state: State, keys: readonly string[]): string[] {
  const each = (lines: (ont: Ont, place: string) => string[]): string[] => keys.flatMap((key) => {
    const [, , port, id] = key.split('/');
    return lines(state.onts[key]!, `${port} ${id}`);
  });
  const table = <T>(rows: Readonly<Record<string, T>>, line: (key: string, row: T) => string): string[] => Object.keys(rows).map((key) => line(key, rows[key]!));
  return [
    ...each((ont, place) => [`ont add ${place} ${identity(ont)} omci ont-lineprofile-id ${ont.line} ont-srvprofile-id ${ont.service} desc "${ont.description ?? 'ONT_NO_DESCRIPTION'}"`]),
    ...each((ont, place) => (ont.active ? [] : [`ont deactivate ${place}`])),
    ...each((ont, place) => table(ont.hosts, (index, host) => `ont ipconfig ${place} ip-index ${index} ${hostWords(host)}`)),
    ...each((ont, place) => table(ont.internet, (index) => `ont internet-config ${place} ip-index ${index}`)),
    ...each((ont, place) => table(ont.wan, (index, profile) => `ont wan-config ${place} ip-index ${index} profile-id ${profile}`)),
    ...each((ont, place) => (ont.acs === undefined ? [] : [`ont tr069-server-config ${place} profile-id ${ont.acs}`])),
    ...each((ont, place) => (ont.fec === undefined ? [] : [`ont fec ${place} ${ont.fec}`])),
    ...each((ont, place) => (ont.multicast === undefined ? [] : [`ont multicast-forward ${place} ${ont.multicast}`])),
    ...each((ont, place) => table(ont.attributes, (subject, state_) => `ont port attribute ${place} ${subject} operational-state ${state_}`)),
    ...each((ont, place) => table(ont.routes, (subject, state_) => `ont port route ${place} ${subject} ${state_}`)),
    ...each((ont, place) => table(ont.native, (subject, tag) => `ont port native-vlan ${place} ${subject} vlan ${tag.vlan} priority ${tag.priority}`)),
    ...each((ont, place) => Object.keys(ont.portVlans).map((rule) => `ont port vlan ${place} ${rule}`)),
    ...each((ont, place) => table(ont.sip, (line, sip) => `if-sip add ${place} ${line} ip-index ${sip.host} sipagent-profile profile-id ${sip.agent}`)),
    ...each((ont, place) => table(ont.sipUsers, (pots, user) => `sippstnuser add ${place} ${pots} mgid ${user.mg} username "${user.user}" password "${SECRET}" telno "${user.telno}"`)),
  ];
}

function identity(ont: Ont): string {
  const password = ont.password === undefined ? '' : `password-auth "${SECRET}"`;
  if (ont.serial !== undefined) return `sn-auth "${ont.serial}"${password === '' ? '' : ` ${password}`}`;
  if (ont.loid !== undefined) return `loid-auth "${ont.loid}"${ont.checkcode === undefined ? '' : ` checkcode-auth "${SECRET}"`} ${ont.term ?? 'always-on'}`;
  return `${password} ${ont.term ?? 'always-on'}`;
}

function hostWords(host: Host): string {
  const tag = host.vlan === undefined ? '' : ` vlan ${host.vlan} priority ${host.priority ?? 0}`;
  switch (host.how) {
    case 'dhcp': return `dhcp${tag}`;
    case 'static': {
      const named = [['gateway', host.gateway], ['pri-dns', host.dns1], ['slave-dns', host.dns2]] as const;
      return `static ip-address ${host.ip} mask ${host.mask}${named.map(([word, value]) => (value === undefined ? '' : ` ${word} ${value}`)).join('')}${tag}`;
    }
    case 'pppoe': return `pppoe${tag}${host.user === undefined ? '' : ` user-account username "${host.user}" password "${SECRET}"`}`;
  }
}

export function servicePortLines(index: number, row: ServicePort): string[] {
  const where = row.tech === 'gpon' ? `gpon ${row.port} ont ${row.ont} gemport ${row.gem}` : `epon ${row.port} ont ${row.ont}`;
  const user = row.user === 'all' ? '' : ` user-vlan ${row.user}`;
  const inner = row.inner === undefined ? '' : ` inner-vlan ${row.inner}${row.innerPriority === undefined ? '' : ` inner-priority ${row.innerPriority}`}`;
  const limits = row.inbound === undefined ? '' : ` inbound traffic-table index ${row.inbound} outbound traffic-table index ${row.outbound}`;
  return [
    `service-port ${index} vlan ${row.vlan} ${where} multi-service${user}${row.encap ? ` user-encap ${row.encap}` : ''} tag-transform ${row.transform}${inner}${limits}`,
    ...(row.description === undefined ? [] : [`service-port desc ${index} description "${row.description}"`]),
    ...(row.disabled ? [`service-port ${index} adminstatus disable`] : []),
  ];
}

function multicastLines(state: State, recent: boolean): string[] {
  const users = numbers(state.igmpUsers);
  const vlans = numbers(state.mvlans);
  if (users.length + vlans.length === 0) return [];
  return [
    'btv',
    ...users.map((index) => `igmp user add service-port ${index} ${state.igmpUsers[index]!.options}`),
    ...vlans.flatMap((vlan) => {
      const mvlan = state.mvlans[vlan]!;
      return [
        `multicast-vlan ${vlan}`,
        ...(mvlan.version ? [` igmp version ${mvlan.version}`] : []),
        ...(mvlan.match ? [` igmp match mode ${mvlan.match}`] : []),
        ...(mvlan.mode ? [` igmp mode ${mvlan.mode}`] : []),
        ...mvlan.uplinks.map((port) => ` igmp uplink-port ${port}`),
        ...mvlan.members.map((index) => ` igmp multicast-vlan member service-port${recent ? '-list' : ''} ${index}`),
      ];
    }),
  ];
}
