import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { dryRun } from './command-dry-run.ts';
import { existingPath } from './paths.ts';
import { list } from './project-options.ts';
import { write, writeFlags } from './write.ts';
import type { WriteFlags } from './write.ts';

interface Options extends CommonOptions, WriteFlags { readonly dryRun?: boolean; readonly script?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Make the device match the profile: read, plan, ask, type, read back, save. What is refused is undone.\nA second apply finds nothing to do.')
    .argument('<profile>', 'file or directory, or the file of a plan (plan --out); - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list)
    .option('--dry-run', 'print the commands instead, offline (the same as dry-run)')
    .option('--script', 'with --dry-run: device lines only');
  writeFlags(command)
    .addHelpText('after', `
Examples:
  $ ont-prov apply home.yaml                                   shows the plan and asks
  $ ont-prov apply p.json                                      what was reviewed, or nothing (8: the device changed since)
  $ ont-prov apply network/ --only AB-10231 --yes --json       for a pipeline`);

  act<Options>(command, { run: '', targets: [], saved: false }, async (context, [profile]) => {
    const path = await existingPath(context.io, profile as string);
    if (context.options.dryRun === true) return dryRun(context, path);
    return write(context, 'Apply this?', (world, options, tell) => context.facade.apply(world, { path, ...options }, tell));
  });
}
