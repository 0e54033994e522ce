import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import type { Session } from '../../src/transport/model.ts';
import { openSession } from '../../src/transport/session.ts';
import type { SessionOptions } from '../../src/transport/session.ts';
import { DROP, ScriptedPeer, inPieces } from './scripted-peer.ts';
import type { Turn } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { TestClock, turns } from './test-clock.ts';
import { BANNER, ERASE, HOST, LOGOUT, PAGER, PREPARED, exchange, request } from './transcripts.ts';

const CREDENTIALS = { username: 'root', password: 'Pa55-w0rd' };

interface Opened { readonly peer: ScriptedPeer; readonly clock: TestClock; readonly session: Session; }

async function open(script: readonly Turn[], more: { readonly cut?: number; readonly options?: Partial<SessionOptions> } = {}): Promise<Opened> {
  const peer = new ScriptedPeer([...PREPARED, ...script], more.cut === undefined ? {} : { cut: inPieces(more.cut) });
  const clock = new TestClock();
  const session = await openSession(peer, SPEC, CREDENTIALS, { clock, ...more.options });
  return { peer, clock, session };
}

/** The failure a promise ends in. */
async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => new Error('it went well'), (thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  return error;
}

const config = { at: '(config)#', prompt: '(config)#' } as const;

describe('logging in', () => {
  test.each([1, 7, 4096])('MA5800 over SSH: a good login that prints the word fail, in chunks of %i bytes', async (cut) => {
    const { session, peer } = await open(LOGOUT, { cut });
    expect(session).toMatchObject({ host: HOST, at: '#', refusedPreparation: [] });
    expect(session.banner).toContain('All user fail login information');
    await session.close();
    expect(peer.left).toEqual([]);
    expect(peer.closed).toBe(true);
  });

  const TELNET: readonly Turn[] = [
    ['', '\r\n\r\n>>User name:'],
    ['root\r', 'root\r\n>>User password:'],
    ['Pa55-w0rd\r', `\r\n${BANNER}${HOST}>`],
    ...PREPARED.slice(1),
  ];

  test('MA5683T over Telnet asks for name and password', async () => {
    const peer = new ScriptedPeer([...TELNET, ...LOGOUT], { authenticated: false });
    const session = await openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() });
    expect(session.host).toBe(HOST);
    await session.close();
    expect(peer.left).toEqual([]);
  });

  test('a line of the welcome that looks like a prompt is not typed at before anybody logged in', async () => {
    const peer = new ScriptedPeer([['', ['Welcome to NOC>', '\r\n>>User name:']], ...TELNET.slice(1)], { authenticated: false });
    expect((await openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() })).host).toBe(HOST);
  });

  test('a site banner that wants YES gets it', async () => {
    const peer = new ScriptedPeer([['', 'Authorised staff only. Go on? [YES/NO]:'], ['YES\r', `YES\r\n${HOST}>`], ...PREPARED.slice(1)]);
    expect((await openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() })).host).toBe(HOST);
  });

  test('preparation the device refuses is remembered and not taken back', async () => {
    const refused = PREPARED.map(([heard, said]): Turn => (heard.startsWith('undo smart') ? exchange('undo smart', '               ^\r\n  % Unknown command, the error locates at \'^\'', '#') : [heard, said]));
    const peer = new ScriptedPeer([...refused, ...LOGOUT.filter(([heard]) => heard !== 'smart\r')]);
    const session = await openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() });
    expect(session.refusedPreparation).toEqual(['undo smart']);
    await session.close();
    expect(peer.left).toEqual([]);
  });

  test('enable may want a password of its own', async () => {
    const script: Turn[] = [['', `${HOST}>`], ['enable\r', 'enable\r\nPassword:'], ['secret2\r', `\r\n\r\n${HOST}#`], ...PREPARED.slice(2)];
    const session = await openSession(new ScriptedPeer(script), SPEC, { ...CREDENTIALS, enablePassword: 'secret2' }, { clock: new TestClock() });
    expect(session.at).toBe('#');
  });

  test('without enable password the account is not enough', async () => {
    const script: Turn[] = [['', `${HOST}>`], ['enable\r', 'enable\r\nPassword:'], ['\x03', `\r\n\r\n${HOST}>`], ['enable\r', 'enable\r\nPassword:'], ['\x03', `\r\n\r\n${HOST}>`]];
    const peer = new ScriptedPeer(script);
    const clock = new TestClock();
    const error = failure(openSession(peer, SPEC, CREDENTIALS, { clock }));
    await clock.advance(2 * SPEC.timeouts.doubt);
    expect(await error).toMatchObject({ code: 'login-refused', exitCode: 4 });
    expect(peer.closed).toBe(true);
  });

  test('a newer release has another name for a preparation', async () => {
    const other = (heard: string, said: string): Turn => exchange(heard, said);
    const unknown = '  % Unknown command, the error locates at \'^\'';
    const script = [...PREPARED.slice(0, 5), other('mmi-mode original-output', unknown), other('mmi-mode enable', ''), ...PREPARED.slice(6), ...LOGOUT.slice(0, 1), other('mmi-mode disable', ''), ...LOGOUT.slice(2)];
    const peer = new ScriptedPeer(script);
    const session = await openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() });
    expect(session.refusedPreparation).toEqual([]);
    await session.close();
    expect(peer.left).toEqual([]);
  });

  test('a question nobody knows is not answered', async () => {
    const peer = new ScriptedPeer([['', `${BANNER}Erase everything? (y/n)[n]:`]]);
    const clock = new TestClock();
    const opening = failure(openSession(peer, SPEC, CREDENTIALS, { clock }));
    await clock.advance(SPEC.timeouts.doubt);
    expect(await opening).toMatchObject({ code: 'unexpected-prompt', message: expect.stringContaining('Erase everything') as string });
    expect(peer.typed).toBe('');
  });

  test.each([
    ['said in words', '\r\n  Username or password invalid.\r\n\r\n>>User name:'],
    ['asked again in silence', '\r\n>>User name:'],
  ])('wrong password, %s', async (_, said) => {
    const peer = new ScriptedPeer([...TELNET.slice(0, 2), ['Pa55-w0rd\r', said]], { authenticated: false });
    const error = await failure(openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() }));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4 });
    expect(error.message).not.toContain(CREDENTIALS.password);
    expect(peer.closed).toBe(true);
  });

  test('the limit of sessions', async () => {
    const peer = new ScriptedPeer([['', ['\r\n  Reenter times have reached the upper limit.\r\n', DROP]]]);
    const error = await failure(openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() }));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4 });
    expect(error.message).toContain('Reenter times');
  });

  test('silence after login is given up, and the connection closed', async () => {
    const peer = new ScriptedPeer([['', BANNER]]);
    const clock = new TestClock();
    const opening = failure(openSession(peer, SPEC, CREDENTIALS, { clock }));
    await clock.advance(SPEC.timeouts.login + 1);
    expect(await opening).toMatchObject({ code: 'silent', exitCode: 5 });
    expect(peer.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  test.each(PREPARED.map((_, i) => i))('the link drops at step %i of the login', async (at) => {
    const peer = new ScriptedPeer(PREPARED.map(([heard, said], i): Turn => [heard, i === at ? [String(said).slice(0, 20), DROP] : said]));
    expect(await failure(openSession(peer, SPEC, CREDENTIALS, { clock: new TestClock() }))).toMatchObject({ code: 'session-lost', exitCode: 5 });
    expect(peer.closed).toBe(true);
  });
});

describe('one line', () => {
  const enter: Turn = exchange('config', '', '(config)#');
  const toConfig = (session: Session): Promise<unknown> => session.send(request('config', { prompt: '(config)#', intent: 'navigate' }));

  test.each([1, 3, 4096])('echo, output, prompt, in chunks of %i bytes', async (cut) => {
    const { session } = await open([[`display version\r`, `display version\r\n  VERSION : X\r\n\r\n${HOST}#`]], { cut });
    expect(await session.send(request('display version', { intent: 'read' }))).toEqual(
      { class: 'ok', message: '', lines: ['  VERSION : X', ''], alarms: [], prompt: '#', tries: 1 });
  });

  test('is not typed in the wrong mode', async () => {
    const { session, peer } = await open([]);
    const before = peer.typed;
    expect(await failure(session.send(request('vlan 100 smart', config)))).toMatchObject({ code: 'unexpected-prompt', exitCode: 5 });
    expect(peer.typed).toBe(before);
  });

  test('that leads elsewhere than it should is an unexpected prompt', async () => {
    const { session, clock } = await open([exchange('config', '', '(config-btv)#')]);
    const error = failure(toConfig(session));
    await clock.advance(SPEC.timeouts.doubt);
    expect(await error).toMatchObject({ code: 'unexpected-prompt', exitCode: 5 });
  });

  test('a second line while the first is under way is a bug of ours and never typed', async () => {
    const { session, peer } = await open([exchange('display x', '', '#')]);
    const first = session.send(request('display x'));
    const before = peer.typed;
    await expect(session.send(request('display y'))).rejects.toThrow('still under way');
    expect(peer.typed).toBe(before);
    expect(await first).toMatchObject({ class: 'ok' });
  });

  test('a control character is a bug of ours and never typed', async () => {
    const { session, peer } = await open([]);
    const before = peer.typed;
    await expect(session.send(request('a\rreboot'))).rejects.toThrow('control character');
    expect(peer.typed).toBe(before);
  });

  test('pages are turned and leave no trace', async () => {
    const { session } = await open([
      ['display x\r', `display x\r\n  one\r\n${PAGER}`], [' ', [ERASE.slice(0, 10), `${ERASE.slice(10)}  two\r\n${PAGER}`]], [' ', `${ERASE}  three\r\n${HOST}#`]]);
    expect((await session.send(request('display x', { intent: 'read' }))).lines).toEqual(['  one', '  two', '  three']);
  });

  test('a folded echo laced with cursor moves, an alarm in mid-output', async () => {
    const line = 'display service-port port 0/1/3 ont 5';
    const { session } = await open([[`${line}\r`,
      `${line.slice(0, 20)} \x1b[1D\r\n  ${line.slice(20)}\r\n  row 1\r\n\r\n  ! FAULT MAJOR 0x1 x\r\n  ALARM NAME : LOS\r\n  --- END\r\n  row 2\r\n${HOST}#`]]);
    const reply = await session.send(request(line, { intent: 'read' }));
    expect(reply.lines.filter((text) => text !== '')).toEqual(['  row 1', '  row 2']);
    expect(reply.alarms).toHaveLength(1);
  });

  test('a dump with lines that look like the prompt is read to its end', async () => {
    const { session } = await open([['display current\r', [`display current\r\n desc "${HOST}#`, `"\r\n${HOST}(config)#`, ` x\r\n#\r\nreturn\r\n${HOST}#`]]]);
    expect((await session.send(request('display current', { intent: 'read' }))).lines).toEqual([` desc "${HOST}#"`, `${HOST}(config)# x`, '#', 'return']);
  });

  test('an answer that was cut at a false prompt is found out before the next line is typed', async () => {
    const { session, peer } = await open([['display current\r', `display current\r\n${HOST}#`]]);
    await session.send(request('display current', { intent: 'read' }));
    peer.say(`" the rest of a folded description\r\n${HOST}#`);
    await turns();
    const before = peer.typed;
    expect(await failure(session.send(request('save', { intent: 'save' })))).toMatchObject({ code: 'unexpected-prompt' });
    expect(peer.typed).toBe(before);
  });

  test('{ <cr>|ont-type<K> }: is answered with one Enter, and the repeated command is no output', async () => {
    const line = 'ont add 3 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "site-0005"';
    const { session, peer } = await open([enter, [`${line}\r`, `${line}\r\n{ <cr>|ont-type<K> }:`],
      ['\r', ['\r', `\n\r\n  Command:\r\n          ${line.slice(0, 70)}\r\n          ${line.slice(70)}\r\n`, `  Number of ONTs that can be added: 1, success: 1\r\n  PortID :3, ONTID :5\r\n\r\n${HOST}(config)#`]]]);
    await toConfig(session);
    const reply = await session.send(request(line, config));
    expect(reply).toMatchObject({ class: 'ok', message: '' });
    expect(reply.lines.filter((text) => text.trim() !== '')).toEqual(['  Number of ONTs that can be added: 1, success: 1', '  PortID :3, ONTID :5']);
    expect(peer.left).toEqual([]);
  });

  test('a dialog without <cr> is an incomplete line: Ctrl-C and a syntax reply', async () => {
    const { session } = await open([['display ont\r', 'display ont\r\n{ autofind<K>|info<K> }:'], ['\x03', `\r\n${HOST}#`]]);
    expect(await session.send(request('display ont'))).toMatchObject({ class: 'syntax', message: expect.stringContaining('autofind<K>|info<K>') as string });
  });

  test('a question is answered yes only as the line allows', async () => {
    const ask = (answer: string): Turn[] => [['undo service-port 5\r', 'undo service-port 5\r\n  It will be deleted. Are you sure? (y/n)[n]:'], [`${answer}\r`, `${answer}\r\n\r\n${HOST}(config)#`]];
    const { session, clock } = await open([enter, ...ask('n'), ...ask('y')]);
    await toConfig(session);
    const refused = session.send(request('undo service-port 5', config));
    await clock.advance(SPEC.timeouts.doubt);
    expect(await refused).toMatchObject({ class: 'denied', message: expect.stringContaining('Are you sure') as string });
    expect(await session.send(request('undo service-port 5', { ...config, yes: true }))).toMatchObject({ class: 'ok', lines: [''] });
  });

  test('a damaged echo is told before anything is built on it', async () => {
    const { session, clock } = await open([['undo service-port 100\r', `undo service-port 10\r\n${HOST}#`]]);
    const error = failure(session.send(request('undo service-port 100')));
    await clock.advance(SPEC.timeouts.doubt);
    expect(await error).toMatchObject({ code: 'echo-mismatch', exitCode: 5 });
  });

  test('text of a listing that ends like a question, for a moment, is not answered', async () => {
    const { session, peer } = await open([['display x\r', ['display x\r\n  note: sure? (y/n)[n]:', ` yes\r\n${HOST}#`]]]);
    expect((await session.send(request('display x', { intent: 'read' }))).lines).toEqual(['  note: sure? (y/n)[n]: yes']);
    expect(peer.typed.endsWith('display x\r')).toBe(true);
  });

  test('a notice right behind the prompt, and an alarm without end before the echo, disturb nothing', async () => {
    const { session, peer } = await open([exchange('display x', '  row', '#')]);
    peer.say(`[2024-05-06 07:08:09+03:00]:The automatic save ended\r\n  ! FAULT MINOR 0x1\r\n  ALARM NAME : LOS\r\n${HOST}#`);
    await turns();
    const reply = await session.send(request('display x', { intent: 'read' }));
    expect(reply).toMatchObject({ class: 'ok', lines: ['  row'] });
    expect(reply.alarms.join('\n')).toContain('ALARM NAME');
  });

  test('what came unasked before the line is reported beside the answer', async () => {
    const { session, peer } = await open([exchange('display x', '  row', '#')]);
    peer.say(`\r\n[2024-05-06 07:08:09+03:00]:The automatic save ended\r\n${HOST}#`);
    await turns();
    const reply = await session.send(request('display x', { intent: 'read' }));
    expect(reply.lines).toEqual(['  row']);
    expect(reply.alarms).toContain('[2024-05-06 07:08:09+03:00]:The automatic save ended');
  });

  test('a busy device is asked again after the waits of the pack, and in the end believed', async () => {
    const busy = exchange('x', '  Failure: System is busy, please retry after a while', '#');
    const { session, clock } = await open([busy, busy, exchange('x', '', '#'), busy, ...SPEC.busy.waits.map(() => busy)]);
    const first = session.send(request('x'));
    await clock.advance(SPEC.busy.waits[0]! + SPEC.busy.waits[1]!);
    expect(await first).toMatchObject({ class: 'ok', tries: 3 });
    const second = session.send(request('x'));
    await clock.advance(SPEC.busy.waits.reduce((a, b) => a + b));
    expect(await second).toMatchObject({ class: 'busy', tries: SPEC.busy.waits.length + 1 });
  });

  test('silence is given up; home finds back with Ctrl-C and Enter', async () => {
    const { session, clock } = await open([['display x\r', 'display x\r\n  row'], ['\x03', `\r\n${HOST}(config)#`], ['\r', `\r\n${HOST}(config)#`], exchange('return', '', '#'), exchange('display y', '', '#')]);
    const sent = failure(session.send(request('display x', { silence: 5000 })));
    await clock.advance(5001);
    expect(await sent).toMatchObject({ code: 'silent', exitCode: 5, message: expect.stringContaining('display x') as string });
    expect(await failure(session.send(request('display y')))).toMatchObject({ code: 'unexpected-prompt' });
    await session.home();
    expect(session.at).toBe('#');
    expect(await session.send(request('display y'))).toMatchObject({ class: 'ok' });
  });

  test.each([[0, 'before'], [9, 'within'], [17, 'after']])('the link drops %i bytes into the answer (%s)', async (bytes) => {
    const { session } = await open([['display x\r', [...(bytes === 0 ? [] : [`display x\r\n  row\r\n`.slice(0, bytes)]), DROP]]]);
    expect(await failure(session.send(request('display x')))).toMatchObject({ code: 'session-lost', exitCode: 5 });
    expect(await failure(session.send(request('display x')))).toMatchObject({ code: 'session-lost', exitCode: 5 });
    expect(await failure(session.home())).toMatchObject({ code: 'session-lost', exitCode: 5 });
    await session.close();
  });

  test('the device ends the session with its own words', async () => {
    const { session } = await open([['display x\r', '\r\n  Configuration console time out, please retry to log on\r\n']]);
    expect((await failure(session.send(request('display x')))).message).toContain('time out');
  });
});

describe('saving', () => {
  const PERCENT = (n: number): string => `\r\n[2024-05-06 07:08:09+03:00]:The percentage of saved data on 9 slot's main control board is: ${n}%\r\n`;
  const DONE = '\r\n[2024-05-06 07:08:19+03:00]:The data of 9 slot\'s main control board is saved completely\r\n';
  const save: Turn = ['save\r', `save\r\n  It will take several minutes to save configuration file, please wait...\r\n\r\n${HOST}#`];

  test('ends when the device says so, long after the prompt', async () => {
    const percents: number[] = [];
    const { session, peer } = await open([save, ...LOGOUT], { options: { onSaveProgress: (percent) => percents.push(percent) } });
    let ended = false;
    const saving = session.send(request('save', { intent: 'save' })).finally(() => { ended = true; });
    await turns();
    peer.say([PERCENT(12), PERCENT(80)]);
    await turns();
    expect(ended).toBe(false);
    peer.say(DONE);
    expect(await saving).toMatchObject({ class: 'ok', message: '', lines: [''] });
    expect(percents).toEqual([12, 80]);
    await session.close();
    expect(peer.left).toEqual([]);
  });

  test('with nothing to save ends at once', async () => {
    const { session } = await open([['save\r', `save\r\n  System data has been saved, no need to save again\r\n${HOST}#`]]);
    expect(await session.send(request('save', { intent: 'save' }))).toMatchObject({ class: 'ok' });
  });

  test('a device that never tells is believed after a while, with a word about it', async () => {
    const { session, clock } = await open([save]);
    const saving = session.send(request('save', { intent: 'save' }));
    await clock.advance(SPEC.save!.patience + 1);
    expect(await saving).toMatchObject({ class: 'ok', message: expect.stringContaining('did not say') as string });
  });

  test('one that stops half way is silent', async () => {
    const { session, peer, clock } = await open([save]);
    const saving = failure(session.send(request('save', { intent: 'save' })));
    await turns();
    peer.say(PERCENT(12));
    await clock.advance(SPEC.timeouts.save + 1);
    expect(await saving).toMatchObject({ code: 'silent' });
  });
});

describe('leaving', () => {
  test('a device that is stuck is left all the same', async () => {
    const { session, peer, clock } = await open([['display x\r', 'display x\r\n'], ['\x03', ''], ['\r', '']]);
    const sent = failure(session.send(request('display x', { silence: 1000 })));
    await clock.advance(1001);
    await sent;
    const closing = session.close();
    await clock.advance(60_000);
    await closing;
    expect(peer.closed).toBe(true);
    expect(clock.timers).toBe(0);
  });

  test('in the middle of a line: it fails, the logout is clean', async () => {
    const { session, peer } = await open([['display x\r', 'display x\r\n'], ['\x03', `\r\n${HOST}#`], ['\r', `\r\n${HOST}#`], ...LOGOUT]);
    const sent = failure(session.send(request('display x')));
    await turns();
    await session.close();
    expect(await sent).toMatchObject({ code: 'session-lost' });
    expect(peer.left).toEqual([]);
  });

  test('twice is once', async () => {
    const { session, peer } = await open(LOGOUT);
    await Promise.all([session.close(), session.close()]);
    expect(peer.left).toEqual([]);
  });
});
