import type { RunDocument, RunsDocument, RunSummary } from '../app/runs/documents.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { outcomeMark } from './render-outcome.ts';

/** One line a run: name, command, how it ended, for how many. */
export function renderRuns({ runs, total, error }: RunsDocument, paint: Paint): string {
  if (total === 0) return error === null ? 'no runs yet\n' : '';
  const more = total > runs.length ? `${paint.faint(`${total - runs.length} older: --limit ${total}`)}\n` : '';
  return `${runs.map((run) => `${head(run, paint)}\n`).join('')}${more}`;
}

/** A run subscriber by subscriber, in portions. */
export function* renderRun({ run, targets, inDoubt, damaged }: RunDocument, paint: Paint): Iterable<string> {
  let lines = [head(run!, paint)];
  if (run!.of !== null) lines.push(paint.faint(`  ${run!.command === 'rollback' ? 'took back' : 'went on with'} ${run!.of}`));
  if (run!.path !== null) lines.push(paint.faint(`  of ${oneLine(run!.path)}`));
  for (const { key, olt, outcome, messages, changes } of targets) {
    lines.push(`${outcome === null ? paint.warn('?') : outcomeMark(outcome, paint)} ${paint.strong(oneLine(key))} ${outcome ?? 'no end'}: ${count(changes.length, 'change')}  ${paint.faint(oneLine(olt))}`);
    for (const { action, resource, key: name } of changes) lines.push(`    ${action} ${resource} ${Object.values(name).join(' ')}`);
    for (const message of messages) lines.push(`    ${oneLine(message)}`);
    yield* ended(lines);
    lines = [];
  }
  for (const { olt, target, line } of inDoubt) lines.push(`${paint.warn('in doubt')} ${oneLine(target)} on ${oneLine(olt)}: ${oneLine(line)}`);
  if (inDoubt.length > 0) lines.push(`whether the device took it is read by: ont-prov runs resume ${run!.run}`);
  if (damaged.length > 0) lines.push(paint.bad(`the journal is damaged at line ${damaged.slice(0, 5).join(', ')}: there may have been more`));
  yield* ended(lines);
}

function ended(lines: readonly string[]): string[] {
  return lines.map((line) => `${line}\n`);
}

function head(run: RunSummary, paint: Paint): string {
  if (run.state === 'unreadable') return `${paint.strong(run.run)}  ${paint.bad(oneLine(run.why ?? 'cannot be read'))}`;
  const ended = run.state === 'ended' ? `exit ${run.exitCode ?? '?'}` : run.state === 'damaged' ? paint.bad('journal damaged') : paint.warn('broken off (or still at it)');
  const outcomes = Object.entries(run.outcomes).map(([outcome, n]) => `${n} ${outcome === 'none' ? 'without end' : outcome}`).join(', ');
  return [paint.strong(run.run), run.command ?? '?', ended, outcomes, run.olts.map(oneLine).join(',')].filter((part) => part !== '').join('  ');
}
