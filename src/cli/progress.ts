import type { Progress } from '../app/api.ts';
import type { Context } from './act.ts';
import { oneLine, width } from './one-line.ts';
import { plain } from './paint.ts';
import { renderProgress } from './render-progress.ts';
import { say } from './print.ts';

export interface Follower {
  readonly event: (event: Progress) => void;
  /** A remark of our own, between the events. */
  note(text: string): void;
  /** Leaves the terminal to a question and comes back. */
  pause<T>(body: () => Promise<T>): Promise<T>;
  /** Takes the status line away; everything said so far is written. */
  end(): Promise<void>;
}

/** Up to this many targets, every command is a line of its own on a terminal too. */
const DETAILED = 3;

/**
 * Follows a run on stderr. On a terminal: finished things as lines, and what is going on now in one line at the bottom that
 * is replaced. Elsewhere: one line per event.
 */
export async function followProgress(context: Context, quiet: boolean): Promise<Follower> {
  const stream = context.io.stderr;
  const paint = await context.paint('stderr');
  const inPlace = stream.isTTY && context.io.env['TERM'] !== 'dumb';
  let targets = 0;
  let status = '';
  let chain: Promise<void> = Promise.resolve();

  const put = (lines: readonly string[], next: string): void => {
    const clear = inPlace && status !== '' ? CLEAR : '';
    status = inPlace ? next : '';
    const text = clear + lines.map((line) => `${line}\n`).join('') + (status === '' ? '' : paint.faint(fit(status, stream.columns())));
    if (text !== '') chain = chain.then(() => say(context, text));
  };

  return {
    event(event) {
      if (event.kind === 'run') targets = event.targets;
      if (quiet && !(event.kind === 'note' && event.grave === true)) return;
      const { line, passing } = renderProgress(event, paint);
      if (!inPlace) put(line === null ? [] : [line], '');
      else if (passing || (event.kind === 'command' && targets > DETAILED && !event.undo)) put([], plainLine(event));
      // While commands scroll by, they are what is going on.
      else put(line === null ? [] : [line], event.kind === 'command' || event.kind === 'target' ? '' : status);
    },
    note: (text) => { put([`ont-prov: ${text}`], status); },
    async pause(body) {
      put([], '');
      await chain;
      return body();
    },
    async end() {
      put([], '');
      await chain;
    },
  };

  function plainLine(event: Progress): string {
    return renderProgress(event, plain).line ?? '';
  }
}

const CLEAR = '\r\u001b[K';

/** Cut to the width of the terminal: a status line that wraps could not be taken back. */
function fit(text: string, columns: number): string {
  const clean = oneLine(text);
  if (width(clean) < columns) return clean;
  let cut = '';
  for (const letter of clean) {
    if (width(cut + letter) > columns - 2) break;
    cut += letter;
  }
  return `${cut}…`;
}
