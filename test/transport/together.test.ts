/** Several lines typed at once: whose answer is whose, and what ends it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers, Session } from '../../src/transport/model.ts';
import { openSession } from '../../src/transport/session.ts';
import { DROP, ScriptedPeer } from './scripted-peer.ts';
import type { Said, Turn } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { TestClock } from './test-clock.ts';
import { HOST, PAGER, PREPARED, exchange, request } from './transcripts.ts';

const ALARM = '  ! FAULT MINOR 0x0a300013 x\r\n  ALARM NAME  : LOS\r\n  CAUSE       : none\r\n  --- END\r\n';
const LINES = ['ont ipconfig 5 0 ip-index 0 dhcp vlan 20', 'ont port native-vlan 5 0 eth 1 vlan 100', 'ont tr069-server-config 5 0 profile-id 1', 'quit', 'service-port 7 vlan 20 gpon 0/1/5 ont 0 gemport 1'];
const GPON = '(config-if-gpon-0/1)#';
const TOP = '(config)#';
const AT = [GPON, GPON, GPON, GPON, TOP];
const TO = [GPON, GPON, GPON, TOP, TOP];
const TYPED = LINES.map((line) => `${line}\r`).join('');
const requests = LINES.map((text, i) => request(text, { at: AT[i]!, prompt: TO[i]!, intent: i === 3 ? 'navigate' : 'create' }));

/** What a device says that reads a line when the one before it is done: echo, answer, prompt. */
const said = (answers: readonly string[], prompts: readonly string[] = TO): string => LINES.map((line, i) => `${line}\r\n${answers[i] ?? '\r\n'}${HOST}${prompts[i]!}`).join('');

async function opened(script: readonly Turn[], cut?: (bytes: Uint8Array) => readonly Uint8Array[]): Promise<{ session: Session; clock: TestClock; peer: ScriptedPeer }> {
  const peer = new ScriptedPeer([...PREPARED, exchange('config', '', TOP), exchange('interface gpon 0/1', '', GPON), ...script], cut ? { cut } : {});
  const clock = new TestClock();
  const session = await openSession(peer, SPEC, { username: 'root', password: 'x' }, { clock });
  await session.send(request('config', { prompt: TOP, intent: 'navigate' }));
  await session.send(request('interface gpon 0/1', { at: TOP, prompt: GPON, intent: 'navigate' }));
  return { session, clock, peer };
}

async function together(says: Said, cut?: (bytes: Uint8Array) => readonly Uint8Array[], ms = 1): Promise<Answers & { at: string }> {
  const { session, clock, peer } = await opened([[TYPED, says]], cut);
  const answers = session.sendTogether(requests);
  expect(peer.typed.endsWith(TYPED)).toBe(true);
  await clock.advance(ms);
  const all = { ...(await answers), at: session.at };
  // Nothing was typed but the lines.
  expect(peer.typed.endsWith(TYPED)).toBe(true);
  return all;
}

const REFUSED = '  Failure: The ONT does not exist\r\n\r\n';
const classes = ({ replies }: Answers): string[] => replies.map((reply) => reply.class);

