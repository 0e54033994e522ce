/**
 * Frames whose meaning was worked out independently of this codec: generated ones, captured ones, damaged ones. Each says where it is
 * from and whose reading its fields are (the text of G.988, or that and the Go library omci-lib-go where both agree).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OmciErrorCode } from '../../src/omci/index.ts';
import { decode, encodeAny, EXAMPLE_OMCI_IK, fromHex, OmciError, toHex } from '../../src/omci/index.ts';

interface Frame { readonly name: string; readonly frame: string; readonly message?: object; readonly error?: OmciErrorCode; }
interface Signed { readonly name: string; readonly frame: string; readonly crc32: string; readonly cmac: string; readonly direction: 'downstream' | 'upstream'; }

const frames = load<Frame>('frames.json');
const signed = load<Signed>('signed.json');

describe('frames', () => {
  test.each(frames.filter((f) => f.message !== undefined))('$name decodes to its message', ({ frame, message }) => {
    expect(decode(fromHex(frame))).toEqual(message);
  });

  test.each(frames.filter((f) => f.message !== undefined))('$name: the message encodes to the frame', ({ frame, message }) => {
    const parsed = JSON.parse(JSON.stringify(message)) as { readonly mic: string };
    const again = encodeAny(parsed);
    // A check made with a live key, or damaged, cannot be made again; everything it covers can.
    const covered = parsed.mic === 'no-match' ? frame.length - 8 : frame.length;
    expect(toHex(again).slice(0, covered)).toBe(frame.slice(0, covered));
    expect(decode(again)).toEqual(message);
  });

  test.each(frames.filter((f) => f.error !== undefined))('$name is refused as $error', ({ frame, error }) => {
    expect(codeOf(() => decode(fromHex(frame)))).toBe(error);
  });
});

describe('integrity of the worked examples', () => {
  test('there are all 27 of them', () => { expect(signed).toHaveLength(27); });

  test.each(signed)('$name', ({ frame, crc32, cmac, direction }) => {
    expect(decode(fromHex(frame)).mic).toBe('absent');
    expect(decode(fromHex(frame + crc32)).mic).toBe('crc32-ok');
    expect(decode(fromHex(frame + cmac)).mic).toBe(`cmac-ok-${direction}`);
    const message = decode(fromHex(frame));
    expect(toHex(encodeAny(message, { mic: 'crc32' }))).toBe(frame + crc32);
    expect(toHex(encodeAny(message, { mic: 'cmac', key: EXAMPLE_OMCI_IK }))).toBe(frame + cmac);
  });
});

function codeOf(what: () => unknown): string {
  try {
    what();
  } catch (error) {
    if (error instanceof OmciError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

function load<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as readonly T[];
}
