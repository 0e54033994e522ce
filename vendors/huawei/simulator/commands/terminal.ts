/** Moving between modes, and what a session asks of its own terminal. */
import { ABOVE_USER, EVERYWHERE, type Command, type ModeKind } from '../command.ts';
import { Declined } from '../words.ts';

/** How the terminal asks is settled before anything is configured; a page is also set from configuration mode, as a transcript shows. */
const OUTSIDE: readonly ModeKind[] = ['user', 'privileged'];

export const TERMINAL: readonly Command[] = [
  { in: ['user', 'privileged'], syntax: 'enable', effect: 'move', run: (_, at) => at.home() },
  { in: ['privileged'], syntax: 'disable', effect: 'move', run: (_, at) => at.enter({ kind: 'user' }) },
  { in: ['privileged'], syntax: 'config', effect: 'move', run: (_, at) => at.enter({ kind: 'config' }) },
  { in: ['privileged', 'config'], syntax: 'diagnose', effect: 'move', run: (_, at) => at.enter({ kind: 'diagnose' }) },
  { in: EVERYWHERE, syntax: 'quit', effect: 'move', run: (_, at) => at.leave() },
  { in: ABOVE_USER, syntax: 'return', effect: 'move', run: (_, at) => at.home() },
  { in: ['config'], syntax: 'interface gpon {slot:slot}', effect: 'move', run: (args, at) => {
    if (at.box.state.boards[args.text('slot')]?.tech !== 'gpon') throw new Declined('The board does not exist');
    at.enter({ kind: 'gpon', slot: args.text('slot') });
  } },
  { in: ['config'], syntax: 'interface epon {slot:slot}', effect: 'move', run: (args, at) => {
    if (at.box.state.boards[args.text('slot')]?.tech !== 'epon') throw new Declined('The board does not exist');
    at.enter({ kind: 'epon', slot: args.text('slot') });
  } },
  { in: ['config'], syntax: 'interface (mpu|scu|giu|eth) {slot:slot}', effect: 'move', run: (args, at) => {
    const board = at.box.state.boards[args.text('slot')];
    if (board?.tech !== 'uplink' || !args.has(board.mode ?? '')) throw new Declined('The board does not exist');
    at.enter({ kind: 'uplink', slot: args.text('slot'), board: board.mode ?? '' });
  } },
  { in: OUTSIDE, syntax: 'undo smart', effect: 'prepare', run: (_, at) => { at.habits.smart = false; } },
  { in: OUTSIDE, syntax: 'smart', effect: 'prepare', run: (_, at) => { at.habits.smart = true; } },
  { in: OUTSIDE, syntax: 'undo interactive', effect: 'prepare', run: (_, at) => { at.habits.interactive = false; } },
  { in: OUTSIDE, syntax: 'interactive', effect: 'prepare', run: (_, at) => { at.habits.interactive = true; } },
  { in: [...OUTSIDE, 'config'], syntax: 'scroll [{number:int(10,512)}]', effect: 'prepare', run: (args, at) => { at.habits.rows = args.maybeNumber('number') ?? 24; } },
  { in: [...OUTSIDE, 'config'], syntax: 'undo scroll', effect: 'prepare', run: (_, at) => { at.habits.rows = 24; } },
  { in: ['config'], syntax: 'mmi-mode (original-output|enable)', effect: 'prepare', run: (_, at) => { at.habits.original = true; } },
  { in: ['config'], syntax: 'undo mmi-mode original-output', effect: 'prepare', run: (_, at) => { at.habits.original = false; } },
  { in: ['config'], syntax: 'mmi-mode disable', effect: 'prepare', run: (_, at) => { at.habits.original = false; } },
  { in: ['privileged', 'config'], syntax: 'undo (alarm|event) output all', effect: 'prepare', run: (_, at) => { at.habits.alarms = false; } },
  { in: ['privileged', 'config'], syntax: '(alarm|event) output all', effect: 'prepare', run: (_, at) => { at.habits.alarms = true; } },
  { in: ['privileged', 'config'], syntax: 'infoswitch cli (on|off)', effect: 'prepare', run: (args, at) => { at.habits.alarms = args.has('on'); } },
  { in: ['config'], syntax: 'undo info-center enable', effect: 'prepare', run: (_, at) => { at.habits.alarms = false; } },
  { in: ['user', 'privileged', 'config'], syntax: 'idle-timeout {minutes:int(1,255)}', effect: 'prepare', run: () => undefined },
  { in: ['user', 'privileged', 'config'], syntax: 'undo idle-timeout', effect: 'prepare', run: () => undefined },
  { in: ['config'], syntax: 'sysname {name:text(1,50)}', effect: 'write', run: (args, at) => { at.box.state.sysname = args.text('name'); } },
  { in: ['privileged', 'config'], syntax: 'autosave (interval|time) (on|off)', effect: 'write', run: (args, at) => { at.box.state.autosave[args.has('interval') ? 'interval' : 'time'] = args.has('on'); } },
  { in: ['privileged', 'config'], syntax: 'save [configuration|data]', effect: 'save', run: (_, at) => {
    if (at.box.saving) throw new Declined('System is busy, please retry after a while');
    if (!at.box.unsaved) return ['  The data has been saved, no need to save again', ''];
    at.box.save(at.seat);
    return ['  It will take several minutes to save configuration file, please wait...', ''];
  } },
];
