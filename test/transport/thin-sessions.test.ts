/**
 * The terminals of the thin packs, with transcripts put together from the documented behaviour of the boxes: the layout is the
 * device's, every value is ours.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Failure } from '../../src/kernel/failure.ts';
import { classify } from '../../src/transport/classify.ts';
import { compileSession } from '../../src/transport/compile-session.ts';
import type { ReplyClass, Session } from '../../src/transport/model.ts';
import { openSession } from '../../src/transport/session.ts';
import type { SessionSpec } from '../../src/transport/spec.ts';
import { DROP, ScriptedPeer, inPieces } from './scripted-peer.ts';
import type { Turn } from './scripted-peer.ts';
import { TestClock } from './test-clock.ts';
import { request } from './transcripts.ts';

const ZTE = load('zte');
const VSOL = load('vsol');
const CUTS = [1, 7, 4096];
const config = { at: '(config)#', prompt: '(config)#' } as const;

describe('a TITAN box', () => {
  const NAME = 'LIGHTHOUSE';
  const BANNER = [
    '', '*'.repeat(80), '           Welcome to TITAN series OLT of ZTE Corporation', '*'.repeat(80),
    'Login at 08:01:02 Mon Mar 02 2026 from 192.0.2.7 through TELNET.', 'The last successful login was at 07:55:00 Mon Mar 02 2026 from 192.0.2.',
    '9 through SSH.', '0 authentication failure occurred.', '% The password is not strong, please change the password.', '',
  ].join('\r\n');
  const say = (line: string, answer: string, tail: string): Turn => [`${line}\r`, `${line}\r\n${answer}${NAME}${tail}`];
  const PREPARED: readonly Turn[] = [['', `${BANNER}${NAME}#`], say('terminal length 0', '', '#')];
  const LOGOUT: readonly Turn[] = [
    ['exit\r', 'exit\r\nThe configuration is changed,confirm to logout without saving? [yes/no]:'],
    ['yes\r', ['yes\r\n', DROP]],
  ];
  const enterConfig = say('configure terminal', '%Info 20272: Enter configuration commands, one per line. End with CTRL/Z.\r\n', '(config)#');

  test.each(CUTS)('logs in over SSH at level 15, and leaves with the whole word yes, in chunks of %i bytes', async (cut) => {
    const { session, peer } = await open(ZTE, [...PREPARED, ...LOGOUT], { cut });
    expect(session).toMatchObject({ host: NAME, at: '#', refusedPreparation: [] });
    await session.close();
    expect(peer.left).toEqual([]);
  });

  test('logs in over Telnet below level 15, with an enable password', async () => {
    const { session } = await open(ZTE, [
      ['', '\r\nUsername:'], ['noc\r', 'noc\r\nPassword:'], ['Pa55-w0rd\r', `\r\n${BANNER}${NAME}>`],
      ['enable\r', 'enable\r\nPassword:'], ['l3vel-15\r', `\r\n${NAME}#`], say('terminal length 0', '', '#'),
    ], { authenticated: false, enablePassword:'l3vel-15' });
    expect(session.at).toBe('#');
  });

  test.each([
    ['in words', '\r\n% Username or password error\r\nUsername:'],
    ['by asking again', '\r\nUsername:'],
  ])('refuses a login %s', async (_, said) => {
    const error = await failure(open(ZTE, [['', '\r\nUsername:'], ['noc\r', 'noc\r\nPassword:'], ['Pa55-w0rd\r', said]], { authenticated: false }));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4 });
  });

  test('refuses an enable password', async () => {
    const error = await failure(open(ZTE, [
      ['', `${NAME}>`], ['enable\r', 'enable\r\nPassword:'], ['wrong\r', `\r\n%Error 20208: Bad password\r\n${NAME}>`],
      ['enable\r', 'enable\r\nPassword:'], ['wrong\r', `\r\n%Error 20208: Bad password\r\n${NAME}>`],
    ], { enablePassword:'wrong' }));
    expect(error).toMatchObject({ code: 'login-refused', message: expect.stringContaining('Bad password') as string });
    expect(error.message).not.toContain('wrong');
  });

  test('takes a line in silence and another with [Successful]', async () => {
    const { session } = await open(ZTE, [
      ...PREPARED, enterConfig,
      say('interface gpon_onu-1/3/2:7', '', '(config-if)#'), say('tcont 1 profile UP', '[Successful]\r\n', '(config-if)#'), say('exit', '', '(config)#'),
    ]);
    expect(await session.send(request('configure terminal', { at: '#', prompt: '(config)#', intent: 'navigate' }))).toMatchObject({ class: 'ok', lines: [] });
    expect(await session.send(request('interface gpon_onu-1/3/2:7', { at: '(config)#', prompt: '(config-if*)#', intent: 'navigate' }))).toMatchObject({ class: 'ok' });
    expect(await session.send(request('tcont 1 profile UP', { at: '(config-if*)#', prompt: '(config-if*)#' }))).toMatchObject({ class: 'ok', lines: [] });
    expect(await session.send(request('exit', { at: '(config-if*)#', prompt: '(config)#', intent: 'navigate' }))).toMatchObject({ class: 'ok' });
  });

  test('refuses a line: the line again, the caret, the message', async () => {
    const { session } = await open(ZTE, [...PREPARED, enterConfig, say('gemprt 1', `gemprt 1\r\n  ^\r\n%Error 140303: Invalid input detected at '^' marker.\r\n`, '(config)#')]);
    await session.send(request('configure terminal', { at: '#', prompt: '(config)#', intent: 'navigate' }));
    expect(await session.send(request('gemprt 1', config))).toMatchObject({ class: 'syntax', message: expect.stringContaining('140303') as string });
  });

  test.each(CUTS)('turns pages where length 0 is refused, and wipes the pager with backspaces, in chunks of %i bytes', async (cut) => {
    const back = '\b'.repeat(8);
    const { session, peer } = await open(ZTE, [
      PREPARED[0]!, say('terminal length 0', `%Error 20201: Invalid command key word\r\n`, '#'),
      ['show running-config\r', 'show running-config\r\ninterface gpon_olt-1/3/2\r\n --More--'],
      [' ', `${back}        ${back}  onu 7 type HGU sn ZTEGD00A11B7\r\n --More--`],
      [' ', `${'\b'.repeat(10)}!\r\n --More--`],
      [' ', `\r         \r!</MSAN>\r\n${NAME}#`],
    ], { cut });
    expect(session.refusedPreparation).toEqual(['terminal length 0']);
    const reply = await session.send(request('show running-config', { intent: 'read' }));
    expect(reply.lines).toEqual(['interface gpon_olt-1/3/2', '  onu 7 type HGU sn ZTEGD00A11B7', '!', '!</MSAN>']);
    expect(peer.left).toEqual([]);
  });

  test('an indented Password: of a listing is no question', async () => {
    const { session, peer } = await open(ZTE, [...PREPARED, ['show gpon onu detail-info gpon_onu-1/3/2:7\r', [
      'show gpon onu detail-info gpon_onu-1/3/2:7\r\n  Serial number:       ZTEGD00A11B7\r\n  Password:', `\r\n  Description:         x\r\n${NAME}#`]]]);
    expect((await session.send(request('show gpon onu detail-info gpon_onu-1/3/2:7', { intent: 'read' }))).lines).toHaveLength(3);
    expect(peer.typed).not.toContain('\x03');
  });

  test('saves with [OK]', async () => {
    const { session } = await open(ZTE, [...PREPARED, say('write', 'Building configuration...\r\n...[OK]\r\n', '#')]);
    expect(await session.send(request('write', { intent: 'save', yes: true }))).toMatchObject({ class: 'ok', message: '' });
  });

  test.each<[string, ReplyClass]>([
    ['%Error 230285: No related information to show.', 'empty'],
    ['%Code 32310-GPONSRV : No related information to show.', 'empty'],
    ['%Code 32310-GPONSRV : The ONU does not exist.', 'absent'],
    ['%Error 230296: Profile is being used.', 'in-use'],
    ['%Error 223845: UNI does not exist.', 'dependency'],
    ['%Error 140301: Ambiguous command.', 'syntax'],
    ['%Error 140305: Incomplete command.', 'syntax'],
    ['%Error 20202: Invalid parameter', 'syntax'],
    ['% Invalid input detected at \'^\' marker.', 'syntax'],
    ['%Code 62330-GPONSRV: Parameter exceeds range.', 'unsupported'],
    ['%Code 62397-GPONSRV: The entry is not existed', 'dependency'],
    ['%Code 63869-GPONRM : Record already exists.', 'exists'],
    ['%Code 63981-GPONRM : VLAN profile not found.', 'dependency'],
    ['%Code 64007-GPONRM : Operation is forbidden for conflicting with some applied on u-profile.', 'conflict'],
    ['%Code 66661: The service is already existed.', 'exists'],
    ['%Code 99999-GPONSRV : Something nobody has seen.', 'unknown'],
    ['name Code 66661 of the street', 'ok'],
  ])('%s', (line, expected) => {
    expect(classify([line], compiled(ZTE)).class).toBe(expected);
  });
});

describe('a V1600G box', () => {
  const NAME = 'olt_Süd-1|a.b';
  const BANNER = '\r\nHello, this is gpon olt platform (version 1.00).\r\nCopyright 2011-2025 .\r\n\r\nUser Access Verification\r\nEntering character mode\r\nEscape character is \'^]\'.\r\n\r\n';
  const say = (line: string, answer: string, tail: string): Turn => [`${line}\r`, `${line}\r\n${answer}${NAME}${tail} `];
  const ENABLED: readonly Turn[] = [['enable\r', 'enable\r\nPassword:'], ['Xp0n\r', `\r\n${NAME}# `], say('configure terminal', '', '(config)#'), say('terminal length 0', '', '(config)#')];
  const PREPARED: readonly Turn[] = [['', `${BANNER}${NAME}> `], ...ENABLED];
  const enablePassword = 'Xp0n';
  const EVENT = '2026/03/02 08:09:10   Onu 0/1:3 Port 1 LOS, LAN link down';

  test.each(CUTS)('logs in over SSH and once more by itself, with a third password for enable, in chunks of %i bytes', async (cut) => {
    const { session, peer } = await open(VSOL, [
      ['', `${BANNER}Login:`], ['noc\r', 'noc\r\nPassword:'], ['Pa55-w0rd\r', `\r\n\r\n${NAME}> `], ...ENABLED, say('exit', '', '#'),
    ], { cut, enablePassword });
    expect(session).toMatchObject({ host: NAME, at: '(config)#', refusedPreparation: [] });
    await session.close();
    expect(peer.left).toEqual([]);
    expect(peer.typed).not.toContain('\n');
  });

  test('logs in over Telnet, asked for a user name', async () => {
    const { session } = await open(VSOL, [['', `${BANNER}User Name:`], ['noc\r', 'noc\r\nPassword:'], ['Pa55-w0rd\r', `\r\n${NAME}> `], ...ENABLED], { authenticated: false, enablePassword });
    expect(session.at).toBe('(config)#');
  });

  test('refuses a login', async () => {
    const error = await failure(open(VSOL, [['', `${BANNER}Login:`], ['noc\r', 'noc\r\nPassword:'], ['Pa55-w0rd\r', '\r\nBad UserName or Bad Password, retry\r\nLogin:']], { authenticated: false }));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4 });
  });

  test('refuses an enable password', async () => {
    const refused: Turn[] = [['enable\r', 'enable\r\nPassword:'], ['Xp0n\r', `\r\n% Bad passwords\r\n${NAME}> `]];
    expect(await failure(open(VSOL, [PREPARED[0]!, ...refused, ...refused], { enablePassword }))).toMatchObject({ code: 'login-refused' });
  });

  test('takes a line in silence and another with a note, and an event in between is told apart', async () => {
    const { session } = await open(VSOL, [
      ...PREPARED, say('interface gpon 0/1', '', '(config-pon-0/1)#'),
      say('onu add 5 profile default sn VSOL00A0B0C5', `\r\n${EVENT}\r\n\r\nNote: Register pon 1 onu 5 OK.\r\n`, '(config-pon-0/1)#'),
      say('onu 5 desc mill-5', '', '(config-pon-0/1)#'),
    ], { enablePassword });
    expect(await session.send(request('interface gpon 0/1', { at: '(config)#', prompt: '(config-pon-0/*)#', intent: 'navigate' }))).toMatchObject({ class: 'ok' });
    const pon = { at: '(config-pon-0/1)#', prompt: '(config-pon-0/1)#' } as const;
    const taken = await session.send(request('onu add 5 profile default sn VSOL00A0B0C5', pon));
    expect(taken).toMatchObject({ class: 'ok', alarms: [EVENT] });
    expect(taken.lines.filter((line) => line.trim() !== '')).toEqual([]);
    expect(await session.send(request('onu 5 desc mill-5', pon))).toMatchObject({ class: 'ok', lines: [] });
  });

  test('a PON that does not exist is seen by the prompt alone', async () => {
    const { session } = await open(VSOL, [...PREPARED, say('interface gpon 0/9', '', '(config)#')], { enablePassword });
    expect(await failure(session.send(request('interface gpon 0/9', { at: '(config)#', prompt: '(config-pon-0/9)#', intent: 'navigate' })))).toMatchObject({ code: 'unexpected-prompt' });
  });

  test('finds back from a port, one level', async () => {
    const { session, peer } = await open(VSOL, [...PREPARED, say('interface gpon 0/1', '', '(config-pon-0/1)#'), say('exit', '', '(config)#')], { enablePassword });
    await session.send(request('interface gpon 0/1', { at: '(config)#', prompt: '(config-pon-0/1)#', intent: 'navigate' }));
    await session.home();
    expect(session.at).toBe('(config)#');
    expect(peer.left).toEqual([]);
  });

  test('refuses a line', async () => {
    const { session } = await open(VSOL, [...PREPARED, say('onu 5 reboot', '% Unknown command.\r\n', '(config)#')], { enablePassword });
    expect(await session.send(request('onu 5 reboot', config))).toMatchObject({ class: 'syntax', message: 'Unknown command.' });
  });

  test.each([
    ['whole', (text: string) => [text]],
    ['byte by byte', (text: string) => [...text]],
  ])('glues a word back together that the pager broke, wiped %s', async (_, pieces) => {
    const wipe = `${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}`;
    const { session, peer } = await open(VSOL, [
      ...PREPARED.slice(0, 4), say('terminal length 0', '% Unknown command.\r\n', '(config)#'),
      ['show running-config\r', ['show running-config\r\nvlan 1\r\nexit\r\nonu 1 pri wifi_ssid 1 name A hide disable auth_mode wpa2psk encrypt_t', ' --More-- \0']],
      [' ', [...pieces(`${wipe}ype aes\r\nexit \r\n`), ' --More-- \0']],
      [' ', pieces(`${wipe}!\r\n${NAME}(config)# `)],
    ], { enablePassword });
    const reply = await session.send(request('show running-config', { ...config, intent: 'read' }));
    expect(reply.lines).toEqual(['vlan 1', 'exit', 'onu 1 pri wifi_ssid 1 name A hide disable auth_mode wpa2psk encrypt_type aes', 'exit ', '!']);
    expect(peer.left).toEqual([]);
  });

  test('draws columns that the cursor is sent to', async () => {
    const { session } = await open(VSOL, [...PREPARED, say('show onu state', 'OnuIndex\r\x1b[12CAdmin\r\x1b[20CPhase\r\n1/1/1:7\r\x1b[12Cenable\r\x1b[20CDyingGasp\r\n', '(config)#')], { enablePassword });
    expect((await session.send(request('show onu state', { ...config, intent: 'read' }))).lines).toEqual(['OnuIndex    Admin   Phase', '1/1/1:7     enable  DyingGasp']);
  });

  test('a question nobody allowed is answered no', async () => {
    const { session } = await open(VSOL, [...PREPARED, ['reboot\r', 'reboot\r\nAre you sure want to reboot system? [Y/N]'], ['n\r', `n\r\n${NAME}(config)# `]], { enablePassword, patient: true });
    expect(await session.send(request('reboot', config))).toMatchObject({ class: 'denied' });
  });

  test.each<[string, ReplyClass]>([
    ['Error: No related information to show. 62310', 'empty'],
    ['Error: pon 2 onu 99 not found.', 'absent'],
    ['Error: onu is not exist', 'absent'],
    ['Error: onu not exist', 'absent'],
    ['onu already exists', 'exists'],
    ['Profile already existed', 'exists'],
    ['profile is already existed.', 'exists'],
    ['Error: profile isn\'t existed', 'absent'],
    ['can\'t delete profile', 'in-use'],
    ['Error: line profile L not found or it\'s not commited', 'dependency'],
    ['tcont has been configurated!', 'conflict'],
    ['Error: Unsupport private protocol', 'offline'],
    ['% Command incomplete.', 'syntax'],
    ['% Parameter out of range.', 'syntax'],
    ['% invalid parameter', 'syntax'],
    ['% There is no matched command', 'syntax'],
    ['Too many parameters', 'syntax'],
    ['Error: something nobody has seen', 'unknown'],
    ['onu 5 desc Error', 'ok'],
  ])('%s', (line, expected) => {
    expect(classify([line], compiled(VSOL)).class).toBe(expected);
  });
});

function load(id: string): SessionSpec {
  return parse(readFileSync(new URL(`../../vendors/${id}/session.yaml`, import.meta.url), 'utf8')) as SessionSpec;
}

function compiled(spec: SessionSpec) {
  const { session, errors } = compileSession(spec);
  if (!session) throw new Error(errors.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return session;
}

interface Options { readonly cut?: number; readonly authenticated?: boolean; readonly enablePassword?: string; readonly patient?: boolean; }

async function open(spec: SessionSpec, script: readonly Turn[], options: Options = {}): Promise<{ session: Session; peer: ScriptedPeer }> {
  compiled(spec);
  const peer = new ScriptedPeer(script, { authenticated: options.authenticated ?? true, ...(options.cut === undefined ? {} : { cut: inPieces(options.cut) }) });
  const clock = new TestClock();
  const credentials = { username: 'noc', password: 'Pa55-w0rd', ...(options.enablePassword === undefined ? {} : { enablePassword: options.enablePassword }) };
  const session = await openSession(peer, spec, credentials, { clock });
  if (options.patient) keepTicking(clock, peer);
  return { session, peer };
}

/** Lets doubts pass, so that what is answered after a while is answered. */
function keepTicking(clock: TestClock, peer: ScriptedPeer): void {
  const tick = (): void => { if (peer.left.length > 0) void clock.advance(500).then(tick); };
  tick();
}

async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => new Error('it went well'), (thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  return error;
}
