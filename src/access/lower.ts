/** Lowering: what the subscriber buys to the entities an OLT and an ONT know. Pure; the same intent gives the same model. */
import type { Intent, Ipv4Address, ServiceIntent, VlanPlan, WanIntent } from '../profile/intent.ts';
import { internetService } from '../profile/rules/management.ts';
import { bandwidthOf, limitOf, sumRates } from './bandwidth.ts';
import type {
  AccessModel, Acs, Bandwidth, Flow, Gem, Host, Limit, Multicast, NetworkVlan, Ont, TCont, Uni, UniRule, UniTagging, Voice, Wan,
} from './model.ts';
import { Ports } from './ports.ts';

/**
 * Lowers one intent. Order is stable: management first, then services as written.
 * Every service and management has a GEM port of its own and, without `group`, a T-CONT of its own. Rate limits and DBA
 * profiles of equal content are one object. `enforcedBy: bras` leaves the limits out. What the ACS provisions (a WAN or voice
 * `by: tr069`) gets its GEM and flow only.
 */
export function lower(intent: Intent): AccessModel {
  return new Lowering(intent).model();
}

class Lowering {
  readonly #intent: Intent;
  readonly #bandwidths = new Shared<Bandwidth>();
  readonly #limits = new Shared<Limit>();
  readonly #tconts: TCont[] = [];
  readonly #groups = new Map<string, TCont>();
  readonly #gems: Gem[] = [];
  readonly #flows: Flow[] = [];
  readonly #ports = new Ports();
  readonly #rules: UniRule[] = [];
  readonly #hosts: Host[] = [];
  readonly #wans: Wan[] = [];
  readonly #multicasts: Multicast[] = [];
  readonly #voices: Voice[] = [];
  readonly #vlans = new Map<string, NetworkVlan>();

  constructor(intent: Intent) {
    this.#intent = intent;
  }

