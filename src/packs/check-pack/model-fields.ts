/**
 * The fields of the access model by name, so that a misspelt path of a pack is found: `it.svaln` would silently be no value.
 * The compiler holds these tables to the model: a field that is missing or too much here does not compile.
 */
import type { AccessModel, Acs, Bandwidth, Flow, Gem, Host, Limit, Multicast, NetworkVlan, Ont, TCont, Uni, UniRule, UniTagging, Voice, Wan } from '../../access/model.ts';
import type { OltIntent } from '../../profile/intent.ts';

/** A field is a value, an entity (or list of entities) of another table, or something the pack may look into freely. */
type Leaf = 'value' | 'secret' | 'open';
export interface Fields { readonly [name: string]: Leaf | (() => Fields); }

type FieldsOf<T> = { readonly [K in keyof Required<T>]: Leaf | (() => Fields) };

const bandwidth: FieldsOf<Bandwidth> = { label: 'value', type: 'value', fixed: 'value', assured: 'value', max: 'value' };
const limit: FieldsOf<Limit> = { label: 'value', cir: 'value', pir: 'value' };
const tcont: FieldsOf<TCont> = { label: 'value', up: () => bandwidth };
const gem: FieldsOf<Gem> = { label: 'value', tcont: () => tcont };
const tagging: FieldsOf<UniTagging> = { kind: 'value', vlan: 'value', ranges: 'value' };
const flow: FieldsOf<Flow> = {
  label: 'value', gem: () => gem, pon: 'value', svlan: 'value', cvlan: 'value', pbit: 'value', up: () => limit, down: () => limit, end: 'value', uni: () => tagging,
  macs: 'value', option82: 'value', mvlan: 'value',
};
const uni: FieldsOf<Uni> = { label: 'value', kind: 'value', number: 'value', native: () => flow, routed: 'value' };
const rule: FieldsOf<UniRule> = { label: 'value', uni: () => uni, flow: () => flow, kind: 'value', vlan: 'value' };
const host: FieldsOf<Host> = {
  label: 'value', flow: () => flow, how: 'value', ip: 'value', mask: 'value', gateway: 'value', dns1: 'value', dns2: 'value', username: 'value', password: 'secret',
};
const wan: FieldsOf<Wan> = { label: 'value', flow: () => flow, host: () => host, how: 'value', nat: 'value', ip: 'value', binds: () => uni, eth: 'value', ssids: 'value', ports: 'value' };
const acs: FieldsOf<Acs> = { label: 'value', url: 'value', username: 'value', password: 'secret', informInterval: 'value', host: () => host };
const multicast: FieldsOf<Multicast> = { label: 'value', flow: () => flow, mvlan: 'value', igmp: 'value', maxGroups: 'value' };
const voice: FieldsOf<Voice> = {
  label: 'value', flow: () => flow, host: () => host, pots: 'value', number: 'value', username: 'value', password: 'secret', proxy: 'value', registrar: 'value',
};
const vlan: FieldsOf<NetworkVlan> = { label: 'value', vlan: 'value', role: 'value', uplinks: 'value' };
const ont: FieldsOf<Ont> = {
  label: 'value', pon: 'value', id: 'value', serial: 'value', mac: 'value', auth: 'value', loid: 'value', authPassword: 'secret', description: 'value',
  technology: 'value', hardware: 'value', eth: 'value', pots: 'value', ssids: 'value', veip: 'value', catv: 'value', suspended: 'value',
};
const olt: FieldsOf<OltIntent> = {
  name: 'value', vendor: 'value', model: 'value', host: 'value', port: 'value', transport: 'value', username: 'value', password: 'secret', enablePassword: 'secret',
  writes: 'value', manage: 'value', uplinks: 'value', use: 'open', ssh: 'open', window: 'open',
};
/** VLAN membership of an uplink: made of the VLANs for the packs. */
const uplink: Fields = { label: 'value', vlan: 'value', board: 'value', port: 'value' };

const model: { readonly [K in keyof AccessModel]: Fields } = {
  ont, bandwidths: bandwidth, limits: limit, tconts: tcont, gems: gem, flows: flow, unis: uni, rules: rule, hosts: host, wans: wan, acs, multicasts: multicast,
  voices: voice, vlans: vlan,
};

/** What a resource's `of` may name, with the fields of its entities. */
export const COLLECTIONS: Readonly<Record<string, Fields>> = { ...model, uplinks: uplink };

export const ONT: Fields = ont;
/** Whole collections, for conditions: `model.wans`. */
export const MODEL: Fields = Object.fromEntries(Object.keys(model).map((name) => [name, 'open']));
/** What the user said on the command line. */
export const OPTIONS: Fields = { confirm: 'value' };
export const OLT: Fields = olt;

/**
 * Follows a path from the roots of a scope.
 * @returns what is at its end, or the step that leads nowhere with the names that would
 */
export function follow(path: readonly string[], roots: Readonly<Record<string, Fields>>): { readonly end: Leaf | Fields } | { readonly lost: string; readonly known: readonly string[] } {
  const [root = '', ...steps] = path;
  let at: Leaf | Fields | undefined = own(roots, root);
  if (at === undefined) return { lost: root, known: Object.keys(roots) };
  for (const step of steps) {
    if (at === 'open') return { end: at };
    if (typeof at === 'string') return { lost: step, known: [] };
    const next: Fields[string] | undefined = own(at, step);
    if (next === undefined) return { lost: step, known: Object.keys(at) };
    at = typeof next === 'function' ? next() : next;
  }
  return { end: at };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
