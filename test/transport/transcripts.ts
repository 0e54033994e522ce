/**
 * Transcripts of SmartAX boxes, put together from their documented behaviour with invented names and numbers: the layout of
 * login, prompts, pager and failures is the device's, every value is ours.
 */
import type { LineRequest } from '../../src/transport/model.ts';
import type { Turn } from './scripted-peer.ts';

export const PAGER = '---- More ( Press \'Q\' to break ) ----';
export const ERASE = `\x1b[37D${' '.repeat(37)}\x1b[37D`;
export const HOST = 'OLT-NORTH-1';

const RULE = `  ${'-'.repeat(77)}`;

/** The banner after a good login; its second table says "fail" all over. */
export const BANNER = [
  '', '  MA5800 access software', '  (C) the maker of the box', '', RULE,
  '  User last login information:', RULE,
  '  Access Type : SSH', '  IP-Address  : 10.9.8.7', '  Login  Time : 2024-05-06 07:08:09+03:00', RULE,
  RULE, '  All user fail login information:', RULE,
  '  Access Type IP-Address           Time                     Login Times', RULE,
  '  SSH         10.9.8.6             2024-05-05 04:03:02+03:00          2', RULE, '', '',
].join('\r\n');

/** From the first prompt of an SSH login to privileged mode, all preparation taken. */
export const PREPARED: readonly Turn[] = [
  ['', `${BANNER}${HOST}>`],
  ['enable\r', `enable\r\n\r\n${HOST}#`],
  ['undo smart\r', `undo smart\r\n\r\n${HOST}#`],
  ['scroll 512\r', `scroll 512\r\n\r\n${HOST}#`],
  ['config\r', `config\r\n\r\n${HOST}(config)#`],
  ['mmi-mode original-output\r', `mmi-mode original-output\r\n\r\n${HOST}(config)#`],
  ['return\r', `return\r\n\r\n${HOST}#`],
];

/** Logging out of a prepared session. */
export const LOGOUT: readonly Turn[] = [
  ['config\r', `config\r\n\r\n${HOST}(config)#`],
  ['undo mmi-mode original-output\r', `undo mmi-mode original-output\r\n\r\n${HOST}(config)#`],
  ['return\r', `return\r\n\r\n${HOST}#`],
  ['smart\r', `smart\r\n\r\n${HOST}#`],
  ['quit\r', 'quit\r\n  Check whether system data has been changed. Please save data before logout.\r\nAre you sure to log out? (y/n)[n]:'],
  ['y\r', ['y\r\n\r\n', '  Configuration console exit, please retry to log on\r\n']],
];

/** One exchange at a prompt: the echo, the answer, the prompt again. */
export function exchange(line: string, answer: string, tail = '(config)#'): Turn {
  return [`${line}\r`, `${line}\r\n${answer}\r\n${HOST}${tail}`];
}

export function request(text: string, more: Partial<LineRequest> = {}): LineRequest {
  return { text, shown: text, at: '#', prompt: '#', intent: 'update', yes: false, ...more };
}
