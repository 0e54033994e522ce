/** Rows of the multicast tables: classes 309, 310 and 281 (G.988 clauses 9.3.27, 9.3.28, 9.2.4). Addresses as people write them. */
import { OmciError } from '../errors.ts';
import type { RowOf } from './layout.ts';
import { octets, rowCodec } from './layout.ts';
import type { Tci } from './vlan-filter.ts';
import { readTci, writeTci } from './vlan-filter.ts';

const CONTROL = { 1: 'write', 2: 'delete', 3: 'clear-all' } as const;

/** The head of the three tables whose rows are addressed by a key: what to do, which part of the row, which row. */
const head = {
  control: { at: 0, bits: 2, words: CONTROL },
  part: { at: 2, bits: 3 },
  test: { at: 5, bits: 1 },
  key: { at: 6, bits: 10 },
} as const;

/** Access control lists of class 309 (dynamic and static), row part 0. */
export const accessListRow = rowCodec(24, {
  ...head,
  gemPort: { at: 16, bits: 16 },
  vlan: { at: 32, bits: 16 },
  source: { at: 48, bits: 32, as: 'ipv4' },
  firstGroup: { at: 80, bits: 32, as: 'ipv4' },
  lastGroup: { at: 112, bits: 32, as: 'ipv4' },
  /** Octets per second. */
  bandwidth: { at: 144, bits: 32 },
});

/** The same, row part 1: IPv6 source and preview. Durations in seconds. */
export const accessListSourceRow = rowCodec(24, {
  ...head,
  /** The first 12 octets; the last 4 are `source` of part 0. */
  source: { at: 16, bits: 96, as: 'ipv6' },
  previewLength: { at: 112, bits: 16 },
  previewRepeatTime: { at: 128, bits: 16 },
  previewRepeatCount: { at: 144, bits: 16 },
  previewResetTime: { at: 160, bits: 16 },
  vendorSpecific: { at: 176, bits: 16 },
});

/** The same, row part 2: the first 12 octets of the IPv6 group addresses. */
export const accessListGroupRow = rowCodec(24, { ...head, group: { at: 16, bits: 96, as: 'ipv6' } });

/** Multicast service package table of class 310. */
export const servicePackageRow = rowCodec(20, {
  control: head.control,
  key: head.key,
  uniVlan: { at: 16, bits: 16, words: { 4096: 'untagged', 4097: 'any', 65535: 'not-specified' } },
  maxGroups: { at: 32, bits: 16 },
  /** Octets per second. */
  maxBandwidth: { at: 48, bits: 32 },
  operationsProfile: { at: 80, bits: 16 },
});

/** Allowed preview groups table of class 310, row part 0: source and VLANs. */
export const previewSourceRow = rowCodec(22, {
  control: head.control, part: head.part, key: head.key,
  source: { at: 16, bits: 128, as: 'ipv6' },
  aniVlan: { at: 144, bits: 16 },
  uniVlan: { at: 160, bits: 16 },
});

/** The same, row part 1: group and time, in minutes. */
export const previewGroupRow = rowCodec(22, {
  control: head.control, part: head.part, key: head.key,
  group: { at: 16, bits: 128, as: 'ipv6' },
  duration: { at: 144, bits: 16 },
  timeLeft: { at: 160, bits: 16 },
});

/** IPv4 multicast address table of class 281: which groups a multicast GEM port carries. */
export const multicastAddressRow = rowCodec(12, {
  gemPort: { at: 0, bits: 16 },
  secondaryKey: { at: 16, bits: 16 },
  firstGroup: { at: 32, bits: 32, as: 'ipv4' },
  lastGroup: { at: 64, bits: 32, as: 'ipv4' },
});

export type AccessListRow = RowOf<typeof accessListRow.fields>;
export type ServicePackageRow = RowOf<typeof servicePackageRow.fields>;

/** Upstream IGMP tag control of class 309. */
export const UPSTREAM_TAG_CONTROL = { 0: 'transparent', 1: 'add-tag', 2: 'replace-tci', 3: 'replace-vid' } as const;

/** First octet of the downstream IGMP and multicast TCI of class 309; `-subscriber` takes the VID from the service package table. */
export const DOWNSTREAM_TAG_CONTROL = {
  0: 'transparent', 1: 'strip-tag', 2: 'add-tag', 3: 'replace-tci', 4: 'replace-vid', 5: 'add-tag-subscriber', 6: 'replace-tci-subscriber', 7: 'replace-vid-subscriber',
} as const;

export interface DownstreamTag { readonly control: (typeof DOWNSTREAM_TAG_CONTROL)[keyof typeof DOWNSTREAM_TAG_CONTROL] | number; readonly tag: Tci; }

/** Attribute 16 of class 309: three octets. */
export const downstreamTag = {
  read(value: string | Uint8Array): DownstreamTag {
    const bytes = octets(value, 3);
    const words: Readonly<Record<number, DownstreamTag['control']>> = DOWNSTREAM_TAG_CONTROL;
    return { control: words[bytes[0]!] ?? bytes[0]!, tag: readTci((bytes[1]! << 8) | bytes[2]!) };
  },
  write({ control, tag }: DownstreamTag): string {
    const code = typeof control === 'number' ? control : Number(Object.entries(DOWNSTREAM_TAG_CONTROL).find(([, word]) => word === control)?.[0] ?? NaN);
    if (!Number.isInteger(code) || code < 0 || code > 255) throw new OmciError('bad-row', `there is no downstream tag control ${control}`);
    return code.toString(16).padStart(2, '0') + writeTci(tag).toString(16).padStart(4, '0');
  },
};
