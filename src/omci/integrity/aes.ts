/**
 * AES-128, encryption only (FIPS 197), with the usual four tables of 32-bit words. The library runs where there is no
 * node:crypto, and a frame has three blocks: setting up a native cipher would take longer than the work.
 * Table look-ups are not constant in time; the keys live on the ONT for one activation and the check value has 32 bits.
 */
export function expandKey(key: Uint8Array): Int32Array {
  const w = new Int32Array(44);
  for (let i = 0; i < 4; i++) w[i] = word(key, 4 * i);
  let round = 1;
  for (let i = 4; i < 44; i++) {
    let t = w[i - 1]!;
    if (i % 4 === 0) {
      t = (SBOX[(t >>> 16) & 255]! << 24) | (SBOX[(t >>> 8) & 255]! << 16) | (SBOX[t & 255]! << 8) | SBOX[t >>> 24]!;
      t ^= round << 24;
      round = double(round);
    }
    w[i] = w[i - 4]! ^ t;
  }
  return w;
}

/** Encrypts one block of four words in place. */
export function encryptBlock(w: Int32Array, block: Int32Array): void {
  let a = block[0]! ^ w[0]!;
  let b = block[1]! ^ w[1]!;
  let c = block[2]! ^ w[2]!;
  let d = block[3]! ^ w[3]!;
  for (let k = 4; k < 40; k += 4) {
    const e = A[a >>> 24]! ^ B[(b >>> 16) & 255]! ^ C[(c >>> 8) & 255]! ^ D[d & 255]! ^ w[k]!;
    const f = A[b >>> 24]! ^ B[(c >>> 16) & 255]! ^ C[(d >>> 8) & 255]! ^ D[a & 255]! ^ w[k + 1]!;
    const g = A[c >>> 24]! ^ B[(d >>> 16) & 255]! ^ C[(a >>> 8) & 255]! ^ D[b & 255]! ^ w[k + 2]!;
    d = A[d >>> 24]! ^ B[(a >>> 16) & 255]! ^ C[(b >>> 8) & 255]! ^ D[c & 255]! ^ w[k + 3]!;
    a = e;
    b = f;
    c = g;
  }
  block[0] = last(a, b, c, d) ^ w[40]!;
  block[1] = last(b, c, d, a) ^ w[41]!;
  block[2] = last(c, d, a, b) ^ w[42]!;
  block[3] = last(d, a, b, c) ^ w[43]!;
}

export function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function last(a: number, b: number, c: number, d: number): number {
  return (SBOX[a >>> 24]! << 24) | (SBOX[(b >>> 16) & 255]! << 16) | (SBOX[(c >>> 8) & 255]! << 8) | SBOX[d & 255]!;
}

/** Times x in GF(2^8). */
function double(x: number): number {
  return ((x << 1) ^ (x & 128 ? 0x11b : 0)) & 255;
}

const SBOX = new Uint8Array(256);
const A = new Int32Array(256);
const B = new Int32Array(256);
const C = new Int32Array(256);
const D = new Int32Array(256);
{
  // p runs through all non-zero elements as powers of 3 while q runs through their inverses.
  let p = 1;
  let q = 1;
  do {
    p = (p ^ double(p)) & 255;
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q = (q ^ (q & 128 ? 9 : 0)) & 255;
    SBOX[p] = (q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4) ^ 0x63) & 255;
  } while (p !== 1);
  SBOX[0] = 0x63;
  for (let i = 0; i < 256; i++) {
    const s = SBOX[i]!;
    const s2 = double(s);
    A[i] = (s2 << 24) | (s << 16) | (s << 8) | (s2 ^ s);
    B[i] = (A[i]! >>> 8) | (A[i]! << 24);
    C[i] = (A[i]! >>> 16) | (A[i]! << 16);
    D[i] = (A[i]! >>> 24) | (A[i]! << 8);
  }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (8 - by));
}
