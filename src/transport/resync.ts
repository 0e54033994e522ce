import type { CompiledSession } from './compile-session.ts';
import type { Tail } from './matcher.ts';
import { isSilent, unexpectedPrompt } from './session-failures.ts';
import type { Reaction, Terminal } from './terminal.ts';

/**
 * Finds back to a prompt when nobody knows what the terminal waits for: Ctrl-C ends commands, questions and pages; an Enter that is
 * answered with a fresh prompt proves it. Enter is never typed at a question, which it would answer.
 * @returns the prompt tail
 * @throws Failure `silent`, `session-lost`, `unexpected-prompt`
 */
export async function resync(terminal: Terminal, spec: CompiledSession, silence: number): Promise<string> {
  const { matcher } = terminal;
  matcher.release();
  matcher.expectEcho(null);
  terminal.take();
  const { enter, interrupt } = spec.terminal;
  terminal.type(interrupt, '<Ctrl-C>');
  let interrupts = 1;
  const towardsPrompt = (_: unknown, tail: Tail): Reaction<string> => {
    if (tail.kind === 'prompt') return { done: tail.tail };
    const waiting = tail.kind === 'pager' || tail.kind === 'dialog' || tail.kind === 'question';
    if (!waiting || interrupts >= MOST_INTERRUPTS) return null;
    return { type: interrupt, shown: '<Ctrl-C>', typed: () => { interrupts++; } };
  };
  try {
    await terminal.converse<string>({ silence, doing: 'after Ctrl-C', settle: 0 }, towardsPrompt);
  } catch (error) {
    // At a prompt some devices do not answer a Ctrl-C at all.
    if (!isSilent(error)) throw error;
    const { kind, text } = matcher.tail();
    if (kind !== 'prompt' && kind !== 'text') throw unexpectedPrompt(terminal.peer, 'after Ctrl-C', 'a prompt', JSON.stringify(terminal.recorder.clean(text.trim())));
  }
  terminal.type(enter, '<Enter>');
  return terminal.converse<string>({ silence, doing: 'after Enter', settle: 0 }, towardsPrompt);
}

const MOST_INTERRUPTS = 3;
