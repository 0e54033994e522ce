import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mask, secretsIn } from '../../src/transport/mask.ts';
import { openSession } from '../../src/transport/session.ts';
import { ScriptedPeer, inPieces } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { TestClock } from './test-clock.ts';
import { HOST, LOGOUT, PREPARED, exchange, request } from './transcripts.ts';

const SECRET = 'Tr0ub4dor&3';

function masked(pieces: readonly string[], secrets: readonly string[] = [SECRET]): string {
  const mask = new Mask();
  for (const secret of secrets) mask.add(secret);
  return pieces.map((piece) => mask.next(piece)).join('') + mask.flush();
}

describe('secrets are taken out by value', () => {
  test('wherever the text was cut', () => {
    const text = `user "u" "${SECRET}" and ${SECRET}${SECRET} Tr0u Tr0ub4dor.`;
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(masked(at.slice(1).map((end, i) => text.slice(at[i], end)))).toBe('user "u" "***" and ****** Tr0u Tr0ub4dor.');
    }));
  });

  test.each([
    ['a fold', `Tr0ub\r\n4dor&3`], ['a fold with indent', `Tr0ub\r\n          4dor&3`], ['cursor-left', `Tr0ub \x1b[1D4dor&3`], ['colours', `Tr\x1b[0m0ub4dor\x1b[1;31m&3`],
  ])('across %s', (_, echo) => {
    for (let cut = 0; cut <= echo.length; cut++) expect(masked([`x ${echo.slice(0, cut)}`, `${echo.slice(cut)} y`])).toBe('x *** y');
  });

  test('one secret that starts like another, or holds it', () => {
    expect(masked(['abc abcd abce'], ['abc', 'abcd'])).toBe('*** *** ***e');
    expect(masked(['xabcx abc'], ['xabcx', 'abc'])).toBe('*** ***');
    expect(masked(['x abc'], ['abc', 'abcd'])).toBe('x ***');
  });

  test('what is left of one where the text breaks off', () => {
    expect(masked(['x Tr0ub'])).toBe('x ***');
  });

  test('a secret of the characters that patterns are made of', () => {
    expect(masked(['a .*+?^${}()|[]\\ b'], ['.*+?^${}()|[]\\'])).toBe('a *** b');
  });

  test('are found in a line given what may be shown of it', () => {
    expect(secretsIn('user "u" "p(1)" x "q"', 'user "u" "***" x "***"')).toEqual(['p(1)', 'q']);
    expect(secretsIn('same', 'same')).toEqual([]);
  });
});

describe('a transcript', () => {
  test.each([1, 5, 4096])('holds what was sent and received, and no secret in echo, listing or failure; chunks of %i bytes', async (cut) => {
    const line = `ont tr069-server-profile add profile-id 1 url "http://10.0.0.1:7547" user "u" "${SECRET}"`;
    const peer = new ScriptedPeer([...PREPARED, exchange(line, `  Failure: The password ${SECRET} is too long`, '#'), exchange('display x', `  user u password ${SECRET}`, '#'), ...LOGOUT], { cut: inPieces(cut) });
    const taken: string[] = [];
    const transcript = { sent: (shown: string) => { taken.push(`>${shown}\n`); }, received: (text: string) => { taken.push(text); } };
    const session = await openSession(peer, SPEC, { username: 'root', password: 'Pa55-w0rd' }, { clock: new TestClock(), transcript });
    const reply = await session.send(request(line, { shown: line.replace(SECRET, '***') }));
    expect(reply).toMatchObject({ class: 'unknown', message: 'The password *** is too long' });
    // An answer's lines are raw: a reader compares values that a device shows in clear.
    expect((await session.send(request('display x', { intent: 'read' }))).lines).toEqual([`  user u password ${SECRET}`]);
    await session.close();
    const text = taken.join('');
    expect(text).not.toContain(SECRET);
    expect(text).toContain('>enable\n');
    expect(text).toContain(`${HOST}#`);
    expect(text).toContain('user u password ***');
    expect(text).toContain('please retry to log on');
  });
});
