import type { Command } from 'commander';
import type { OperateOptions } from '../app/api.ts';
import type { Act, CommonOptions } from './act.ts';
import type { CommandModule } from './commands.ts';
import { existingPath } from './paths.ts';
import { list } from './project-options.ts';
import { write, writeFlags } from './write.ts';
import type { WriteFlags } from './write.ts';

interface Options extends CommonOptions, WriteFlags { readonly only: readonly string[]; readonly was?: string; }

interface Words { readonly description: string; readonly question: string; readonly done: string; readonly nothing: string; readonly examples: readonly string[]; }

const WORDS: Readonly<Record<OperateOptions['goal'], Words>> = {
  suspend: {
    description: 'Stop forwarding for subscribers and keep everything else, whatever their rows say.\nWrite `state: suspended` into the row as well, or the next apply lets them through again.',
    question: 'Suspend?', done: 'suspended', nothing: 'suspended already',
    examples: ['suspend home.yaml --only AB-10231', 'suspend network/ --only AB-10231,AB-10232 --yes'],
  },
  resume: {
    description: 'Let suspended subscribers through again, whatever their rows say.',
    question: 'Resume?', done: 'resumed', nothing: 'not suspended',
    examples: ['resume home.yaml --only AB-10231', 'resume network/ --only AB-10231 --yes --json'],
  },
  move: {
    description: 'Take a subscriber from where its serial is on this OLT to where the row says now: away there, made here, in one plan\nthat is undone as a whole. Shared objects stay. What somebody else made on the ONT stops the move, unless --prune.',
    question: 'Move?', done: 'moved', nothing: 'there already',
    examples: ['move network/ --only AB-10231          # after its row got the new pon', 'move network/ --only AB-10231 --yes'],
  },
  replace: {
    description: 'Put a new terminal in the place of the old one: same number, same services. The row holds the new serial, --was the old.',
    question: 'Replace?', done: 'replaced', nothing: 'replaced already',
    examples: ['replace network/ --only AB-10231 --was HWTC1A2B3C4D', 'replace home.yaml --only AB-10231 --was 485754431A2B3C4D --yes'],
  },
  reboot: {
    description: 'Restart the terminals of subscribers. Their services stop for a minute or two.',
    question: 'Restart?', done: 'restart accepted', nothing: 'nothing to do',
    examples: ['reboot home.yaml --only AB-10231', 'reboot network/ --only AB-10231 --yes'],
  },
  'factory-reset': {
    description: 'Give terminals their factory settings. What the subscriber set on them is lost; what the OLT and the ACS give comes back.',
    question: 'Give factory settings?', done: 'factory settings accepted', nothing: 'nothing to do',
    examples: ['factory-reset home.yaml --only AB-10231', 'factory-reset network/ --only AB-10231 --yes'],
  },
};

/** The module of one operation: they differ in words only. */
export function operation(goal: OperateOptions['goal']): CommandModule {
  const words = WORDS[goal];
  return {
    define(command: Command, act: Act): void {
      command
        .description(words.description)
        .argument('<profile>', 'file or directory; - reads standard input')
        .requiredOption('--only <keys>', 'the subscribers meant (comma-separated, may repeat)', list);
      if (goal === 'replace') command.requiredOption('--was <serial>', 'the serial that is on the device now');
      writeFlags(command).addHelpText('after', `\nExamples:\n${words.examples.map((example) => `  $ ont-prov ${example}`).join('\n')}`);
      act<Options>(command, { run: '', targets: [], saved: false }, async (context, [profile]) => {
        const path = await existingPath(context.io, profile as string);
        const { only, was } = context.options;
        return write(context, words.question, (world, options) => context.facade.operate(world, { path, ...options, goal, only, ...(was === undefined ? {} : { was }) }), { applied: words.done, unchanged: words.nothing });
      });
    },
  };
}
