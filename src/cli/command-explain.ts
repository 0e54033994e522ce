import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { existingPath } from './paths.ts';
import { printDocument, sayTail } from './print.ts';
import { renderExplain } from './render-explain.ts';

export function define(command: Command, act: Act): void {
  command
    .description('Show every value of one subscriber and where it comes from: row, PON, OLT, profile, hardware type or default.')
    .argument('<key>', 'the subscriber\'s key')
    .argument('[profile]', 'file or directory; - reads standard input', '.')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov explain AB-10231                        looks in this directory
  $ ont-prov explain AB-10231 network/ --json`);

  act<CommonOptions>(command, { key: '', values: [] }, async (context, [key, profile]) => {
    const path = await existingPath(context.io, profile as string);
    const document = await context.facade.explain(await context.world(), { path, key: key as string });
    if (context.options.json === true) return printDocument(context, document);
    await context.io.stdout.write(renderExplain(document.values, await context.paint('stdout')));
    return sayTail(context, document);
  });
}
