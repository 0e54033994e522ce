import { describe, expect, test } from 'vitest';
import { compileSession } from '../../src/transport/compile-session.ts';
import { SPEC } from './spec-fixture.ts';

const errorsOf = (spec: Readonly<Record<string, unknown>>): string[] => compileSession(spec).errors.map(({ path, message }) => `${path}: ${message}`);

describe('the session section of a pack', () => {
  test('the one that is shipped compiles', () => {
    expect(compileSession(SPEC).errors).toEqual([]);
  });

  test('every wrong value is reported at once, with its place', () => {
    const errors = errorsOf({
      ...SPEC,
      terminal: { ...SPEC.terminal, width: -1, height: '24' },
      login: { ...SPEC.login, username: ['('], questions: [{ ask: 'x' }] },
      replies: [['a', 'nonsense'], ['[', 'ok'], 'x'],
      timeouts: { ...SPEC.timeouts, line: undefined },
      pagr: {},
    });
    for (const path of ['/terminal/width', '/terminal/height', '/login/username/0', '/login/questions/0/answer', '/replies/0', '/replies/1', '/replies/2', '/timeouts/line', '/pagr']) {
      expect(errors.some((error) => error.startsWith(`${path}:`)), path).toBe(true);
    }
  });

  test('what is kept of lines typed ahead is more than one line', () => {
    expect(errorsOf({ ...SPEC, typeAhead: { octets: 255, lines: 2 } })).toEqual([]);
    expect(errorsOf({ ...SPEC, typeAhead: { octets: 255, lines: 1 } })).toEqual(['/typeAhead/lines: is at least 2: without typeAhead lines are typed one by one']);
    expect(errorsOf({ ...SPEC, typeAhead: { octet: 255, lines: 4 } })).toHaveLength(2);
  });

  test('what is no section at all is an error and no crash', () => {
    for (const nothing of [{}, { modes: [] }, { modes: { a: 'x' } }]) expect(errorsOf(nothing).length).toBeGreaterThan(5);
  });

  test('modes form a way from login, and their prompts are recognised', () => {
    const modes = (extra: object): string[] => errorsOf({ ...SPEC, modes: { ...SPEC.modes, ...extra } });
    expect(modes({ a: { tail: '(a)$' } })).toEqual(['/modes/a/tail: the prompt pattern does not accept "(a)$"']);
    expect(modes({ a: { tail: '#', from: 'b', enter: 'x' } })).toEqual(['/modes/a/from: no such mode: b']);
    expect(modes({ a: { tail: '#', from: 'b', enter: 'x' }, b: { tail: '#', from: 'a', enter: 'x' } })).toHaveLength(2);
    expect(modes({ a: { tail: '#', from: 'user' } })).toEqual(['/modes/a/enter: a mode with `from` needs the line that enters it']);
    expect(errorsOf({ ...SPEC, home: { mode: 'nowhere', line: 'return' } })).toEqual(['/home/mode: no such mode: nowhere']);
  });
});
