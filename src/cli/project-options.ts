import { InvalidArgumentError, type Command } from 'commander';
import type { Wave } from '../app/run/waves.ts';
import type { ConnectOptions, Progress, ProjectOptions } from '../app/api.ts';

/** Flags of every command that compiles a profile. */
export interface ProjectFlags {
  readonly only?: readonly string[];
  readonly prune?: boolean;
  readonly acceptUnconfirmed?: boolean;
  readonly confirm?: boolean;
}

/** Flags of every command that talks to devices. */
export interface ConnectFlags {
  readonly acceptNewHostKey?: boolean;
  readonly transcript?: string;
  readonly parallel?: number;
}

export function projectOptions(flags: ProjectFlags): Omit<ProjectOptions, 'path'> {
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.prune === undefined ? {} : { prune: flags.prune }),
    ...(flags.acceptUnconfirmed === undefined ? {} : { acceptUnconfirmed: flags.acceptUnconfirmed }),
    ...(flags.confirm === undefined ? {} : { confirm: flags.confirm }),
  };
}

/** Flags of every command that reaches devices on behalf of a project. */
export function connectFlags(command: Command): Command {
  return command
    .option('--accept-new-host-key', 'record the SSH host key of an OLT seen for the first time')
    .option('--transcript <file>', 'write everything sent and received to a file, secrets masked')
    .option('--max-parallel, --parallel <n>', 'OLTs at the same time', whole(1, 64))
    .option('-q, --quiet', 'no progress')
    .option('--json', 'one JSON document');
}

export function connectOptions(flags: ConnectFlags, interrupt: AbortSignal, onProgress: (event: Progress) => void): ConnectOptions {
  return {
    interrupt, onProgress,
    ...(flags.acceptNewHostKey === undefined ? {} : { acceptNewHostKey: flags.acceptNewHostKey }),
    ...(flags.transcript === undefined ? {} : { transcript: flags.transcript }),
    ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
  };
}

/** `--only A,B --only C` → [A, B, C]. */
export function list(text: string, before: readonly string[] | undefined): readonly string[] {
  const words = text.split(',').map((w) => w.trim()).filter((w) => w !== '');
  if (words.length === 0) throw new InvalidArgumentError('name at least one.');
  return [...(before ?? []), ...words];
}

/** `120s`, `5m` or plain seconds. */
export function seconds(text: string): number {
  const found = /^(\d{1,5})(s|m)?$/.exec(text);
  if (!found) throw new InvalidArgumentError('expected a time like 120s or 5m.');
  return Number(found[1]) * (found[2] === 'm' ? 60 : 1);
}

/** `1,10,100%`: ends of waves, as counts or parts of a hundred. Each is later than the one before, so far as that can be told: counts first. */
export function waves(text: string): readonly Wave[] {
  const ends = text.split(',').map((word): Wave => {
    const [, digits, percent] = /^\s*(\d+)(%?)\s*$/.exec(word) ?? [];
    const value = Number(digits);
    if (!(value >= 1) || (percent === '%' && value > 100)) throw new InvalidArgumentError('expected counts or percentages, like 1,10,100%.');
    return percent === '%' ? { percent: value } : { count: value };
  });
  ends.slice(1).forEach((end, index) => {
    if (!isLater(end, ends[index]!)) throw new InvalidArgumentError('expected ends that ascend, counts before percentages, like 1,10,100%.');
  });
  return ends;
}

function isLater(end: Wave, before: Wave): boolean {
  if ('percent' in end) return !('percent' in before) || end.percent > before.percent;
  return 'count' in before && end.count > before.count;
}

/** A whole number of at least `least`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`expected a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`);
    return value;
  };
}

/** `--set a=1 --set b=2` → { a: '1', b: '2' }. */
export function assignment(text: string, before: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write it as name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
