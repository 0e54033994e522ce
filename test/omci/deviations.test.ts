/** What is refused, by which name it can be let pass, and what stays byte-exact. */
import { describe, expect, test } from 'vitest';
import type { OmciErrorCode, Tolerance } from '../../src/omci/index.ts';
import { decode, encodeAny, fromHex, OmciError, relaxed, toHex } from '../../src/omci/index.ts';

/** A baseline frame from its start; the rest of the contents is zero. */
function baseline(start: string, length = '0028'): string {
  return `${start.replaceAll(' ', '').padEnd(80, '0')}0000${length}`;
}

function codeOf(hex: string, allow?: readonly Tolerance[]): OmciErrorCode | 'decoded' {
  try {
    decode(fromHex(hex), allow === undefined ? {} : { allow });
    return 'decoded';
  } catch (error) {
    if (error instanceof OmciError) return error.code;
    throw error;
  }
}

describe('refused', () => {
  test.each<[OmciErrorCode, string]>([
    ['truncated', ''],
    ['truncated', '0001490a0100'],
    ['truncated', baseline('0001 49 0a 0100 0000 8000').slice(0, 82)],
    ['truncated', `${baseline('0001 49 0a 0100 0000 8000')}0102`],
    ['truncated', '0001490b0100000000'],
    ['truncated', '0001490b01000000000280'],
    ['truncated', '0001490b010000000000'],
    ['truncated', '0001290b01000000000900a0000000000041424344'.replace('0009', '000b')],
    ['unknown-device-id', baseline('0001 49 0c 0100 0000 8000')],
    ['bad-contents-length', `0001490b0100000007af${'00'.repeat(1967)}`],
    ['reserved-bit', baseline('0001 c9 0a 0100 0000 8000')],
    ['ar-and-ak', baseline('0001 69 0a 0100 0000 8000')],
    ['bad-direction', baseline('0001 09 0a 0100 0000 8000')],
    ['bad-direction', baseline('0000 50 0a 0100 0000')],
    ['unknown-action', baseline('0001 45 0a 0100 0000 8000')],
    ['extended-only', baseline('0001 5d 0a 00ab 0000 0400')],
    ['not-a-table', '00015d0b00ab000000028000'],
    ['partial-row', '00015d0b00ab0000000404000102'],
  ])('%s: %s', (code, hex) => {
    expect(codeOf(hex)).toBe(code);
    expect(codeOf(hex, relaxed)).toBe(code);
  });
});

describe('refused unless allowed by name', () => {
  test.each<[Tolerance, string]>([
    ['zero-transaction-id', baseline('0000 49 0a 0100 0000 8000')],
    ['bad-baseline-length', baseline('0001 49 0a 0100 0000 8000', '0029')],
    ['trailing-bytes', `${baseline('0001 49 0a 0100 0000 8000')}00000000ff`],
    ['unknown-attribute', baseline('0001 48 0a 0106 8000 8001 0400 ff')],
    // Password (24) and 2 octets more than the 25 that stand before the masks.
    ['values-in-mask-area', baseline('0001 29 0a 0094 0000 00 a000 01')],
    ['table-in-upload', baseline('0001 2e 0a 0002 0000 00ab 0001 8400 02 0010')],
  ])('%s', (tolerance, hex) => {
    expect(codeOf(hex)).toBe(tolerance);
    expect(codeOf(hex, relaxed.filter((t) => t !== tolerance))).toBe(tolerance);
    expect(decode(fromHex(hex), { allow: [tolerance] }).deviations).toEqual([tolerance]);
  });

  test('values before an unknown attribute are decoded, the rest is kept and written again', () => {
    const hex = baseline('0001 48 0a 0106 8000 8001 0400 ff');
    const message = decode(fromHex(hex), { allow: relaxed });
    expect(message).toMatchObject({ attributeMask: 0x8001, attributes: { allocId: 0x400 }, raw: `ff${'00'.repeat(27)}` });
    expect(toHex(encodeAny(message))).toBe(hex);
  });

  test('get response values in the octets of the masks survive', () => {
    const hex = baseline(`0001 29 0a 0094 0000 00 a000 01${'41'.repeat(25)}`);
    const message = decode(fromHex(hex), { allow: relaxed });
    expect(message).toMatchObject({ attributes: { validationScheme: 1, password: '41'.repeat(25) } });
    expect(toHex(encodeAny(message))).toBe(hex);
  });
});

