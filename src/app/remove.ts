import { EXIT } from '../kernel/exit.ts';
import type { ApplyDocument, RemoveOptions } from './api.ts';
import { runWriting } from './run-writing.ts';
import type { World } from './world.ts';

/** Takes the named subscribers off their OLTs, whatever state their rows say. Nobody is removed by not being named. */
export async function remove(world: World, options: RemoveOptions): Promise<ApplyDocument> {
  if (options.only.length > 0) return runWriting(world, options, 'remove');
  return {
    formatVersion: 1, run: '', targets: [], saved: false, findings: [], exitCode: EXIT.usage,
    error: { code: 'needs-only', message: 'remove takes away named subscribers only', hint: 'name them: --only KEY' },
  };
}
