import type { ApplyDocument, ApplyOptions } from './api.ts';
import { runWriting } from './run-writing.ts';
import type { World } from './world.ts';

/** Makes the selected subscribers so on their OLTs, and proves it by reading back. Rows that are to be absent are left alone. */
export function apply(world: World, options: ApplyOptions): Promise<ApplyDocument> {
  return runWriting(world, options, 'apply');
}
