import { createCipheriv, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cmac, cmacKey, crc32, decode, defaultMasterKey, deriveKeys, encodeAny, EXAMPLE_OMCI_IK, fromHex, OmciError, toHex } from '../../src/omci/index.ts';
import { encryptBlock, expandKey, word } from '../../src/omci/integrity/aes.ts';
import { random } from './random.ts';

describe('CRC-32 of I.363.5', () => {
  test('check value', () => { expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xfc891918); });

  test('is the polynomial division it claims to be, for every length', () => {
    const r = random(5);
    for (let length = 0; length < 70; length++) {
      const bytes = r.bytes(length);
      let crc = 0xffffffff;
      for (const byte of bytes) for (let bit = 7; bit >= 0; bit--) crc = (((crc << 1) ^ (((crc >>> 31) ^ (byte >> bit)) & 1 ? 0x04c11db7 : 0)) >>> 0);
      expect(crc32(bytes)).toBe((crc ^ 0xffffffff) >>> 0);
    }
  });
});

describe('AES-128', () => {
  test('agrees with the one of Node', () => {
    const r = random(6);
    for (let i = 0; i < 200; i++) {
      const key = r.bytes(16);
      const plain = r.bytes(16);
      const block = Int32Array.from([0, 4, 8, 12], (at) => word(plain, at));
      encryptBlock(expandKey(key), block);
      const theirs = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(plain);
      expect([...block].map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('')).toBe(theirs.toString('hex'));
    }
  });
});

describe('AES-CMAC', () => {
  // RFC 4493, section 4: one key, four lengths.
  const message = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';
  test.each([[0, 'bb1d6929e95937287fa37d129b756746'], [16, '070a16b46b4d4144f79bdd9dd04a287c'], [40, 'dfa66747de9ae63030ca32611497c827'], [64, '51f0bebf7e3b9d92fc49741779363cfe']])('of %i octets', (length, expected) => {
    expect(toHex(cmac(cmacKey('2b7e151628aed2a6abf7158809cf4f3c'), fromHex(message.slice(0, 2 * length))))).toBe(expected);
  });

  test('keys of the worked example', () => {
    expect(deriveKeys({ masterKey: '112233445566778899aabbccddeeff00', serial: '564e445200112233', ponTag: '4f4c542344556677' })).toEqual({
      sessionKey: '795fcf6cb215224087430600dd170f07', omciIk: EXAMPLE_OMCI_IK, ploamIk: 'e256ce76785c78717c7b3044ab28e2cd', kek: '6f9c99b8361768937e453b165f609710',
    });
    expect(defaultMasterKey('00'.repeat(36))).toBe('2437be54e95e6ee3538bb1b4b5d432eb');
    expect(() => deriveKeys({ masterKey: '00', serial: '', ponTag: '' })).toThrow(OmciError);
  });

  test('a frame signed with a live key is good with that key alone', () => {
    const key = createHmac('sha256', 'any').update('key').digest().subarray(0, 16);
    const message = { transactionId: 9, action: 'mibReset', classId: 2, instanceId: 0, ak: true, result: 0 };
    for (const deviceId of [10, 11]) {
      const frame = encodeAny({ ...message, deviceId }, { mic: 'cmac', key });
      expect(decode(frame, { key }).mic).toBe('cmac-ok-upstream');
      expect(decode(frame, { key: cmacKey(key) }).mic).toBe('cmac-ok-upstream');
      expect(decode(frame, { key: toHex(key) }).mic).toBe('cmac-ok-upstream');
      expect(decode(frame).mic).toBe('no-match');
    }
  });
});

describe('a wrong integrity check', () => {
  const frame = encodeAny({ transactionId: 9, action: 'mibReset', classId: 2, instanceId: 0 }, { mic: 'crc32' });

  test('any flipped bit is found', () => {
    for (let bit = 0; bit < 8 * frame.length; bit++) {
      const damaged = frame.slice();
      damaged[bit >> 3]! ^= 0x80 >> (bit & 7);
      let mic = 'refused';
      try {
        mic = decode(damaged).mic;
      } catch (error) {
        if (!(error instanceof OmciError)) throw error;
      }
      expect(['refused', 'no-match']).toContain(mic);
    }
  });

  test('is an error when a right one is required', () => {
    expect(decode(frame, { requireMic: true }).mic).toBe('crc32-ok');
    expect(() => decode(frame.subarray(0, 44), { requireMic: true })).toThrow(expect.objectContaining({ code: 'missing-mic' }));
    expect(() => decode(frame.map((b, i) => (i === 47 ? b ^ 1 : b)), { requireMic: true })).toThrow(expect.objectContaining({ code: 'bad-mic' }));
  });

  test('a message that says no-match encodes to a frame whose check is wrong', () => {
    expect(decode(encodeAny({ ...decode(frame), mic: 'no-match' })).mic).toBe('no-match');
  });
});
