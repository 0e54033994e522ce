import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { DecodeOptions } from '../../omci/decode.ts';
import type { Tolerance } from '../../omci/tolerances.ts';
import { relaxed, TOLERANCES } from '../../omci/tolerances.ts';
import type { CommonOptions } from '../act.ts';

export interface KeyFlag { readonly omciIk?: string; }

export interface DecodeFlags extends CommonOptions, KeyFlag {
  readonly allow?: readonly string[];
  readonly relaxed?: boolean;
  readonly requireMic?: boolean;
}

/** Options of the commands that read frames. */
export function decodeFlags(command: Command): Command {
  return keyFlag(command)
    .option('--allow <tolerance>', `let a known deviation pass, may repeat: ${Object.keys(TOLERANCES).join(', ')}`, several)
    .option('--relaxed', 'let all of them pass')
    .option('--require-mic', 'refuse frames without a right integrity check');
}

export function keyFlag(command: Command): Command {
  return command.option('--omci-ik <hex>', 'OMCI integrity key for AES-CMAC (default: the example key of the standard)');
}

/** @throws Failure for a key or tolerance that is none */
export function decodeOptions(flags: DecodeFlags): DecodeOptions {
  return {
    ...keyOption(flags),
    ...(flags.relaxed === true ? { allow: relaxed } : flags.allow === undefined ? {} : { allow: flags.allow.map(tolerance) }),
    ...(flags.requireMic === true ? { requireMic: true } : {}),
  };
}

/** @throws Failure */
export function keyOption({ omciIk }: KeyFlag): { readonly key?: string } {
  if (omciIk === undefined) return {};
  if (!/^[0-9a-f]{32}$/i.test(omciIk)) throw usage('--omci-ik takes 32 hexadecimal digits');
  return { key: omciIk };
}

/** For options that may be given several times. */
export function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

export function usage(message: string, hint?: string): Failure {
  return new Failure(message, { code: 'bad-usage', exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}

function tolerance(text: string): Tolerance {
  if (!(text in TOLERANCES)) throw usage(`--allow: there is no tolerance ${text}; there are ${Object.keys(TOLERANCES).join(', ')}`);
  return text as Tolerance;
}
