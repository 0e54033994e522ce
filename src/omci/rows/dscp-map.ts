import { toHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';
import { octets } from './layout.ts';

const CODE_POINTS = 64;

/** DSCP to P-bit mapping of classes 130 and 171: 64 priorities of 3 bits in 24 octets, the first one for DSCP 0. */
export const dscpMap = {
  /** @returns the priority for each DSCP, 0..63 */
  read(map: string | Uint8Array): readonly number[] {
    const bytes = octets(map, 24);
    return Array.from({ length: CODE_POINTS }, (_, dscp) => {
      const bit = 3 * dscp;
      const pair = (bytes[bit >> 3]! << 8) | (bytes[(bit >> 3) + 1] ?? 0);
      return (pair >> (13 - (bit & 7))) & 7;
    });
  },
  /** @throws OmciError `bad-row` unless there are 64 priorities from 0 to 7 */
  write(priorities: readonly number[]): string {
    if (priorities.length !== CODE_POINTS || !priorities.every((p) => Number.isInteger(p) && p >= 0 && p <= 7)) throw new OmciError('bad-row', 'a DSCP map has 64 priorities from 0 to 7');
    const bytes = new Uint8Array(24);
    priorities.forEach((priority, dscp) => {
      for (let i = 0; i < 3; i++) if ((priority >> (2 - i)) & 1) bytes[(3 * dscp + i) >> 3]! |= 0x80 >> ((3 * dscp + i) & 7);
    });
    return toHex(bytes);
  },
};
