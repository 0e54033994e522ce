import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../kernel/failure.ts';
import type { SimulatorFactory } from '../sim/device.ts';
import type { PackHead } from './pack-store.ts';

/**
 * The simulator that ships with a vendor's pack; loaded only when asked for.
 * @throws Failure `no-simulator`, exit 2
 */
export async function simulatorOf(head: PackHead): Promise<SimulatorFactory> {
  if (!head.hasSimulator) throw new Failure(`there is no simulator for ${head.id}`, { code: 'no-simulator', exitCode: 2, hint: 'ont-prov vendors list shows the vendors; each says whether it has one' });
  const loaded = (await import(pathToFileURL(join(head.folder, 'simulator.js')).href)) as { readonly createSimulator?: SimulatorFactory };
  if (!loaded.createSimulator) throw new Error(`${join(head.folder, 'simulator.js')} exports no createSimulator`);
  return loaded.createSimulator;
}
