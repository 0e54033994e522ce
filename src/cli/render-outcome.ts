import type { AppliedTarget, ApplyDocument, Outcome } from '../app/api.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/**
 * How a run ended: one line per ONT that is worth one, what the device or we have to say about it, and the totals.
 * @param own  words of the command where the usual ones would mislead: what remove has applied is removed; for each target, where the
 *   targets of one run mean different things
 */
export function renderOutcome(document: ApplyDocument, paint: Paint, own: OutcomeWords | ((target: AppliedTarget) => OutcomeWords) = {}): string {
  const words = { ...WORDS, ...(typeof own === 'function' ? {} : own) };
  const quiet = (t: AppliedTarget): boolean => t.messages.length === 0 && (t.outcome === 'unchanged' || t.outcome === 'skipped');
  const silent = document.targets.filter(quiet);
  const shown = silent.length <= 5 ? document.targets : document.targets.filter((t) => !quiet(t));
  const lines = shown.flatMap((t) => renderTarget(t, paint, typeof own === 'function' ? { ...WORDS, ...own(t) } : words));
  if (document.targets.length > 1 || shown.length === 0) lines.push(totals(document, paint, words));
  if (document.run !== '' && document.targets.some((t) => t.outcome !== 'unchanged' && t.outcome !== 'skipped')) {
    const left = document.targets.some((t) => t.outcome === 'left-changed');
    lines.push(paint.faint(`${document.saved ? 'saved on the device · ' : left ? 'not saved on the device · ' : ''}run ${document.run}`));
  }
  return lines.map((line) => `${line}\n`).join('');
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

function totals(document: ApplyDocument, paint: Paint, words: Words): string {
  const tally = new Map<Outcome, number>();
  for (const t of document.targets) tally.set(t.outcome, (tally.get(t.outcome) ?? 0) + 1);
  const parts = [...tally].map(([outcome, n]) => `${outcomeMark(outcome, paint)} ${n} ${words[outcome]}`);
  return parts.length === 0 ? 'nothing was done' : parts.join('  ');
}

type Words = Readonly<Record<Outcome, string>>;
export type OutcomeWords = Partial<Words>;

const WORDS: Words = {
  unchanged: 'unchanged', applied: 'applied', pending: 'accepted, waits for the ONT', undone: 'refused, everything undone', 'left-changed': 'LEFT CHANGED, needs a person',
  refused: 'not started', unreachable: 'not reached', stale: 'the device changed meanwhile', skipped: 'skipped',
};
