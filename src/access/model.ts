/**
 * The access model: the middle language between what people write and what boxes are told. Entities are those of ITU-T G.988
 * (T-CONT, GEM port, UNI, VEIP, IP host), which every vendor's CLI merely spells differently.
 *
 * It holds no device numbers: ONT id, GEM, T-CONT, ip-index, service-port index are variables owned by these entities, bound
 * by pairing with the device, else the first free one. `label` names an entity for people; equality ignores labels and numbers.
 * Entities refer to one another by object identity. Vendor packs address fields by name: renaming one is a change of the pack language.
 */
import type { Secret } from '../kernel/secret.ts';

/** kbit/s. `type` is the DBA type of G.984.3/G.987.3: 1 fixed, 2 assured, 3 assured+max, 4 max, 5 all three. */
export interface Bandwidth {
  readonly label: string;
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly fixed?: number;
  readonly assured?: number;
  readonly max?: number;
}

/** A rate limiter of one flow in one direction, kbit/s: committed and peak. */
export interface Limit {
  readonly label: string;
  readonly cir: number;
  readonly pir: number;
}

export interface TCont { readonly label: string; readonly up: Bandwidth; }

export interface Gem { readonly label: string; readonly tcont: TCont; }

/** Tagging at the UNI side of the ONT. */
export interface UniTagging {
  readonly kind: 'untagged' | 'vlan' | 'vlans' | 'transparent' | 'priority-tagged';
  readonly vlan?: number;
  readonly ranges?: readonly (readonly [number, number])[];
}

export interface Flow {
  readonly label: string;
  readonly gem: Gem;
  /** Tag between ONT and OLT. */
  readonly pon: number;
  readonly svlan: number;
  readonly cvlan?: number;
  /** 802.1p. */
  readonly pbit: number;
  /** From the subscriber. */
  readonly up?: Limit;
  /** Towards the subscriber. */
  readonly down?: Limit;
  readonly end: 'uni' | 'wan' | 'host';
  readonly uni: UniTagging;
  readonly macs?: number;
  readonly option82?: true;
  readonly mvlan?: number;
}

/** One physical or virtual port of the ONT that the profile uses. */
export interface Uni {
  readonly label: string;
  readonly kind: 'eth' | 'pots' | 'veip' | 'ssid' | 'catv';
  /** 1-based; 0 for the VEIP. */
  readonly number: number;
  /** The flow whose frames are untagged on this port. */
  readonly native?: Flow;
  readonly routed: boolean;
}

/** A tagged (or transparent) flow on a port. */
export interface UniRule { readonly label: string; readonly uni: Uni; readonly flow: Flow; readonly kind: 'vlan' | 'vlans' | 'transparent'; readonly vlan?: number; }

/** An address the ONT itself holds. `flow` carries it. */
export interface Host {
  readonly label: string;
  readonly flow: Flow;
  readonly how: 'dhcp' | 'static' | 'pppoe';
  readonly ip?: string;
  readonly mask?: string;
  readonly gateway?: string;
  readonly dns1?: string;
  readonly dns2?: string;
  readonly username?: string;
  readonly password?: Secret;
}

/** A routed connection; its address is a host of its own. */
export interface Wan {
  readonly label: string;
  readonly flow: Flow;
  readonly host: Host;
  readonly how: 'dhcp' | 'static' | 'pppoe';
  readonly nat: boolean;
  readonly ip: 'v4' | 'dual' | 'v6';
  readonly binds: readonly Uni[];
  /** The same, as lists people and devices write: Ethernet ports `1-4`, SSIDs `1,5`, both by name `lan1 lan2 ssid1`; absent when empty. */
  readonly eth?: string;
  readonly ssids?: string;
  readonly ports?: string;
}

export interface Acs {
  readonly label: string;
  readonly url: string;
  readonly username?: string;
  readonly password?: Secret;
  /** Seconds. */
  readonly informInterval?: number;
  readonly host?: Host;
}

export interface Multicast { readonly label: string; readonly flow: Flow; readonly mvlan: number; readonly igmp?: 'snooping' | 'proxy'; readonly maxGroups?: number; }

export interface Voice {
  readonly label: string; readonly flow: Flow; readonly host: Host; readonly pots: number;
  readonly number?: string; readonly username?: string; readonly password?: Secret; readonly proxy?: string; readonly registrar?: string;
}

/** A VLAN of the network plan: checked, not written, unless the OLT says so. */
export interface NetworkVlan { readonly label: string; readonly vlan: number; readonly role: 'svlan' | 'mvlan'; readonly uplinks: readonly string[]; }

export interface Ont {
  readonly label: string;
  /** `0/1/3`, the parts as text; a pack splits them by its own address form. */
  readonly pon: string;
  /** Fixed by the row; otherwise a number variable like the others. */
  readonly id?: number;
  readonly serial?: string;
  readonly mac?: string;
  readonly auth: 'serial' | 'password' | 'loid';
  readonly loid?: string;
  readonly authPassword?: Secret;
  readonly description?: string;
  readonly technology?: 'gpon' | 'xgs-pon' | 'epon';
  /** Name of the hardware type, where one was given. */
  readonly hardware?: string;
  readonly eth: number;
  readonly pots: number;
  readonly ssids: number;
  readonly veip: boolean;
  readonly catv: boolean;
  readonly suspended: boolean;
}

export interface AccessModel {
  readonly ont: Ont;
  readonly bandwidths: readonly Bandwidth[];
  readonly limits: readonly Limit[];
  readonly tconts: readonly TCont[];
  readonly gems: readonly Gem[];
  readonly flows: readonly Flow[];
  readonly unis: readonly Uni[];
  readonly rules: readonly UniRule[];
  readonly hosts: readonly Host[];
  readonly wans: readonly Wan[];
  readonly acs: readonly Acs[];
  readonly multicasts: readonly Multicast[];
  readonly voices: readonly Voice[];
  readonly vlans: readonly NetworkVlan[];
}
