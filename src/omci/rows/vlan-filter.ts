import { OmciError } from '../errors.ts';
import { octets } from './layout.ts';

/** What happens to tagged and to untagged frames (G.988 clause 9.3.11); operations without a word are numbers. */
export const FORWARD_OPERATIONS = {
  0x00: 'bridge-all',
  0x02: 'bridge-tagged-drop-untagged',
  0x03: 'pass-listed-vids-bridge-untagged',
  0x04: 'pass-listed-vids-drop-untagged',
  0x05: 'drop-listed-vids-bridge-untagged',
  0x06: 'drop-listed-vids-drop-untagged',
  0x0f: 'positive-vid-bridge-untagged',
  0x10: 'positive-vid-drop-untagged',
  0x11: 'positive-priority-bridge-untagged',
  0x12: 'positive-priority-drop-untagged',
  0x13: 'positive-tci-bridge-untagged',
  0x14: 'positive-tci-drop-untagged',
  0x16: 'negative-vid-bridge-untagged',
  0x17: 'negative-vid-drop-untagged',
} as const;

export type ForwardOperation = (typeof FORWARD_OPERATIONS)[keyof typeof FORWARD_OPERATIONS];

export interface Tci { readonly vid: number; readonly priority: number; readonly dei: 0 | 1; }

/** Class 84, VLAN tagging filter data, in words. */
export interface VlanFilter {
  readonly operation: ForwardOperation | number;
  /** At most 12. */
  readonly tags: readonly Tci[];
}

export interface VlanFilterAttributes { readonly vlanFilterList: string; readonly forwardOperation: number; readonly numberOfEntries: number; }

const MOST = 12;

export const vlanFilter = {
  /** From the attributes of class 84. Entries beyond the announced number are not part of the filter. */
  read(attributes: VlanFilterAttributes): VlanFilter {
    const list = octets(attributes.vlanFilterList, 2 * MOST);
    const tags = Array.from({ length: Math.min(attributes.numberOfEntries, MOST) }, (_, i) => readTci((list[2 * i]! << 8) | list[2 * i + 1]!));
    const words: Readonly<Record<number, ForwardOperation>> = FORWARD_OPERATIONS;
    return { operation: words[attributes.forwardOperation] ?? attributes.forwardOperation, tags };
  },
  /** To the attributes of class 84. @throws OmciError `bad-row` */
  write(filter: VlanFilter): VlanFilterAttributes {
    if (filter.tags.length > MOST) throw new OmciError('bad-row', `a filter has at most ${MOST} tags, not ${filter.tags.length}`);
    const code = typeof filter.operation === 'number' ? filter.operation : Number(Object.entries(FORWARD_OPERATIONS).find(([, word]) => word === filter.operation)?.[0] ?? NaN);
    if (!Number.isInteger(code) || code < 0 || code > 255) throw new OmciError('bad-row', `there is no forward operation ${filter.operation}`);
    const list = filter.tags.map((t) => writeTci(t).toString(16).padStart(4, '0')).join('').padEnd(4 * MOST, '0');
    return { vlanFilterList: list, forwardOperation: code, numberOfEntries: filter.tags.length };
  },
};

/** 16 bits: priority 3, DEI 1, VID 12. */
export function readTci(tci: number): Tci {
  return { vid: tci & 0xfff, priority: tci >>> 13, dei: ((tci >>> 12) & 1) as 0 | 1 };
}

/** @throws OmciError `bad-row` */
export function writeTci({ vid, priority, dei }: Tci): number {
  if (!inRange(vid, 4095) || !inRange(priority, 7) || !inRange(dei, 1)) throw new OmciError('bad-row', 'a tag has a VID from 0 to 4095, a priority from 0 to 7 and a DEI of 0 or 1');
  return (priority << 13) | (dei << 12) | vid;
}

function inRange(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}

