/** The tables of a SmartAX box. Plain data with keys and references; kbit/s for rates. What is merely running state is not here. */

export interface Board { name: string; tech: 'gpon' | 'epon' | 'uplink' | 'control'; ports: number; mode?: string; }

export interface Vlan { type: string; description?: string; }

export interface Dba { name: string; type: 1 | 2 | 3 | 4 | 5; fix?: number; assure?: number; max?: number; }

export interface Traffic {
  name: string; cir: number | null; cbs?: number; pir?: number; pbs?: number; color?: string; priority: string; policy: string;
}

export interface GemMapping { vlan?: number; priority?: number; port?: string; }

export interface Gem { tcont: number; encrypt: boolean; options: string; mappings: Record<string, GemMapping>; }

export interface LineProfile {
  name: string; tconts: Record<string, number>; gems: Record<string, Gem>; mappingMode: string; omccEncrypt: boolean;
  fec: boolean; qosMode?: string; tr069?: boolean; tr069Index?: number;
}

export interface ServiceProfile {
  name: string;
  /** By kind: a count or `adaptive`. */
  ports: Record<string, string>;
  /** Whole lines after `port vlan`, in the order typed, keyed by what they are about. */
  portVlans: Record<string, string>;
  /** Other settings, as lines, keyed by their first words. */
  settings: Record<string, string>;
}

export interface AcsProfile { name: string; url: string; user?: string; password?: string; realm?: string; }

export interface WanProfile { name: string; connection: string; nat: boolean; }

export interface Host {
  how: 'dhcp' | 'static' | 'pppoe'; ip?: string; mask?: string; gateway?: string; dns1?: string; dns2?: string;
  vlan?: number; priority?: number; user?: string; password?: string;
}

export interface Ont {
  serial?: string; mac?: string; password?: string; loid?: string; checkcode?: string;
  /** `always-on`, `once-on no-aging`, `once-on aging-time 5`; with password or LOID only. */
  term?: string;
  line: number; service: number; description?: string; active: boolean;
  hosts: Record<string, Host>;
  internet: Record<string, true>;
  wan: Record<string, number>;
  acs?: number;
  /** By `eth 1`. */
  native: Record<string, { vlan: number; priority: number }>;
  portVlans: Record<string, string>;
  attributes: Record<string, string>;
  routes: Record<string, string>;
  multicast?: string;
  fec?: string;
  sip: Record<string, { host: number; agent: number }>;
  sipUsers: Record<string, { mg: number; user: string; password: string; telno: string }>;
}

export interface ServicePort {
  vlan: number; tech: 'gpon' | 'epon'; port: string; ont: number; gem: number;
  /** A VLAN, `untagged` or `priority-tagged`. */
  user: string; encap?: string; transform: string; inner?: number; innerPriority?: number;
  inbound?: number; outbound?: number; description?: string; disabled?: true;
}

export interface Mvlan { mode?: string; uplinks: string[]; members: number[]; version?: string; match?: string; programs: string[]; }

export interface State {
  sysname: string;
  distributed: boolean;
  boards: Record<string, Board>;
  vlans: Record<string, Vlan>;
  /** VLANs by uplink port. */
  portVlans: Record<string, number[]>;
  dba: Record<string, Dba>;
  traffic: Record<string, Traffic>;
  lineProfiles: Record<string, LineProfile>;
  serviceProfiles: Record<string, ServiceProfile>;
  acsProfiles: Record<string, AcsProfile>;
  wanProfiles: Record<string, WanProfile>;
  sipAgents: Record<string, { name: string; settings: string[] }>;
  homeGateway?: string;
  /** Ports that look for new ONTs. */
  autofind: Record<string, true>;
  onts: Record<string, Ont>;
  servicePorts: Record<string, ServicePort>;
  igmpUsers: Record<string, { options: string }>;
  mvlans: Record<string, Mvlan>;
  autosave: { interval: boolean; time: boolean };
}

/** `0/1/3` + 5 → `0/1/3/5`, the key of an ONT. */
export function ontKey(port: string, id: number): string {
  return `${port}/${id}`;
}

export function emptyState(sysname: string, boards: Record<string, Board>, distributed: boolean): State {
  return {
    sysname, distributed, boards, vlans: { 1: { type: 'smart' } }, portVlans: {}, dba: { ...PREDEFINED_DBA }, traffic: { ...PREDEFINED_TRAFFIC },
    lineProfiles: { 0: defaultLineProfile() }, serviceProfiles: { 0: { name: 'srv-profile_default_0', ports: {}, portVlans: {}, settings: {} } },
    acsProfiles: {}, wanProfiles: {}, sipAgents: {}, autofind: {}, onts: {}, servicePorts: {}, igmpUsers: {}, mvlans: {},
    autosave: { interval: false, time: false },
  };
}

function defaultLineProfile(): LineProfile {
  return { name: 'line-profile_default_0', tconts: { 0: 2, 1: 0 }, gems: {}, mappingMode: 'vlan', omccEncrypt: false, fec: false };
}

/** Ids 0 to 9 and 0 to 6 exist on every box and never change. */
export const PREDEFINED_DBA: Readonly<Record<string, Dba>> = {
  0: { name: 'dba-profile_0', type: 3, assure: 8192, max: 20480 },
  1: { name: 'dba-profile_1', type: 1, fix: 5120 },
  2: { name: 'dba-profile_2', type: 1, fix: 1024 },
  3: { name: 'dba-profile_3', type: 4, max: 32768 },
  4: { name: 'dba-profile_4', type: 1, fix: 1024000 },
  5: { name: 'dba-profile_5', type: 1, fix: 32768 },
  6: { name: 'dba-profile_6', type: 1, fix: 102400 },
  7: { name: 'dba-profile_7', type: 2, assure: 32768 },
  8: { name: 'dba-profile_8', type: 2, assure: 102400 },
  9: { name: 'dba-profile_9', type: 3, assure: 32768, max: 65536 },
};

export const PREDEFINED_TRAFFIC: Readonly<Record<string, Traffic>> = {
  0: table(0, 1024), 1: table(1, 2496), 2: table(2, 512), 3: table(3, 576), 4: table(4, 64), 5: table(5, 2048),
  6: { name: 'ip-traffic-table_6', cir: null, priority: '0', policy: 'tag-in-package' },
};

function table(index: number, cir: number): Traffic {
  return { name: `ip-traffic-table_${index}`, cir, ...bursts(cir, cir * 2), priority: '6', policy: 'tag-in-package' };
}

/** Burst sizes the box computes when none are given, octets. */
export function bursts(cir: number, pir: number): { cbs: number; pir: number; pbs: number } {
  return { cbs: cir * 32 + 2000, pir, pbs: pir * 32 + 2000 };
}

/** Numeric keys in ascending order. */
export function numbers(table: Readonly<Record<string, unknown>>): number[] {
  return Object.keys(table).map(Number).sort((a, b) => a - b);
}

/** Keys like `0/1/3/5` in the order of their numbers. */
export function places(table: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(table).sort((a, b) => {
    const left = a.split('/').map(Number), right = b.split('/').map(Number);
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! - (right[i] ?? -1);
    return 0;
  });
}
