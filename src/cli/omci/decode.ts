import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { toHex } from '../../omci/bytes/hex.ts';
import { decode } from '../../omci/decode.ts';
import type { DecodeOptions } from '../../omci/decode.ts';
import { OmciError } from '../../omci/errors.ts';
import type { Message } from '../../omci/message.ts';
import type { Act, Context } from '../act.ts';
import { printDocument } from '../print.ts';
import { readFrames } from './input.ts';
import type { InputFrame } from './input.ts';
import { decodeFlags, decodeOptions } from './options.ts';
import type { DecodeFlags } from './options.ts';
import { renderMessage, renderRefused } from './render-message.ts';

interface Options extends DecodeFlags { readonly ndjson?: boolean; }

export interface DecodedFrame { readonly input: InputFrame; readonly message: Message | null; readonly error: OmciError | null; }

export function define(command: Command, act: Act): void {
  decodeFlags(command.description('Decode frames: octets on the command line, a file of hexadecimal lines or dumps, a pcap or pcapng capture, or - for standard input.')
    .argument('[input...]', 'octets in any usual spelling, a file, or -', ['-']))
    .option('--json', 'one JSON document')
    .option('--ndjson', 'one JSON object per line: per line of a text, per frame of a capture')
    .addHelpText('after', `
Examples:
  $ ont-prov omci decode '00 11 48 0a 01 06 80 01 80 00 04 00 ...'
  $ ont-prov omci decode capture.pcapng --relaxed
  $ zcat frames.txt.gz | ont-prov omci decode --ndjson - | jq .attributes`);

  act<Options>(command, { frames: [] }, async (context, [words]) => {
    const { options } = context;
    const inputs = await readFrames(context.io, words as readonly string[], options.ndjson === true);
    const settings = decodeOptions(options);
    if (options.ndjson === true) return printLines(context, inputs, settings);
    const frames = inputs.map((input) => decodeInput(input, settings));
    const exitCode = frames.some((f) => f.error !== null) ? EXIT.findings : EXIT.ok;
    if (options.json === true) return printDocument(context, { ...documentOf(frames), findings: [], error: null, exitCode });
    const paint = await context.paint('stdout');
    await context.io.stdout.write(frames.map((f) => (f.message === null ? renderRefused(f, paint) : renderMessage(f.message, f.input.place, paint))).join('\n'));
    return exitCode;
  });
}

export function decodeInput(input: InputFrame, options: DecodeOptions): DecodedFrame {
  if (input.frame === null) return { input, message: null, error: input.error };
  try {
    return { input, message: decode(input.frame, options), error: null };
  } catch (error) {
    if (error instanceof OmciError) return { input, message: null, error };
    throw error;
  }
}

/** The shape of `--json`: what `omci encode` takes back. */
function documentOf(frames: readonly DecodedFrame[]): { readonly formatVersion: 1; readonly frames: readonly object[] } {
  return {
    formatVersion: 1,
    frames: frames.map(({ input, message, error }) => ({
      place: input.place, hex: input.frame === null ? null : toHex(input.frame), decoded: message,
      error: error === null ? null : { code: error.code, message: error.message, offset: error.offset ?? null },
    })),
  };
}

const LINES_AT_ONCE = 512;

async function printLines(context: Context, inputs: readonly InputFrame[], options: DecodeOptions): Promise<number> {
  for (let i = 0; i < inputs.length; i += LINES_AT_ONCE) {
    const lines = inputs.slice(i, i + LINES_AT_ONCE).map((input) => {
      const { message, error } = decodeInput(input, options);
      return `${JSON.stringify(message ?? { error: error!.code, message: error!.message })}\n`;
    });
    await context.io.stdout.write(lines.join(''));
  }
  return EXIT.ok;
}