describe('lines typed at once', () => {
  test('each has its own answer and its own prompt', async () => {
    const all = await together(said(['', '  one\r\n', '', '', '  Service virtual port 7\r\n']));
    expect(all.failure).toBeNull();
    expect(all.replies.map(({ prompt }) => prompt)).toEqual(TO);
    expect(all.replies.map(({ lines }) => lines.filter((line) => line.trim() !== ''))).toEqual([[], ['  one'], [], [], ['  Service virtual port 7']]);
    expect(all.at).toBe(TOP);
  });

  test('a refusal in the middle is the answer to its line, and the others are heard to their end', async () => {
    const all = await together(said(['', REFUSED, '', '', REFUSED]));
    expect(classes(all)).toEqual(['ok', 'absent', 'ok', 'ok', 'absent']);
    expect(all.failure).toBeNull();
  });

  test('pieces of any size, with alarms and folds anywhere, give the same answers', async () => {
    const fold = (text: string, at: number): string => text.replaceAll(LINES[0]!, `${LINES[0]!.slice(0, at)}\r\n ${LINES[0]!.slice(at)}`);
    const wanted = ['ok', 'absent', 'ok', 'ok', 'ok'];
    const plain = said(['', REFUSED]);
    const starts = [...plain.matchAll(/\n/gu)].map(({ index }) => index + 1);
    await fc.assert(fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }), fc.subarray(starts, { maxLength: 3 }), fc.integer({ min: 1, max: 30 }),
      async (sizes, alarms, at) => {
        let text = plain;
        for (const start of [...alarms].reverse()) text = text.slice(0, start) + ALARM + text.slice(start);
        let turn = 0;
        const all = await together(fold(text, at), (bytes) => {
          const pieces: Uint8Array[] = [];
          for (let from = 0; from < bytes.length;) {
            const size = sizes[turn++ % sizes.length]!;
            pieces.push(bytes.subarray(from, from + size));
            from += size;
          }
          return pieces;
        }, 2 * SPEC.timeouts.doubt);
        expect({ classes: classes(all), failure: all.failure?.message }).toEqual({ classes: wanted, failure: undefined });
        expect(all.replies.flatMap((reply) => reply.alarms)).toHaveLength(alarms.length);
      }), { numRuns: 60 });
  }, 30_000);

  test('an alarm that breaks into an echo, which comes again', async () => {
    const broken = `${LINES[1]!.slice(0, 9)}\r\n${ALARM}\r\n${HOST}${GPON}${LINES[1]!}`;
    const all = await together(said(['', REFUSED]).replace(LINES[1]!, broken));
    expect({ classes: classes(all), failure: all.failure }).toEqual({ classes: ['ok', 'absent', 'ok', 'ok', 'ok'], failure: null });
  });

  test('a link that drops at any byte leaves the answers that were complete, and a lost session', async () => {
    const text = said(['', REFUSED]);
    for (let bytes = 1; bytes < text.length; bytes += 3) {
      const all = await together([text.slice(0, bytes), DROP]);
      expect(all.failure).toMatchObject({ code: 'session-lost' });
      const complete = LINES.findIndex((_, i) => i > 0 && !text.slice(0, bytes).includes(`${HOST}${AT[i]!}${LINES[i]!}\r\n`));
      expect(all.replies).toHaveLength((complete < 0 ? LINES.length : complete) - 1);
    }
  });
});

