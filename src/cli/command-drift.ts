import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { list } from './project-options.ts';
import { renderDrift } from './render-drift.ts';

interface Options extends CommonOptions, LookFlags { readonly only?: readonly string[]; }

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('Read the running devices and say where they are not what the profiles say. Exit 3 when somewhere they are not.\nNothing is written: only commands of the vendor\'s read list are typed.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list))
    .addHelpText('after', `
Examples:
  $ ont-prov drift network/
  $ ont-prov drift network/ --only AB-10231 --json`);

  act<Options>(command, { targets: [], failures: [] }, async (context, [profile]) => {
    const path = await existingPath(context.io, profile as string);
    const { only } = context.options;
    return look(context, (world, options) => context.facade.drift(world, { path, ...(only ? { only } : {}), ...options }), ({ targets }, paint) => renderDrift(targets, paint));
  });
}
