import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { list } from './project-options.ts';
import { renderStatus } from './render-status.ts';

interface Options extends CommonOptions, LookFlags { readonly only?: readonly string[]; }

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('What the OLTs say of the subscribers now: states, power, distance, why an ONT went down, addresses, TR-069, learned MACs.\nWhat is not told is unknown, never zero.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list))
    .addHelpText('after', `
Examples:
  $ ont-prov status network/
  $ ont-prov status network/ --only AB-10231 --json`);

  act<Options>(command, { targets: [], failures: [] }, async (context, [profile]) => {
    const path = await existingPath(context.io, profile as string);
    const { only } = context.options;
    return look(context, (world, options) => context.facade.status(world, { path, ...(only ? { only } : {}), ...options }), ({ targets }, paint) => renderStatus(targets, paint));
  });
}
