import { maskUrl } from '../../kernel/mask-url.ts';
import { relative } from 'node:path';
import type { ReadResult } from '../../packs/driver.ts';
import type { World } from '../world.ts';

/**
 * Keeps what the device showed before the first write of this run, as text, secrets of ours masked.
 * @returns its path below the state directory
 */
export async function keepBackup(world: Pick<World, 'state' | 'redactor'>, olt: string, run: string, results: readonly ReadResult[]): Promise<string> {
  const path = world.state.path('backups', olt, `${run}.txt`);
  const text = results.map(({ name, lines }) => `! ${name}\n${lines.join('\n')}\n`).join('\n');
  await world.state.write(path, maskUrl(world.redactor.mask(text)));
  return relative(world.state.root, path);
}
