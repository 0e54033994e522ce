import { describe, expect, test } from 'vitest';
import {
  accessListRow, describeRow, describeVlanTagging, downstreamTag, dscpMap, multicastAddressRow, OmciError, previewGroupRow, readCounters, readTci, servicePackageRow,
  toHex, trafficDescriptor, vlanFilter, vlanTagging, vlanTaggingRow, writeTci,
} from '../../src/omci/index.ts';
import { random } from './random.ts';

/** Rows as captured from OLTs or computed by hand from the layout of G.988 clause 9.3.13. */
const CANONICAL: readonly [name: string, row: string, made: string, words: string][] = [
  ['untagged, default: forward', 'f8000000f8000000000f0000000f0000', vlanTagging.forwardUntagged(), 'untagged: forward unchanged'],
  ['one tag, default: forward', 'f8000000e8000000000f0000000f0000', vlanTagging.forwardSingleTagged(), 'single-tagged, default: forward unchanged'],
  ['one tag, default: drop', 'f8000000e8000000c00f0000000f0000', vlanTagging.dropSingleTagged(), 'single-tagged, default: drop'],
  ['two tags, default: drop', 'e8000000e8000000c00f0000000f0000', vlanTagging.dropDoubleTagged(), 'double-tagged, default: drop'],
  ['untagged: add VID 100, priority 2', 'f8000000f8000000000f000000020324', vlanTagging.tag(100, 2), 'untagged: add VID 100 priority 2 TPID 0x8100'],
  ['one tag: VID 3000 to 288', 'f800000085dc0000400f000000080904', vlanTagging.translate(3000, 288), 'single-tagged, VID 3000: remove one tag, add VID 288 priority copy-inner TPID 0x8100'],
  ['priority-tagged to VID 7', 'f800000080000000400f00000008003c', vlanTagging.translate(0, 7), 'priority-tagged: remove one tag, add VID 7 priority copy-inner TPID 0x8100'],
  ['QinQ: customer 5 kept, service 1000 outside', 'f800000080028000000f000000081f46', vlanTagging.stack(5, 1000), 'single-tagged, VID 5: add VID 1000 priority copy-inner TPID output-dei-0'],
  ['removal', 'f800000080028000ffffffffffffffff', vlanTagging.remove('f800000080028000000f000000081f46'), 'single-tagged, VID 5: this rule is removed'],
];

describe('extended VLAN tagging', () => {
  test.each(CANONICAL)('%s', (_, row, made, words) => {
    expect(made).toBe(row);
    expect(describeVlanTagging(row)).toBe(words);
    expect(vlanTaggingRow.write(vlanTaggingRow.read(row))).toBe(row);
  });

  test('captured rows read as what they are', () => {
    expect(vlanTaggingRow.read('f8000000 80018000 400f0000 00080018'.replaceAll(' ', ''))).toEqual({
      filterOuterPriority: 'none', filterOuterVid: 'any', filterOuterTpid: 'any', filterInnerPriority: 'any', filterInnerVid: 3, filterInnerTpid: 'any', filterEtherType: 'any',
      tagsToRemove: 1, treatmentOuterPriority: 'no-tag', treatmentOuterVid: 0, treatmentOuterTpid: 'copy-inner', treatmentInnerPriority: 'copy-inner', treatmentInnerVid: 3, treatmentInnerTpid: 'copy-inner',
    });
    expect(vlanTaggingRow.read('f8000000f8000000000f80000000000c')).toMatchObject({ treatmentOuterPriority: 'no-tag', treatmentOuterVid: 'copy-inner', treatmentInnerVid: 1, treatmentInnerTpid: '0x8100' });
  });
});

describe('every row layout', () => {
  test.each([vlanTaggingRow, accessListRow, servicePackageRow, previewGroupRow, multicastAddressRow].map((codec) => ({ codec, size: codec.size })))('gives any $size octets back', ({ codec }) => {
    const r = random(codec.size);
    for (let i = 0; i < 500; i++) {
      const row = toHex(r.bytes(codec.size));
      expect((codec.write as (values: object) => string)(codec.read(row))).toBe(row);
    }
  });

  test('wrong words, numbers and lengths are refused', () => {
    const row = vlanTaggingRow.read(vlanTagging.forwardUntagged());
    expect(() => vlanTaggingRow.write({ ...row, filterInnerVid: 8192 })).toThrow(OmciError);
    expect(() => vlanTaggingRow.write({ ...row, tagsToRemove: 'many' as 'drop' })).toThrow('tagsToRemove takes drop or a number from 0 to 3');
    expect(() => vlanTaggingRow.write({ ...row, colour: 1 } as typeof row)).toThrow('no field colour');
    expect(() => vlanTaggingRow.read('00')).toThrow('16 octets');
    expect(() => vlanTagging.tag(9000, 0)).toThrow(OmciError);
  });
});

