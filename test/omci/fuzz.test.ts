/** Octets of all kinds: each gives a message or an OmciError, and what was decoded encodes to something that decodes to the same. */
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/omci/index.ts';
import { decode, encodeAny, entities, OmciError, relaxed, toHex } from '../../src/omci/index.ts';
import type { Random } from './random.ts';
import { random } from './random.ts';
import { kinds, sample } from './samples.ts';

const FRAMES = Number(process.env['OMCI_FUZZ_FRAMES'] ?? 1_000_000);
const AGAIN_EVERY = 7;

// Half a million errors are made here whose stack nobody reads.
Error.stackTraceLimit = 0;

describe('any octets', () => {
  test(`${FRAMES} frames: a message or a typed error, nothing else`, () => {
    const r = random(988);
    const pool = validFrames(r);
    const counts = { valid: 0, mutated: 0, random: 0, decoded: 0, encodedAgain: 0 };
    const errors: Record<string, number> = {};
    const hits = new Set<string>();
    for (let i = 0; i < FRAMES; i++) {
      const { frame, origin } = next(r, pool, i, counts, hits);
      let message: Message;
      try {
        message = decode(frame, (i & 1) === 0 ? undefined : { allow: relaxed });
      } catch (error) {
        if (!(error instanceof OmciError)) throw new Error(`${origin}: ${toHex(frame)}`, { cause: error });
        errors[error.code] = (errors[error.code] ?? 0) + 1;
        continue;
      }
      counts.decoded += 1;
      if (i % AGAIN_EVERY === 0) {
        sameAgain(message, frame);
        counts.encodedAgain += 1;
      }
    }
    process.stdout.write(`fuzz: ${FRAMES} frames: ${JSON.stringify(counts)}, ${hits.size} class × action × direction mutated, errors ${JSON.stringify(errors)}\n`);
    expect(counts.mutated / FRAMES).toBeGreaterThanOrEqual(0.6);
    expect(hits.size).toBe(new Set(pool.map((p) => p.origin)).size);
    expect(new Set([...hits].map((h) => h.split(' ')[0])).size).toBe(213);
  }, 120_000);

  test('decoding looks at no octet beyond the frame', () => {
    const r = random(4711);
    const pool = validFrames(r);
    for (let i = 0; i < 20_000; i++) {
      const { frame } = next(r, pool, i, { valid: 0, mutated: 0, random: 0 }, new Set());
      const guarded = new Proxy(frame, {
        get(target, name) {
          if (typeof name === 'string' && /^\d+$/.test(name) && Number(name) >= target.length) throw new RangeError(`octet ${name} of ${target.length}`);
          const value: unknown = Reflect.get(target, name, target);
          return value;
        },
      });
      try {
        decode(guarded, { allow: relaxed });
      } catch (error) {
        if (!(error instanceof OmciError)) throw error;
      }
    }
  });

  test('any JSON value encodes or is refused with a typed error', () => {
    const r = random(31);
    const odd: readonly unknown[] = [null, undefined, -1, 0.5, 70_000, NaN, '', 'zz', '0', [], [[]], {}, { a: 1 }, true, 1e300, '00'.repeat(3000), [null], [{}]];
    let refused = 0;
    for (let i = 0; i < 30_000; i++) {
      const message = sample(r, r.pick(entities()), r.pick(kinds));
      if (message === null) continue;
      const broken = { ...message } as Record<string, unknown>;
      const inside = r.below(2) === 0 && typeof broken['attributes'] === 'object' ? { ...broken['attributes'] } as Record<string, unknown> : undefined;
      const target = inside ?? broken;
      const key = r.pick([...Object.keys(target), 'raw', 'trailing', 'attributeMask', 'contentsLength']);
      target[key] = r.pick(odd);
      if (inside !== undefined) broken['attributes'] = inside;
      try {
        encodeAny(broken);
      } catch (error) {
        if (!(error instanceof OmciError)) throw new Error(JSON.stringify(broken), { cause: error });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(10_000);
  });
});

interface Valid { readonly frame: Uint8Array; readonly origin: string; }

function validFrames(r: Random): Valid[] {
  return entities().flatMap((entity) => kinds.flatMap((kind) => {
    const message = sample(r, entity, kind);
    return message === null ? [] : [{ frame: encodeAny(message), origin: `${entity.id} ${kind.action} ${kind.ak ? 'response' : 'command'}` }];
  }));
}

function next(r: Random, pool: readonly Valid[], i: number, counts: { valid: number; mutated: number; random: number }, hits: Set<string>): Valid {
  const die = i % 10;
  if (die === 8) {
    counts.valid += 1;
    return r.pick(pool);
  }
  if (die === 9) {
    counts.random += 1;
    const frame = r.bytes(r.pick([0, 7, 8, 10, 40, 44, 48, 52, r.below(200)]));
    if (frame.length > 3) frame[3] = r.pick([10, 11, frame[3]!]);
    return { frame, origin: 'random' };
  }
  counts.mutated += 1;
  const { frame, origin } = pool[i % 7 === 0 ? r.below(pool.length) : Math.floor(i * 0.8) % pool.length]!;
  hits.add(origin);
  return { frame: mutate(r, frame), origin };
}

/** Mostly damage within the contents, which decoding has to find its way through; now and then to the head or the length. */
function mutate(r: Random, valid: Uint8Array): Uint8Array {
  let frame = valid.slice();
  for (let times = 1 + r.below(3); times > 0; times--) {
    if (frame.length < 14) return frame;
    const contents = 8 + r.below(frame.length - 8);
    switch (r.below(16)) {
      case 0: frame = frame.slice(0, contents); break;
      case 1: frame = Uint8Array.from([...frame, ...r.bytes(1 + r.below(6))]); break;
      case 2: frame[2] = r.below(128); break;
      case 3: frame[3]! ^= 1; break;
      case 4: frame[4] = r.below(2); frame[5] = r.below(256); break;
      case 5: frame[r.below(8)]! ^= 1 << r.below(8); break;
      case 6: frame[8] = r.below(10); break;
      case 7: frame[9 + r.below(3)] = r.below(256); break;
      case 8: case 9: case 10: frame[contents]! ^= 1 << r.below(8); break;
      default: frame[contents] = r.pick([0, 1, 0x7f, 0x80, 0xff, r.below(256)]);
    }
  }
  return frame;
}

/** What was decoded encodes to the same octets, and those decode to the same message. */
function sameAgain(message: Message, frame: Uint8Array): void {
  const text = JSON.stringify(message);
  let octets: Uint8Array;
  let again: Message;
  try {
    octets = encodeAny(JSON.parse(text) as object);
    again = decode(octets, { allow: relaxed });
  } catch (error) {
    throw new Error(`${toHex(frame)} ${text.slice(0, 500)}`, { cause: error });
  }
  // What was ignored is not written again, so it cannot be found again.
  const { deviations, ...first } = JSON.parse(text) as Record<string, unknown>;
  const { deviations: _, ...second } = again;
  if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`${toHex(frame)}\n${text}\n${JSON.stringify(again)}`);
  if (deviations !== undefined) return;
  const covered = message.mic === 'no-match' ? octets.length - 4 : octets.length;
  // The upper half of a result octet is reserved and not kept. A frame of 40 octets gets its trailer.
  const resultAt = message.ak && 'result' in message ? (message.deviceId === 10 ? 8 : 10) : -1;
  for (let at = 0; at < covered && at < frame.length; at++) {
    if (octets[at] !== (at === resultAt ? frame[at]! & 15 : frame[at])) throw new Error(`octet ${at} of ${toHex(frame)} became ${toHex(octets)}\n${text}`);
  }
  if (frame.length !== octets.length && frame.length !== 40) throw new Error(`${toHex(frame)} became ${toHex(octets)}`);
}
