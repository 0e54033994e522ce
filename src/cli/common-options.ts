import type { Command } from 'commander';
import { Option } from 'commander';

/** Options every command takes, before or after its name; only the help of the program lists them. */
export function commonOptions(command: Command, help: 'shown' | 'hidden'): void {
  const options = [
    new Option('--color <when>', 'colours on the terminal').choices(['auto', 'always', 'never']),
    new Option('--no-color', 'the same as --color never'),
    new Option('--no-input', 'never ask; what needs an answer is refused'),
    new Option('--state-dir <dir>', 'journal, backups, known hosts (default: the XDG state directory)'),
  ];
  for (const option of options) command.addOption(help === 'hidden' ? option.hideHelp() : option);
}
