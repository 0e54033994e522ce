/**
 * What a device holds of one ONT, as a profile would say it: the inverse of lowering. It need not be right: whoever uses a sketch
 * plans it against the device and believes it only when there is nothing to do.
 */
import { lineRate } from '../../profile/line-rate.ts';
import { MASKED } from '../../plan/row.ts';
import { isPart, numberAt, textAt, valueAt, type Part } from './entity.ts';
import type { Holding } from './subscriber.ts';

/** Plain data, as it is written in a profile. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain };

export interface Sketch {
  /** A profile without its name. */
  readonly profile: Readonly<Record<string, Plain>>;
  /** Values of this subscriber alone, for `${name}` in the profile. */
  readonly columns: Readonly<Record<string, string>>;
  readonly suspended: boolean;
  /** Environment variables the profile names for what the device masks. */
  readonly secrets: readonly string[];
}

interface Service { readonly flow: Part; readonly name: string; readonly plain: Record<string, Plain>; }

/** @returns the reason, when the ONT is nothing a profile can say */
export function sketch(holding: Holding): Sketch | string {
  const all = (collection: string): readonly Part[] => holding.of.get(collection) ?? [];
  const [ont] = all('ont');
  if (textAt(ont, 'serial') === undefined || (textAt(ont, 'auth') ?? 'serial') !== 'serial') return 'it is not registered by its serial alone';
  const flows = all('flows');
  if (flows.length === 0 && all('hosts').length > 0) return 'it has an address and no service that leads there';
  const columns: Record<string, string> = {};
  const secrets: string[] = [];
  const secret = (value: unknown, name: string): Plain => {
    // What the device shows in clear is a secret all the same.
    if (value === MASKED || value !== undefined) secrets.push(name);
    return { env: name };
  };
  const wans = joined(all('wans'), 'host', '$i');
  const voices = joined(all('voices'), 'host', '$i');
  const hosts = all('hosts');
  const hostAt = (index: number | undefined): Part | undefined => hosts.find((host) => numberAt(host, '$i') === index);
  const acs = all('acs').find((part) => textAt(part, 'url') !== undefined);
  const acsIndex = numberAt(holding.profile.get('acs')?.find((part) => numberAt(part, 'host', '$i') !== undefined), 'host', '$i') ?? 0;
  const plainHosts = hosts.filter((host) => ![...wans, ...voices].some((other) => numberAt(other, 'host', '$i') === numberAt(host, '$i')));
  const managing = plainHosts.find((host) => numberAt(host, '$i') === acsIndex) ?? plainHosts[0];
  const unis = all('unis');
  const routedPorts = unis.filter((uni) => !isPart(uni['native'])).map((uni) => numberAt(uni, 'number')).filter((port) => port !== undefined);
  let eth = Math.max(1, ...unis.map((uni) => numberAt(uni, 'number') ?? 0), ...all('rules').map((rule) => numberAt(rule, 'uni', 'number') ?? 0));
  if (eth > 1) eth = Math.max(4, eth);

  const services: Service[] = [];
  let management: Record<string, Plain> | null = null;
  const names = new Set<string>();
  for (const flow of flows) {
    const pon = numberAt(flow, 'pon');
    const svlan = numberAt(flow, 'svlan');
    if (pon === undefined || svlan === undefined) return `a service that is not one VLAN between ONT and OLT (${textAt(flow, 'pon') ?? 'none'})`;
    const at = (part: Part, field: string): boolean => numberAt(part, field, 'pon') === pon;
    if (managing && management === null && at(managing, 'flow')) {
      management = { vlan: vlanOf(flow, pon, svlan, undefined, columns), priority: numberAt(managing, 'flow', 'pbit') ?? 0, address: addressOf(managing, columns, 'mgmt') };
      continue;
    }
    const host = hosts.find((each) => each !== managing && at(each, 'flow'));
    const index = numberAt(host, '$i');
    const wan = wans.find((each) => host !== undefined && numberAt(each, 'host', '$i') === index);
    const voice = voices.find((each) => host !== undefined && numberAt(each, 'host', '$i') === index);
    const natives = unis.filter((uni) => at(uni, 'native'));
    const rules = all('rules').filter((rule) => at(rule, 'flow'));
    const multicast = all('multicasts').filter((each) => numberAt(each, 'flow', '$sp') === numberAt(flow, '$sp') && numberAt(flow, '$sp') !== undefined);
    const name = nameOf(names, voice ? 'voice' : multicast.length > 0 ? 'iptv' : wan || natives.length > 0 ? 'internet' : `vlan${svlan}`, svlan);
    const tag = rules.length > 0 ? textAt(rules[0], 'vlan') ?? textAt(rules[0], 'kind') : undefined;
    const priority = host ? numberAt(host, 'flow', 'pbit') : numberAt(natives[0], 'native', 'pbit');
    const plain: Record<string, Plain> = { vlan: vlanOf(flow, pon, svlan, natives.length > 0 ? undefined : tag, columns), priority: priority ?? 0 };
    if (wan) {
      plain['mode'] = 'route';
      plain['attach'] = routedPorts.length > 0 && !services.some(({ plain: other }) => 'wan' in other) ? routedPorts.map((port) => `eth${port}`).join(',') : 'veip';
      plain['wan'] = { by: 'omci', ...wanOf(host!, columns, secret), nat: (valueAt(wan, '$refs') as readonly string[] | undefined ?? []).length > 0 };
    } else if (voice) {
      plain['sip'] = sipOf(voice, columns, secret);
    } else {
      const ports = [...natives.map((uni) => numberAt(uni, 'number')), ...(natives.length > 0 ? [] : rules.map((rule) => numberAt(rule, 'uni', 'number')))];
      plain['attach'] = ports.length > 0 ? ports.map((port) => `eth${port}`).join(',') : 'veip';
    }
    const mvlan = multicast.map((each) => numberAt(each, 'mvlan')).find((each) => each !== undefined);
    if (mvlan !== undefined) plain['multicast'] = { mvlan };
    services.push({ flow, name, plain });
  }
  rate(services, holding);

  const profile: Record<string, Plain> = { ont: { eth, pots: Math.max(2, ...voices.map((voice) => numberAt(voice, 'pots') ?? 0)), veip: true } };
  if (management) profile['management'] = management;
  if (acs) {
    const over = wans.some((wan) => numberAt(wan, 'host', '$i') === acsIndex) && hostAt(acsIndex) ? 'internet' : 'management';
    profile['tr069'] = {
      over, url: textAt(acs, 'url')!, ...(textAt(acs, 'username') === undefined ? {} : { username: textAt(acs, 'username')! }),
      ...(valueAt(acs, 'password') === undefined ? {} : { password: secret(valueAt(acs, 'password'), 'ACS_PASSWORD') }),
    };
  }
  profile['services'] = Object.fromEntries(services.map(({ name, plain }) => [name, plain]));
  return { profile, columns, suspended: all('ont').some((part) => part['suspended'] !== undefined), secrets: [...new Set(secrets)] };
}

