import { describe, expect, test } from 'vitest';
import { Grammar } from '../../src/sim/grammar/grammar.ts';
import { integer, text } from '../../src/sim/grammar/values.ts';

const types = { int: (a?: number, b?: number) => integer(a!, b!), text: (a?: number, b?: number) => text(a!, b!) };
const grammar = new Grammar([
  { syntax: 'add {port:int(0,15)} [{id:int(0,127)}] sn {serial:text(1,16)} [desc {desc:text(1,64)}]', value: 'add' },
  { syntax: 'display (all | one {n:int(0,9)})', value: 'display' },
  { syntax: 'disable', value: 'disable' },
  { syntax: "pipe ['|' include {what:text(1,9)}]", value: 'pipe' },
], types);
const match = (line: string) => grammar.match(line, () => true);

describe('a command grammar', () => {
  test('captures arguments and tells what may follow', () => {
    const found = match('add 3 5 sn "A B"');
    expect(found).toMatchObject({ kind: 'command', value: 'add', next: ['desc<K>'] });
    if (found?.kind !== 'command') throw new Error('no command');
    expect([found.args.number('port'), found.args.number('id'), found.args.text('serial'), found.args.has('desc')]).toEqual([3, 5, 'A B', false]);
  });
  test('takes an unambiguous abbreviation and refuses an ambiguous one', () => {
    expect(match('disp a')).toMatchObject({ kind: 'command', value: 'display' });
    expect(match('dis')).toEqual({ kind: 'wrong', error: 'ambiguous', column: 0 });
  });
  test('an exact keyword is not ambiguous with a longer one', () => {
    const close = new Grammar([{ syntax: 'on', value: 1 }, { syntax: 'online', value: 2 }], types);
    expect(close.match('on', () => true)).toMatchObject({ kind: 'command', value: 1 });
  });
  test('points at the first token that fits nothing', () => {
    expect(match('add 3 5 serial x')).toEqual({ kind: 'wrong', error: 'unknown', column: 8 });
    expect(match('ad 16')).toEqual({ kind: 'wrong', error: 'parameter', column: 3 });
    expect(match('add 3 128 sn x')).toEqual({ kind: 'wrong', error: 'parameter', column: 6 });
    expect(match('disable now')).toEqual({ kind: 'wrong', error: 'too-many', column: 8 });
    expect(match('nonsense')).toEqual({ kind: 'wrong', error: 'unknown', column: 0 });
  });
  test('an unfinished line is incomplete and says with what it could go on', () => {
    expect(match('display')).toEqual({ kind: 'incomplete', next: ['all<K>', 'one<K>'], value: 'display' });
    expect(match('add 3')).toMatchObject({ kind: 'incomplete', next: ['id<U><0,127>', 'sn<K>'] });
  });
  test('quoted text is never a keyword and an open quote is a wrong value', () => {
    expect(match('add 3 "sn" x')).toMatchObject({ kind: 'wrong', error: 'parameter', column: 6 });
    expect(match('add 3 sn "x')).toMatchObject({ kind: 'wrong', error: 'parameter', column: 9 });
  });
  test('a bar in quotes is a keyword', () => {
    expect(match('pipe | include x')).toMatchObject({ kind: 'command' });
  });
  test('knows nothing outside the commands of the mode', () => {
    expect(grammar.match('disable', (value) => value !== 'disable')).toMatchObject({ kind: 'wrong', error: 'unknown' });
  });
  test('help completes an open word and follows a finished one', () => {
    expect(grammar.help('dis', () => true)).toEqual(['disable<K>', 'display<K>']);
    expect(grammar.help('display ', () => true)).toEqual(['all<K>', 'one<K>']);
  });
});
