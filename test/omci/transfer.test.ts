import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/omci/index.ts';
import { attributeMask, attributeNames, decode, encodeAny, entities, entityOf, getNextCount, isResponse, mibUpload, octetsOf, priorityOf, reassembleTable, rowsOf, splitMask, textOf, toHex } from '../../src/omci/index.ts';
import { random } from './random.ts';

describe('tables', () => {
  test('come together from padded stretches', () => {
    const r = random(3);
    for (const rows of [0, 1, 2, 5, 29]) {
      const table = r.bytes(16 * rows);
      const stretches = Array.from({ length: getNextCount(table.length) }, (_, i) => toHex(table.subarray(29 * i, 29 * i + 29)).padEnd(58, '0'));
      expect(reassembleTable(table.length, stretches)).toEqual(table);
      expect(rowsOf(171, 'receivedFrameVlanTaggingOperationTable', table)).toHaveLength(rows);
    }
  });

  test('missing and surplus responses are noticed', () => {
    expect(() => reassembleTable(40, ['00'.repeat(29)])).toThrow(expect.objectContaining({ code: 'bad-sequence' }));
    expect(() => reassembleTable(20, ['00'.repeat(29), '00'.repeat(29)])).toThrow(expect.objectContaining({ code: 'bad-sequence' }));
    expect(() => rowsOf(171, 'receivedFrameVlanTaggingOperationTable', new Uint8Array(17))).toThrow(expect.objectContaining({ code: 'partial-row' }));
    expect(() => rowsOf(171, 'inputTpid', new Uint8Array(2))).toThrow(expect.objectContaining({ code: 'unknown-attribute' }));
  });
});

describe('MIB upload', () => {
  const next = (reported: readonly object[], deviceId = 10): Extract<Message, { readonly reported: unknown }> => {
    const message = decode(encodeAny({ transactionId: 1, action: 'mibUploadNext', ak: true, deviceId, classId: 2, instanceId: 0, reported }));
    if (!isResponse(message, 'mibUploadNext')) throw new Error('no response to MIB upload next');
    return message;
  };

  test('fragments of one instance come together', () => {
    const upload = mibUpload(3);
    upload.take(0, next([{ classId: 256, instanceId: 0, attributes: { vendorId: '41424344', version: '20'.repeat(14), serialNumber: '4142434400000001' } }]));
    upload.take(0, next([{ classId: 256, instanceId: 0, attributes: { vendorId: '41424344' } }]));
    upload.take(1, next([{ classId: 256, instanceId: 0, attributes: { administrativeState: 0, operationalState: 0 } }]));
    expect(upload.done).toBe(false);
    upload.take(2, next([{ classId: 254, instanceId: 7, attributeMask: 0x8000, raw: '01' }]));
    expect(upload.done).toBe(true);
    expect(upload.instances()).toEqual([
      { classId: 256, instanceId: 0, attributeMask: attributeMask(256, 'vendorId', 'version', 'serialNumber', 'administrativeState', 'operationalState'), attributes: { vendorId: '41424344', version: '20'.repeat(14), serialNumber: '4142434400000001', administrativeState: 0, operationalState: 0 } },
      { classId: 254, instanceId: 7, attributeMask: 0x8000, attributes: {}, raw: `01${'00'.repeat(25)}` },
    ]);
  });

  test('gaps, an expired snapshot and an unfinished upload are noticed', () => {
    const upload = mibUpload(2);
    expect(() => { upload.take(1, next([])); }).toThrow(expect.objectContaining({ code: 'bad-sequence' }));
    expect(() => { upload.take(0, next([])); }).toThrow('snapshot has expired');
    expect(() => upload.instances()).toThrow('0 of 2');
  });
});

test('the top bit of a baseline transaction id is the priority', () => {
  const message = { action: 'mibReset', classId: 2, instanceId: 0 };
  const priority = (transactionId: number, deviceId: number): string | null => priorityOf(decode(encodeAny({ ...message, transactionId, deviceId })));
  expect([priority(1, 10), priority(0x8001, 10), priority(0x8001, 11)]).toEqual(['low', 'high', null]);
});

describe('masks', () => {
  test('names to bits and back', () => {
    expect(attributeMask(256, 'vendorId', 'version')).toBe(0xc000);
    expect(attributeNames(256, 0xc000)).toEqual(['vendorId', 'version']);
  });

  test('a get of everything is split so that each response fits', () => {
    for (const entity of entities()) {
      const parts = splitMask(entity.id, entity.knownMask, 'get');
      expect(parts.reduce((sum, part) => sum | part, 0)).toBe(entity.knownMask);
      for (const part of parts) {
        const size = entity.attributes.filter((a) => part & a.bit).reduce((sum, a) => sum + (a.kind === 'table' ? 4 : a.size), 0);
        expect(size).toBeLessThanOrEqual(25);
      }
    }
  });
});

describe('the catalogue', () => {
  test('holds 213 classes with 1,969 attributes, 118 tables and 448 alarms', () => {
    const all = entities();
    expect(all).toHaveLength(213);
    expect(all.flatMap((e) => e.attributes)).toHaveLength(1969);
    expect(all.flatMap((e) => e.attributes).filter((a) => a.kind === 'table')).toHaveLength(118);
    expect(all.reduce((sum, e) => sum + e.alarms.size, 0)).toBe(448);
    expect(new Set(all.map((e) => e.key)).size).toBe(213);
  });

  test('no create exceeds the baseline contents, no single value a get response', () => {
    for (const e of entities()) {
      expect(e.attributes.filter((a) => a.setByCreate).reduce((sum, a) => sum + a.size, 0)).toBeLessThanOrEqual(32);
      for (const a of e.attributes) if (a.kind !== 'table') expect(a.size, `${e.key}.${a.key}`).toBeLessThanOrEqual(25);
    }
  });

  test('knows names, initial values and formats', () => {
    expect(entityOf(262)?.attributes[0]).toEqual({
      index: 1, bit: 0x8000, key: 'allocId', name: 'Alloc-ID', kind: 'uint', size: 2, form: 'integer', readable: true, writable: true, setByCreate: false,
      optional: false, avc: false, tca: false, deprecated: false, format: undefined, initial: 65_535,
    });
    expect(entityOf(5)?.byKey.get('expectedEquipmentId')).toMatchObject({ initial: '20'.repeat(20), format: 'ascii', optional: true });
    expect(entityOf(240)).toBeUndefined();
  });

  test('texts are padded octets', () => {
    expect(octetsOf('ABC', 5)).toBe('4142430000');
    expect(textOf('4142432020')).toBe('ABC');
    expect(textOf('41071b0042')).toBe('A\\x07\\x1b');
  });
});
