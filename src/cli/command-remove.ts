import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { existingPath } from './paths.ts';
import { list } from './project-options.ts';
import { write, writeFlags } from './write.ts';
import type { WriteFlags } from './write.ts';

interface Options extends CommonOptions, WriteFlags { readonly only: readonly string[]; }

export function define(command: Command, act: Act): void {
  command
    .description('Take subscribers off the device: their services, their ONT, and shared objects of ours that nobody uses any more.\nThe serial on the device must be the one of the profile. What somebody else made on the ONT stops the removal, unless it was adopted (ont-prov adopt), or --prune.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .requiredOption('--only <keys>', 'the subscribers to remove (comma-separated, may repeat)', list);
  writeFlags(command)
    .addHelpText('after', `
Examples:
  $ ont-prov remove home.yaml --only AB-10231
  $ ont-prov remove network/ --only AB-10231,AB-10232 --yes --json`);

  act<Options>(command, { run: '', targets: [], saved: false }, async (context, [profile]) => {
    const path = await existingPath(context.io, profile as string);
    return write(context, 'Remove this?', (world, options, tell) => context.facade.remove(world, { path, ...options, only: context.options.only }, tell),
      { applied: 'removed', unchanged: 'not on the device' });
  });
}
