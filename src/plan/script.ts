/** From commands to the lines that are typed: one command a line, modes entered and left in between. */
import type { Change, Command, Hop, ScriptStep, TargetPlan } from './model.ts';

export interface ScriptFrame {
  /** Privileged mode. */
  readonly start: string;
  /** From there to global configuration. */
  readonly enter: Hop;
  /** `leave`: lines from global configuration to where saving is allowed, none when it is allowed there. */
  readonly save: { readonly line: string; readonly leave: readonly Hop[] };
}

/** Lines from privileged mode on. `change` numbers run through all plans in order. */
export function composeScript(commands: Iterable<{ readonly command: Command; readonly change: number }>, frame: ScriptFrame, save: boolean, saveAlone = false): ScriptStep[] {
  const steps: ScriptStep[] = [];
  const top = frame.enter.prompt;
  let at = frame.start;
  // The line that entered the mode we are in; '' in global configuration. Prompts alone do not tell two interfaces apart on every box.
  let mode = '';
  let leave: readonly Hop[] = [];
  const hop = ({ line, prompt }: Hop): void => {
    steps.push({ line, at, prompt, intent: 'navigate', yes: false, change: null });
    at = prompt;
  };
  const toTop = (): void => {
    if (at === frame.start) hop(frame.enter);
    leave.forEach(hop);
    leave = [];
    mode = '';
  };
  for (const { command, change } of commands) {
    if (command.mode !== mode || at === frame.start) {
      toTop();
      command.enter.forEach(hop);
      leave = command.leave;
      mode = command.mode;
    }
    steps.push({
      line: command.line, ...(command.parts ? { parts: command.parts } : {}), at, prompt: command.prompt,
      intent: command.intent, yes: command.yes, ...(command.closes ? { closes: true } : {}), change,
    });
    // A profile's first line is typed in global configuration and leads into its body.
    if (command.prompt !== command.at) mode = command.prompt === top ? '' : command.line;
    at = command.prompt;
    if (at === top) leave = [];
  }
  if (steps.length === 0 && !(save && saveAlone)) return steps;
  toTop();
  if (save) {
    frame.save.leave.forEach(hop);
    steps.push({ line: frame.save.line, at, prompt: at, intent: 'save', yes: true, change: null });
  }
  return steps;
}

/** Without any plan: just the save. A plan without changes needs none. */
export function planScript(plans: readonly TargetPlan[], frame: ScriptFrame, save: boolean): ScriptStep[] {
  const commands = plans.flatMap((plan) => plan.changes).flatMap((change, index) => change.commands.map((command) => ({ command, change: index })));
  return composeScript(commands, frame, save, plans.length === 0);
}

/** Undo in reverse; each change's own undo is already in order. */
export function undoScript(changes: readonly Change[], frame: ScriptFrame): ScriptStep[] {
  const commands = changes.map((change, index) => ({ change, index })).reverse()
    .flatMap(({ change, index }) => change.undo.map((command) => ({ command, change: index })));
  return composeScript(commands, frame, false);
}
