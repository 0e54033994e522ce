import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { list, seconds } from './project-options.ts';
import { renderDrift } from './render-drift.ts';

interface Options extends CommonOptions, LookFlags { readonly only?: readonly string[]; readonly wait?: number; }

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('Read the configuration back and look whether the ONTs run it. Exit 3 when the configuration differs.\nWith --wait, ask again until every ONT is up and has taken it; exit 9 when one has not by then.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list)
    .option('--wait <time>', 'how long to wait for ONTs: 120s, 5m', seconds))
    .addHelpText('after', `
Examples:
  $ ont-prov verify network/ --only AB-10231
  $ ont-prov verify network/ --only AB-10231 --wait 120s`);

  act<Options>(command, { targets: [], failures: [] }, async (context, [profile]) => {
    const path = await existingPath(context.io, profile as string);
    const { only, wait } = context.options;
    return look(context, (world, options) => context.facade.verify(world, { path, ...(only ? { only } : {}), ...(wait === undefined ? {} : { wait }), ...options }), ({ targets }, paint) => renderDrift(targets, paint));
  });
}
