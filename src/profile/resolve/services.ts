/** Services and management: the merged tree to `ServiceIntent`. */
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, Ipv4Address, OntHardware, PortName, Rates, ServiceIntent, SipIntent, UniTag, VlanPlan, WanIntent, Writer } from '../intent.ts';
import type { Reader } from './reader.ts';
import { at, isOff, leafText, section, treePlace } from './tree.ts';
import type { Branch, Tree } from './tree.ts';

/** Stands in for a VLAN that could not be read (reported), so that the rules still see the service. */
const NO_VLAN: VlanPlan = { uni: { kind: 'untagged' }, pon: 0, svlan: 0 };

/** @returns services in file order; what is wrong with one is reported, and filled with something harmless */
export function readServices(reader: Reader, root: Branch, ont: OntHardware): ServiceIntent[] {
  const services: ServiceIntent[] = [];
  const tree = section(root, 'services');
  if (!tree) return services;
  for (const [name, service] of tree.entries) {
    if (isOff(service) || service.kind !== 'branch') continue;
    services.push(readService(reader, name, service, ont));
  }
  return services;
}

export function readManagement(reader: Reader, root: Branch): Intent['management'] {
  const tree = section(root, 'management');
  if (!tree) return undefined;
  const vlan = readVlan(reader, tree, { kind: 'untagged' }, 'management');
  const address = readAddress(reader, at(tree, 'address'), 'management') ?? { how: 'dhcp' };
  return { vlan: vlan ?? NO_VLAN, priority: reader.whole(at(tree, 'priority'), 0, 7, 'priority') ?? 0, address };
}

function readService(reader: Reader, name: string, tree: Branch, ont: OntHardware): ServiceIntent {
  const mode = reader.word<'bridge' | 'route'>(at(tree, 'mode')) ?? 'bridge';
  const sip = readSip(reader, section(tree, 'sip'), name);
  const attach = readAttach(reader, name, tree, mode, sip !== undefined, ont);
  const physical = attach.some((port) => port.kind === 'eth' || port.kind === 'lan');
  const vlan = readVlan(reader, tree, physical && mode === 'bridge' ? { kind: 'untagged' } : undefined, `service ${name}`) ?? NO_VLAN;
  const qos = section(tree, 'qos');
  const up = readRates(reader, at(tree, 'up'), section(qos, 'up'), `${name} up`);
  const down = readRates(reader, at(tree, 'down'), section(qos, 'down'), `${name} down`);
  const group = reader.text(at(tree, 'group'));
  const macs = reader.whole(at(tree, 'macs'), 1, 255, 'macs');
  const option82 = reader.flag(at(tree, 'option82'));
  const wan = readWan(reader, section(tree, 'wan'), name);
  const multicast = readMulticast(reader, tree);
  return {
    name, vlan, mode, attach,
    priority: reader.whole(at(tree, 'priority'), 0, 7, 'priority') ?? 0,
    enforcedBy: reader.word<'olt' | 'bras'>(at(tree, 'enforcedBy')) ?? 'olt',
    ...(down === undefined ? {} : { down }),
    ...(up === undefined ? {} : { up }),
    ...(group === undefined ? {} : { group }),
    ...(wan === undefined ? {} : { wan }),
    ...(multicast === undefined ? {} : { multicast }),
    ...(sip === undefined ? {} : { sip }),
    ...(macs === undefined ? {} : { macs }),
    ...(option82 === undefined ? {} : { option82 }),
  };
}

/** Without `attach`: the VEIP of a routing ONT, or the only Ethernet port. Voice needs none. */
function readAttach(reader: Reader, name: string, tree: Branch, mode: 'bridge' | 'route', voice: boolean, ont: OntHardware): PortName[] {
  const written = at(tree, 'attach');
  if (written) return reader.ports(written);
  if (voice) return [];
  if (ont.veip) return [{ kind: 'veip' }];
  if (mode === 'route') return [];
  if (ont.eth === 1) return [{ kind: 'eth', number: 1 }];
  reader.report(finding('ONT232', `the service ${name} is attached to no port`, { hint: 'add attach: eth1, or attach: veip', at: treePlace(tree) }));
  return [];
}

