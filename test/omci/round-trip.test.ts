import { describe, expect, test } from 'vitest';
import { decode, encodeAny, entities, toHex } from '../../src/omci/index.ts';
import { random } from './random.ts';
import { kinds, sample } from './samples.ts';

const ROUNDS = 3;

describe('every class, action, direction and message set', () => {
  test('what was encoded decodes to the same values, and encodes to the same octets again', () => {
    const r = random(20_120_901);
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const entity of entities()) {
        for (const kind of kinds) {
          const message = sample(r, entity, kind);
          if (message === null) continue;
          const frame = encodeAny(message);
          const decoded = decode(frame);
          const lost = missing(message, decoded);
          if (lost !== undefined) expect.fail(`${lost} of ${JSON.stringify(message)} in ${toHex(frame)}`);
          const again = encodeAny(JSON.parse(JSON.stringify(decoded)) as object);
          if (toHex(again) !== toHex(frame)) expect.fail(`${toHex(frame)} became ${toHex(again)}`);
          if (decoded.trailing !== undefined) expect.fail(`trailing octets in ${toHex(frame)}`);
          seen.add(`${entity.id} ${kind.action} ${String(kind.ak)} ${kind.deviceId}`);
        }
      }
    }
    expect(entities()).toHaveLength(213);
    const withTables = entities().filter((e) => e.attributes.some((a) => a.kind === 'table')).length;
    // 19 commands with response in both sets, set table in one, three notifications in both.
    expect(seen.size).toBe(213 * (19 * 2 * 2 + 1 + 3 * 2) + withTables);
  });

  test('a frame of 40 octets is a baseline frame without its trailer', () => {
    const frame = encodeAny({ transactionId: 7, action: 'get', classId: 256, instanceId: 0, attributeMask: 0x8000 });
    expect(decode(frame.subarray(0, 40))).toEqual(decode(frame));
  });
});

/** The first field of `given` that `got` has not, or has otherwise. */
function missing(given: object, got: object): string | undefined {
  const values = got as Record<string, unknown>;
  return Object.entries(given).find(([key, value]) => (
    typeof value === 'object' && value !== null && !Array.isArray(value) ? missing(value as object, values[key] as object) !== undefined
      : Array.isArray(value) ? value.some((item, i) => differs(item, (values[key] as unknown[])[i])) : values[key] !== value
  ))?.[0];
}

function differs(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && a !== null ? missing(a, b as object) !== undefined : a !== b;
}
