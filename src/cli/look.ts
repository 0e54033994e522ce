import type { ConnectOptions, Tail } from '../app/api.ts';
import { EXIT } from '../kernel/exit.ts';
import type { World } from '../app/world.ts';
import type { CommonOptions, Context } from './act.ts';
import type { Paint } from './paint.ts';
import { printDocument, sayTail } from './print.ts';
import { connectOptions } from './project-options.ts';
import type { ConnectFlags } from './project-options.ts';
import { followProgress } from './progress.ts';

export interface LookFlags extends ConnectFlags { readonly quiet?: boolean; }

/** Flags of every command that only looks at devices. */
export { connectFlags as lookFlags } from './project-options.ts';

/** Follows a command that only looks and prints what it found. @returns the exit code */
export async function look<D extends Tail>(
  context: Context & { readonly options: CommonOptions & LookFlags },
  start: (world: World, options: ConnectOptions) => Promise<D>,
  render: (document: D, paint: Paint) => string,
): Promise<number> {
  const { io, options } = context;
  const progress = await followProgress(context, options.quiet === true);
  const interrupt = io.interruptible(() => { progress.note('stopping'); });
  const document = await start(await context.world(), connectOptions(options, interrupt, progress.event));
  await progress.end();
  if (options.json === true) return printDocument(context, document);
  if (document.exitCode !== EXIT.usage) await io.stdout.write(render(document, await context.paint('stdout')));
  return sayTail(context, document);
}
