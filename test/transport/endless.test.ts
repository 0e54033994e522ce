/** Devices that never stop talking, and exceptions where nobody waits for them: the session ends, the process does not. */
import { describe, expect, test } from 'vitest';
import type { Session } from '../../src/transport/model.ts';
import type { Transcript } from '../../src/transport/session.ts';
import { openSession } from '../../src/transport/session.ts';
import { Matcher } from '../../src/transport/matcher.ts';
import { compileSession } from '../../src/transport/compile-session.ts';
import { ScriptedPeer } from './scripted-peer.ts';
import type { Turn } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { TestClock, turns } from './test-clock.ts';
import { HOST, PREPARED, request } from './transcripts.ts';

const CREDENTIALS = { username: 'root', password: 'Pa55-w0rd' };
const LONGEST = 64 * 1024;

interface Lab { readonly session: Session; readonly clock: TestClock; readonly peer: ScriptedPeer; }

async function opened(script: readonly Turn[] = [], transcript?: Transcript): Promise<Lab> {
  const peer = new ScriptedPeer([...PREPARED, ...script]);
  const clock = new TestClock();
  return { session: await openSession(peer, SPEC, CREDENTIALS, { clock, ...(transcript ? { transcript } : {}) }), clock, peer };
}

const thrown = (promise: Promise<unknown>): Promise<Error & { readonly code?: string }> => promise.then(() => { throw new Error('it ended well'); }, (error: unknown) => error as Error);

/** Says `piece` every `ms`, until the connection is closed or `most` times. */
async function chatter({ peer, clock }: Omit<Lab, 'session'>, piece: string, ms: number, most: number): Promise<void> {
  for (let i = 0; i < most && !peer.closed; i++) {
    peer.say(piece);
    await clock.advance(ms);
  }
}

