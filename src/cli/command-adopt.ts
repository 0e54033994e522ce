import type { Command } from 'commander';
import type { AdoptConsent } from '../app/adopt.ts';
import { EXIT } from '../kernel/exit.ts';
import type { Act, CommonOptions, Context } from './act.ts';
import { lookFlags, type LookFlags } from './look.ts';
import { existingPath } from './paths.ts';
import { printDocument, say, sayNobody, sayTail } from './print.ts';
import { followProgress, type Follower } from './progress.ts';
import { connectOptions, list } from './project-options.ts';
import { renderAdopt } from './render-adopt.ts';

interface Options extends CommonOptions, LookFlags { readonly only?: readonly string[]; readonly dryRun?: boolean; readonly release?: boolean; readonly yes?: boolean; }

export function define(command: Command, act: Act): void {
  lookFlags(command
    .description('Take over what is on the ONTs of subscribers and not in their profiles: a service-port somebody made by hand, a second line.\nIt stays as it is; `remove` takes it along without --prune, as long as nobody changes it. What the profile means is ours already.\nNothing is written to the devices: only commands of the vendor\'s read list are typed. What is adopted is kept in the state directory.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list)
    .option('--dry-run', 'list what would be adopted')
    .option('--release', 'give back what was adopted; connects to nothing')
    .option('-y, --yes', 'do not ask'))
    .addHelpText('after', `
Examples:
  $ ont-prov adopt network/ --dry-run
  $ ont-prov adopt network/ --only AB-10231 --yes
  $ ont-prov adopt network/ --only AB-10231 --release`);

  act<Options>(command, { run: '', targets: [], failures: [] }, async (context, [profile]) => {
    const { io, options, facade } = context;
    const path = await existingPath(io, profile as string);
    const progress = await followProgress(context, options.quiet === true);
    const interrupt = io.interruptible(() => { progress.note('stopping'); });
    const document = await facade.adopt(await context.world(), {
      path, ...connectOptions(options, interrupt, progress.event), consent: consent(context, progress),
      ...(options.only ? { only: options.only } : {}), ...(options.dryRun === true ? { dryRun: true } : {}), ...(options.release === true ? { release: true } : {}),
    });
    await progress.end();
    if (options.json === true) return printDocument(context, document);
    if (document.exitCode !== EXIT.usage) await io.stdout.write(renderAdopt(document.targets, await context.paint('stdout')));
    await sayNobody(context, { ...document, targets: document.targets.length });
    return sayTail(context, document);
  });
}

function consent(context: Context & { readonly options: Options }, progress: Follower): AdoptConsent {
  if (context.options.yes === true) return { kind: 'yes' };
  if (context.options.input === false || !context.io.interactive) return { kind: 'none' };
  return {
    kind: 'ask',
    ask: (targets) => progress.pause(async () => {
      await say(context, `\n${renderAdopt(targets, await context.paint('stderr'))}\n`);
      return /^\s*(y|yes)\s*$/i.test(await context.io.ask('Adopt this? [y/N] ') ?? '');
    }),
  };
}
