import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { existingPath } from './paths.ts';
import { printDocument, sayTail } from './print.ts';
import { followProgress } from './progress.ts';
import { renderProbe } from './render-probe.ts';

interface Options extends CommonOptions { readonly acceptNewHostKey?: boolean; readonly quiet?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Look at an OLT without changing it, and say how much of it the vendor\'s pack understands: dialect, modes, which reads work, which\npreparation it refuses, which lines of its configuration are known, unknown or half-known. Only commands of the read list are typed.\nNames, addresses, serial numbers and secrets are not in the report.')
    .argument('<olt>', 'name of the OLT')
    .argument('[profile]', 'file or directory that describes it', '.')
    .option('--accept-new-host-key', 'record the SSH host key of an OLT seen for the first time')
    .option('-q, --quiet', 'no progress')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov vendors probe ma1 network/
  $ ont-prov vendors probe ma1 network/ --json > report.json      to attach to an issue`);

  act<Options>(command, { olt: '', report: null }, async (context, [olt, profile]) => {
    const path = await existingPath(context.io, profile as string);
    const progress = await followProgress(context, context.options.quiet === true);
    const document = await context.facade.probe(await context.world(), {
      olt: olt as string, path, onProgress: progress.event, ...(context.options.acceptNewHostKey === true ? { acceptNewHostKey: true } : {}),
    });
    await progress.end();
    if (context.options.json === true) return printDocument(context, document);
    if (document.report) await context.io.stdout.write(renderProbe(document.olt, document.report, await context.paint('stdout')));
    return sayTail(context, document);
  });
}
