/** The command line as a function: arguments and streams in, exit code out. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { actWith } from './act.ts';
import { commonOptions } from './common-options.ts';
import { commands } from './commands.ts';
import type { Facade } from './facade.ts';
import { product } from './facade.ts';
import type { Io } from './io.ts';
import { unlessUnheard } from './report.ts';
import { EXIT } from '../kernel/exit.ts';
import { watchOutput } from './whole-output.ts';

/** @returns the exit code; see the table in the README. Throws only OutputClosed. */
export async function run(argv: readonly string[], outside: Io, facade: Facade = product): Promise<number> {
  const { io, exit } = watchOutput(outside);
  let code: number = EXIT.ok;
  const pending: Promise<void>[] = [];
  const program = new Command('ont-prov')
    .description('Provision fibre subscribers: one YAML profile, checked, planned against the running OLT, applied, read back, undoable.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => { pending.push(io.stdout.write(text)); },
      writeErr: (text) => { pending.push(unlessUnheard(io.stderr.write(text))); },
      getOutHelpWidth: () => Math.min(io.stdout.columns(), 100),
      getErrHelpWidth: () => Math.min(io.stderr.columns(), 100),
    })
    .showHelpAfterError('(add --help for the options and examples)')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', EXAMPLES);
  commonOptions(program, 'shown');

  const wanted = commandWord(argv);
  const wantsHelp = wanted === 'help';
  const act = actWith(io, facade, (c) => { code = c; });
  for (const entry of commands) {
    const command = program.command(entry.name).summary(entry.summary).description(entry.summary);
    if (entry.name === wanted || (wantsHelp && argv.includes(entry.name))) {
      (await entry.load()).define(command, act);
      for (const c of [command, ...command.commands]) commonOptions(c, 'hidden');
    } else command.allowUnknownOption().helpOption(false);
  }

  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  await Promise.all(pending);
  return exit(code);
}

/** The first word that is neither an option nor the value of one. */
function commandWord(argv: readonly string[]): string | undefined {
  return argv.find((word, i) => !word.startsWith('-') && !['--color', '--state-dir'].includes(argv[i - 1] ?? ''));
}

const EXAMPLES = `
Examples:
  $ ont-prov apply profiles/examples/quickstart.yaml   provision a simulated OLT, no hardware needed
  $ ont-prov plan home.yaml                            what would change on the real one

Exit codes: 0 done or nothing to do, 1 findings, 2 usage, 3 differences, 4 login or host key refused, 5 unreachable,
6 refused and undone, 7 left changed, 8 stale plan, 9 waits for the ONT, 70 bug, 130 interrupted.`;
