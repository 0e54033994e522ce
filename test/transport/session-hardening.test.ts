import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import type { Session } from '../../src/transport/model.ts';
import { openSession } from '../../src/transport/session.ts';
import { DROP, ScriptedPeer } from './scripted-peer.ts';
import type { Turn } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { TestClock } from './test-clock.ts';
import { HOST, PREPARED, request } from './transcripts.ts';

const CREDENTIALS = { username: 'root', password: 'Pa55-w0rd' };
const ANSWER = `display x\r\n  row 1\r\n  row 2\r\n  Failure: This configured object has some service\r\n  virtual ports\r\n\r\n${HOST}#`;
const ALARM = '  ! FAULT MINOR 0x0a300013 x\r\n  ALARM NAME  : LOS\r\n  CAUSE       : none\r\n  --- END\r\n';

async function opened(script: readonly Turn[], cut?: (bytes: Uint8Array) => readonly Uint8Array[]): Promise<{ session: Session; clock: TestClock; peer: ScriptedPeer }> {
  const peer = new ScriptedPeer([...PREPARED, ...script], cut ? { cut } : {});
  const clock = new TestClock();
  return { session: await openSession(peer, SPEC, CREDENTIALS, { clock }), clock, peer };
}

/** What a promise came to, time passing as needed. */
async function outcome<T>(promise: Promise<T>, clock: TestClock, ms: number): Promise<T | Failure> {
  const settled = promise.catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  await clock.advance(ms);
  return settled;
}

const EXPECTED = { class: 'in-use', message: 'This configured object has some service virtual ports', prompt: '#' };

describe('whatever happens around an answer', () => {
  const starts = [...ANSWER.matchAll(/\n/gu)].map(({ index }) => index + 1);

  test.each(starts)('an alarm at the line that starts at byte %i is not part of it', async (at) => {
    const { session } = await opened([['display x\r', ANSWER.slice(0, at) + ALARM + ANSWER.slice(at)]]);
    const reply = await session.send(request('display x', { intent: 'read' }));
    expect(reply).toMatchObject(EXPECTED);
    expect(reply.lines.filter((line) => line !== '').slice(0, 2)).toEqual(['  row 1', '  row 2']);
    expect(reply.alarms).toHaveLength(1);
  });

  test('an alarm while nobody types breaks into the prompt, which comes again', async () => {
    const { session, peer } = await opened([['display x\r', ANSWER]]);
    peer.say(`\r\n${ALARM}\r\n${HOST}#`);
    const reply = await session.send(request('display x', { intent: 'read' }));
    expect(reply).toMatchObject(EXPECTED);
    expect(reply.alarms).toEqual([ALARM.trimEnd().replaceAll('\r', '')]);
  });

  test('pieces of any size give the same reply', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
      let turn = 0;
      const cut = (bytes: Uint8Array): Uint8Array[] => {
        const pieces: Uint8Array[] = [];
        for (let from = 0; from < bytes.length;) {
          const size = sizes[turn++ % sizes.length]!;
          pieces.push(bytes.subarray(from, from + size));
          from += size;
        }
        return pieces;
      };
      const { session } = await opened([['display x\r', ANSWER]], cut);
      expect(await session.send(request('display x', { intent: 'read' }))).toMatchObject(EXPECTED);
    }), { numRuns: 40 });
  });

  test('a link that drops at any byte of the answer is a lost session, never a shorter answer', async () => {
    for (let bytes = 0; bytes < ANSWER.length; bytes++) {
      const { session, clock } = await opened([['display x\r', bytes === 0 ? DROP : [ANSWER.slice(0, bytes), DROP]]]);
      expect(await outcome(session.send(request('display x')), clock, 1)).toMatchObject({ code: 'session-lost', exitCode: 5 });
    }
  });

  test('an answer of anything at all ends in a reply or in a failure of the documented kinds', async () => {
    const piece = fc.constantFrom('display x', '\r\n', `${HOST}#`, `${HOST}(config)#`, `${HOST}>`, '  Failure: x', '{ <cr>|a }:', '{ a }:', 'sure? (y/n)[n]:', 'Password:', '>>User name:', ALARM, '  ! EVENT x\r\n', '\x1b[5D', '\0', 'row', ' ');
    await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.boolean(), async (pieces, yes) => {
      const { session, clock } = await opened([['display x\r', pieces.join('')]], undefined).then((all) => {
        // Whatever is typed in reaction to such an answer is heard and ignored.
        const write = all.peer.write.bind(all.peer);
        let first = true;
        all.peer.write = (bytes) => {
          if (first) write(bytes);
          first = false;
        };
        return all;
      });
      const result = await outcome(session.send(request('display x', { yes })), clock, SPEC.timeouts.line + 2000);
      if (result instanceof Failure) expect(['silent', 'unexpected-prompt', 'echo-mismatch', 'session-lost']).toContain(result.code);
      else expect(result.prompt).toMatch(/[#>]$/u);
      const closing = session.close();
      await clock.advance(60_000);
      await closing;
      expect(clock.timers).toBe(0);
    }), { numRuns: 60 });
  }, 30_000);
});
