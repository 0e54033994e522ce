import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { toHex } from '../../omci/bytes/hex.ts';
import type { Explanation } from '../../omci/explain.ts';
import { explain } from '../../omci/explain.ts';
import type { Act } from '../act.ts';
import type { Paint } from '../paint.ts';
import { printDocument } from '../print.ts';
import { readFrames } from './input.ts';
import { decodeFlags, decodeOptions } from './options.ts';
import type { DecodeFlags } from './options.ts';
import { renderRefused } from './render-message.ts';

/** Octets per line of the listing. */
const ROW = 16;

export function define(command: Command, act: Act): void {
  decodeFlags(command.description('Explain frames octet by octet: where each field is, and what it says. Also shows how far a damaged frame can be read.')
    .argument('[input...]', 'octets in any usual spelling, a file, or -', ['-']))
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov omci explain '00 14 48 0a 00 ab 02 01 04 00 f8 00 ...'
  $ ont-prov omci explain capture.pcap --json | jq '.frames[0].stretches'`);

  act<DecodeFlags>(command, { frames: [] }, async (context, [words]) => {
    const settings = decodeOptions(context.options);
    const frames = (await readFrames(context.io, words as readonly string[])).map((input) => ({ input, explained: input.frame === null ? null : explain(input.frame, settings) }));
    const exitCode = frames.some((f) => f.explained === null || f.explained.error !== null) ? EXIT.findings : EXIT.ok;
    if (context.options.json === true) {
      const documents = frames.map(({ input, explained }) => {
        const error = input.error ?? explained?.error ?? null;
        return { place: input.place, hex: input.frame === null ? null : toHex(input.frame), stretches: explained?.stretches ?? [], error: error === null ? null : { code: error.code, message: error.message, offset: error.offset ?? null } };
      });
      return printDocument(context, { ...{ formatVersion: 1, frames: documents }, findings: [], error: null, exitCode });
    }
    const paint = await context.paint('stdout');
    await context.io.stdout.write(frames.map(({ input, explained }) => (explained === null
      ? renderRefused({ input, message: null, error: input.error }, paint)
      : `${input.place === null ? '' : `${paint.faint(input.place)}\n`}${renderExplanation(explained, paint)}`)).join('\n'));
    return exitCode;
  });
}

function renderExplanation({ stretches, error }: Explanation, paint: Paint): string {
  const width = Math.min(44, Math.max(...stretches.map((s) => s.name.length), 0));
  const lines = stretches.flatMap(({ offset, octets, name, meaning }) => rowsOf(octets).map((row, i) => {
    const place = paint.faint(String(offset + i * ROW).padStart(4));
    return `${place}  ${row.padEnd(3 * ROW - 1)}  ${i === 0 ? `${paint.strong(name.padEnd(width))}  ${meaning}` : ''}`.trimEnd();
  }));
  return `${[...lines, ...(error === null ? [] : [`${paint.bad(error.code)} ${error.message}`])].join('\n')}\n`;
}

function rowsOf(octets: string): string[] {
  const all = octets.match(/../g) ?? [];
  return Array.from({ length: Math.ceil(all.length / ROW) }, (_, i) => all.slice(i * ROW, (i + 1) * ROW).join(' '));
}
