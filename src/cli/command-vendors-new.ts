import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { printDocument, sayTail } from './print.ts';

interface Options extends CommonOptions { readonly id?: string; }

export function define(command: Command, act: Act): void {
  command
    .description('Write a complete pack for an OLT that does not exist: it passes `vendors check`, and waits to be replaced line by line.\nNothing that is there is overwritten. How a pack is written: vendors/README.md of ont-prov.')
    .argument('<folder>', 'where to; made when it does not exist')
    .option('--id <name>', 'id of the pack (default: the name of the folder)')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov vendors new vendors/acme && ont-prov vendors check vendors/acme
  $ ont-prov vendors new /tmp/trial --id acme`);

  act<Options>(command, { id: '', files: [] }, async (context, [folder]) => {
    const { id } = context.options;
    const document = await context.facade.newVendor(await context.world(), { folder: folder as string, ...(id === undefined ? {} : { id }) });
    if (context.options.json === true) return printDocument(context, document);
    await context.io.stdout.write(document.files.map((file) => `${file}\n`).join(''));
    return sayTail(context, document);
  });
}
