import { relative } from 'node:path';
import { lineByLine } from '../../kernel/mask-lines.ts';
import type { Driver, ReadResult } from '../../packs/driver.ts';
import type { World } from '../world.ts';

/**
 * Keeps what the device showed before the first write of this run, as text for people to look at: nothing reads it back, so that it holds no secret, ours or
 * the device's own.
 * @returns its path below the state directory
 */
export async function keepBackup(world: Pick<World, 'state' | 'redactor'>, { olt, run, driver }: { readonly olt: string; readonly run: string; readonly driver: Pick<Driver, 'shown'> }, results: readonly ReadResult[]): Promise<string> {
  const path = world.state.path('backups', olt, `${run}.txt`);
  const text = results.map(({ name, lines }) => `! ${name}\n${lines.join('\n')}\n`).join('\n');
  await world.state.write(path, world.redactor.mask(text).split('\n').map(lineByLine(driver.shown)).join('\n'));
  return relative(world.state.root, path);
}