/** Parts of one entity, told apart by a number. */
function joined(parts: readonly Part[], ...path: string[]): Part[] {
  const found = new Map<string, Part>();
  for (const part of parts) {
    const key = textAt(part, ...path) ?? '';
    const before = found.get(key) ?? (found.size === 1 && key === '' ? [...found.values()][0] : undefined);
    if (before) for (const [field, value] of Object.entries(part)) before[field] ??= value;
    else found.set(key, { ...part });
  }
  return [...found.values()];
}

function nameOf(names: Set<string>, wanted: string, svlan: number): string {
  const name = [wanted, `${wanted}-${svlan}`, `${wanted}-${svlan}-${names.size}`].find((each) => !names.has(each))!;
  names.add(name);
  return name;
}

function vlanOf(flow: Part, pon: number, svlan: number, uni: string | undefined, columns: Record<string, string>): Plain {
  const cvlan = numberAt(flow, 'cvlan');
  if (cvlan === undefined && uni === undefined && svlan === pon) return pon;
  return { ...(uni === undefined ? {} : { uni }), pon, svlan, ...(cvlan === undefined ? {} : { cvlan: column(columns, 'cvlan', String(cvlan)) }) };
}

function addressOf(host: Part, columns: Record<string, string>, prefix: string): Plain {
  if (textAt(host, 'how') !== 'static') return 'dhcp';
  const dns = [textAt(host, 'dns1'), textAt(host, 'dns2')].filter((each) => each !== undefined);
  return {
    ip: column(columns, `${prefix}Ip`, textAt(host, 'ip') ?? ''), mask: textAt(host, 'mask') ?? '', gateway: textAt(host, 'gateway') ?? '', ...(dns.length > 0 ? { dns: dns.join(',') } : {}),
  };
}

