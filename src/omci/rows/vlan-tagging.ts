/**
 * Rows of the received frame VLAN tagging operation table: class 171, attribute 6 (G.988 clause 9.3.13). The first eight octets say
 * which frames are meant and identify the row, the last eight what is done with them.
 */
import { toHex } from '../bytes/hex.ts';
import type { RowOf } from './layout.ts';
import { octets, rowCodec } from './layout.ts';

const FILTER_TPID = { 0: 'any', 4: '0x8100', 5: 'input', 6: 'input-dei-0', 7: 'input-dei-1' } as const;
const ANY_VID = { 4096: 'any' } as const;
const PRIORITY = { 8: 'copy-inner', 9: 'copy-outer', 10: 'dscp', 15: 'no-tag' } as const;
const VID = { 4096: 'copy-inner', 4097: 'copy-outer' } as const;
const TPID = { 0: 'copy-inner', 1: 'copy-outer', 2: 'output-dei-inner', 3: 'output-dei-outer', 4: '0x8100', 6: 'output-dei-0', 7: 'output-dei-1' } as const;

export const vlanTaggingRow = rowCodec(16, {
  /** `none`: not a rule for two tags. `default`: the default rule for two tags. */
  filterOuterPriority: { at: 0, bits: 4, words: { 8: 'any', 14: 'default', 15: 'none' } },
  filterOuterVid: { at: 4, bits: 13, words: ANY_VID },
  filterOuterTpid: { at: 17, bits: 3, words: FILTER_TPID },
  /** `none`: a rule for untagged frames. `default`: the default rule for one tag. */
  filterInnerPriority: { at: 32, bits: 4, words: { 8: 'any', 14: 'default', 15: 'none' } },
  filterInnerVid: { at: 36, bits: 13, words: ANY_VID },
  filterInnerTpid: { at: 49, bits: 3, words: FILTER_TPID },
  filterEtherType: { at: 60, bits: 4, words: { 0: 'any', 1: 'ipv4', 2: 'pppoe', 3: 'arp', 4: 'ipv6', 5: 'eapol' } },
  tagsToRemove: { at: 64, bits: 2, words: { 3: 'drop' } },
  treatmentOuterPriority: { at: 76, bits: 4, words: PRIORITY },
  treatmentOuterVid: { at: 80, bits: 13, words: VID },
  treatmentOuterTpid: { at: 93, bits: 3, words: TPID },
  /** A single tag that is added is always this one. */
  treatmentInnerPriority: { at: 108, bits: 4, words: PRIORITY },
  treatmentInnerVid: { at: 112, bits: 13, words: VID },
  treatmentInnerTpid: { at: 125, bits: 3, words: TPID },
});

export type VlanTaggingRow = RowOf<typeof vlanTaggingRow.fields>;

const ANY_FRAME: VlanTaggingRow = {
  filterOuterPriority: 'none', filterOuterVid: 'any', filterOuterTpid: 'any',
  filterInnerPriority: 'none', filterInnerVid: 'any', filterInnerTpid: 'any', filterEtherType: 'any',
  tagsToRemove: 0, treatmentOuterPriority: 'no-tag', treatmentOuterVid: 0, treatmentOuterTpid: 'copy-inner',
  treatmentInnerPriority: 'no-tag', treatmentInnerVid: 0, treatmentInnerTpid: 'copy-inner',
};

type Priority = number | 'copy';