function readVlan(reader: Reader, owner: Branch, physical: UniTag | undefined, what: string): VlanPlan | undefined {
  const tree = at(owner, 'vlan');
  if (!tree) {
    reader.report(finding('ONT233', `${what} has no VLAN`, { hint: 'add vlan: 100', at: treePlace(owner) }));
    return undefined;
  }
  const number = (part: Tree | undefined): number | undefined => reader.whole(part, 1, 4094, 'VLAN');
  if (tree.kind === 'leaf') {
    const pon = number(tree);
    return pon === undefined ? undefined : { uni: physical ?? { kind: 'vlan', vlan: pon }, pon, svlan: pon };
  }
  const pon = number(at(tree, 'pon'));
  const svlan = at(tree, 'svlan') ? number(at(tree, 'svlan')) : pon;
  const cvlan = number(at(tree, 'cvlan'));
  if (!at(tree, 'pon')) reader.report(finding('ONT233', `${what}: vlan has no pon`, { hint: 'add pon: the tag between ONT and OLT', at: treePlace(tree) }));
  if (pon === undefined || svlan === undefined || (at(tree, 'cvlan') && cvlan === undefined)) return undefined;
  const uni = at(tree, 'uni') ? readUni(reader, at(tree, 'uni')) : physical ?? { kind: 'vlan' as const, vlan: pon };
  return uni === undefined ? undefined : { uni, pon, svlan, ...(cvlan === undefined ? {} : { cvlan }) };
}

function readUni(reader: Reader, tree: Tree | undefined): UniTag | undefined {
  const pieces = reader.texts(tree);
  const [first] = pieces;
  if (!tree || first === undefined) return undefined;
  if (pieces.length === 1 && (first === 'untagged' || first === 'transparent' || first === 'priority-tagged')) return { kind: first };
  const ranges: (readonly [number, number])[] = [];
  for (const piece of pieces) {
    const match = /^(\d{1,4})(?: *- *(\d{1,4}))?$/.exec(piece);
    const low = Number(match?.[1]);
    const high = match?.[2] === undefined ? low : Number(match[2]);
    if (!match || low < 1 || high > 4094 || high < low) {
      reader.report(finding('ONT215', `${JSON.stringify(piece)} is no VLAN or range of VLANs from 1 to 4094`, { at: treePlace(tree) }));
      return undefined;
    }
    ranges.push([low, high]);
  }
  const [only] = ranges;
  return ranges.length === 1 && only![0] === only![1] ? { kind: 'vlan', vlan: only![0] } : { kind: 'vlans', ranges };
}

/** `up: 50M` is `qos: { up: { max: 50M } }`. */
function readRates(reader: Reader, plain: Tree | undefined, fine: Branch | undefined, what: string): Rates | undefined {
  if (!fine) {
    const max = reader.rate(plain);
    return max === undefined ? undefined : { max };
  }
  if (plain && plain.from === fine.from) {
    reader.report(finding('ONT235', `${what} is given twice: plainly and under qos`, {
      hint: 'keep one of the two', at: treePlace(plain), related: [{ message: 'the other one', at: treePlace(fine) }],
    }));
  }
  const fixed = reader.rate(at(fine, 'fixed'));
  const assured = reader.rate(at(fine, 'assured'));
  const max = reader.rate(at(fine, 'max'));
  return { ...(fixed === undefined ? {} : { fixed }), ...(assured === undefined ? {} : { assured }), ...(max === undefined ? {} : { max }) };
}

