/**
 * CRC-32 of ITU-T I.363.5 (AAL5): polynomial 0x04C11DB7, most significant bit first, start and final XOR all ones.
 * Check value for the ASCII text "123456789": 0xFC891918. Frames on G-PON carry it, and so does the end of a software download.
 */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  let at = from;
  // Four octets at a time: table k holds the effect of an octet that k more octets follow.
  for (; at + 4 <= to; at += 4) {
    crc ^= (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    crc = T3[crc >>> 24]! ^ T2[(crc >>> 16) & 255]! ^ T1[(crc >>> 8) & 255]! ^ T0[crc & 255]!;
  }
  for (; at < to; at++) crc = (crc << 8) ^ T0[(crc >>> 24) ^ bytes[at]!]!;
  return ~crc >>> 0;
}

const T0 = new Int32Array(256);
const T1 = new Int32Array(256);
const T2 = new Int32Array(256);
const T3 = new Int32Array(256);
for (let i = 0; i < 256; i++) {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  T0[i] = crc;
}
for (const [table, before] of [[T1, T0], [T2, T1], [T3, T2]] as const) {
  for (let i = 0; i < 256; i++) table[i] = (before[i]! << 8) ^ T0[before[i]! >>> 24]!;
}