describe('kept byte-exact', () => {
  test.each([
    ['set to a vendor class', baseline('0001 48 0a 00f0 8000 c000 0102030405')],
    ['create of a vendor class', baseline('0001 44 0a fffe 8000 0102030405')],
    ['get response of an unknown class', baseline('0001 29 0a 0190 0000 00 8000 0102')],
    ['get response of a vendor class, result 9', `${'0001290aff000000098000 0102'.replace(' ', '').padEnd(72, '0')}40002000` + '00000028'],
    ['upload of a vendor class', baseline('0001 2e 0a 0002 0000 00fe 0001 8000 0102')],
    ['upload of a vendor class, extended', '00012e0b00020000000b000300fe00018000010203'],
    ['octets behind the values', baseline('0001 48 0a 0106 8000 8000 0400 00 07')],
    ['octets behind the fields, extended', '00014f0b0002000000020000'],
    ['a vendor text after a failure', baseline('0001 29 0a 0100 0000 05 6f6f7073')],
    ['a vendor text after a failure, extended', '0001290b010000000005056f6f7073'],
    ['octets between alarms and their number', `${'0000100a000b010180'.padEnd(72, '0')}010203ff00000028`],
    ['a trailer with other first octets', `${baseline('0001 4f 0a 0002 0000').slice(0, 80)}12340028`],
    ['a create without its last attributes, extended', '0001440b010c0001000504018001030000'.slice(0, 30)],
    ['an end of download for one target, extended', '0001550b0007000100080102030400000100'],
    ['an activate without flags, extended', '0001560b000700010000'],
    ['a time without date, extended', '0001580b010000000000'],
    ['a ping of a host', baseline('0001 52 0a 0086 0001 01 c0a80101 000000000000000000000000 03 0000')],
    ['an odd ping of a host', baseline('0001 52 0a 0086 0001 01 c0a80101 000000000000000000000007 03 0000')],
    ['a self-test result', baseline('0007 1b 0a 0107 8001 00 01 0005')],
    ['a test result nobody described', baseline('0007 1b 0a 0035 0101 11223344')],
  ])('%s', (_, hex) => {
    const message = decode(fromHex(hex));
    expect(toHex(encodeAny(JSON.parse(JSON.stringify(message)) as object))).toBe(hex);
    expect(message).not.toHaveProperty('deviations');
  });

  test('what an older sender leaves out of a create reads as zero', () => {
    expect(decode(fromHex('0001440b010c00010005040180010300'.slice(0, 30)))).toMatchObject({ attributes: { portId: 0x401, tContPointer: 0x8001, direction: 3, encryptionKeyRing: 0 } });
  });

  test('vendor octets are in raw', () => {
    expect(decode(fromHex(baseline('0001 2e 0a 0002 0000 00fe 0001 8000 0102')))).toMatchObject({ reported: [{ classId: 254, attributes: {}, raw: `0102${'00'.repeat(24)}` }] });
  });
});

describe('encoding refuses', () => {
  const set = { transactionId: 1, action: 'set', instanceId: 0 };
  test.each<[OmciErrorCode, object]>([
    ['missing-field', { action: 'get', classId: 256, instanceId: 0, attributeMask: 1 }],
    ['missing-field', { ...set, classId: 256 }],
    ['missing-field', { ...set, classId: 256, attributeMask: 0x8000 }],
    ['bad-field', { ...set, classId: 70_000, attributes: {} }],
    ['bad-field', { ...set, classId: 262, attributes: [] }],
    ['unknown-action', { ...set, action: 'fly', classId: 256 }],
    ['unknown-attribute', { ...set, classId: 262, attributes: { allocid: 1 } }],
    ['value-out-of-range', { ...set, classId: 262, attributes: { allocId: 65_536 } }],
    ['value-out-of-range', { ...set, classId: 262, attributes: { allocId: '1' } }],
    ['wrong-size', { ...set, classId: 148, attributes: { password: '00' } }],
    ['mask-mismatch', { ...set, classId: 262, attributeMask: 0x4000, attributes: { allocId: 1 } }],
    ['missing-attribute', { transactionId: 1, action: 'create', classId: 268, instanceId: 1, attributes: { portId: 1 } }],
    ['unknown-attribute', { transactionId: 1, action: 'create', classId: 268, instanceId: 1, attributes: { uniCounter: 1 } }],
    ['unknown-class', { ...set, classId: 250, attributeMask: 0x8000, attributes: { a: 1 } }],
    ['unknown-class', { transactionId: 1, action: 'create', classId: 250, instanceId: 1, attributes: {} }],
    ['does-not-fit', { ...set, classId: 250, attributeMask: 0x8000, raw: '00'.repeat(31) }],
    ['does-not-fit', { transactionId: 1, action: 'mibUploadNext', ak: true, classId: 2, instanceId: 0, reported: [{}, {}] }],
    ['extended-only', { ...set, action: 'setTable', deviceId: 10, classId: 171, attributes: {} }],
    ['bad-field', { ...set, ak: true, classId: 262, result: 0, failedAttributeMask: 1 }],
    ['bad-field', { ...set, action: 'get', ak: true, classId: 262, result: 5, attributes: { allocId: 1 } }],
    ['bad-contents-length', { ...set, action: 'mibReset', deviceId: 11, classId: 2, contentsLength: 4 }],
  ])('%s: %j', (code, message) => {
    expect(() => encodeAny(message)).toThrow(expect.objectContaining({ name: 'OmciError', code }));
  });

  test('a set that is too large says how to split it', () => {
    const attributes = { validationScheme: 1, username1: '41'.repeat(25), password: '42'.repeat(25), realm: '43'.repeat(25) };
    const message = { ...set, classId: 148, attributes };
    expect(() => encodeAny(message)).toThrow(expect.objectContaining({ code: 'does-not-fit', groups: [['validationScheme', 'username1'], ['password'], ['realm']] }));
    expect(encodeAny({ ...message, deviceId: 11 })).toHaveLength(10 + 2 + 76);
  });

  test('negative numbers are two\'s complement where the attribute is', () => {
    const level = (lowerOpticalThreshold: number): string => toHex(encodeAny({ ...set, classId: 263, attributes: { lowerOpticalThreshold } }));
    expect(level(-1)).toBe(level(255));
    expect(() => level(-129)).toThrow(OmciError);
  });
});
