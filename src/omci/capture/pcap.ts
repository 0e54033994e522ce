import { OmciError } from '../errors.ts';
import { fitFrame } from './fit.ts';

/** One OMCI frame of a capture. */
export interface CapturedFrame {
  /** Number of the packet in the file, from 1. */
  readonly packet: number;
  readonly frame: Uint8Array;
}

export interface Capture {
  readonly frames: readonly CapturedFrame[];
  /** Packets of other kinds: other link types, other EtherTypes, cut packets. */
  readonly skipped: number;
}

const ETHERNET = 1;
/** First of the link types left to users; captures of OMCI use it for bare frames. */
const USER0 = 147;
const OMCI_ETHERTYPE = 0x88b5;
const VLAN_TPIDS: readonly number[] = [0x8100, 0x88a8, 0x9100];

/** Whether a file starts like a pcap or pcapng capture. */
export function isCapture(file: Uint8Array): boolean {
  return file.length >= 4 && (pcapOrder(file) !== undefined || view(file).getUint32(0) === SECTION);
}

/**
 * The OMCI frames of a pcap or pcapng file, either byte order, micro- or nanoseconds: bare frames (link type 147) and frames behind
 * an Ethernet header with EtherType 0x88B5.
 * @throws OmciError `bad-capture`
 */
export function readCapture(file: Uint8Array): Capture {
  if (!isCapture(file)) throw new OmciError('bad-capture', 'the file is neither pcap nor pcapng');
  const frames: CapturedFrame[] = [];
  let packet = 0;
  for (const { linkType, bytes, whole } of pcapOrder(file) === undefined ? pcapngPackets(file) : pcapPackets(file)) {
    packet += 1;
    const frame = whole ? omciOf(linkType, bytes) : undefined;
    if (frame !== undefined) frames.push({ packet, frame });
  }
  return { frames, skipped: packet - frames.length };
}

interface Packet { readonly linkType: number; readonly bytes: Uint8Array; /** The capture kept all of it. */ readonly whole: boolean; }

function omciOf(linkType: number, bytes: Uint8Array): Uint8Array | undefined {
  if (linkType === USER0) return fitFrame(bytes);
  if (linkType !== ETHERNET) return undefined;
  let at = 12;
  while (at + 2 <= bytes.length && VLAN_TPIDS.includes((bytes[at]! << 8) | bytes[at + 1]!)) at += 4;
  if (at + 2 > bytes.length || ((bytes[at]! << 8) | bytes[at + 1]!) !== OMCI_ETHERTYPE) return undefined;
  return fitFrame(bytes.subarray(at + 2));
}

/** true = little-endian; undefined = no pcap. */
function pcapOrder(file: Uint8Array): boolean | undefined {
  const magic = view(file).getUint32(0);
  if (magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) return false;
  return magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1 ? true : undefined;
}

function* pcapPackets(file: Uint8Array): Iterable<Packet> {
  if (file.length < 24) throw new OmciError('bad-capture', 'the pcap header is cut');
  const little = pcapOrder(file);
  const v = view(file);
  const linkType = v.getUint32(20, little) & 0xffff;
  let at = 24;
  while (at < file.length) {
    if (at + 16 > file.length) throw new OmciError('bad-capture', `the capture is cut at octet ${at}`);
    const kept = v.getUint32(at + 8, little);
    const original = v.getUint32(at + 12, little);
    if (kept > file.length - at - 16) throw new OmciError('bad-capture', `the capture is cut at octet ${at}`);
    yield { linkType, bytes: file.subarray(at + 16, at + 16 + kept), whole: kept >= original };
    at += 16 + kept;
  }
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE = 3;
const ENHANCED = 6;

function* pcapngPackets(file: Uint8Array): Iterable<Packet> {
  const v = view(file);
  let little = false;
  let linkTypes: number[] = [];
  let at = 0;
  while (at < file.length) {
    if (at + 12 > file.length) throw new OmciError('bad-capture', `the capture is cut at octet ${at}`);
    if (v.getUint32(at) === SECTION) {
      little = v.getUint32(at + 8) === 0x4d3c2b1a;
      if (!little && v.getUint32(at + 8) !== 0x1a2b3c4d) throw new OmciError('bad-capture', `the section at octet ${at} has no byte order`);
      linkTypes = [];
    }
    const type = v.getUint32(at, little);
    const length = v.getUint32(at + 4, little);
    if (length < 12 || length % 4 !== 0 || length > file.length - at) throw new OmciError('bad-capture', `the block at octet ${at} is cut or damaged`);
    const body = at + 8;
    const size = length - 12;
    if (type === INTERFACE && size >= 8) linkTypes.push(v.getUint16(body, little));
    else if (type === ENHANCED && size >= 20) yield packetOf(file, body + 20, size - 20, v.getUint32(body + 12, little), v.getUint32(body + 16, little), linkTypes[v.getUint32(body, little)]);
    else if (type === SIMPLE && size >= 4) yield packetOf(file, body + 4, size - 4, Math.min(v.getUint32(body, little), size - 4), v.getUint32(body, little), linkTypes[0]);
    at += length;
  }
}

function packetOf(file: Uint8Array, at: number, room: number, kept: number, original: number, linkType: number | undefined): Packet {
  if (kept > room) throw new OmciError('bad-capture', `the packet at octet ${at} is longer than its block`);
  return { linkType: linkType ?? -1, bytes: file.subarray(at, at + kept), whole: kept >= original };
}

function view(file: Uint8Array): DataView {
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
}
