import type { Command } from 'commander';
import { EXIT } from '../kernel/exit.ts';
import type { Act, CommonOptions } from './act.ts';
import { existingPath } from './paths.ts';
import { count } from './one-line.ts';
import { printDocument, say, sayTail, sourceOf } from './print.ts';
import { renderFindings, renderSummary } from './render-findings.ts';
import { sayError } from './report.ts';

interface Options extends CommonOptions { readonly update?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Everything a built-in pack must pass, for the pack in this folder: form, names, lines read back as they are typed, prompts,\nthe read list, golden scripts, README.md. Each finding points at file, line and column. Nothing is connected.')
    .argument('<folder>', 'folder with pack.yaml, session.yaml and resources.yaml')
    .option('--update', 'write the golden scripts and the table of README.md anew')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov vendors check acme/               every problem, with a hint
  $ ont-prov vendors check acme/ --update      after a change: look at the difference with git diff`);

  act<Options>(command, { pack: null, updated: [], summary: { files: 0, errors: 0, warnings: 0, infos: 0 } }, async (context, [folder]) => {
    const path = await existingPath(context.io, folder as string);
    const document = await context.facade.checkVendor(await context.world(), { folder: path, ...(context.options.update === true ? { update: true } : {}) });
    if (context.options.json === true) return printDocument(context, document);
    if (document.exitCode === EXIT.usage) return sayTail(context, document);
    const paint = await context.paint('stdout');
    const text = await renderFindings(document.findings, sourceOf(context), paint, context.io.stdout.columns());
    if (document.error) await say(context, sayError(document.error));
    const { pack, updated } = document;
    const about = pack ? `${paint.strong(pack.id)}  ${pack.title}: ${count(pack.lines, 'line')}${pack.unconfirmed > 0 ? `, ${pack.unconfirmed} of them inferred` : ''}\n` : '';
    await context.io.stdout.write(`${text}${text === '' ? '' : '\n'}${updated.map((file) => `wrote ${file}\n`).join('')}${about}${renderSummary(document.summary, paint)}`);
    return document.exitCode;
  });
}
