import type { Command } from 'commander';
import { Failure } from '../kernel/failure.ts';
import { EXIT } from '../kernel/exit.ts';
import type { Act, CommonOptions, Context } from './act.ts';
import { existingPath } from './paths.ts';
import { printDocument, say, sayTail } from './print.ts';

interface Options extends CommonOptions { readonly yes?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Show the SSH host key of an OLT, compare it with the known ones, and record it in the state directory.\nCompare the fingerprint with the device\'s own console before saying yes.')
    .argument('<olt>', 'name of the OLT')
    .argument('[profile]', 'file or directory that describes it', '.')
    .option('-y, --yes', 'record the key without asking')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov trust ma1 network/            shows the key and asks
  $ ont-prov trust ma1 network/ --yes      records what is there`);

  act<Options>(command, { olt: '', host: '', port: 0, key: null, state: null, recorded: false }, async (context, [olt, profile]) => {
    const path = await existingPath(context.io, profile as string);
    const document = await context.facade.trust(await context.world(), { path, olt: olt as string, confirm: (key, state) => confirm(context, key, state) });
    if (context.options.json === true) return printDocument(context, document);
    if (document.key && document.error === null) {
      const paint = await context.paint('stdout');
      const ending = document.recorded ? paint.good('recorded') : document.state === 'known' ? paint.good('known already') : paint.warn('not recorded');
      await context.io.stdout.write(`${document.olt} ${document.host}:${document.port} ${document.key.type} ${document.key.fingerprint} ${ending}\n`);
    }
    return sayTail(context, document);
  });
}

async function confirm(context: Context & { readonly options: Options }, key: { readonly type: string; readonly fingerprint: string }, state: 'unknown' | 'changed'): Promise<boolean> {
  const paint = await context.paint('stderr');
  if (state === 'changed') await say(context, `${paint.bad('The host key is not the one recorded before.')} Somebody may be in between, or the device was replaced.\n`);
  await say(context, `${key.type} ${key.fingerprint}\n`);
  if (context.options.yes === true) return true;
  if (context.options.input === false || !context.io.interactive) {
    throw new Failure('recording a host key needs an answer, and there is no terminal', { code: 'no-terminal', exitCode: EXIT.usage, hint: 'add --yes after comparing the fingerprint' });
  }
  return /^\s*(y|yes)\s*$/i.test((await context.io.ask('Record it? [y/N] ')) ?? '');
}
