import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { OMCI_ERRORS } from '../../omci/errors.ts';
import { TOLERANCES } from '../../omci/tolerances.ts';
import type { Act, CommonOptions } from '../act.ts';
import { printDocument } from '../print.ts';

export function define(command: Command, act: Act): void {
  command.description('The classes of errors the codec reports, and the tolerances that let some of them pass.')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov omci errors
  $ ont-prov omci errors --json | jq -r '.errors[].code'`);

  act<CommonOptions>(command, { errors: [], tolerances: [] }, async (context) => {
    if (context.options.json === true) return printDocument(context, { ...{ formatVersion: 1, errors: rows(OMCI_ERRORS), tolerances: rows(TOLERANCES) }, findings: [], error: null, exitCode: EXIT.ok });
    const paint = await context.paint('stdout');
    const list = (table: Readonly<Record<string, string>>): string => Object.entries(table).map(([code, meaning]) => `  ${paint.strong(code.padEnd(22))} ${meaning}\n`).join('');
    await context.io.stdout.write(`Errors\n${list(OMCI_ERRORS)}\nTolerances (--allow NAME, --relaxed for all)\n${list(TOLERANCES)}`);
    return EXIT.ok;
  });
}

function rows(table: Readonly<Record<string, string>>): readonly { readonly code: string; readonly meaning: string }[] {
  return Object.entries(table).map(([code, meaning]) => ({ code, meaning }));
}
