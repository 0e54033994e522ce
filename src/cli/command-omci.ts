import type { Command } from 'commander';
import type { Act } from './act.ts';
import { define as defineDecode } from './omci/decode.ts';
import { define as defineEncode } from './omci/encode.ts';
import { define as defineErrors } from './omci/errors.ts';
import { define as defineExplain } from './omci/explain.ts';
import { define as defineMe } from './omci/me.ts';

export function define(command: Command, act: Act): void {
  command.description('OMCI (ITU-T G.988): read and write the messages between OLT and ONT, offline.').addHelpText('after', `
Examples:
  $ ont-prov omci decode 8001490a01000000e00000000000000000000000000000000000000000000000000000000000000000000028
  $ ont-prov omci me 171`);

  defineDecode(command.command('decode'), act);
  defineEncode(command.command('encode'), act);
  defineExplain(command.command('explain'), act);
  defineMe(command.command('me'), act);
  defineErrors(command.command('errors'), act);
}
