import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { count } from './one-line.ts';
import { existingPath } from './paths.ts';
import { printDocument, sayTail } from './print.ts';
import { followProgress } from './progress.ts';

interface Options extends CommonOptions { readonly output: string; readonly acceptNewHostKey?: boolean; readonly quiet?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Write down what an OLT answers to the commands of its pack\'s read list, as a transcript that may be given away: serial numbers,\naddresses, names and secrets are replaced, each by the same other value throughout. Nothing is changed on the device.\nRead it through before you give it away.')
    .argument('<olt>', 'name of the OLT')
    .argument('[profile]', 'file or directory that describes it', '.')
    .requiredOption('-o, --output <file>', 'where to; a file that exists is not overwritten')
    .option('--accept-new-host-key', 'record the SSH host key of an OLT seen for the first time')
    .option('-q, --quiet', 'no progress')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov record ma1 network/ -o ma1.txt
  $ ont-prov record ma1 network/ -o ma1.txt --json`);

  act<Options>(command, { olt: '', file: null, reads: [] }, async (context, [olt, profile]) => {
    const { output, acceptNewHostKey, quiet, json } = context.options;
    const path = await existingPath(context.io, profile as string);
    const progress = await followProgress(context, quiet === true);
    const document = await context.facade.record(await context.world(), {
      olt: olt as string, path, file: output, onProgress: progress.event, ...(acceptNewHostKey === true ? { acceptNewHostKey } : {}),
    });
    await progress.end();
    if (json === true) return printDocument(context, document);
    if (document.file !== null) await context.io.stdout.write(`${document.file}: ${document.reads.map((read) => `${read.line}, ${count(read.lines, 'line')}`).join('; ')}\n`);
    return sayTail(context, document);
  });
}
