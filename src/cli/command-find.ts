import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { look, lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { renderFind } from './render-found.ts';

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('Who is this, and where: in the rows, in the configuration of the OLTs, among ONTs that wait, among learned MAC addresses.')
    .argument('<who>', 'key of a subscriber, serial in any spelling, or MAC address')
    .argument('[profile]', 'file or directory', '.'))
    .addHelpText('after', `
Examples:
  $ ont-prov find HWTC-A1B2C3D4 network/
  $ ont-prov find 1122-3344-5566 network/ --json`);

  act<CommonOptions & LookFlags>(command, { query: '', as: 'key', rows: [], places: [], failures: [] }, async (context, [who, profile]) => {
    const path = await existingPath(context.io, profile as string);
    return look(context, (world, options) => context.facade.find(world, { query: who as string, path, ...options }), renderFind);
  });
}
