import type { Grammar } from '../../../src/sim/grammar/grammar.ts';
import type { Box } from './box.ts';
import type { Command, Mode, Place } from './command.ts';
import { leaveMode } from './modes.ts';
import { Declined } from './words.ts';

/**
 * Executes a configuration dump, or any lines of config mode, without questions. Headers, `#` and `return` end a block; a line the
 * mode does not know is tried in config mode, so `quit` may be missing. What was sown
 * counts as saved, unless the box had unsaved changes before. @returns lines that failed
 */
export function sowSeed(box: Box, grammar: Grammar<Command>, lines: readonly string[]): string[] {
  const failed: string[] = [];
  const clean = !box.unsaved;
  let mode: Mode = { kind: 'config' };
  const place: Place = {
    box, seat: { user: '', address: '', kind: 'seed', tell: () => undefined, alarm: () => undefined },
    get mode() { return mode; },
    enter: (next) => { mode = next; },
    leave: () => { mode = leaveMode(mode) ?? mode; },
    home: () => { mode = { kind: 'config' }; },
    habits: { smart: false, interactive: false, rows: 0, original: true, alarms: false },
  };
  const runs = (line: string): boolean => {
    const match = grammar.match(line, (command) => command.in.includes(mode.kind) && !command.unless?.(box));
    if (match?.kind !== 'command') return false;
    try {
      match.value.run(match.args, place);
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      failed.push(line);
    }
    return true;
  };
  for (const raw of lines) {
    const line = raw.trim();
    if (line === '' || line.startsWith('!')) continue;
    if (/^(#|\[|<|return$|enable$|config$|save$|sysmode end$|xpon mode )/.test(line)) { mode = { kind: 'config' }; continue; }
    if (/^board add /.test(line) && box.state.boards[line.split(/\s+/)[2] ?? '']) continue;
    if (runs(line)) continue;
    mode = { kind: 'config' };
    if (!runs(line)) failed.push(line);
  }
  if (clean) box.saved = structuredClone(box.state);
  box.revision++;
  return failed;
}
