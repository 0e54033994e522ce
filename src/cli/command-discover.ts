import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { renderFoundOnts } from './render-found.ts';

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('ONTs the OLT hears and has not registered, joined with the rows by serial.')
    .argument('<olt>', 'name of the OLT')
    .argument('[profile]', 'file or directory that describes it', '.'))
    .addHelpText('after', `
Examples:
  $ ont-prov discover ma1 network/
  $ ont-prov discover ma1 network/ --json`);

  act<CommonOptions & LookFlags>(command, { olt: '', found: [] }, async (context, [olt, profile]) => {
    const path = await existingPath(context.io, profile as string);
    return look(context, (world, options) => context.facade.discover(world, { olt: olt as string, path, ...options }), ({ found, error }, paint) => (error ? '' : renderFoundOnts(found, paint)));
  });
}
