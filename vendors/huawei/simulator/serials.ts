/** Where a serial is, without looking at every ONT of a large box. */
import type { Ont, State } from './state.ts';

type Onts = State['onts'];

const KNOWN = new WeakMap<Onts, Map<string, string>>();

/** Key of the ONT that has this serial. */
export function keyOfSerial(onts: Onts, serial: string): string | undefined {
  const key = indexOf(onts).get(serial);
  return key !== undefined && onts[key]?.serial === serial ? key : undefined;
}

/** To be told of every ONT that appears or gets another serial; those that go need no word. */
export function noteSerial(onts: Onts, key: string, ont: Ont): void {
  if (ont.serial !== undefined) indexOf(onts).set(ont.serial, key);
}

function indexOf(onts: Onts): Map<string, string> {
  let index = KNOWN.get(onts);
  if (!index) {
    index = new Map(Object.entries(onts).flatMap(([key, ont]) => (ont.serial === undefined ? [] : [[ont.serial, key] as const])));
    KNOWN.set(onts, index);
  }
  return index;
}
