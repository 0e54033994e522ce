import { EXIT } from '../kernel/exit.ts';
import { parseSerial } from '../kernel/serial.ts';
import type { ApplyDocument, OperateOptions, Tell } from './api.ts';
import { moveBetween } from './move/between.ts';
import { NO_RUN, runWriting } from './run-writing.ts';
import type { World } from './world.ts';

/** One operation on named subscribers: each is a plan first, like everything that writes. Nobody is meant by not being named. */
export async function operate<R>(world: World, options: OperateOptions, tell: Tell<ApplyDocument, R>): Promise<R> {
  const { goal, only, was, from } = options;
  const usage = (code: string, message: string, hint: string): Promise<R> => Promise.resolve(tell({ ...NO_RUN, exitCode: EXIT.usage, error: { code, message, hint } }));
  if (only.length === 0) return usage('needs-only', `${goal} is for named subscribers only`, 'name them: --only KEY');
  if (goal === 'move' && from !== undefined) return moveBetween(world, { ...options, from }, {}, tell);
  if (options.now !== undefined || options.wait !== undefined) return usage('needs-from', '--now and --wait are about a move to another OLT', 'name the OLT that is left: --from OLT');
  if (goal !== 'replace') return runWriting(world, options, goal, {}, tell);
  const formerSerial = was === undefined ? null : parseSerial(was);
  if (formerSerial === null) return usage('needs-former-serial', was === undefined ? 'replace needs the serial that is on the device now' : `'${was}' is no serial`, 'give it: --was HWTC1A2B3C4D; the row holds the new one');
  if (only.length > 1) return usage('one-at-a-time', 'replace takes one subscriber at a time', 'one --only KEY with its --was SERIAL');
  return runWriting(world, { ...options, formerSerial }, goal, {}, tell);
}
