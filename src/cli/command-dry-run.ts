import type { Command } from 'commander';
import type { DryRunEnd, DryRunTarget, Tail, TargetSink } from '../app/api.ts';
import { EXIT } from '../kernel/exit.ts';
import { buffered } from './buffered.ts';
import type { Act, CommonOptions, Context } from './act.ts';
import { existingPath } from './paths.ts';
import { list, projectOptions } from './project-options.ts';
import type { ProjectFlags } from './project-options.ts';
import { say, sayNobody, sayTail } from './print.ts';
import { renderDryRun, renderScript } from './render-dry-run.ts';

interface Options extends CommonOptions, ProjectFlags { readonly script?: boolean; }

export function define(command: Command, act: Act): void {
  command
    .description('Print the exact commands for an OLT that holds only what the profile requires of the network plan.\nNothing is connected and no secret is opened; every number that was assumed is listed.')
    .argument('<profile>', 'file or directory; - reads standard input')
    .option('--only <keys>', 'these subscribers only (comma-separated, may repeat)', list)
    .option('--accept-unconfirmed', 'also use command forms that rest on inference')
    .option('--confirm', 'take over ONTs the OLT has found (ont confirm) instead of adding them')
    .option('--script', 'device lines only, without comments')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov dry-run home.yaml                       the commands, with comments
  $ ont-prov dry-run network/ --only AB-10231 --json`);

  act<Options>(command, { targets: [] }, async (context, [path]) => dryRun(context, await existingPath(context.io, path as string)));
}

export async function dryRun(context: Context & { readonly options: Options }, path: string): Promise<number> {
  const out = await printer(context);
  const end = await context.facade.dryRun(await context.world(), { path, ...projectOptions(context.options) }, out.target);
  return out.end(end);
}

interface Printer {
  target: TargetSink;
  end(end: DryRunEnd): Promise<number>;
}

/** Targets are printed as they come: a hundred thousand of them never stand in memory together. */
async function printer(context: Context & { readonly options: Options }): Promise<Printer> {
  const { stdout } = context.io;
  const buffer = buffered((text) => stdout.write(text));
  if (context.options.json !== true) {
    const paint = await context.paint('stdout');
    const render = context.options.script === true ? renderScript : (t: DryRunTarget) => renderDryRun(t, paint);
    // While a box saves it takes no configuration: a script is saved when the next one is for another box, or none.
    const olts = new Set<string>();
    let targets = 0;
    let last = '';
    let unsaved = '';
    return {
      async target(t, saving = 0) {
        targets++;
        if (t.script.length > 0) {
          if (t.olt !== last) await buffer.add(unsaved);
          olts.add((last = t.olt));
          unsaved = t.script.slice(t.script.length - saving).map((line) => `${line}\n`).join('');
        }
        await buffer.add(render({ ...t, script: t.script.slice(0, t.script.length - saving) }));
      },
      async end(end) {
        await buffer.add(unsaved);
        await buffer.flush();
        if (context.options.script === true && olts.size > 1) await say(context, `these are the lines of ${olts.size} OLTs, one after the other: ${[...olts].join(', ')}\n`);
        await sayNobody(context, { ...end, targets });
        return sayTail(context, end);
      },
    };
  }
  let open = false;
  const start = (): string => {
    const text = open ? ',\n    ' : '{\n  "formatVersion": 1,\n  "targets": [\n    ';
    open = true;
    context.endDocument = tail;
    return text;
  };
  const tail = (end: Tail): string => {
    const fields = JSON.stringify({ findings: end.findings, error: end.error, exitCode: end.exitCode }, null, 2).slice(1);
    return `${buffer.take()}${open ? '\n  ]' : '{\n  "formatVersion": 1,\n  "targets": []'},${fields}\n`;
  };
  return {
    target: (t) => buffer.add(start() + JSON.stringify(t)),
    async end(end) {
      if (end.exitCode === EXIT.usage && !open) return sayTail(context, end);
      await stdout.write(tail(end));
      return end.exitCode;
    },
  };
}
