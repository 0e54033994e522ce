import type { Command } from 'commander';
import type { OperateOptions } from '../app/api.ts';
import type { Act, CommonOptions } from './act.ts';
import type { CommandModule } from './commands.ts';
import { existingPath } from './paths.ts';
import { list, seconds } from './project-options.ts';
import type { OutcomeWords } from './render-outcome.ts';
import { write, writeFlags } from './write.ts';
import type { WriteFlags } from './write.ts';

interface Options extends CommonOptions, WriteFlags { readonly only: readonly string[]; readonly was?: string; readonly from?: string; readonly now?: boolean; readonly wait?: number; }

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
    description: 'Take a subscriber from where its serial is on this OLT to where the row says now: away there, made here, in one plan\nthat is undone as a whole. Shared objects stay. What is on the ONT beside the profile, adopted or not, stops the move, unless --prune.\nWith --from, from another OLT: the new place is made first, the old one deleted when the ONT is up at the new one.\nUntil then exit 9: patch the fibre over and run the same command again.',
    question: 'Move?', done: 'moved', nothing: 'there already',
    examples: ['move network/ --only AB-10231                         # after its row got the new pon', 'move network/ --only AB-10231 --from ma1 --wait 10m   # after its row got another olt'],
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

/** Of a move between OLTs, which has two places for each subscriber. */
const NEW_PLACE: OutcomeWords = { applied: 'made at the new place', unchanged: 'at the new place' };
const OLD_PLACE: OutcomeWords = { applied: 'deleted at the old place', unchanged: 'not at the old place', pending: 'kept at the old place, waits for the ONT' };

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
      if (goal === 'move') {
        command
          .option('--from <olt>', 'the OLT it leaves, when the row says another one')
          .option('--wait <time>', 'with --from: how long to wait for the ONT at the new place: 120s, 10m', seconds)
          .option('--now', 'with --from: delete the old place without looking for the ONT; no service until its fibre is patched over');
      }
      writeFlags(command).addHelpText('after', `\nExamples:\n${words.examples.map((example) => `  $ ont-prov ${example}`).join('\n')}`);
      act<Options>(command, { run: '', targets: [], saved: false }, async (context, [profile]) => {
        const path = await existingPath(context.io, profile as string);
        const { only, was, from, now, wait } = context.options;
        const own = { ...(was === undefined ? {} : { was }), ...(from === undefined ? {} : { from }), ...(now === undefined ? {} : { now }), ...(wait === undefined ? {} : { wait }) };
        const usual = { applied: words.done, unchanged: words.nothing };
        return write(context, words.question, (world, options, tell) => context.facade.operate(world, { path, ...options, goal, only, ...own }, tell), from === undefined ? usual : ({ olt }) => (olt === from ? OLD_PLACE : NEW_PLACE));
      });
    },
  };
}
