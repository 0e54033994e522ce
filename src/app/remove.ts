import { EXIT } from '../kernel/exit.ts';
import type { ApplyDocument, RemoveOptions, Tell } from './api.ts';
import { NO_RUN, runWriting } from './run-writing.ts';
import type { World } from './world.ts';

/** Takes the named subscribers off their OLTs, whatever state their rows say. Nobody is removed by not being named. */
export async function remove<R>(world: World, options: RemoveOptions, tell: Tell<ApplyDocument, R>): Promise<R> {
  if (options.only.length > 0) return runWriting(world, options, 'remove', {}, tell);
  return tell({ ...NO_RUN, exitCode: EXIT.usage, error: { code: 'needs-only', message: 'remove takes away named subscribers only', hint: 'name them: --only KEY' } });
}
