/**
 * Service intent: what one subscriber buys, resolved. Defaults filled, `extends` merged, rows joined, variables put in,
 * secrets named but not opened. Only the resolver makes one; nothing after it knows about files, rows or inheritance,
 * except through `origin`.
 */
import type { Place } from '../kernel/finding.ts';
import type { Secret } from '../kernel/secret.ts';

/** What a UNI carries: no tag, one VLAN, several, everything as it is, or priority tags only. */
export type UniTag =
  | { readonly kind: 'untagged' }
  | { readonly kind: 'vlan'; readonly vlan: number }
  | { readonly kind: 'vlans'; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'transparent' }
  | { readonly kind: 'priority-tagged' };

/** The four places of a VLAN (design: what people write). */
export interface VlanPlan {
  readonly uni: UniTag;
  /** Between ONT and OLT. */
  readonly pon: number;
  /** Towards the network, outer tag. */
  readonly svlan: number;
  /** Towards the network, inner tag of QinQ. */
  readonly cvlan?: number;
}

/** All in kbit/s. Upstream: type 1..5 follows from which are given. */
export interface Rates { readonly fixed?: number; readonly assured?: number; readonly max?: number; }

export type Writer = 'omci' | 'tr069' | 'none';

export type PortName = { readonly kind: 'eth' | 'pots' | 'ssid' | 'lan'; readonly number: number } | { readonly kind: 'veip' };

export type Ipv4Address =
  | { readonly how: 'dhcp' }
  | { readonly how: 'static'; readonly ip: string; readonly mask: string; readonly gateway: string; readonly dns: readonly string[] };

export interface WanIntent {
  readonly by: Writer;
  readonly how: Ipv4Address | { readonly how: 'pppoe'; readonly username: string; readonly password: Secret };
  readonly ip: 'v4' | 'dual' | 'v6';
  readonly bind: readonly PortName[];
  readonly nat: boolean;
}

export interface SipIntent {
  readonly by: Writer;
  /** POTS port, 1-based. */
  readonly pots: number;
  readonly number?: string;
  readonly username?: string;
  readonly password?: Secret;
  readonly proxy?: string;
  readonly registrar?: string;
}

export interface ServiceIntent {
  readonly name: string;
  readonly vlan: VlanPlan;
  /** 802.1p, 0..7. */
  readonly priority: number;
  readonly mode: 'bridge' | 'route';
  readonly attach: readonly PortName[];
  readonly down?: Rates;
  readonly up?: Rates;
  readonly enforcedBy: 'olt' | 'bras';
  /** Services of one group share a T-CONT. */
  readonly group?: string;
  readonly wan?: WanIntent;
  readonly multicast?: { readonly mvlan: number; readonly igmp?: 'snooping' | 'proxy'; readonly maxGroups?: number };
  readonly sip?: SipIntent;
  /** MAC limit. */
  readonly macs?: number;
  readonly option82?: boolean;
}

export interface OltIntent {
  readonly name: string;
  readonly vendor: string;
  readonly model?: string;
  readonly host: string;
  readonly port?: number;
  readonly transport: 'ssh' | 'telnet';
  readonly username?: string;
  readonly password?: Secret;
  readonly enablePassword?: Secret;
  readonly writes: 'allow' | 'deny';
  readonly manage: readonly string[];
  readonly uplinks?: readonly string[];
  /** The site's own objects: resource or label → number or name, as written (`lineProfile: 60`, `gem.internet: 1`, `traffic.100M: UP-100M`). */
  readonly use: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** ssh options by name: legacy algorithms, keep-alive, keys, jump host. */
  readonly ssh: Readonly<Record<string, unknown>>;
  /** Lines that may be on their way at a time, and the octets of them that this box is known to keep. Absent: one. */
  readonly window?: { readonly lines: number; readonly typeAhead?: number };
}

export interface OntHardware {
  readonly name?: string;
  readonly eth: number;
  readonly pots: number;
  readonly ssids: number;
  readonly veip: boolean;
  readonly catv: boolean;
}

export interface Intent {
  /** Stable name of the subscriber; the join key of all parts. */
  readonly key: string;
  readonly state: 'active' | 'suspended' | 'absent';
  /** Name of the profile. */
  readonly profile: string;
  readonly olt: OltIntent;
  /** As the box prints it: `0/1/3`. */
  readonly pon: string;
  /** ONT id on the PON, when the row fixes it. */
  readonly id?: number;
  /** 16 upper-case hex digits; absent on EPON. */
  readonly serial?: string;
  /** `1122-3344-5566` style input normalised to 12 lower-case hex digits; EPON. */
  readonly mac?: string;
  readonly authentication: { readonly by: 'serial' } | { readonly by: 'password'; readonly password: Secret } | { readonly by: 'loid'; readonly loid: string; readonly password?: Secret };
  readonly description?: string;
  readonly technology?: 'gpon' | 'xgs-pon' | 'epon';
  readonly ont: OntHardware;
  readonly management?: { readonly vlan: VlanPlan; readonly priority: number; readonly address: Ipv4Address };
  readonly tr069?: {
    readonly over: 'management' | 'internet';
    readonly url: string;
    readonly username?: string;
    readonly password?: Secret;
    /** Seconds. */
    readonly informInterval?: number;
    readonly connectionRequest?: { readonly username: string; readonly password: Secret };
  };
  readonly services: readonly ServiceIntent[];
  readonly catv?: boolean;
  /** Whole subtrees the later back ends read (LAN, Wi-Fi, firmware, free TR-069 parameters); `by` names the writer. */
  readonly lan?: { readonly by: Writer; readonly [name: string]: unknown };
  readonly wifi?: { readonly by: Writer; readonly [name: string]: unknown };
  readonly firmware?: { readonly [name: string]: unknown };
  readonly parameters?: Readonly<Record<string, string>>;
  /** Where a value came from: nearest place for a JSON pointer into this intent (`/services/internet/down`). Lazy; used by findings and `explain`. */
  readonly origin: (pointer: string) => Origin;
}

export interface Origin {
  readonly at?: Place;
  /** row | pon | olt | profile | type | default, with the name of the thing where it has one: `profile home-100`. */
  readonly from: string;
}
