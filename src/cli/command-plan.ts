import type { Command } from 'commander';
import { EXIT } from '../kernel/exit.ts';
import type { Act, CommonOptions } from './act.ts';
import { writeAll } from './buffered.ts';
import { existingPath } from './paths.ts';
import { printDocument, say, sayNobody, sayTail } from './print.ts';
import { connectFlags, connectOptions, list, projectOptions } from './project-options.ts';
import type { ConnectFlags, ProjectFlags } from './project-options.ts';
import { followProgress } from './progress.ts';
import { renderPlan } from './render-plan.ts';

interface Options extends CommonOptions, ProjectFlags, ConnectFlags {
  readonly detailedExitcode?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export function define(command: Command, act: Act): void {
  command
    .description('Read the running device and show what apply would change, what that interrupts and what cannot be undone.\nNothing is written: only commands of the vendor\'s read list are typed.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list)
    .option('--prune', 'also plan to delete what is on the ONT, not in the profile and not adopted')
    .option('--accept-unconfirmed', 'also use command forms that rest on inference')
    .option('--confirm', 'take over ONTs the OLT has found (ont confirm) instead of adding them')
    .option('--detailed-exitcode', 'exit 3 when there is something to do')
    .option('--out <file>', 'also keep the plan in a file, for review and for: ont-prov apply FILE');
  connectFlags(command)
    .addHelpText('after', `
Examples:
  $ ont-prov plan home.yaml
  $ ont-prov plan network/ --only AB-10231,AB-10232 --detailed-exitcode --json
  $ ont-prov plan network/ --out p.json && ont-prov apply p.json`);

  act<Options>(command, { targets: [], failures: [] }, async (context, [profile]) => {
    const { io, options, facade } = context;
    const path = await existingPath(io, profile as string);
    const progress = await followProgress(context, options.quiet === true);
    const interrupt = io.interruptible(() => { progress.note('stopping'); });
    return facade.plan(await context.world(), {
      path, ...projectOptions(options), ...connectOptions(options, interrupt, progress.event),
      ...(options.detailedExitcode === undefined ? {} : { detailedExitCode: options.detailedExitcode }),
      ...(options.out === undefined ? {} : { out: options.out }),
    }, async (document) => {
      await progress.end();
      if (options.out !== undefined) {
        const kept = document.exitCode === EXIT.ok || document.exitCode === EXIT.differences;
        // Where the file itself is the reason, the error says so.
        if (document.error?.code !== 'file-unwritable') await say(context, kept ? `plan written to ${options.out}\n` : `no plan was written to ${options.out}: not everything could be planned\n`);
      }
      if (options.json === true) return printDocument(context, document);
      const paint = await context.paint('stdout');
      await writeAll((text) => io.stdout.write(text), renderPlan(document.targets, paint));
      await sayNobody(context, { ...document, targets: document.targets.length });
      return sayTail(context, document);
    });
  });
}
