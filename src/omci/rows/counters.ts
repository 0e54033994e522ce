import { OmciError } from '../errors.ts';
import type { Attribute } from '../table/entity.ts';
import { entityOf } from '../table/entity.ts';
import { rowCodec } from './layout.ts';

/** Control block of the extended PM classes 334 and 425: what is counted, and for whom. */
export const controlBlock = rowCodec(16, {
  thresholdData: { at: 0, bits: 16 },
  parentClass: { at: 16, bits: 16 },
  parentInstance: { at: 32, bits: 16 },
  /** Bit 1..16: the counter of that number is not collected. */
  accumulationDisable: { at: 48, bits: 16 },
  tcaDisable: { at: 64, bits: 16 },
  controlFields: { at: 80, bits: 16 },
  tci: { at: 96, bits: 16 },
});

/** What one performance monitoring instance counted, collected from as many responses as it took. */
export interface Counters {
  readonly classId: number;
  readonly instanceId: number;
  /** Number of the 15-minute interval; null until a response held it. */
  readonly intervalEndTime: number | null;
  /** By attribute key, in the order of the class. A counter stops at its highest value. */
  readonly counters: Readonly<Record<string, Counter>>;
}

export interface Counter { readonly name: string; readonly value: bigint; /** At its highest value: the true count may be larger. */ readonly full: boolean; }

/** What `readCounters` takes of a get or get current data response. */
export interface CounterResponse { readonly classId: number; readonly instanceId: number; readonly attributes: Readonly<Record<string, unknown>>; }

/**
 * Collects the counters of one instance from get (last complete interval) or get current data responses.
 * @throws OmciError `bad-row` for a class that counts nothing; `bad-sequence` for responses of several instances or intervals
 */
export function readCounters(responses: readonly CounterResponse[]): Counters {
  const first = responses[0];
  const entity = first === undefined ? undefined : entityOf(first.classId);
  if (first === undefined || entity?.counts !== true) throw new OmciError('bad-row', first === undefined ? 'no response to read counters from' : `class ${first.classId} collects no counters`);
  const values: Record<string, unknown> = {};
  for (const r of responses) {
    if (r.classId !== first.classId || r.instanceId !== first.instanceId) throw new OmciError('bad-sequence', 'the responses are of different instances');
    const { intervalEndTime } = r.attributes;
    if (intervalEndTime !== undefined && values['intervalEndTime'] !== undefined && values['intervalEndTime'] !== intervalEndTime) throw new OmciError('bad-sequence', 'an interval ended between the responses: read again');
    Object.assign(values, r.attributes);
  }
  const counters: Record<string, Counter> = {};
  for (const a of entity.attributes) {
    const value = values[a.key];
    if (a.kind !== 'counter' || value === undefined || value === null) continue;
    const count = countOf(a, value);
    counters[a.key] = { name: a.name, value: count, full: count === (1n << BigInt(8 * a.size)) - 1n };
  }
  const interval = values['intervalEndTime'];
  return { classId: first.classId, instanceId: first.instanceId, intervalEndTime: typeof interval === 'number' ? interval : null, counters };
}

/** A counter of 5 octets is hexadecimal text like all octets, one of 8 is decimal text. */
function countOf({ form, key }: Attribute, value: unknown): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && (form === 'long' ? /^\d+$/ : /^[0-9a-f]+$/i).test(value)) return BigInt(form === 'long' ? value : `0x${value}`);
  throw new OmciError('bad-row', `${key} is no count`);
}