describe('what waits for an answer while lines are on their way gets none from us', () => {
  const cut = (text: string, line: number): string => text.slice(0, text.indexOf(LINES[line]!));

  test.each([
    ['a question', '  Are you sure to do it? (y/n)[n]:'],
    ['a dialog', '{ <cr>|desc<K> }:'],
    ['a pager', PAGER],
    ['a password', 'Password:'],
  ])('%s, and the device goes on waiting', async (_, ask) => {
    const text = said([]);
    const all = await together(`${cut(text, 1).slice(0, -(HOST + GPON).length)}${ask}`, undefined, 2 * SPEC.timeouts.doubt);
    expect(all.failure).toMatchObject({ code: 'unexpected-prompt' });
    expect(all.failure!.message).toContain('further lines were on their way');
    expect(all.replies).toHaveLength(0);
  });

  test.each([
    ['a question', '  Are you sure to do it? (y/n)[n]:'],
    ['a dialog', '{ <cr>|desc<K> }:'],
  ])('%s, which takes the next line for an answer', async (_, ask) => {
    const text = said([]).replace(`${HOST}${GPON}${LINES[1]!}`, `${ask}${LINES[1]!}`);
    const all = await together(text, undefined, 2 * SPEC.timeouts.doubt);
    expect(all.failure).toMatchObject({ code: 'unexpected-prompt' });
    expect(all.replies).toHaveLength(0);
  });

  test('the last line may be asked: it is answered no, as ever', async () => {
    const { session, clock } = await opened([[TYPED, said([]).slice(0, -(HOST + TOP).length) + '  Go on? (y/n)[n]:'], ['n\r', `n\r\n\r\n${HOST}${TOP}`]]);
    const answers = session.sendTogether(requests);
    await clock.advance(2 * SPEC.timeouts.doubt);
    expect(classes(await answers)).toEqual(['ok', 'ok', 'ok', 'ok', 'denied']);
  });

  test('a terminal that echoes at once, whatever the device is at, is not one to type ahead at', async () => {
    const early = `${LINES[0]!}\r\n${LINES.slice(1).join('\r\n')}\r\n${TO.map((prompt) => `\r\n${HOST}${prompt}`).join('')}`;
    const all = await together(early);
    expect(all.failure).toMatchObject({ code: 'unexpected-prompt' });
  });

  test('octets that were lost are an echo that is not what was typed', async () => {
    const all = await together(said([]).replace(LINES[2]!, LINES[2]!.slice(0, 12)), undefined, 2 * SPEC.timeouts.doubt);
    expect(all.replies).toHaveLength(1);
    expect(all.failure).toMatchObject({ code: 'echo-mismatch' });
  });

  test.each([[3, 0], [3, 2], [1, 1]])('line %i that never comes, or only %i octets of it', async (line, octets) => {
    const text = said([]);
    const all = await together(text.slice(0, text.indexOf(LINES[line]!, line === 3 ? text.indexOf(LINES[2]!) : 0) + octets), undefined, SPEC.timeouts.resync + 1);
    expect(all.replies).toHaveLength(line - 1);
    expect(all.failure).toMatchObject({ code: 'echo-mismatch' });
  });

  test('a taken line that leads somewhere else makes all after it unknown', async () => {
    const all = await together(said([], [GPON, GPON, GPON, GPON, GPON]), undefined, 2 * SPEC.timeouts.doubt);
    expect(classes(all)).toEqual(['ok', 'ok', 'ok']);
    expect(all.failure).toMatchObject({ code: 'unexpected-prompt' });
  });

  test('what is typed behind a refused change of mode may end anywhere', async () => {
    const all = await together(said(['', '', '', '  Failure: The operation is not allowed in the current state\r\n\r\n', '  % Unknown command, the error locates at \'^\'\r\n\r\n'], [GPON, GPON, GPON, GPON, GPON]), undefined, 2 * SPEC.timeouts.doubt);
    expect(classes(all)).toEqual(['ok', 'ok', 'ok', 'unknown', 'syntax']);
    expect(all.failure).toBeNull();
  });

  test('an answer of anything at all ends in answers or in a failure of the documented kinds', async () => {
    const piece = fc.constantFrom(...LINES, '\r\n', `${HOST}${GPON}`, `${HOST}${TOP}`, `${HOST}>`, '  Failure: x', '{ <cr>|a }:', '{ a }:', 'sure? (y/n)[n]:', PAGER, 'Password:', ALARM, '\x1b[5D', 'row', ' ');
    await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 16 }), async (pieces) => {
      const { session, clock, peer } = await opened([[TYPED, pieces.join('')]]);
      const write = peer.write.bind(peer);
      peer.write = (bytes) => { if (peer.left.length > 0) write(bytes); };
      const answers = session.sendTogether(requests);
      await clock.advance(SPEC.timeouts.line + 2000);
      const { replies, failure } = await answers;
      if (failure) expect(['silent', 'unexpected-prompt', 'echo-mismatch', 'session-lost']).toContain(failure.code);
      else expect(replies).toHaveLength(LINES.length);
      const closing = session.close();
      await clock.advance(60_000);
      await closing;
      expect(clock.timers).toBe(0);
    }), { numRuns: 60 });
  }, 30_000);
});
