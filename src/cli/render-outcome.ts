import type { AppliedTarget, ApplyDocument, Outcome } from '../app/api.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/**
 * How a run ended: one line per ONT that is worth one, what the device or we have to say about it, and the totals.
 * @param own  words of the command where the usual ones would mislead: what remove has applied is removed; for each target, where the
 *   targets of one run mean different things
 * @returns the lines, each with its end
 */
export function* renderOutcome(document: ApplyDocument, paint: Paint, own: OutcomeWords | ((target: AppliedTarget) => OutcomeWords) = {}): Iterable<string> {
  const words = { ...WORDS, ...(typeof own === 'function' ? {} : own) };
  const tally = tallyOf(document);
  let shown = 0;
  for (const target of document.targets) {
    if (tally.quiet > NAMED_QUIET && isQuiet(target)) continue;
    shown++;
    for (const line of renderTarget(target, paint, typeof own === 'function' ? { ...WORDS, ...own(target) } : words)) yield `${line}\n`;
  }
  if (document.targets.length > 1 || shown === 0) yield `${totals(tally, paint, words)}\n`;
  if (document.run !== '' && [...tally.outcomes.keys()].some((outcome) => outcome !== 'unchanged' && outcome !== 'skipped')) {
    const left = tally.outcomes.has('left-changed');
    yield `${paint.faint(`${document.saved ? 'saved on the device · ' : left ? 'not saved on the device · ' : ''}run ${document.run}`)}\n`;
  }
}

/** Longer lists of targets of which there is nothing to say are counted instead of named. */
const NAMED_QUIET = 5;

export interface Tally { readonly outcomes: ReadonlyMap<Outcome, number>; readonly quiet: number; }

/** How many ended how. */
export function tallyOf({ targets }: Pick<ApplyDocument, 'targets'>): Tally {
  const outcomes = new Map<Outcome, number>();
  let quiet = 0;
  for (const target of targets) {
    outcomes.set(target.outcome, (outcomes.get(target.outcome) ?? 0) + 1);
    if (isQuiet(target)) quiet++;
  }
  return { outcomes, quiet };
}

function isQuiet({ messages, outcome }: AppliedTarget): boolean {
  return messages.length === 0 && (outcome === 'unchanged' || outcome === 'skipped');
}

export function outcomeMark(outcome: Outcome, paint: Paint): string {
  switch (outcome) {
    case 'applied': return paint.good('✓');
    case 'unchanged': return paint.good('=');
    case 'skipped': return paint.faint('·');
    case 'pending': return paint.warn('…');
    case 'undone': return paint.warn('↶');
    case 'left-changed': case 'refused': case 'unreachable': case 'stale': return paint.bad('✗');
  }
}

function renderTarget(target: AppliedTarget, paint: Paint, words: Words): string[] {
  const serial = target.serial === null ? '' : ` ${vendorForm(target.serial)}`;
  const where = `${oneLine(target.olt)}${target.id === null ? '' : ` id ${target.id}`}${serial}`;
  return [
    `${outcomeMark(target.outcome, paint)} ${paint.strong(oneLine(target.key))} ${words[target.outcome]}${work(target)}  ${paint.faint(where)}`,
    ...target.messages.flatMap((message) => message.split('\n').map((line) => `    ${oneLine(line)}`)),
  ];
}

function work(target: AppliedTarget): string {
  const done = target.changes.filter((c) => c.result === 'ok');
  if (target.outcome !== 'applied' && (target.outcome !== 'pending' || done.length === 0)) return '';
  const commands = done.reduce((sum, c) => sum + c.commands.length, 0);
  return `: ${count(done.length, 'change')}, ${count(commands, 'command')}${target.verified ? ', read back' : ''}`;
}

function totals({ outcomes }: Tally, paint: Paint, words: Words): string {
  const parts = [...outcomes].map(([outcome, n]) => `${outcomeMark(outcome, paint)} ${n} ${words[outcome]}`);
  return parts.length === 0 ? 'nothing was done' : parts.join('  ');
}

type Words = Readonly<Record<Outcome, string>>;
export type OutcomeWords = Partial<Words>;

const WORDS: Words = {
  unchanged: 'unchanged', applied: 'applied', pending: 'accepted, waits for the ONT', undone: 'refused, everything undone', 'left-changed': 'LEFT CHANGED, needs a person',
  refused: 'not started', unreachable: 'not reached', stale: 'the device changed meanwhile', skipped: 'skipped',
};
