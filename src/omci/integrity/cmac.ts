import { OmciError } from '../errors.ts';
import { fromHex } from '../bytes/hex.ts';
import { encryptBlock, expandKey, word } from './aes.ts';

/** A key made ready for AES-CMAC (NIST SP 800-38B, RFC 4493): make it once, use it for every frame. */
export interface CmacKey {
  readonly round: Int32Array;
  /** The two sub-keys for the last block: whole, and padded. */
  readonly whole: Int32Array;
  readonly padded: Int32Array;
}

/** @param key 16 octets, or 32 hexadecimal digits @throws OmciError `bad-key` */
export function cmacKey(key: Uint8Array | string): CmacKey {
  const bytes = typeof key === 'string' ? fromHex(key) : key;
  if (bytes.length !== 16) throw new OmciError('bad-key', `an AES-CMAC key has 16 octets, this one ${bytes.length}`);
  const round = expandKey(bytes);
  const zero = new Int32Array(4);
  encryptBlock(round, zero);
  const whole = shifted(zero);
  return { round, whole, padded: shifted(whole) };
}

/** The 16 octets of AES-CMAC over a message. */
export function cmac(key: CmacKey, message: Uint8Array): Uint8Array {
  const state = cmacState(key, message, 0, message.length, -1);
  const out = new Uint8Array(16);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 4; i++) view.setInt32(4 * i, state[i]!);
  return out;
}

/** The first 32 bits of AES-CMAC over one octet (`lead`) followed by octets `from` to `to` of `bytes`. */
export function cmac32(key: CmacKey, bytes: Uint8Array, from: number, to: number, lead: number): number {
  return cmacState(key, bytes, from, to, lead)[0]! >>> 0;
}

const state = new Int32Array(4);

function cmacState(key: CmacKey, bytes: Uint8Array, from: number, to: number, lead: number): Int32Array {
  state.fill(0);
  // `at` is the message octet a block starts with; the lead octet, if there is one, is the one before `from`.
  let at = lead < 0 ? from : from - 1;
  for (; to - at > 16; at += 16) {
    absorb(bytes, at, from, lead);
    encryptBlock(key.round, state);
  }
  const left = to - at;
  if (left === 16) absorb(bytes, at, from, lead);
  else for (let i = 0; i <= left; i++) state[i >> 2]! ^= (i === left ? 0x80 : at + i < from ? lead : bytes[at + i]!) << (24 - 8 * (i & 3));
  const subkey = left === 16 ? key.whole : key.padded;
  for (let i = 0; i < 4; i++) state[i]! ^= subkey[i]!;
  encryptBlock(key.round, state);
  return state;
}

function absorb(bytes: Uint8Array, at: number, from: number, lead: number): void {
  state[0]! ^= at < from ? (lead << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]! : word(bytes, at);
  state[1]! ^= word(bytes, at + 4);
  state[2]! ^= word(bytes, at + 8);
  state[3]! ^= word(bytes, at + 12);
}

/** Times x in GF(2^128). */
function shifted(block: Int32Array): Int32Array {
  const out = new Int32Array(4);
  for (let i = 0; i < 4; i++) out[i] = (block[i]! << 1) | (i < 3 ? block[i + 1]! >>> 31 : 0);
  if (block[0]! < 0) out[3]! ^= 0x87;
  return out;
}
