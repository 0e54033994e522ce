/** What a pack knows of a device beside planning: who is on it. Part of `Driver`; pure like all of it. */
import type { LinePattern } from '../plan/line-pattern.ts';
import type { Store } from '../plan/store.ts';
import type { CompiledResources } from './compile-kinds.ts';
import type { Observation } from './driver.ts';
import { configuredOnts, type ConfiguredOnt } from './lift/onts.ts';

export type { ConfiguredOnt } from './lift/onts.ts';

export interface ReadSide {
  /** Every ONT that was observed, in the order of the configuration. */
  onts(on: Observation): readonly ConfiguredOnt[];
}

/** @param storeOf what an observation of this driver holds */
export function readSide(compiled: () => CompiledResources, address: LinePattern, storeOf: (on: Observation) => Store): ReadSide {
  return {
    onts: (on) => configuredOnts(compiled(), address, storeOf(on)),
  };
}
