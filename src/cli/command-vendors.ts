import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { define as defineCheck } from './command-vendors-check.ts';
import { define as defineNew } from './command-vendors-new.ts';
import { define as defineProbe } from './command-vendors-probe.ts';
import { printDocument, sayTail } from './print.ts';
import { renderVendor, renderVendors } from './render-vendors.ts';

export function define(command: Command, act: Act): void {
  command.description('The vendors this installation knows, and every command each of them can type; checking and writing packs of your own.').addHelpText('after', `
Examples:
  $ ont-prov vendors list
  $ ont-prov vendors list --json`);

  const all = command.command('list').description('Vendors by id, with their other names.')
    .option('--json', 'one JSON document').addHelpText('after', `
Examples:
  $ ont-prov vendors list
  $ ont-prov vendors list --json`);
  act<CommonOptions>(all, { vendors: [] }, async (context) => {
    const document = await context.facade.listVendors(await context.world());
    if (context.options.json === true) return printDocument(context, document);
    await context.io.stdout.write(renderVendors(document.vendors, await context.paint('stdout')));
    return sayTail(context, document);
  });

  const one = command.command('show').description('What one vendor reads and types, and how sure each line is.')
    .argument('<vendor>', 'id or another name of it')
    .option('--json', 'one JSON document').addHelpText('after', `
Examples:
  $ ont-prov vendors show NAME                        NAME as vendors list prints it
  $ ont-prov vendors show NAME --json | jq '.vendor.lines[] | select(.evidence == "inferred")'`);
  act<CommonOptions>(one, { vendor: null }, async (context, [name]) => {
    const document = await context.facade.showVendor(await context.world(), name as string);
    if (context.options.json === true) return printDocument(context, document);
    if (document.vendor) await context.io.stdout.write(renderVendor(document.vendor, await context.paint('stdout')));
    return sayTail(context, document);
  });

  defineCheck(command.command('check'), act);
  defineNew(command.command('new'), act);
  defineProbe(command.command('probe'), act);
}
