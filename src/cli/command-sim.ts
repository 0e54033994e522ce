import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';
import { assignment, whole } from './project-options.ts';
import { say } from './print.ts';

interface Options extends CommonOptions {
  readonly vendor: string;
  readonly model?: string;
  readonly sshPort?: number;
  readonly telnetPort?: number;
  readonly state?: string;
  readonly seed?: string;
  readonly latency?: number;
  readonly fault?: readonly string[];
  readonly user?: string;
  readonly passwordEnv?: string;
  readonly set?: Readonly<Record<string, string>>;
}

export function define(command: Command, act: Act): void {
  command.description('Simulators on the loopback interface, for rehearsals and pipelines without hardware.').addHelpText('after', `
Examples:
  $ ont-prov sim olt --vendor NAME
  $ ont-prov sim olt --vendor NAME --ssh-port 2222 --latency 20`);

  const olt = command.command('olt')
    .description('A simulated OLT with real SSH and Telnet servers. Prints one JSON line with its ports when it listens; runs until Ctrl-C.')
    .requiredOption('--vendor <name>', 'whose command line to speak')
    .option('--model <name>', 'a model of the vendor')
    .option('--ssh-port <port>', '0 = any free one', whole(0, 65535))
    .option('--telnet-port <port>', '0 = any free one', whole(0, 65535))
    .option('--state <file>', 'keep the running and the saved configuration in this file')
    .option('--seed <file>', 'configuration to start with, as the device would print it')
    .option('--latency <ms>', 'time the device takes for each line', whole(0, 60_000))
    .option('--fault <fault>', 'what goes wrong at which line, may repeat: refuse@3, busy@5*2, drop-after@/^save/; also failed, garbage, alarm, ignore, silent, drop-before, drop-in-echo, drop-in-reply', (text: string, before: readonly string[] | undefined) => [...(before ?? []), text])
    .option('--set <name=value>', 'a habit of the box, may repeat: mode=distributed, refuses=…, online-ms=5000, sessions=2; a wrong name lists them', assignment)
    .option('--user <name>', 'name to log in with (default: root)')
    .option('--password-env <variable>', 'environment variable that holds the password (default: the password is admin123)')
    .addHelpText('after', `
Examples:
  $ ont-prov sim olt --vendor NAME                                    both protocols on free ports
  $ ont-prov sim olt --vendor NAME --ssh-port 2222 --state box.json   remembers its configuration`);

  act<Options>(olt, {}, async (context) => {
    const { vendor, model, sshPort, telnetPort, state, seed, latency, fault, user, passwordEnv, set } = context.options;
    const stop = context.io.interruptible(() => undefined);
    const running = await context.facade.simOlt(await context.world(), {
      vendor, ...defined({ model, sshPort, telnetPort, state, seed, latency, faults: fault, user, passwordEnv, set }),
    });
    await context.io.stdout.write(`${JSON.stringify({ formatVersion: 1, vendor: running.vendor, host: '127.0.0.1', ports: running.ports })}\n`);
    await say(context, `${running.vendor} listens on 127.0.0.1:${Object.entries(running.ports).map(([name, port]) => ` ${name} ${port}`).join(',')}; Ctrl-C ends it\n`);
    if (!stop.aborted) await new Promise<void>((done) => { stop.addEventListener('abort', () => { done(); }, { once: true }); });
    await running.close();
    return 0;
  });
}

/** Without the options that were not given. */
function defined<T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}
