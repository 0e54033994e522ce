/** What a pack knows of a device beside planning: who is on it, and what state they are in. Part of `Driver`; pure like all of it. */
import type { LinePattern } from '../plan/line-pattern.ts';
import type { Store } from '../plan/store.ts';
import type { CompiledResources } from './compile-kinds.ts';
import type { Observation } from './driver.ts';
import { liftConfiguration, type ImportedConfiguration } from './lift/configuration.ts';
import { configuredOnts, type ConfiguredOnt } from './lift/onts.ts';
import { compileOutputs } from './outputs/compile.ts';
import type { StateReader } from './outputs/model.ts';
import type { Tree } from './tree.ts';

export type { ImportedConfiguration, ImportedOnt } from './lift/configuration.ts';
export type { ConfiguredOnt } from './lift/onts.ts';
export type { Plain, Sketch } from './lift/sketch.ts';
export type { Parsed, StateReader, StateRecord } from './outputs/model.ts';

export interface ReadSide {
  /** Every ONT that was observed, in the order of the configuration. */
  onts(on: Observation): readonly ConfiguredOnt[];
  /** What a profile could say of each ONT that was observed, and every line that it could not. Unproven: to be planned against the device. */
  importConfiguration(on: Observation): ImportedConfiguration;
  /** Tables of state. */
  readonly state: StateReader;
  /** The parts of a PON's name, as the lines of `state` want them; null for a text that is none of this vendor's. */
  ponParts(pon: string): Readonly<Record<string, string | number>> | null;
}

/** @param storeOf what an observation of this driver holds */
export function readSide(compiled: () => CompiledResources, address: LinePattern, storeOf: (on: Observation) => Store, outputs: Readonly<Record<string, Tree>>): ReadSide {
  return {
    onts: (on) => configuredOnts(compiled(), address, storeOf(on)),
    importConfiguration: (on) => liftConfiguration(compiled(), address, storeOf(on)),
    state: compileOutputs(outputs),
    ponParts(pon) {
      const parts = address.parse(pon);
      return parts && Object.fromEntries(Object.entries(parts).flatMap(([name, value]) => (typeof value === 'symbol' ? [] : [[name, value] as const])));
    },
  };
}
