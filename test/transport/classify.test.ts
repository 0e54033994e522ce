import { describe, expect, test } from 'vitest';
import { classify } from '../../src/transport/classify.ts';
import { compiled } from './spec-fixture.ts';

const SPEC = compiled();
const of = (...lines: string[]): ReturnType<typeof classify> => classify(lines, SPEC);

describe('what an answer means', () => {
  test.each([
    ['', 'ok'],
    ['  Number of ONTs that can be added: 1, success: 1', 'ok'],
    ['  Set ONT port(s) VLAN configuration, success: 1, failed: 0', 'ok'],
    ['  Set ONT port(s) VLAN configuration, success: 0, failed: 1', 'unknown'],
    ['  Number of ONTs that can be deleted: 2, success: 1', 'unknown'],
    ['  Failure: SN already exists', 'conflict'],
    ['  Failure: The ONT ID has already existed', 'exists'],
    ['  Failure: The ONT does not exist', 'absent'],
    ['  Failure: The required ONT does not exist', 'absent'],
    ['  Failure: The automatically found ONTs do not exist', 'empty'],
    ['  Automatically found ONTs do not exist', 'empty'],
    ['  Failure: The ONT is not online', 'offline'],
    ['  Failure: The VLAN does not exist', 'dependency'],
    ['  VLAN does not exist', 'dependency'],
    ['  Failure: The service virtual port does not exist', 'absent'],
    ['  No service virtual port can be operated', 'absent'],
    ['  Failure: This configured object has some service virtual ports', 'in-use'],
    ['  Failure: The GEM port does not exist', 'dependency'],
    ['  Failure: The ont-lineprofile does not exist', 'absent'],
    ['  Failure: The traffic table exists already', 'exists'],
    ['  Failure: The VLAN has existed already', 'exists'],
    ['  Failure: Make configuration repeatedly', 'same'],
    ['  Failure: The current HG configuration method of the ONT does not support this operation', 'unsupported'],
    ['  Failure: The ONT can not support this', 'unsupported'],
    ['  Failure: System is busy, please retry after a while', 'busy'],
    ['  Failure: System is reading or writing flash, please retry after a while', 'busy'],
    ['  Failure: Command can not be executed rightly, the cause is: Loading (backuping,rollbacking...) board', 'busy'],
    ['  Failure: The user level is insufficient', 'denied'],
    ['% Unknown command, the error locates at \'^\'', 'syntax'],
    ['  % Too many parameters, the error locates at \'^\'', 'syntax'],
    ['  Failure: Something nobody has heard of', 'unknown'],
    ['  % Something nobody has heard of', 'unknown'],
  ])('%s: %s', (line, expected) => { expect(of(line, '').class).toBe(expected); });

  test('a failure folded over lines is joined, between words or inside one', () => {
    expect(of('  Failure: This configured object has some service', '  virtual ports', '')).toEqual({ class: 'in-use', message: 'This configured object has some service virtual ports' });
    expect(of('  Failure: This configured object has some service virt', '  ual ports').class).toBe('in-use');
    expect(of('  Failure: Service virtual port has existed already', '  Conflicted service virtual port index: 5'))
      .toEqual({ class: 'exists', message: 'Service virtual port has existed already Conflicted service virtual port index: 5' });
  });

  test('the caret line of a syntax error is kept', () => {
    expect(of('            ^', '% Parameter error, the error locates at \'^\'').message).toBe('            ^\nParameter error, the error locates at \'^\'');
  });

  test('words in descriptions and tables are no failures', () => {
    expect(of('  Description : Failure: SN already exists', '  desc "% Unknown command"', '  Last down cause : LOSi', '  0/ 1/3   5   Error Failure').class).toBe('ok');
  });

  test('a text that is a failure on its own is an ordinary line in a listing', () => {
    expect(of('  F/S/P : 0/1/3', '  one', '  two', '  The ONT is not online').class).toBe('ok');
  });

  test('one failure nobody knows beside harmless ones is unknown; a real obstacle beats a harmless one', () => {
    expect(of('  Failure: Make configuration repeatedly', '', '  Failure: Whatever').class).toBe('unknown');
    expect(of('  Failure: Make configuration repeatedly', '', '  Failure: The VLAN does not exist').class).toBe('dependency');
  });

  test('a reason beside counters decides over the counters', () => {
    expect(of('  Failure: SN already exists', '  Number of ONTs that can be added: 1, success: 0').class).toBe('conflict');
  });

  test('in a long dump only the end can be a failure', () => {
    const dump = Array.from({ length: 100 }, (_, i) => ` vlan ${i}`);
    dump[50] = '  % off the price"';
    expect(classify(dump, SPEC).class).toBe('ok');
    expect(classify([...dump, '  Failure: System is busy'], SPEC).class).toBe('busy');
  });
});