  model(): AccessModel {
    const { management, services, tr069 } = this.#intent;
    let managementHost: Host | undefined;
    if (management) {
      const flow = this.#flow({ label: 'management', gem: this.#gem('management', this.#tcont('management', undefined)), ...tags(management.vlan), pbit: management.priority, end: 'host', uni: { kind: 'untagged' } });
      managementHost = this.#host('management', flow, management.address);
    }
    for (const service of services) this.#service(service);
    const acs = tr069 ? [this.#acs(tr069, tr069.over === 'management' ? managementHost : this.#hostOf(internetService(this.#intent)?.name))] : [];
    return {
      ont: this.#ont(),
      bandwidths: this.#bandwidths.list, limits: this.#limits.list, tconts: this.#tconts, gems: this.#gems, flows: this.#flows,
      unis: this.#ports.list(), rules: this.#rules, hosts: this.#hosts, wans: this.#wans, acs, multicasts: this.#multicasts,
      voices: this.#voices, vlans: [...this.#vlans.values()],
    };
  }

  #service(service: ServiceIntent): void {
    const { name, vlan, multicast, sip } = service;
    const limits = service.enforcedBy === 'olt' ? { up: this.#limit(service.up), down: this.#limit(service.down) } : {};
    const end = service.mode === 'route' ? 'wan' : sip ? 'host' : 'uni';
    const flow = this.#flow({
      label: name, gem: this.#gem(name, this.#tcont(name, service)), ...tags(vlan), pbit: service.priority, end,
      uni: end === 'uni' ? tagging(vlan) : { kind: 'untagged' },
      ...(limits.up ? { up: limits.up } : {}),
      ...(limits.down ? { down: limits.down } : {}),
      ...(service.macs === undefined ? {} : { macs: service.macs }),
      ...(service.option82 ? { option82: true } : {}),
      ...(multicast ? { mvlan: multicast.mvlan } : {}),
    });
    if (end === 'wan') this.#routed(service, flow);
    else if (end === 'uni') this.#bridged(service, flow);
    else if (sip?.by === 'omci') this.#voice(service, flow);
    if (multicast) {
      this.#multicasts.push({
        label: name, flow, mvlan: multicast.mvlan,
        ...(multicast.igmp === undefined ? {} : { igmp: multicast.igmp }),
        ...(multicast.maxGroups === undefined ? {} : { maxGroups: multicast.maxGroups }),
      });
      this.#network(multicast.mvlan, 'mvlan', name);
    }
  }

  /** Frames leave at a port: untagged ones make the flow the port's native one, tagged ones make a rule. A VEIP takes the flow as it is. */
  #bridged(service: ServiceIntent, flow: Flow): void {
    for (const port of service.attach) {
      const uni = this.#ports.of(port);
      if (port.kind === 'veip') continue;
      const tag = service.vlan.uni;
      if (tag.kind === 'untagged' || tag.kind === 'priority-tagged') this.#ports.setNative(port, flow);
      else this.#rules.push({ label: `${service.name}-${uni.label}`, uni, flow, kind: tag.kind, ...(tag.kind === 'vlan' ? { vlan: tag.vlan } : {}) });
    }
  }

  #routed(service: ServiceIntent, flow: Flow): void {
    const { name, wan, attach } = service;
    if (wan?.by === 'omci') {
      const host = this.#wanHost(name, flow, wan.how);
      const bound = [...attach.filter((port) => port.kind !== 'veip'), ...wan.bind];
      const binds = [...new Set(bound.map((port) => this.#ports.setRouted(port)))];
      this.#wans.push({ label: name, flow, host, how: wan.how.how, nat: wan.nat, ip: wan.ip, binds, ...bindLists(binds) });
    }
    for (const port of attach) if (port.kind === 'veip') this.#ports.of(port);
  }

  #voice(service: ServiceIntent, flow: Flow): void {
    const sip = service.sip!;
    const host = this.#host(service.name, flow, { how: 'dhcp' });
    this.#ports.of({ kind: 'pots', number: sip.pots });
    this.#voices.push({
      label: service.name, flow, host, pots: sip.pots,
      ...(sip.number === undefined ? {} : { number: sip.number }),
      ...(sip.username === undefined ? {} : { username: sip.username }),
      ...(sip.password === undefined ? {} : { password: sip.password }),
      ...(sip.proxy === undefined ? {} : { proxy: sip.proxy }),
      ...(sip.registrar === undefined ? {} : { registrar: sip.registrar }),
    });
  }

  #acs(tr069: NonNullable<Intent['tr069']>, host: Host | undefined): Acs {
    return {
      label: 'acs', url: tr069.url,
      ...(tr069.username === undefined ? {} : { username: tr069.username }),
      ...(tr069.password === undefined ? {} : { password: tr069.password }),
      ...(tr069.informInterval === undefined ? {} : { informInterval: tr069.informInterval }),
      ...(host === undefined ? {} : { host }),
    };
  }

  #tcont(label: string, service: ServiceIntent | undefined): TCont {
    const group = service?.group;
    if (group === undefined) return this.#newTcont(label, [service?.up]);
    let tcont = this.#groups.get(group);
    if (!tcont) {
      tcont = this.#newTcont(group, this.#intent.services.filter((other) => other.group === group).map((other) => other.up));
      this.#groups.set(group, tcont);
    }
    return tcont;
  }

  #newTcont(label: string, rates: readonly ServiceIntent['up'][]): TCont {
    const tcont = { label, up: this.#bandwidths.of(bandwidthOf(sumRates(rates, this.#intent.technology), this.#intent.technology)) };
    this.#tconts.push(tcont);
    return tcont;
  }

  #gem(label: string, tcont: TCont): Gem {
    const gem = { label, tcont };
    this.#gems.push(gem);
    return gem;
  }

  #flow(flow: Flow): Flow {
    this.#flows.push(flow);
    this.#network(flow.svlan, 'svlan', flow.label);
    return flow;
  }

  #limit(rates: ServiceIntent['up']): Limit | undefined {
    const limit = limitOf(rates);
    return limit && this.#limits.of(limit);
  }

  #network(vlan: number, role: NetworkVlan['role'], label: string): void {
    const id = `${role} ${vlan}`;
    if (!this.#vlans.has(id)) this.#vlans.set(id, { label, vlan, role, uplinks: this.#intent.olt.uplinks ?? [] });
  }

  #host(label: string, flow: Flow, address: Ipv4Address): Host {
    const host: Host = address.how === 'dhcp' ? { label, flow, how: 'dhcp' } : {
      label, flow, how: 'static', ip: address.ip, mask: address.mask, gateway: address.gateway,
      ...(address.dns[0] === undefined ? {} : { dns1: address.dns[0] }),
      ...(address.dns[1] === undefined ? {} : { dns2: address.dns[1] }),
    };
    this.#hosts.push(host);
    return host;
  }

  #wanHost(label: string, flow: Flow, how: WanIntent['how']): Host {
    if (how.how !== 'pppoe') return this.#host(label, flow, how);
    const host: Host = { label, flow, how: 'pppoe', username: how.username, password: how.password };
    this.#hosts.push(host);
    return host;
  }

  #hostOf(service: string | undefined): Host | undefined {
    return this.#wans.find((wan) => wan.label === service)?.host;
  }

  #ont(): Ont {
    const { key, pon, id, serial, mac, authentication, description, technology, ont, state } = this.#intent;
    return {
      label: key, pon, auth: authentication.by,
      eth: ont.eth, pots: ont.pots, ssids: ont.ssids, veip: ont.veip, catv: ont.catv,
      suspended: state === 'suspended',
      ...(id === undefined ? {} : { id }),
      ...(serial === undefined ? {} : { serial }),
      ...(mac === undefined ? {} : { mac }),
      ...(authentication.by === 'loid' ? { loid: authentication.loid } : {}),
      ...(authentication.by !== 'serial' && authentication.password ? { authPassword: authentication.password } : {}),
      ...(description === undefined ? {} : { description }),
      ...(technology === undefined ? {} : { technology }),
      ...(ont.name === undefined ? {} : { hardware: ont.name }),
    };
  }
}

