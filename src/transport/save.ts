import type { CompiledSession } from './compile-session.ts';
import type { MatcherEvent } from './matcher.ts';
import type { Reply } from './model.ts';
import { isSilent, sessionLost } from './session-failures.ts';
import type { Reaction, Terminal } from './terminal.ts';

type Outcome = Partial<Pick<Reply, 'class' | 'message' | 'alarms'>>;

/**
 * Waits for the end of a save whose prompt came back at once: the device goes on telling how far it is. One that never says a word is
 * believed after the pack's patience, with a message.
 * @throws Failure `silent` when it stops in the middle, `session-lost`
 */
export async function saved(terminal: Terminal, spec: CompiledSession, reply: Reply, onProgress: ((percent: number) => void) | undefined): Promise<Outcome> {
  const { save, timeouts } = spec;
  if (!save) return {};
  const alarms = [...reply.alarms];
  let started = false;
  const outcomeOf = (text: string): Outcome | null => {
    const percent = save.progress.exec(text)?.groups?.['percent'];
    started ||= percent !== undefined;
    if (percent !== undefined) onProgress?.(Number(percent));
    if (save.failed.test(text)) return { class: 'unknown', message: terminal.recorder.clean(text.trim()) };
    return save.done.test(text) ? {} : null;
  };
  const outcomeIn = (texts: readonly string[]): Outcome | null => texts.map(outcomeOf).find((outcome) => outcome !== null) ?? null;

  const listen = (events: readonly MatcherEvent[]): Reaction<Outcome> => {
    const texts = events.flatMap((event) => {
      if (event.kind === 'closed') throw sessionLost(terminal.peer, 'while saving', event.text);
      return event.kind === 'echo' ? [] : [event.text];
    });
    alarms.push(...texts.filter((text) => text.trim() !== ''));
    const outcome = outcomeIn(texts);
    return outcome ? { done: outcome } : null;
  };

  const atOnce = outcomeIn([...reply.lines, ...reply.alarms]);
  if (atOnce) return atOnce;
  try {
    const first = await terminal.converse<Outcome | 'going on'>({ silence: started ? timeouts.save : save.patience, doing: 'while saving' }, (events) => {
      const reaction = listen(events);
      return reaction === null && started ? { done: 'going on' } : reaction;
    });
    const outcome = first === 'going on' ? await terminal.converse<Outcome>({ silence: timeouts.save, doing: 'while saving' }, listen) : first;
    return { ...outcome, alarms };
  } catch (error) {
    if (!isSilent(error) || started) throw error;
    return { message: 'the device did not say whether the save has ended', alarms };
  }
}