/** The rules that provisioning is made of, as hexadecimal rows. VIDs are 0..4094; `copy` keeps the priority of the frame. */
export const vlanTagging = {
  /** The rules of last resort, as every ONT has them at the start: forward unchanged. */
  forwardUntagged: (): string => vlanTaggingRow.write(ANY_FRAME),
  forwardSingleTagged: (): string => vlanTaggingRow.write({ ...ANY_FRAME, filterInnerPriority: 'default' }),
  forwardDoubleTagged: (): string => vlanTaggingRow.write({ ...ANY_FRAME, filterOuterPriority: 'default', filterInnerPriority: 'default' }),
  dropUntagged: (): string => vlanTaggingRow.write({ ...ANY_FRAME, tagsToRemove: 'drop' }),
  dropSingleTagged: (): string => vlanTaggingRow.write({ ...ANY_FRAME, filterInnerPriority: 'default', tagsToRemove: 'drop' }),
  dropDoubleTagged: (): string => vlanTaggingRow.write({ ...ANY_FRAME, filterOuterPriority: 'default', filterInnerPriority: 'default', tagsToRemove: 'drop' }),
  /** Untagged frames get a tag. */
  tag: (vid: number, priority: number): string => vlanTaggingRow.write({
    ...ANY_FRAME, treatmentInnerPriority: priority, treatmentInnerVid: vid, treatmentInnerTpid: '0x8100',
  }),
  /** Single-tagged frames of VID `from` leave with VID `to`; `from` 0 = priority-tagged. */
  translate: (from: number, to: number, priority: Priority = 'copy'): string => vlanTaggingRow.write({
    ...ANY_FRAME, ...oneTag(from), tagsToRemove: 1, ...added(to, priority, '0x8100'),
  }),
  /** Single-tagged frames keep their tag and get a service tag with the output TPID of the managed entity outside of it. */
  stack: (customer: number | 'any', service: number, priority: Priority = 'copy'): string => vlanTaggingRow.write({
    ...ANY_FRAME, ...oneTag(customer), ...added(service, priority, 'output-dei-0'),
  }),
  /** Takes the rule with the same filter out of the table. */
  remove: (row: string | Uint8Array): string => `${toHex(octets(row, 16)).slice(0, 16)}${'ff'.repeat(8)}`,
  isRemoval: (row: string | Uint8Array): boolean => octets(row, 16).subarray(8).every((byte) => byte === 0xff),
};

/** A rule as a sentence. @throws OmciError `bad-row` */
export function describeVlanTagging(row: string | Uint8Array): string {
  const r = vlanTaggingRow.read(row);
  const frames = `${tagsMeant(r)}${r.filterEtherType === 'any' ? '' : `, ${typeof r.filterEtherType === 'number' ? `ether type code ${r.filterEtherType}` : r.filterEtherType} only`}`;
  return `${frames}: ${vlanTagging.isRemoval(row) ? 'this rule is removed' : treatment(r)}`;
}

function oneTag(vid: number | 'any'): Partial<VlanTaggingRow> & Pick<VlanTaggingRow, 'filterInnerPriority' | 'filterInnerVid'> {
  return { filterInnerPriority: 'any', filterInnerVid: vid };
}

function added(vid: number, priority: Priority, tpid: VlanTaggingRow['treatmentInnerTpid']): Pick<VlanTaggingRow, 'treatmentInnerPriority' | 'treatmentInnerVid' | 'treatmentInnerTpid'> {
  return { treatmentInnerPriority: priority === 'copy' ? 'copy-inner' : priority, treatmentInnerVid: vid, treatmentInnerTpid: tpid };
}

function tagsMeant(r: VlanTaggingRow): string {
  if (r.filterOuterPriority !== 'none') {
    if (r.filterOuterPriority === 'default' && r.filterInnerPriority === 'default') return 'double-tagged, default';
    return `double-tagged, outer ${tag(r.filterOuterPriority, r.filterOuterVid, r.filterOuterTpid)}, inner ${tag(r.filterInnerPriority, r.filterInnerVid, r.filterInnerTpid)}`;
  }
  if (r.filterInnerPriority === 'none') return 'untagged';
  if (r.filterInnerPriority === 'default') return 'single-tagged, default';
  return r.filterInnerVid === 0 ? `priority-tagged${r.filterInnerPriority === 'any' ? '' : `, priority ${r.filterInnerPriority}`}` : `single-tagged, ${tag(r.filterInnerPriority, r.filterInnerVid, r.filterInnerTpid)}`;
}

function tag(priority: number | string, vid: number | string, tpid: number | string): string {
  return `VID ${vid}${priority === 'any' ? '' : ` priority ${priority}`}${tpid === 'any' ? '' : ` TPID ${tpid}`}`;
}

function treatment(r: VlanTaggingRow): string {
  if (r.tagsToRemove === 'drop') return 'drop';
  const outer = r.treatmentOuterPriority === 'no-tag' ? undefined : tag(r.treatmentOuterPriority, r.treatmentOuterVid, r.treatmentOuterTpid);
  const inner = r.treatmentInnerPriority === 'no-tag' ? undefined : tag(r.treatmentInnerPriority, r.treatmentInnerVid, r.treatmentInnerTpid);
  const steps = [
    ...(r.tagsToRemove === 0 ? [] : [`remove ${r.tagsToRemove === 1 ? 'one tag' : 'two tags'}`]),
    ...(inner === undefined ? [] : [`add ${inner}`]),
    ...(outer === undefined ? [] : [`add outer ${outer}`]),
  ];
  return steps.length === 0 ? 'forward unchanged' : steps.join(', ');
}
