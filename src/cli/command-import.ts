import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { renderImport } from './render-import.ts';

interface Options extends CommonOptions, LookFlags { readonly out?: string; }

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('Read the running configuration of an OLT and write a project of it: a few profiles, one row per ONT, and the OLT.\nEach row is planned against the same reading: what is written is what plan then calls unchanged. The rest is listed by line.')
    .argument('<olt>', 'name of the OLT')
    .argument('[profile]', 'file or directory that describes it', '.')
    .option('-o, --out <dir>', 'folder to write; nothing in it is overwritten (default: imported-OLT)'))
    .addHelpText('after', `
Examples:
  $ ont-prov import ma1 network/
  $ ont-prov import ma1 network/ -o network-ma1 --json`);

  act<Options>(command, { olt: '', files: [], profiles: [], imported: 0, notImported: [], secrets: [] }, async (context, [olt, profile]) => {
    const path = await existingPath(context.io, profile as string);
    const out = context.options.out ?? `imported-${(olt as string).replace(/[^\w.-]/g, '_')}`;
    return look(context, (world, options) => context.facade.importOlt(world, { olt: olt as string, path, out, ...options }), renderImport);
  });
}