/** One object for each distinct content, in order of first use. */
class Shared<T extends object> {
  readonly #known = new Map<string, T>();

  of(value: T): T {
    const id = JSON.stringify(value);
    const known = this.#known.get(id);
    if (known) return known;
    this.#known.set(id, value);
    return value;
  }

  get list(): T[] {
    return [...this.#known.values()];
  }
}

/** Bound ports in the spellings devices use. */
function bindLists(binds: readonly Uni[]): Pick<Wan, 'eth' | 'ssids' | 'ports'> {
  const numbers = (kind: Uni['kind']): number[] => binds.filter((uni) => uni.kind === kind).map((uni) => uni.number).sort((a, b) => a - b);
  const [eth, ssids] = [numbers('eth'), numbers('ssid')];
  const ports = [...eth.map((n) => `lan${n}`), ...ssids.map((n) => `ssid${n}`)].join(' ');
  return { ...(eth.length ? { eth: compact(eth) } : {}), ...(ssids.length ? { ssids: compact(ssids) } : {}), ...(ports === '' ? {} : { ports }) };
}

/** 1,2,3,5 → `1-3,5` */
function compact(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const last = runs[runs.length - 1];
    if (last && n === last[1] + 1) last[1] = n; else runs.push([n, n]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

function tags(vlan: VlanPlan): Pick<Flow, 'pon' | 'svlan' | 'cvlan'> {
  return { pon: vlan.pon, svlan: vlan.svlan, ...(vlan.cvlan === undefined ? {} : { cvlan: vlan.cvlan }) };
}

function tagging({ uni }: VlanPlan): UniTagging {
  switch (uni.kind) {
    case 'vlan': return { kind: 'vlan', vlan: uni.vlan };
    case 'vlans': return { kind: 'vlans', ranges: uni.ranges };
    default: return { kind: uni.kind };
  }
}
