import { OmciError } from '../errors.ts';
import { fromHex } from '../bytes/hex.ts';
import type { CmacKey } from './cmac.ts';
import { cmac32, cmacKey } from './cmac.ts';
import { crc32 } from './crc32.ts';

/** What the four integrity octets at the end of a frame are. */
export type Mic =
  | 'absent'
  /** CRC-32 of I.363.5: G-PON. */
  | 'crc32-ok'
  /** AES-CMAC with the key, sent by the OLT or by the ONT: XG-PON and later. */
  | 'cmac-ok-downstream' | 'cmac-ok-upstream'
  /** Neither: damaged, or made with a key we do not have. */
  | 'no-match';

/** OMCI integrity key of the worked example in the standard; real keys belong to one ONT and one activation. */
export const EXAMPLE_OMCI_IK = '184b8ad4d1ac4af4dd4b339ecc0d3370';

const DOWNSTREAM = 1;
const UPSTREAM = 2;

/**
 * @param end     first octet of the integrity check; everything before it is covered
 * @param upWins  which direction to try first; the other one is tried as well, because a frame does not always tell
 */
export function checkMic(bytes: Uint8Array, end: number, key: CmacKey, upWins: boolean): Mic {
  const mic = ((bytes[end]! << 24) | (bytes[end + 1]! << 16) | (bytes[end + 2]! << 8) | bytes[end + 3]!) >>> 0;
  if (crc32(bytes, 0, end) === mic) return 'crc32-ok';
  if (cmac32(key, bytes, 0, end, upWins ? UPSTREAM : DOWNSTREAM) === mic) return upWins ? 'cmac-ok-upstream' : 'cmac-ok-downstream';
  if (cmac32(key, bytes, 0, end, upWins ? DOWNSTREAM : UPSTREAM) === mic) return upWins ? 'cmac-ok-downstream' : 'cmac-ok-upstream';
  return 'no-match';
}

/** The integrity check that makes `checkMic` say `mic`. */
export function makeMic(bytes: Uint8Array, end: number, mic: Mic, key: CmacKey): number {
  if (mic === 'cmac-ok-downstream') return cmac32(key, bytes, 0, end, DOWNSTREAM);
  if (mic === 'cmac-ok-upstream') return cmac32(key, bytes, 0, end, UPSTREAM);
  const crc = crc32(bytes, 0, end);
  if (mic === 'crc32-ok') return crc;
  // no-match: the complement is no CRC, and one of three neighbours is no CMAC either.
  const taken = [crc, cmac32(key, bytes, 0, end, DOWNSTREAM), cmac32(key, bytes, 0, end, UPSTREAM)];
  let wrong = ~crc >>> 0;
  while (taken.includes(wrong)) wrong = (wrong ^ 1) + 2;
  return wrong >>> 0;
}

let example: CmacKey | undefined;
const ready = new Map<string, CmacKey>();

/** Key of an option: made ready, as text, as octets; without one the standard's example. @throws OmciError `bad-key`, `bad-hex` */
export function keyOf(key: CmacKey | Uint8Array | string | undefined): CmacKey {
  if (key === undefined) return (example ??= cmacKey(EXAMPLE_OMCI_IK));
  if (typeof key === 'object' && 'round' in key) return key;
  if (typeof key !== 'string') return cmacKey(key);
  const known = ready.get(key);
  if (known !== undefined) return known;
  if (ready.size > 64) ready.clear();
  const made = cmacKey(fromHexKey(key));
  ready.set(key, made);
  return made;
}

function fromHexKey(key: string): Uint8Array {
  if (!/^[0-9a-f]{32}$/i.test(key)) throw new OmciError('bad-key', 'an AES-CMAC key is 32 hexadecimal digits');
  return fromHex(key);
}
