import type { Command } from 'commander';
import type { AppliedTarget, ApplyDocument, ApplyOptions, Consent, ConsentRequest, Tell } from '../app/api.ts';
import type { Wave } from '../app/run/waves.ts';
import type { World } from '../app/world.ts';
import { EXIT } from '../kernel/exit.ts';
import type { CommonOptions, Context } from './act.ts';
import { writeAll } from './buffered.ts';
import { printDocument, say, sayFindings, sayTail } from './print.ts';
import type { Follower } from './progress.ts';
import { followProgress } from './progress.ts';
import { connectFlags, connectOptions, projectOptions, waves, whole } from './project-options.ts';
import type { ConnectFlags, ProjectFlags } from './project-options.ts';
import { renderPlan } from './render-plan.ts';
import { renderOutcome, tallyOf, type OutcomeWords } from './render-outcome.ts';

export interface WriteFlags extends ProjectFlags, ConnectFlags {
  readonly yes?: boolean;
  readonly maxChanges?: number;
  readonly maxFail?: number;
  readonly wave?: readonly Wave[];
  readonly checkpoint?: number;
  readonly quiet?: boolean;
}

/** Flags of the commands that write to devices. */
export function writeFlags(command: Command): Command {
  return connectFlags(command
    .option('-y, --yes', 'do not ask')
    .option('--prune', 'also delete what is on the ONT, not in the profile and not adopted')
    .option('--max-changes <n>', 'refuse the whole run when it would change more than this', whole(0))
    .option('--max-fail <n>', 'begin with nobody else once this many have failed', whole(1))
    .option('--wave <ends>', 'in waves, each after the one before is applied and read back: 1,10,100%', waves)
    .option('--checkpoint <n>', 'save on the way, after so many on one OLT (default 200)', whole(1))
    .option('--accept-unconfirmed', 'also use command forms that rest on inference')
    .option('--confirm', 'take over ONTs the OLT has found (ont confirm) instead of adding them'));
}

/** Runs apply or remove with consent, progress and Ctrl-C, and prints how it ended. @returns the exit code */
export async function write(
  context: Context & { readonly options: CommonOptions & WriteFlags },
  question: string,
  start: (world: World, options: Omit<ApplyOptions, 'path'>, tell: Tell<ApplyDocument, number>) => Promise<number>,
  words: OutcomeWords | ((target: AppliedTarget) => OutcomeWords) = {},
): Promise<number> {
  const { io, options } = context;
  const progress = await followProgress(context, options.quiet === true);
  const interrupt = io.interruptible(() => { progress.note('stopping after the current ONT; press Ctrl-C again to stop at once'); });
  return start(await context.world(), {
    ...projectOptions(options), ...connectOptions(options, interrupt, progress.event),
    consent: consent(context, question, progress),
    ...(options.maxChanges === undefined ? {} : { maxChanges: options.maxChanges }),
    ...(options.maxFail === undefined ? {} : { maxFail: options.maxFail }),
    ...(options.wave === undefined ? {} : { waves: options.wave }),
    ...(options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint }),
  }, async (document) => {
    await progress.end();
    return tell(context, document, words);
  });
}

async function tell(context: Context & { readonly options: CommonOptions }, document: ApplyDocument, words: Parameters<typeof renderOutcome>[2]): Promise<number> {
  // Exit 2 of a run that has begun comes from the world, not from the command line.
  const begun = document.run !== '';
  if (context.options.json === true) return printDocument(context, document, begun);
  if (document.exitCode !== EXIT.usage || begun) {
    const paint = await context.paint('stdout');
    await writeAll((text) => context.io.stdout.write(text), renderOutcome(document, paint, words));
  }
  const { outcomes } = tallyOf(document);
  const good = (outcomes.get('applied') ?? 0) + (outcomes.get('unchanged') ?? 0) + (outcomes.get('pending') ?? 0);
  const { length } = document.targets;
  if (begun && good < length && length > 1) {
    await say(context, `${length - good} of ${length} did not come to a good end: put the causes right and run the command again, or go on with: ont-prov runs resume ${document.run}\n`);
  }
  return sayTail(context, document);
}

function consent(context: Context & { readonly options: CommonOptions & WriteFlags }, question: string, progress: Follower): Consent {
  if (context.options.yes === true) return { kind: 'yes' };
  if (context.options.input === false || !context.io.interactive) return { kind: 'none' };
  return {
    kind: 'ask',
    ask: (request) => progress.pause(async () => {
      await showPlan(context, request);
      const answer = await context.io.ask(`${question} [y/N] `);
      return /^\s*(y|yes)\s*$/i.test(answer ?? '');
    }),
  };
}

async function showPlan(context: Context, request: ConsentRequest): Promise<void> {
  const paint = await context.paint('stderr');
  await say(context, '\n');
  await writeAll((text) => say(context, text), renderPlan(request.targets, paint));
  await say(context, '\n');
  await sayFindings(context, request.findings);
}
