import type { Command } from 'commander';
import type { Act, CommonOptions, Context } from './act.ts';
import { printDocument, say, sayTail } from './print.ts';

interface Options extends CommonOptions { readonly vendor?: string; readonly host?: string; }

export function define(command: Command, act: Act): void {
  command
    .description('Write a small commented project: profiles, an OLT, hardware types, subscribers, a pipeline. It lints clean and applies to the\nsimulator that ships with ont-prov. Nothing that exists is overwritten. With --no-input, or without a terminal, nothing is asked.')
    .argument('[folder]', 'where to; made when it does not exist', '.')
    .option('--vendor <name>', 'vendor of the first OLT (default: the first one with a simulator)')
    .option('--host <address>', 'its name or address (default: simulator)')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov init network && ont-prov apply network
  $ ont-prov init network --vendor NAME --host 10.9.0.11 --no-input`);

  act<Options>(command, { files: [] }, async (context, [folder]) => {
    const answers = await asked(context);
    const document = await context.facade.init(await context.world(), { folder: folder as string, ...answers });
    if (context.options.json === true) return printDocument(context, document);
    await context.io.stdout.write(document.files.map((file) => `${file}\n`).join(''));
    if (document.error === null) await say(context, `\nnext:\n  ont-prov lint ${folder as string}\n  ont-prov apply ${folder as string}\n`);
    return sayTail(context, document);
  });
}

/** What was not given is asked for, where somebody is there to answer; an empty answer is the default. */
async function asked({ io, options }: Context & { readonly options: Options }): Promise<{ vendor?: string; host?: string }> {
  const ask = async (given: string | undefined, question: string): Promise<string | undefined> => {
    if (given !== undefined || options.input === false || options.json === true || !io.interactive) return given;
    const answer = (await io.ask(question))?.trim();
    return answer === '' ? undefined : answer;
  };
  const vendor = await ask(options.vendor, 'Vendor of the first OLT [one with a simulator]: ');
  const host = await ask(options.host, 'Its name or address [simulator]: ');
  return { ...(vendor === undefined ? {} : { vendor }), ...(host === undefined ? {} : { host }) };
}
