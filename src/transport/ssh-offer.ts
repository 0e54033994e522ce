/** What a peer can do, by kind, in its order of preference (RFC 4253 section 7.1). Ciphers and the like: towards it. */
export interface SshOffer {
  readonly kex: readonly string[];
  readonly serverHostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
  readonly compress: readonly string[];
}

/** Reads along while a connection begins, until the peer has said what it offers. Pure: bytes in, an offer out. */
export class OfferReader {
  #bytes = Buffer.alloc(0);
  #over = false;
  #offer: SshOffer | null = null;

  /** null until it came; and for ever when what came is no SSH. */
  get offer(): SshOffer | null {
    return this.#offer;
  }

  feed(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const packet = firstPacket(this.#bytes);
    if (packet === null && this.#bytes.length < LONGEST) return;
    this.#over = true;
    this.#offer = packet && readOffer(packet);
    this.#bytes = Buffer.alloc(0);
  }
}

/** Octets: banner lines, identification and one packet at its longest (RFC 4253 section 6.1). */
const LONGEST = 64 * 1024;
const KEXINIT = 20;
const COOKIE = 16;

/** Payload of the packet after the identification line; other lines may come before that. */
function firstPacket(bytes: Buffer): Buffer | null {
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    if (end === -1) return null;
    const line = bytes.toString('latin1', at, end);
    at = end + 1;
    if (line.startsWith('SSH-')) break;
  }
  if (bytes.length < at + 5) return null;
  const length = bytes.readUInt32BE(at);
  const end = at + 4 + length;
  if (bytes.length < end) return null;
  return bytes.subarray(at + 5, Math.max(at + 5, end - bytes[at + 4]!));
}

function readOffer(payload: Buffer): SshOffer | null {
  if (payload[0] !== KEXINIT) return null;
  const lists: string[][] = [];
  let at = 1 + COOKIE;
  while (lists.length < 8) {
    if (payload.length < at + 4) return null;
    const end = at + 4 + payload.readUInt32BE(at);
    if (payload.length < end) return null;
    lists.push(payload.toString('latin1', at + 4, end).split(',').filter((name) => name !== ''));
    at = end;
  }
  const [kex, serverHostKey, cipher, , hmac, , compress] = lists;
  return { kex: kex!.filter((name) => !SIGNS.test(name)), serverHostKey: serverHostKey!, cipher: cipher!, hmac: hmac!, compress: compress! };
}

/** Entries of the first list that are no methods but signs between implementations. */
const SIGNS = /^(?:ext-info-|kex-strict-)/u;