describe('a line without end', () => {
  const FLOOD = 'A'.repeat(LONGEST + 1);

  test('as an answer ends the session', async () => {
    const { session, clock, peer } = await opened([['display x\r', ['display x\r\n', FLOOD]]]);
    const sent = thrown(session.send(request('display x')));
    await clock.advance(1);
    expect(await sent).toMatchObject({ code: 'endless', exitCode: 5, message: expect.stringContaining('after "display x": a line of more than 65536 characters') as string });
    // Whoever uses it afterwards hears the same, and closing takes no time.
    expect(await thrown(session.send(request('display y')))).toMatchObject({ code: 'endless' });
    await session.close();
    expect(peer.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  test('during login', async () => {
    const peer = new ScriptedPeer([['', FLOOD]]);
    const error = await thrown(openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() }));
    expect(error).toMatchObject({ code: 'endless', exitCode: 5 });
    expect(peer.closed).toBe(true);
  });

  test('while nobody listens', async () => {
    const { session, peer } = await opened();
    peer.say(FLOOD);
    await turns();
    expect(await thrown(session.send(request('display x')))).toMatchObject({ code: 'endless' });
  });

  test('while lines are on their way', async () => {
    const { session, clock } = await opened([['config\rquit\r', ['config\r\n', FLOOD]]]);
    const answers = session.sendTogether([request('config', { prompt: '(config)#', intent: 'navigate' }), request('quit', { at: '(config)#', prompt: '#', intent: 'navigate' })]);
    await clock.advance(1);
    expect(await answers).toMatchObject({ replies: [], failure: { code: 'endless' } });
  });

  test('counts whole lines too, however they arrive; one of 64 kB is a line', () => {
    const said = (text: string, size: number): { readonly lines: number; readonly overlong: boolean } => {
      const matcher = new Matcher(compileSession(SPEC).session!);
      const bytes = Buffer.from(text);
      let lines = 0;
      for (let from = 0; from < bytes.length; from += size) lines += matcher.push(bytes.subarray(from, from + size)).length;
      return { lines, overlong: matcher.overlong };
    };
    for (const size of [1000, LONGEST, 1e6]) {
      expect(said(`one\n${'A'.repeat(LONGEST)}\n`, size)).toEqual({ lines: 2, overlong: false });
      expect(said(`one\n${'A'.repeat(LONGEST + 1)}\ntwo\n`, size)).toEqual({ lines: 1, overlong: true });
    }
  });
});

describe('lines for ever', () => {
  test('during login: the time is for the whole of it', async () => {
    const lab = { peer: new ScriptedPeer([]), clock: new TestClock() };
    const opening = thrown(openSession(lab.peer, SPEC, CREDENTIALS, { clock: lab.clock }));
    await chatter(lab, 'news\r\n', 1000, SPEC.timeouts.login / 1000 + 1);
    expect(await opening).toMatchObject({ code: 'endless', exitCode: 5, message: expect.stringContaining('during login: no prompt within') as string });
    expect(lab.peer.closed).toBe(true);
    expect(lab.clock.timers).toBe(0);
  });

  test('during login, as fast as it can', async () => {
    const lab = { peer: new ScriptedPeer([]), clock: new TestClock() };
    const opening = thrown(openSession(lab.peer, SPEC, CREDENTIALS, { clock: lab.clock }));
    await chatter(lab, 'news\r\n'.repeat(10_000), 1, 100);
    expect(await opening).toMatchObject({ code: 'endless', message: expect.stringContaining('more than 1 MB') as string });
  });

  test('as an answer: 20 times the silence is allowed', async () => {
    const lab = await opened([['display x\r', 'display x\r\n']]);
    let ended = 0;
    const sent = thrown(lab.session.send(request('display x', { silence: 1000 }))).finally(() => { ended = lab.clock.ticks(); });
    const start = lab.clock.ticks();
    await chatter(lab, 'row\r\n', 500, 60);
    expect(await sent).toMatchObject({ code: 'endless', exitCode: 5, message: expect.stringContaining('after "display x": no prompt within 20 s') as string });
    expect(ended - start).toBeLessThanOrEqual(20_500);
  });

  test('a long answer that ends is none of these', async () => {
    const lab = await opened([['display x\r', 'display x\r\n']]);
    const sent = lab.session.send(request('display x', { silence: 1000, intent: 'read' }));
    await chatter(lab, 'row\r\n', 900, 20);
    lab.peer.say(`${HOST}#`);
    await lab.clock.advance(1);
    expect((await sent).lines).toHaveLength(20);
  });

  test('as the answer to lines on their way', async () => {
    const lab = await opened([['config\rquit\r', 'config\r\n']]);
    const answers = lab.session.sendTogether([request('config', { prompt: '(config)#', intent: 'navigate' }), request('quit', { at: '(config)#', prompt: '#', intent: 'navigate' })]);
    await chatter(lab, 'row\r\n', SPEC.timeouts.line / 2, 41);
    expect(await answers).toMatchObject({ replies: [], failure: { code: 'endless' } });
  });

  test('as an answer, as fast as it can: neither long lines nor empty ones fill the memory', async () => {
    for (const piece of [`${'x'.repeat(1000)}\r\n`.repeat(4000), '\n'.repeat(500_000)]) {
      const lab = await opened([['display x\r', 'display x\r\n']]);
      const sent = thrown(lab.session.send(request('display x')));
      await chatter(lab, piece, 1, 40);
      expect(await sent).toMatchObject({ code: 'endless', message: expect.stringContaining('more than 128 MB') as string });
    }
  }, 30_000);
});

describe('an exception in what takes the data', () => {
  const broken = (): Transcript => {
    let sent = '';
    return {
      sent: (shown) => { sent = shown; },
      received: () => { if (sent === 'display x') throw new TypeError('a bug'); },
    };
  };

  test('is thrown to whoever waits for the answer, and is no failure of the device', async () => {
    const { session, clock, peer } = await opened([['display x\r', `display x\r\n${HOST}#`]], broken());
    const sent = thrown(session.send(request('display x')));
    await clock.advance(1);
    const error = await sent;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBeUndefined();
    await session.close();
    expect(peer.closed).toBe(true);
  });
});
