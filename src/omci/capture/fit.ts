import { BASELINE, BASELINE_MIC, BASELINE_TRAILER, EXTENDED, EXTENDED_CONTENTS, MIC_SIZE } from '../layout.ts';

/**
 * A frame without the padding of the link: Ethernet fills up to 60 octets, which leaves 46 for a frame that has 40 or 44.
 * Octets that are not zero are nobody's padding and stay.
 */
export function fitFrame(bytes: Uint8Array): Uint8Array {
  if (bytes.length < EXTENDED_CONTENTS) return bytes;
  if (bytes[3] === BASELINE) {
    if (bytes.length <= BASELINE_MIC || bytes.length === BASELINE_MIC + MIC_SIZE) return bytes;
    return cut(bytes, [BASELINE_TRAILER, BASELINE_MIC, BASELINE_MIC + MIC_SIZE]);
  }
  if (bytes[3] !== EXTENDED) return bytes;
  const end = EXTENDED_CONTENTS + ((bytes[8]! << 8) | bytes[9]!);
  return bytes.length === end || bytes.length === end + MIC_SIZE ? bytes : cut(bytes, [end, end + MIC_SIZE]);
}

/** Cut at the first length behind which everything is zero. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array {
  const fitting = lengths.find((length) => length <= bytes.length && bytes.subarray(length).every((byte) => byte === 0));
  return fitting === undefined ? bytes : bytes.subarray(0, fitting);
}
