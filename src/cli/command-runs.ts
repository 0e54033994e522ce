import type { Command } from 'commander';
import { writtenBy } from './act-on-run.ts';
import type { Act, CommonOptions } from './act.ts';
import { writeAll } from './buffered.ts';
import { printDocument, sayTail } from './print.ts';
import { whole } from './project-options.ts';
import { renderRun, renderRuns } from './render-runs.ts';

export function define(command: Command, act: Act): void {
  command.description('The journal: what runs did to the devices, taking one back, going on with one that was broken off.').addHelpText('after', `
Examples:
  $ ont-prov runs list
  $ ont-prov runs show last
  $ ont-prov runs resume last                         a run that was broken off
  $ ont-prov runs rollback 20250317-101502-3f9a1c     shows the plan and asks`);

  const all = command.command('list', { isDefault: true }).description('Runs, newest first: when, what, how they ended.')
    .option('--limit <n>', 'newest so many (default 50)', whole(1))
    .option('--json', 'one JSON document').addHelpText('after', `
Examples:
  $ ont-prov runs list
  $ ont-prov runs list --limit 5 --json`);
  act<CommonOptions & { readonly limit?: number }>(all, { runs: [], total: 0 }, async (context) => {
    const { limit, json } = context.options;
    const document = await context.facade.listRuns(await context.world(), limit === undefined ? {} : { limit });
    if (json === true) return printDocument(context, document);
    await context.io.stdout.write(renderRuns(document, await context.paint('stdout')));
    return sayTail(context, document);
  });

  const one = command.command('show').description('One run: what was meant for whom, how it ended, what is in doubt.')
    .argument('<run>', 'name of the run, a part of it, or last')
    .option('--json', 'one JSON document').addHelpText('after', `
Examples:
  $ ont-prov runs show last
  $ ont-prov runs show 3f9a1c --json`);
  act<CommonOptions>(one, { run: null, targets: [], inDoubt: [], damaged: [] }, async (context, [run]) => {
    const document = await context.facade.showRun(await context.world(), run as string);
    if (context.options.json === true) return printDocument(context, document);
    const paint = await context.paint('stdout');
    if (document.run) await writeAll((text) => context.io.stdout.write(text), renderRun(document, paint));
    return sayTail(context, document);
  });

  writtenBy(command.command('rollback').description('Take back what a run did, the last change first. A subscriber of which anything was changed since is left alone, and the object named.'), act, {
    question: 'Take this back?', words: { applied: 'taken back', unchanged: 'nothing to take back' }, only: true,
    start: (facade, world, options, tell) => facade.rollbackRun(world, options, tell),
  });
  writtenBy(command.command('resume').description('Finish a run that was broken off or left subscribers out: reads the devices, plans the rest again, applies it.'), act, {
    question: 'Apply this?', words: {}, only: false,
    start: (facade, world, options, tell) => facade.resumeRun(world, options, tell),
  });
}