describe('multicast', () => {
  test('an access list row as captured', () => {
    const row = '4000fffe01fd00000000e6640101e6640101000989680000';
    expect(accessListRow.read(row)).toEqual({
      control: 'write', part: 0, test: 0, key: 0, gemPort: 0xfffe, vlan: 509, source: '0.0.0.0', firstGroup: '230.100.1.1', lastGroup: '230.100.1.1', bandwidth: 625_000,
    });
    expect(describeRow(309, 'dynamicAccessControlListTable', row)).toContain('firstGroup 230.100.1.1');
  });

  test('a multicast address row as captured', () => {
    expect(multicastAddressRow.write({ gemPort: 0xfffe, secondaryKey: 0, firstGroup: '224.0.1.0', lastGroup: '239.255.255.255' })).toBe('fffe0000e0000100efffffff');
  });

  test('the downstream tag is three octets', () => {
    expect(downstreamTag.read('03a065')).toEqual({ control: 'replace-tci', tag: { vid: 101, priority: 5, dei: 0 } });
    expect(downstreamTag.write({ control: 'strip-tag', tag: { vid: 0, priority: 0, dei: 0 } })).toBe('010000');
  });
});

describe('single values', () => {
  test('a VLAN filter', () => {
    const attributes = { vlanFilterList: '0064a0c8'.padEnd(48, '0'), forwardOperation: 0x10, numberOfEntries: 2 };
    const filter = { operation: 'positive-vid-drop-untagged', tags: [{ vid: 100, priority: 0, dei: 0 }, { vid: 200, priority: 5, dei: 0 }] } as const;
    expect(vlanFilter.read(attributes)).toEqual(filter);
    expect(vlanFilter.write(filter)).toEqual(attributes);
    expect(vlanFilter.read({ ...attributes, forwardOperation: 0x1c }).operation).toBe(0x1c);
    expect(() => vlanFilter.write({ operation: 0, tags: Array.from({ length: 13 }, () => filter.tags[0]) })).toThrow('at most 12');
  });

  test('a TCI', () => {
    for (const tci of [0, 1, 0xffff, 0xb064, 0x1000]) expect(writeTci(readTci(tci))).toBe(tci);
  });

  test('a traffic descriptor counts octets per second on the wire, kbit/s in words', () => {
    const words = trafficDescriptor.read({ cir: 1_250_000, pir: 2_500_000, cbs: 4096, pbs: 8192, colourMode: 1, ingressColourMarking: 3, egressColourMarking: 3, meterType: 1 });
    expect(words).toEqual({ cirKbit: 10_000, pirKbit: 20_000, cbs: 4096, pbs: 8192, colourMode: 'colour-aware', ingressColourMarking: 'pcp-8p0d', egressColourMarking: 'pcp-8p0d', meterType: 'rfc4115' });
    expect(trafficDescriptor.write(words)).toMatchObject({ cir: 1_250_000, meterType: 1 });
    expect(() => trafficDescriptor.write({ ...words, cirKbit: 0.001 })).toThrow('whole number of octets');
    expect(() => trafficDescriptor.write({ ...words, meterType: 'rfc9' as 'rfc4115' })).toThrow('meterType');
  });

  test('a DSCP map holds 64 priorities', () => {
    const priorities = Array.from({ length: 64 }, (_, dscp) => dscp >> 3);
    const map = dscpMap.write(priorities);
    expect(map).toHaveLength(48);
    expect(map.startsWith('000000249249492492')).toBe(true);
    expect(dscpMap.read(map)).toEqual(priorities);
    expect(() => dscpMap.write([1])).toThrow('64 priorities');
  });

  test('counters of several responses come together', () => {
    const first = { classId: 341, instanceId: 257, attributes: { intervalEndTime: 149, transmittedGemFrames: 4294967295 } };
    const second = { classId: 341, instanceId: 257, attributes: { intervalEndTime: 149, transmittedPayloadBytes: '2731835660583196512' } };
    expect(readCounters([first, second])).toEqual({
      classId: 341, instanceId: 257, intervalEndTime: 149,
      counters: {
        transmittedGemFrames: { name: 'Transmitted GEM frames', value: 4294967295n, full: true },
        transmittedPayloadBytes: { name: 'Transmitted payload bytes', value: 2731835660583196512n, full: false },
      },
    });
    expect(() => readCounters([first, { ...second, attributes: { intervalEndTime: 150 } }])).toThrow('interval ended');
    expect(() => readCounters([{ classId: 256, instanceId: 0, attributes: {} }])).toThrow('no counters');
  });
});
