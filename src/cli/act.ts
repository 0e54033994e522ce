import type { Command } from 'commander';
import type { Tail } from '../app/api.ts';
import type { World } from '../app/world.ts';
import type { Paint } from './paint.ts';
import { coloured, plain, wantsColor } from './paint.ts';
import type { ColorWhen } from './paint.ts';
import type { Facade } from './facade.ts';
import type { Io } from './io.ts';
import { settle } from './settings.ts';
import { reportFailure } from './report.ts';

/** What a command works with, its options settled. */
export interface Context {
  readonly io: Io;
  readonly facade: Facade;
  readonly options: CommonOptions;
  world(): Promise<World>;
  /** Colours for one of the two streams, as far as they are wanted there. */
  paint(stream: 'stdout' | 'stderr'): Promise<Paint>;
  /** Set while a document is partly written: its end. A failure then ends that document instead of starting another. */
  endDocument?: (tail: Tail) => string;
}

export interface CommonOptions {
  readonly color?: ColorWhen | false;
  readonly stateDir?: string;
  /** false with `--no-input`: never ask. */
  readonly input?: boolean;
  readonly json?: boolean;
}

/** Arguments of a command line: strings, and lists for the variadic last one. */
export type Arguments = readonly (string | readonly string[] | undefined)[];

/** What the JSON document of a command holds of its own when the command did not get as far. */
export type Empty = Readonly<Record<string, unknown>>;

/** Ties a command to what it does. The number is the exit code. */
export type Act = <Options extends CommonOptions>(
  command: Command,
  empty: Empty,
  body: (context: Context & { readonly options: Options }, args: Arguments) => Promise<number>,
) => void;

/**
 * An `Act` over these streams: settles the options, runs the body, and turns what it throws into one message or document.
 * @param done  receives the exit code
 */
export function actWith(io: Io, facade: Facade, done: (code: number) => void): Act {
  return (command, empty, body) => {
    command.action(async () => {
      let context: (Context & { readonly options: never }) | undefined;
      try {
        context = makeContext(io, facade, await settle(command, io) as never);
        done(await body(context, command.processedArgs as Arguments));
      } catch (error) {
        const document = context?.endDocument ?? ((tail: Tail) => `${JSON.stringify({ formatVersion: 1, ...empty, ...tail }, null, 2)}\n`);
        done(await reportFailure(error, io, command, command.opts<CommonOptions>().json === true ? document : null, context?.endDocument !== undefined));
      }
    });
  };
}

function makeContext<Options extends CommonOptions>(io: Io, facade: Facade, options: Options): Context & { readonly options: Options } {
  let world: Promise<World> | undefined;
  const when: ColorWhen = options.color === false ? 'never' : options.color ?? 'auto';
  return {
    io, facade, options,
    world: () => (world ??= facade.openWorld({ cwd: io.cwd, env: io.env, stdin: () => io.stdin(), ...(options.stateDir === undefined ? {} : { stateDir: options.stateDir }) })),
    paint: async (stream) => (wantsColor(when, io.env, io[stream].isTTY) ? coloured() : plain),
  };
}