function readAddress(reader: Reader, tree: Tree | undefined, what: string): Ipv4Address | undefined {
  if (!tree || tree.kind === 'leaf') return { how: 'dhcp' };
  const ip = reader.ipv4(at(tree, 'ip'), 'ip');
  const mask = reader.ipv4(at(tree, 'mask'), 'mask');
  const gateway = reader.ipv4(at(tree, 'gateway'), 'gateway');
  for (const part of ['ip', 'mask', 'gateway']) {
    if (!at(tree, part)) reader.report(finding('ONT238', `the static address of ${what} lacks ${part}`, { hint: `add ${part}:`, at: treePlace(tree) }));
  }
  if (ip === undefined || mask === undefined || gateway === undefined) return undefined;
  return { how: 'static', ip, mask, gateway, dns: reader.texts(at(tree, 'dns')) };
}

function readWan(reader: Reader, tree: Branch | undefined, service: string): WanIntent | undefined {
  if (!tree) return undefined;
  const type = leafText(at(tree, 'type')) ?? (at(tree, 'username') ? 'pppoe' : section(tree, 'address') ? 'static' : 'dhcp');
  const how = readWanHow(reader, tree, type, service) ?? { how: 'dhcp' };
  return {
    by: reader.word<Writer>(at(tree, 'by')) ?? 'omci',
    how,
    ip: reader.word<'v4' | 'dual' | 'v6'>(at(tree, 'ip')) ?? 'v4',
    bind: reader.ports(at(tree, 'bind')),
    nat: reader.flag(at(tree, 'nat')) ?? true,
  };
}

function readWanHow(reader: Reader, tree: Branch, type: string, service: string): WanIntent['how'] | undefined {
  if (type === 'dhcp') return { how: 'dhcp' };
  if (type === 'static') {
    const address = section(tree, 'address');
    if (!address) reader.report(finding('ONT238', `the static WAN of ${service} lacks its address`, { hint: 'add address: { ip, mask, gateway }', at: treePlace(tree) }));
    return address ? readAddress(reader, address, `service ${service}`) : undefined;
  }
  const username = reader.text(at(tree, 'username'));
  const password = reader.secret(at(tree, 'password'), `${service}/wan/password`);
  for (const part of ['username', 'password']) {
    if (!at(tree, part)) reader.report(finding('ONT238', `the PPPoE WAN of ${service} lacks ${part}`, { hint: `add ${part}:`, at: treePlace(tree) }));
  }
  return username === undefined || password === undefined ? undefined : { how: 'pppoe', username, password };
}

function readMulticast(reader: Reader, service: Branch): ServiceIntent['multicast'] {
  const tree = section(service, 'multicast');
  if (!tree) return undefined;
  const mvlan = reader.whole(at(tree, 'mvlan'), 1, 4094, 'mvlan');
  if (!at(tree, 'mvlan')) reader.report(finding('ONT238', 'multicast lacks mvlan', { hint: 'add mvlan: the multicast VLAN of the OLT', at: treePlace(tree) }));
  if (mvlan === undefined) return undefined;
  const igmp = reader.word<'snooping' | 'proxy'>(at(tree, 'igmp') ?? at(service, 'igmp'));
  const maxGroups = reader.whole(at(tree, 'maxGroups'), 1, 4096, 'maxGroups');
  return { mvlan, ...(igmp === undefined ? {} : { igmp }), ...(maxGroups === undefined ? {} : { maxGroups }) };
}

function readSip(reader: Reader, tree: Branch | undefined, service: string): SipIntent | undefined {
  if (!tree) return undefined;
  const [number, username, proxy, registrar] = ['number', 'username', 'proxy', 'registrar'].map((name) => reader.text(at(tree, name)));
  const password = reader.secret(at(tree, 'password'), `${service}/sip/password`);
  return {
    by: reader.word<Writer>(at(tree, 'by')) ?? 'omci',
    pots: reader.whole(at(tree, 'pots'), 1, 8, 'pots') ?? 1,
    ...(number === undefined ? {} : { number }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(registrar === undefined ? {} : { registrar }),
  };
}