function wanOf(host: Part, columns: Record<string, string>, secret: (value: unknown, name: string) => Plain): Record<string, Plain> {
  const how = textAt(host, 'how') ?? 'dhcp';
  if (how === 'pppoe') return { type: how, username: column(columns, 'login', textAt(host, 'username') ?? ''), password: secret(valueAt(host, 'password'), 'PPP_PASSWORD') };
  return how === 'static' ? { type: how, address: addressOf(host, columns, 'wan') } : { type: 'dhcp' };
}

function sipOf(voice: Part, columns: Record<string, string>, secret: (value: unknown, name: string) => Plain): Plain {
  const [number, username] = [textAt(voice, 'number'), textAt(voice, 'username')];
  return {
    by: 'omci', pots: numberAt(voice, 'pots') ?? 1, ...(number === undefined ? {} : { number: column(columns, 'phone', number) }),
    ...(username === undefined ? {} : { username: column(columns, 'sipUser', username), password: secret(valueAt(voice, 'password'), 'SIP_PASSWORD') }),
  };
}

/** A value of one subscriber goes into a column of its own. */
function column(columns: Record<string, string>, wanted: string, value: string): string {
  let name = wanted;
  for (let n = 2; columns[name] !== undefined && columns[name] !== value; n++) name = `${wanted}${n}`;
  columns[name] = value;
  return `\${${name}}`;
}

/** Bandwidth: the T-CONT's profile is `up`, and so is the limiter from the subscriber; the other limiter is `down`. */
function rate(services: readonly Service[], { profile }: Holding): void {
  const tcontOf = (flow: Part): Part | undefined => {
    const gem = profile.get('gems')?.find((each) => numberAt(each, '$g') === numberAt(flow, 'gem', '$g'));
    return profile.get('tconts')?.find((each) => numberAt(each, '$t') === numberAt(gem, 'tcont', '$t'));
  };
  const shared = new Map<string, Service[]>();
  for (const service of services) {
    const number = textAt(tcontOf(service.flow), '$t');
    if (number !== undefined) shared.set(number, [...(shared.get(number) ?? []), service]);
  }
  for (const [number, group] of shared) {
    const up = ratesOf(valueAt(tcontOf(group[0]!.flow), 'up'));
    for (const { flow, plain } of group) {
      if (group.length > 1) plain['group'] = `t${number}`;
      const [from, to] = [limitOf(flow['up']), limitOf(flow['down'])];
      const own = up && group.length > 1 ? from ?? up : up;
      if (own) write(plain, 'up', own);
      if (to) write(plain, 'down', to);
      if (own && !from && !to) plain['enforcedBy'] = 'bras';
    }
  }
}

type Rates = Readonly<Record<'fixed' | 'assured' | 'max', number | undefined>>;

/** undefined: as much as the PON carries. */
function ratesOf(up: unknown): Rates | undefined {
  const part = up as Part | undefined;
  const rates = { fixed: numberAt(part, 'fixed'), assured: numberAt(part, 'assured'), max: numberAt(part, 'max') };
  const free = rates.fixed === undefined && rates.assured === undefined && (rates.max === undefined || Math.abs(rates.max - lineRate(undefined)) < 64);
  return free ? undefined : rates;
}

function limitOf(limit: unknown): Rates | undefined {
  const [cir, pir] = [numberAt(limit as Part | undefined, 'cir'), numberAt(limit as Part | undefined, 'pir')];
  if (cir === undefined && pir === undefined) return undefined;
  return cir === undefined || pir === undefined || cir === pir ? { fixed: undefined, assured: undefined, max: pir ?? cir } : { fixed: undefined, assured: cir, max: pir };
}

function write(plain: Record<string, Plain>, direction: 'up' | 'down', { fixed, assured, max }: Rates): void {
  if (fixed === undefined && assured === undefined) { plain[direction] = { kbit: max! }; return; }
  const fine = Object.fromEntries(Object.entries({ fixed, assured, max }).flatMap(([name, kbit]) => (kbit === undefined ? [] : [[name, { kbit }]])));
  plain['qos'] = { ...(plain['qos'] as Record<string, Plain> | undefined ?? {}), [direction]: fine };
}
