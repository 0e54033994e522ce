/** The box's own words. */
import { wrapWords } from '../../../src/sim/fold.ts';

/** A command was understood and declined; `extra` lines follow the failure. */
export class Declined extends Error {
  readonly extra: readonly string[];

  constructor(words: string, extra: readonly string[] = []) {
    super(words);
    this.extra = extra;
  }
}

/** A failure, broken over lines as the box does. */
export function failureLines(words: string, width: number, extra: readonly string[] = []): string[] {
  return [...wrapWords(`Failure: ${words}`, '  ', width), ...extra, ''];
}

const SYNTAX = {
  unknown: 'Unknown command', parameter: 'Parameter error', 'too-many': 'Too many parameters', ambiguous: 'Ambiguous command', incomplete: 'Incomplete command',
} as const;

/** The caret stands under the place on the screen, where prompt and line may have gone over the edge. */
export function syntaxLines(error: keyof typeof SYNTAX, column: number, width: number): string[] {
  return [`${' '.repeat(column % width)}^`, `  % ${SYNTAX[error]}, the error locates at '^'`, ''];
}

export const RULE = `  ${'-'.repeat(77)}`;

/** `2024-05-06 07:08:09+00:00` */
export function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
}

/** `key : value` with the key padded. */
export function pair(key: string, value: string | number, width = 24): string {
  return `  ${key.padEnd(width)} : ${value}`;
}

export function alarmLines(now: number): string[] {
  return [
    '',
    `  ! FAULT MINOR ${stamp(now)} ALARM ID : 0x2e11000b`,
    '  ALARM NAME   : The feed fiber is broken or OLT can not receive any expected',
    '                 optical signals(LOS)',
    '  PARAMETERS   : FrameID: 0, SlotID: 2, PortID: 15',
    '  DESCRIPTION  : Failure of the uplink was detected; Error count 3',
    '  CAUSE        : 1. The fiber is broken',
    '  ADVICE       : 1. Check the fiber',
    '  --- END',
    '',
  ];
}

export const SECRET = '******';
