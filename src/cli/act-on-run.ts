import type { Command } from 'commander';
import type { ApplyDocument, ApplyOptions, Tell } from '../app/api.ts';
import type { World } from '../app/world.ts';
import type { Act, CommonOptions } from './act.ts';
import type { Facade } from './facade.ts';
import { connectFlags, list, whole } from './project-options.ts';
import type { OutcomeWords } from './render-outcome.ts';
import { write, type WriteFlags } from './write.ts';

interface Options extends CommonOptions, WriteFlags { readonly only?: readonly string[]; }

export interface RunAction {
  readonly question: string;
  readonly words: OutcomeWords;
  /** Whether subscribers of the run can be picked. */
  readonly only: boolean;
  readonly start: (facade: Facade, world: World, options: Omit<ApplyOptions, 'path'> & { readonly run: string }, tell: Tell<ApplyDocument, number>) => Promise<number>;
}

/** A command that writes to devices on the word of the journal: who and what is meant stands there. */
export function writtenBy(command: Command, act: Act, { question, words, only, start }: RunAction): void {
  command.argument('<run>', 'name of the run, a part of it, or last');
  if (only) command.option('--only <keys>', 'these subscribers of the run only (comma-separated, may repeat)', list);
  command
    .option('-y, --yes', 'do not ask')
    .option('--max-changes <n>', 'refuse the whole run when it would change more than this', whole(0));
  connectFlags(command)
    .addHelpText('after', `
Examples:
  $ ont-prov runs ${command.name()} last
  $ ont-prov runs ${command.name()} last --yes --json`);
  act<Options>(command, { run: '', targets: [], saved: false }, (context, [run]) =>
    write(context, question, (world, options, tell) => start(context.facade, world, { ...options, run: run as string }, tell), words));
}
