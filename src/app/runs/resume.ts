import { EXIT } from '../../kernel/exit.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { ApplyDocument, ApplyOptions, Tell } from '../api.ts';
import { attempt } from '../attempt.ts';
import type { Account } from '../journal/account.ts';
import { findingsJson } from '../json.ts';
import { moveBetween } from '../move/between.ts';
import type { Errand } from '../errand.ts';
import { NO_RUN, runWriting } from '../run-writing.ts';
import { inFolder, type World } from '../world.ts';
import { findRun, type FoundRun } from './find.ts';

/** Who and what is meant is in the journal; how careful to be is said anew. */
export interface ResumeOptions extends Omit<ApplyOptions, 'path' | 'only' | 'prune' | 'acceptUnconfirmed' | 'confirm'> { readonly run: string; }

type Command = Parameters<typeof runWriting>[2];

const RESUMABLE: ReadonlySet<string> = new Set<Command>(['apply', 'remove', 'suspend', 'resume', 'move', 'replace']);

/**
 * Finishes a run that was broken off, or left some subscribers out: reads the devices, which settles what was in doubt, plans again
 * what had not come to a good end, and applies that. Subscribers that had are not looked at, unless their OLT has not saved.
 */
export async function resumeRun<R>(world: World, options: ResumeOptions, tell: Tell<ApplyDocument, R>): Promise<R> {
  const { value: found, error, ...failed } = await attempt(world, () => findRun(world, options.run));
  if (!found) return tell({ ...NO_RUN, error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.usage });
  const refused = refusal(found);
  if (refused !== null) return tell({ ...NO_RUN, findings: findingsJson([finding('ONT421', refused.message, { hint: refused.hint })], world.cwd), exitCode: EXIT.findings });
  const account = found.account!;
  const { command, cwd, path, only, prune, acceptUnconfirmed, confirm, formerSerial, from, now } = account.run;
  const { run: _, ...rest } = options;
  const errand: Errand = { of: found.name, skip: settledKeys(account), inDoubt: linesInDoubt(found) };
  if (from !== undefined) return moveBetween(inFolder(world, cwd), { ...rest, path, only, prune, acceptUnconfirmed, confirm, goal: 'move', from, ...(now === true ? { now } : {}) }, errand, tell);
  return runWriting(inFolder(world, cwd), { ...rest, path, only, prune, acceptUnconfirmed, confirm, ...(formerSerial === undefined ? {} : { formerSerial }) }, command as Command, errand, tell);
}

function refusal({ name, account }: FoundRun): { message: string; hint: string } | null {
  if (!account) return { message: `the journal of ${name} does not tell what that run was`, hint: 'run the command again: it goes on from what the device shows' };
  const { command, path } = account.run;
  if (command === 'rollback') return { message: `${name} took another run back`, hint: `roll that back again: ont-prov runs rollback ${account.run.of ?? 'RUN'}` };
  if (!RESUMABLE.has(command)) return { message: `${command} leaves no trace on a device by which to tell whether it was done`, hint: 'look at the ONT; run the command again if you mean it' };
  if (path === '-') return { message: `${name} read its profile from standard input, which is gone`, hint: 'run the command again: it goes on from what the device shows' };
  return null;
}

/** Came to a good end, on a device that has saved it; of a move between OLTs, at both places. */
function settledKeys({ run, targets, saved }: Account): Set<string> {
  const wrote = new Set(targets.filter(({ begun }) => begun).map(({ olt }) => olt));
  const good = targets.filter(({ outcome, olt }) => (outcome === 'applied' || outcome === 'unchanged') && (saved.get(olt) === true || !wrote.has(olt)));
  const { from } = run;
  const atOneEnd = ({ key }: Account['targets'][number]): boolean => from !== undefined && !(good.some((target) => target.key === key && target.olt === from) && good.some((target) => target.key === key && target.olt !== from));
  return new Set(good.filter((target) => !atOneEnd(target)).map(({ key }) => key));
}

/** By key; of a move between OLTs those of the new place: what is left of the old one is found by its serial. */
function linesInDoubt({ journal, account }: FoundRun): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const { target, olt, line, undo } of journal.inDoubt) if (!undo && olt !== account?.run.from) lines.set(target, [...(lines.get(target) ?? []), line]);
  return lines;
}

