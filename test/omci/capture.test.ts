import { describe, expect, test } from 'vitest';
import { encodeAny, framesOfText, isCapture, OmciError, readCapture, toHex } from '../../src/omci/index.ts';

const get = { transactionId: 1, action: 'get', classId: 256, instanceId: 0, attributeMask: 0xe000 };
const bare = encodeAny(get);
const signed = encodeAny(get, { mic: 'crc32' });
const extended = encodeAny({ ...get, deviceId: 11 });
const hex = toHex(bare);
const pairs = hex.match(/../g)!;

describe('pcap', () => {
  test.each([['little-endian', true, 0xa1b2c3d4], ['big-endian', false, 0xa1b2c3d4], ['nanoseconds', true, 0xa1b23c4d]] as const)('%s, bare frames', (_, little, magic) => {
    const file = pcap(147, [bare, signed, extended], little, magic);
    expect(isCapture(file)).toBe(true);
    expect(readCapture(file)).toEqual({ skipped: 0, frames: [{ packet: 1, frame: bare }, { packet: 2, frame: signed }, { packet: 3, frame: extended }] });
  });

  test('Ethernet: EtherType 0x88B5, with and without VLAN tags; the rest is skipped, the padding cut', () => {
    const file = pcap(1, [ethernet(signed), ethernet(signed, '88b5', '81000064'), ethernet(signed, '0800'), padded(ethernet(bare)), padded(ethernet(bare.subarray(0, 40))), padded(ethernet(extended)), new Uint8Array(10)]);
    const { frames, skipped } = readCapture(file);
    expect(skipped).toBe(2);
    expect(frames.map((f) => [f.packet, toHex(f.frame)])).toEqual([[1, toHex(signed)], [2, toHex(signed)], [4, hex], [5, hex.slice(0, 80)], [6, toHex(extended)]]);
  });

  test('packets the capture did not keep whole are skipped, other link types too', () => {
    expect(readCapture(pcap(147, [signed], true, 0xa1b2c3d4, 60))).toEqual({ frames: [], skipped: 1 });
    expect(readCapture(pcap(101, [signed]))).toEqual({ frames: [], skipped: 1 });
  });
});

describe('pcapng', () => {
  test.each([['little-endian', true], ['big-endian', false]])('%s: interfaces, enhanced and simple packets, other blocks', (_, little) => {
    const file = pcapng(little, [[1, 1], [1, 147], [6, 0, ethernet(signed)], [5, 0], [6, 1, bare], [6, 9, bare], [3, 0, ethernet(signed)]]);
    const { frames, skipped } = readCapture(file);
    expect(frames.map((f) => [f.packet, toHex(f.frame)])).toEqual([[1, toHex(signed)], [2, hex], [4, toHex(signed)]]);
    expect(skipped).toBe(1);
  });
});

test('a capture cut anywhere gives the frames before, or a typed error', () => {
  for (const file of [pcap(147, [bare, signed]), pcapng(true, [[1, 147], [6, 0, bare], [3, 0, signed]])]) {
    for (let end = 0; end < file.length; end++) {
      try {
        expect(readCapture(file.subarray(0, end)).frames.length).toBeLessThan(2);
      } catch (error) {
        expect(error).toBeInstanceOf(OmciError);
        expect((error as OmciError).code).toBe('bad-capture');
      }
    }
  }
});

describe('hexadecimal text', () => {
  const dump = (offset: number, separator: string, group: string, tail: string): string => [0, 16, 32]
    .map((at) => `${at.toString(16).padStart(offset, '0')}${separator}${group === '' ? pairs.slice(at, at + 16).join(' ') : pairs.slice(at, at + 16).join('').match(/.{1,4}/g)!.join(' ')}${tail}`).join('\n');

  test.each<[string, string]>([
    ['plain', hex], ['upper case', hex.toUpperCase()], ['blanks', pairs.join(' ')], ['groups of four', hex.match(/.{1,4}/g)!.join(' ')], ['words', hex.match(/.{1,8}/g)!.join(' ')],
    ['colons', pairs.join(':')], ['dashes', pairs.join('-')], ['0x', pairs.map((p) => `0x${p}`).join(', ')], ['one 0x', `0x${hex}`], ['backslash x', pairs.map((p) => `\\x${p}`).join('')],
    ['quotes', `"${hex}"`], ['a list', `[${pairs.map((p) => `0x${p}`).join(',')}],`], ['a comment', `${hex} # get`], ['xxd', dump(8, ': ', '4', '  ..I.............')],
    ['xxd with letters that look like octets', dump(8, ': ', '4', '  deadbeefdeadbeef')], ['hexdump -C', `${dump(8, '  ', '', '  |..I.............|')}\n0000002c`],
    ['Wireshark', dump(4, '   ', '', '   ..I.............')], ['windows line ends', `${hex}\r\n`],
  ])('%s', (_, text) => {
    expect(framesOfText(text).map(({ frame, error }) => [frame && toHex(frame), error])).toEqual([[hex, null]]);
  });

  test('several lines are several frames, with their line', () => {
    const text = `# two frames\n\n${hex}\n${dump(8, ': ', '4', '  text')}\n${dump(8, ': ', '4', '  text')}\nnonsense\n${hex}`;
    expect(framesOfText(text).map(({ line, frame, error }) => [line, frame && toHex(frame), error?.code])).toEqual([[3, hex, undefined], [4, hex, undefined], [7, hex, undefined], [10, null, 'bad-hex'], [11, hex, undefined]]);
  });
});

function ethernet(frame: Uint8Array, type = '88b5', tag = ''): Uint8Array {
  return Uint8Array.from([...Buffer.from(`020000000001020000000002${tag}${type}`, 'hex'), ...frame]);
}

function padded(packet: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.max(60, packet.length) }, (_, i) => packet[i] ?? 0);
}

function pcap(linkType: number, packets: readonly Uint8Array[], little = true, magic = 0xa1b2c3d4, original?: number): Uint8Array {
  return bytes(little, [magic, 0x00040002, 0, 0, 65_535, linkType, ...packets.flatMap((p) => [0, 0, p.length, original ?? p.length, p])]);
}

/** Blocks: [1, linkType], [6, interface, packet], [3, 0, packet], anything else empty. */
function pcapng(little: boolean, blocks: readonly (readonly [type: number, detail: number, packet?: Uint8Array])[]): Uint8Array {
  const block = (type: number, body: readonly (number | Uint8Array)[]): readonly (number | Uint8Array)[] => {
    const length = 12 + body.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 4 : part.length), 0);
    return [type, length, ...body, length];
  };
  const fill = (p: Uint8Array): Uint8Array => Uint8Array.from({ length: Math.ceil(p.length / 4) * 4 }, (_, i) => p[i] ?? 0);
  return bytes(little, [
    ...block(0x0a0d0d0a, [0x1a2b3c4d, 0x00000001, 0xffffffff, 0xffffffff]),
    ...blocks.flatMap(([type, detail, packet]) => (
      type === 1 ? block(1, [little ? detail : detail << 16, 65_535]) : type === 6 ? block(6, [detail, 0, 0, packet!.length, packet!.length, fill(packet!)])
        : type === 3 ? block(3, [packet!.length, fill(packet!)]) : block(type, []))),
  ]);
}

function bytes(little: boolean, parts: readonly (number | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => {
    if (typeof part !== 'number') return [...part];
    const word = new DataView(new ArrayBuffer(4));
    word.setUint32(0, part >>> 0, little);
    return [...new Uint8Array(word.buffer)];
  }));
}
