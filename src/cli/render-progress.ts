import type { Progress } from '../app/api.ts';
import { never } from '../kernel/never.ts';
import type { ReplyClass } from '../transport/model.ts';
import { count, oneLine } from './one-line.ts';
import { outcomeMark } from './render-outcome.ts';
import type { Paint } from './paint.ts';

/**
 * One event as one line. `passing` events say what is going on now: on a terminal they are shown in place and taken back.
 * @returns line null: the event says nothing to a person
 */
export function renderProgress(event: Progress, paint: Paint): { readonly line: string | null; readonly passing: boolean } {
  switch (event.kind) {
    case 'run': return { line: null, passing: false };
    case 'connecting': return passing(event.olt, `connecting to ${oneLine(event.peer)}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`);
    case 'connected': return passing(event.olt, `connected to ${oneLine(event.host)}`);
    case 'scope': return passing(event.olt, event.scope === 'one' ? `reading what concerns ${oneLine(event.because)}` : `reading the whole configuration: ${oneLine(event.because)}`);
    case 'reading': return passing(event.olt, `reading ${oneLine(event.name)} (${event.index}/${event.of})`);
    case 'verifying': return passing(event.olt, `reading back ${count(event.targets, 'ONT')}`);
    case 'saving': return passing(event.olt, `saving the configuration${event.percent === undefined ? '' : ` (${event.percent} %)`}`);
    case 'closed': return passing(event.olt, 'logged out');
    case 'note': return lasting(event.olt, oneLine(event.message));
    case 'planned': return passing(event.olt, `${oneLine(event.target)}: ${event.changes === 0 ? 'nothing to do' : `${count(event.changes, 'change')}, ${count(event.commands, 'command')}`}`);
    case 'target': return event.commands === 0 ? { line: null, passing: false } : lasting(event.olt, `${paint.strong(oneLine(event.target))} ${paint.faint(count(event.commands, 'command'))}`);
    case 'command': return lasting(event.olt, command(event, paint));
    case 'refusal': return lasting(event.olt, `${paint.strong(oneLine(event.target))} ${paint.bad('the device refused:')} ${oneLine(event.message.trim())}`);
    case 'undoing': return lasting(event.olt, `${paint.strong(oneLine(event.target))} ${paint.warn(`undoing, ${count(event.commands, 'command')}`)}`);
    case 'outcome': return event.outcome === 'unchanged'
      ? passing(event.olt, `${oneLine(event.target)}: unchanged`)
      : lasting(event.olt, `${outcomeMark(event.outcome, paint)} ${paint.strong(oneLine(event.target))} ${event.outcome}`);
    case 'saved': return event.saved ? lasting(event.olt, 'configuration saved') : lasting(event.olt, paint.warn('configuration not saved'));
    default: return never(event);
  }

  function lasting(olt: string, text: string): { line: string; passing: boolean } {
    return { line: `${paint.faint(oneLine(olt))}  ${text}`, passing: false };
  }
  function passing(olt: string, text: string): { line: string; passing: boolean } {
    return { line: `${paint.faint(oneLine(olt))}  ${text}`, passing: true };
  }
}

function command(event: Extract<Progress, { kind: 'command' }>, paint: Paint): string {
  const place = event.of === 0 ? '' : `${paint.faint(`${String(event.index).padStart(String(event.of).length)}/${event.of}`)} `;
  return `${place}${event.undo ? paint.warn('undo ') : ''}${answer(event.class, paint)}  ${oneLine(event.line)}`;
}

/** What the device's answer comes down to. */
function answer(reply: ReplyClass, paint: Paint): string {
  switch (reply) {
    case 'ok': return paint.good('ok');
    case 'exists': case 'same': return paint.faint('already so');
    case 'absent': case 'empty': return paint.faint('not there');
    case 'in-use': return paint.faint('still in use');
    case 'unknown': return paint.bad('unknown answer');
    default: return paint.bad(reply);
  }
}
