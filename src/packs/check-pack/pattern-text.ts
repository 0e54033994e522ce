/** What is wrong with the text of a line pattern, with the spot inside it. */
import { meantHint } from '../../profile/suggest.ts';
import { FIELD_TYPES } from '../field-types.ts';
import { among } from './faults.ts';
import type { TextFault } from './shape.ts';

/** A field of a pattern as it is written. */
export interface PatternField { readonly name: string; readonly type: string; /** Inside `[~ ]`: read, never typed. */ readonly readOnly: boolean; readonly index: number; readonly length: number; }

/** @param use `typed`: the line is typed by us; `read`: it is only recognised */
export function patternFaults(pattern: string, use: 'typed' | 'read'): TextFault[] {
  const { fields, faults } = scan(pattern);
  const seen = new Set<string>();
  for (const { name, type, readOnly, index, length } of fields) {
    const piece = [index, length] as const;
    const add = (message: string, hint: string): void => { faults.push({ code: 'ONT501', message, hint, piece }); };
    if (!/^\w+$/.test(name)) add(`{${name}} has no name`, 'write {name:type}');
    else if (seen.has(name)) add(`{${name}} stands twice in one line`, 'give the second one another name');
    seen.add(name);
    if (!Object.hasOwn(FIELD_TYPES, type)) add(`unknown field type ${type}`, meantHint(type, Object.keys(FIELD_TYPES)) ?? among(Object.keys(FIELD_TYPES)));
    else if (use === 'typed' && !readOnly && type === 'rest') add(`{${name}:rest} cannot be typed`, 'put it into [~ … ], which is only read, or into `also`');
  }
  if (use === 'typed' && /^\s|\s$/.test(pattern)) faults.push({ code: 'ONT501', message: 'the line begins or ends with a blank', hint: 'blanks belong inside a group: `[ word {x:int}]`' });
  return faults;
}

/** The fields of a well-formed pattern, in order. */
export function patternFields(pattern: string): readonly PatternField[] {
  return scan(pattern).fields;
}

function scan(pattern: string): { fields: PatternField[]; faults: TextFault[] } {
  const fields: PatternField[] = [];
  const faults: TextFault[] = [];
  const open: { index: number; readOnly: boolean }[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at]!;
    if (c === '[') open.push({ index: at, readOnly: pattern[at + 1] === '~' || (open.at(-1)?.readOnly ?? false) });
    else if (c === ']' && !open.pop()) faults.push({ code: 'ONT501', message: 'a ] closes nothing', hint: 'every [ has its ]', piece: [at, 1] });
    else if (c === '}') faults.push({ code: 'ONT501', message: 'a } closes nothing', hint: 'every { has its }', piece: [at, 1] });
    else if (c === '{') {
      const end = pattern.indexOf('}', at);
      if (end < 0) {
        faults.push({ code: 'ONT501', message: 'a { is never closed', hint: 'write {name:type}', piece: [at, 1] });
        break;
      }
      const [name = '', type = 'word'] = pattern.slice(at + 1, end).split(':');
      fields.push({ name, type, readOnly: open.at(-1)?.readOnly ?? false, index: at, length: end + 1 - at });
      at = end;
    }
  }
  for (const { index } of open) faults.push({ code: 'ONT501', message: 'a [ is never closed', hint: 'every [ has its ]', piece: [index, 1] });
  return { fields, faults };
}
