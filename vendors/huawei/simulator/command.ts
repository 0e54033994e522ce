/** The shape of one command of the box, and the types its arguments have. */
import { parseSerial } from '../../../src/kernel/serial.ts';
import type { Args } from '../../../src/sim/grammar/grammar.ts';
import type { TypeTable } from '../../../src/sim/grammar/syntax.ts';
import { form, integer, text } from '../../../src/sim/grammar/values.ts';
import type { Box, Seat } from './box.ts';
import type { LineProfile, ServiceProfile } from './state.ts';

export type Mode =
  | { readonly kind: 'user' | 'privileged' | 'config' | 'diagnose' | 'btv' }
  | { readonly kind: 'gpon' | 'epon'; readonly slot: string }
  | { readonly kind: 'uplink'; readonly slot: string; readonly board: string }
  | { readonly kind: 'mvlan'; readonly vlan: number }
  | { readonly kind: 'line-profile'; readonly id: number; readonly draft: LineProfile }
  | { readonly kind: 'service-profile'; readonly id: number; readonly draft: ServiceProfile }
  | { readonly kind: 'wan-profile' | 'sip-agent'; readonly id: number };

export type ModeKind = Mode['kind'];

/** What a session offers to commands. */
export interface Place {
  readonly box: Box;
  readonly seat: Seat;
  readonly mode: Mode;
  enter(mode: Mode): void;
  /** One level up; at the bottom, out. */
  leave(): void;
  /** Back to privileged mode, from wherever. */
  home(): void;
  readonly habits: { smart: boolean; interactive: boolean; rows: number; original: boolean; alarms: boolean };
}

export interface Command {
  readonly in: readonly ModeKind[];
  readonly syntax: string;
  /** `write` changes the configuration, `move` only the mode, `prepare` only this session. */
  readonly effect: 'read' | 'write' | 'move' | 'prepare' | 'save';
  /** The y/n question asked before, null for none. `few`: asked by every release. */
  readonly asks?: { readonly when: 'few' | 'all'; readonly text: string };
  /** Only in some releases. */
  readonly unless?: (box: Box) => boolean;
  /** Smart mode does not offer the optional rest. */
  readonly plain?: true;
  /** Output lines. @throws Declined */
  run(args: Args, at: Place): readonly string[] | void;
}

export const EVERYWHERE: readonly ModeKind[] = [
  'user', 'privileged', 'config', 'diagnose', 'btv', 'gpon', 'epon', 'uplink', 'mvlan', 'line-profile', 'service-profile', 'wan-profile', 'sip-agent',
];
export const ABOVE_USER = EVERYWHERE.filter((kind) => kind !== 'user');
export const TOP: readonly ModeKind[] = ['privileged', 'config'];

export const ARGUMENT_TYPES: TypeTable = {
  int: (min, max) => integer(min, max),
  text: (min, max) => text(min, max),
  serial: () => form('<S><Length 12-16>', /^[0-9A-Za-z]+$/, parseExactSerial),
  slot: () => form('<S><frameid/slotid>', /^\d+\/\d+$/, (token) => (/^0\/\d{1,2}$/.test(token) ? token : null)),
  fsp: () => form('<S><frameid/slotid/portid>', /^\d+\/\d+\/\d+$/, (token) => (/^0\/\d{1,2}\/\d{1,2}$/.test(token) ? token : null)),
  ip: () => form('<I><X.X.X.X>', /^[\d.]+$/, (token) => (isAddress(token) ? token : null)),
  mac: () => form('<H><XXXX-XXXX-XXXX>', /^[0-9A-Fa-f-]+$/, (token) => (/^[0-9A-F]{4}(-[0-9A-F]{4}){2}$/i.test(token) ? token.toUpperCase() : null)),
};

/** Twelve characters with the vendor's letters or sixteen hexadecimal digits; no dash. */
function parseExactSerial(token: string): string | null {
  return token.length === 12 || token.length === 16 ? parseSerial(token) : null;
}

function isAddress(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
