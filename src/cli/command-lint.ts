import type { Command } from 'commander';
import { Option } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { existingPaths } from './paths.ts';
import { printDocument, sayTail, sourceOf } from './print.ts';
import { renderFindings, renderSummary } from './render-findings.ts';
import { sayError } from './report.ts';

interface Options extends CommonOptions { readonly format?: 'pretty' | 'json'; }

export function define(command: Command, act: Act): void {
  command
    .description('Check profiles, OLTs and subscribers without any device: syntax, schema, rules, and what the vendor can do.\nNo secret is opened. Exit code 1 when there is an error; warnings alone are 0.')
    .argument('<path...>', 'files or directories; - reads standard input')
    .option('--json', 'the same as --format json')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['pretty', 'json']))
    .addHelpText('after', `
Examples:
  $ ont-prov lint home.yaml             one file, with olts.yaml, onts.yaml and subscribers.csv beside it
  $ ont-prov lint network/ --json       a directory, for a pipeline`);

  act<Options>(command, { summary: { files: 0, errors: 0, warnings: 0, infos: 0 } }, async (context, [paths]) => {
    const existing = await existingPaths(context.io, paths as string[]);
    const document = await context.facade.lint(await context.world(), { paths: existing });
    if (context.options.json === true || context.options.format === 'json') return printDocument(context, document);
    if (document.exitCode === 2) return sayTail(context, document);
    const paint = await context.paint('stdout');
    const text = await renderFindings(document.findings, sourceOf(context), paint, context.io.stdout.columns());
    if (document.error) await context.io.stderr.write(sayError(document.error));
    await context.io.stdout.write(`${text}${text === '' ? '' : '\n'}${renderSummary(document.summary, paint)}`);
    return document.exitCode;
  });
}
