/** Our channels against OpenSSH's sshd and inetutils' telnetd: what arrives is what the box sent, byte for byte. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { openConsole } from '../../src/sim/console.ts';
import { knownHostKeys, parseKnownHosts, formatKnownHost } from '../../src/transport/known-hosts.ts';
import type { Channel } from '../../src/transport/model.ts';
import { openSsh, readHostKey } from '../../src/transport/ssh.ts';
import type { SshTarget } from '../../src/transport/ssh.ts';
import { openTelnet } from '../../src/transport/telnet.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { clock } from '../transport/loopback.ts';
import { need } from './binaries.ts';
import { negotiations, tap } from './tap.ts';
import { describeWith } from './describe-with.ts';
import { BOX, sshRig, telnetRig } from './rig.ts';
import type { RigOptions } from './rig.ts';
import { generateKey } from './sshd.ts';
import type { Sshd } from './sshd.ts';

const TERMINAL = { type: 'vt100', width: 511, height: 1000 };

let cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

async function opened<R extends { close(): Promise<void> }>(rig: Promise<R>): Promise<R> {
  const up = await rig;
  cleanups.push(() => up.close());
  return up;
}

function target({ port, username, hostKey, key }: Sshd, more: Partial<SshTarget> = {}): SshTarget {
  return {
    host: '127.0.0.1', port, username, terminal: TERMINAL, clock, keys: [{ pem: readFileSync(key, 'utf8') }],
    hostKeys: knownHostKeys(parseKnownHosts(formatKnownHost('127.0.0.1', port, hostKey))), ...more,
  };
}

/** Types each of `lines` once its prompt is there. @returns everything that came, without what varies with the clock */
async function converse(channel: Channel, lines: readonly string[]): Promise<string> {
  let heard = '';
  let wake: () => void = () => undefined;
  channel.onData((chunk) => {
    heard += Buffer.from(chunk).toString('latin1');
    wake();
  });
  let from = 0;
  const until = async (): Promise<void> => {
    while (heard.length <= from || !ASKS.test(heard.slice(-80))) await new Promise<void>((resolve) => { wake = resolve; });
  };
  for (const line of lines) {
    await until();
    from = heard.length + 1;
    channel.write(`${line}\r`);
    await until();
  }
  await channel.close();
  return unclocked(heard);
}

/** A prompt, not the lonely # of a dump; or a question of the login. */
const ASKS = /[A-Za-z0-9)][>#]$|User (?:name|password):$/u;

function unclocked(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[+-]\d\d:\d\d)?/gu, '<time>').replace(/\b(?:SSH|Telnet|Local|ssh|telnet|local)\b/gu, '<way>');
}

const LINES = ['enable', 'undo smart', 'scroll 512', 'config', 'vlan 100 smart', `${'display '.repeat(90)}`, 'vlan 5000 smart', 'quit', 'display current-configuration'];

async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => new Error('it went well'), (thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  return error;
}

describeWith(['sshd', 'ssh-keygen'], 'OpenSSH\'s sshd', () => {
  const ssh = (sshd: RigOptions['sshd'] = {}) => opened(sshRig({ sshd }));

  test('passes the terminal of the box on as it is', async () => {
    const { server } = await ssh();
    const local = openConsole(createSimulator({ set: { 'save-ms': '0' } }));
    for (const line of LINES) local.type(line);
    const heard = await converse(await openSsh(target(server)), LINES);
    expect(heard.slice(heard.indexOf('>enable'))).toBe(unclocked(local.screen.slice(local.screen.indexOf('>enable'))));
  });

  test.each(['ed25519', 'rsa', 'ecdsa'] as const)('host keys of type %s are read, known again, and noticed when they change', async (hostKeyType) => {
    const { server } = await ssh({ hostKeyType });
    const key = await readHostKey({ host: '127.0.0.1', port: server.port, clock });
    expect(Buffer.from(key).equals(Buffer.from(server.hostKey))).toBe(true);
    await (await openSsh(target(server))).close();
    const other = await ssh({ hostKeyType });
    const before = server.log().length;
    const book = knownHostKeys(parseKnownHosts(formatKnownHost('127.0.0.1', server.port, other.server.hostKey)));
    expect(await failure(openSsh(target(server, { hostKeys: book })))).toMatchObject({ code: 'host-key-changed', exitCode: 4 });
    expect(server.log().slice(before)).not.toContain('userauth-request');
  });

  test.each([
    ['ed25519', '', []], ['rsa', '', []], ['ecdsa', '', []], ['ed25519', 'open sesame', []], ['rsa', 'open sesame', ['-m', 'PEM']], ['ecdsa', 'open sesame', ['-m', 'PKCS8']],
  ] as const)('a user key of type %s with passphrase "%s" %s', async (type, passphrase, form) => {
    const first = await ssh();
    const path = join(first.folder, 'own');
    generateKey(path, type, passphrase, form);
    const { server } = await ssh({ authorized: [readFileSync(`${path}.pub`, 'utf8').trim()] });
    await (await openSsh(target(server, { keys: [{ pem: readFileSync(path, 'utf8'), name: path, ...(passphrase === '' ? {} : { passphrase }) }] }))).close();
  });

  test('a key it does not know', async () => {
    const { server, folder } = await ssh();
    generateKey(join(folder, 'stranger'), 'ed25519');
    expect(await failure(openSsh(target(server, { keys: [{ pem: readFileSync(join(folder, 'stranger'), 'utf8'), name: 'stranger' }] })))).toMatchObject({ code: 'login-refused', exitCode: 4, message: expect.stringContaining('key stranger') as string });
  });

  test('a jump over one sshd to another', async () => {
    const [way, box] = [await ssh(), await ssh()];
    const heard = await converse(await openSsh(target(box.server, { jump: target(way.server) })), LINES.slice(0, 2));
    expect(heard).toMatch(/>enable\r\n[^]*#undo smart/u);
    expect(box.lines).toEqual(LINES.slice(0, 2));
    expect(way.lines).toEqual([]);
  });

  test('one that does not forward says so', async () => {
    const [way, box] = [await ssh({ settings: ['AllowTcpForwarding no'] }), await ssh()];
    expect(await failure(openSsh(target(box.server, { jump: target(way.server) })))).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringContaining('the jump host 127.0.0.1 cannot connect') as string, hint: expect.stringContaining('AllowTcpForwarding') as string });
  });

  test('outdated algorithms only: refused in words, named when they are used', async () => {
    const settings = ['KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1', 'HostKeyAlgorithms ssh-rsa', 'Ciphers 3des-cbc,aes128-cbc', 'MACs hmac-md5,hmac-sha1-96'];
    const { server } = await ssh({ hostKeyType: 'rsa', settings });
    const error = await failure(openSsh(target(server)));
    expect(error.message).toContain('no key exchange in common: the device offers diffie-hellman-group1-sha1, diffie-hellman-group14-sha1; we offer curve25519-sha256');
    expect(error.hint).toContain('legacyAlgorithms: true');
    const notes: string[] = [];
    await converse(await openSsh(target(server, { legacyAlgorithms: true, onNote: (note) => notes.push(note) })), LINES);
    expect(notes).toEqual([`127.0.0.1:${server.port} uses outdated algorithms, which are allowed for it: key exchange diffie-hellman-group14-sha1, type of host key ssh-rsa, cipher aes128-cbc, message authentication code hmac-md5`]);
  });

  test.each(['aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'])('keys are changed in the middle of what is said, with %s', async (cipher) => {
    const { server } = await ssh({ settings: ['RekeyLimit 16K', `Ciphers ${cipher}`] });
    const lines = ['enable', 'undo smart', 'scroll 512', ...Array.from({ length: 60 }, () => 'display current-configuration')];
    const local = openConsole(createSimulator({ set: { 'save-ms': '0' } }));
    for (const line of lines) local.type(line);
    const heard = await converse(await openSsh(target(server)), lines);
    expect(heard.slice(heard.indexOf('>enable'))).toBe(unclocked(local.screen.slice(local.screen.indexOf('>enable'))));
    // The first time is the login's.
    expect(server.log().match(/SSH2_MSG_NEWKEYS received/gu)?.length ?? 0).toBeGreaterThan(2);
  });
});

describeWith(['sshd', 'ssh-keygen', 'ssh-agent', 'ssh-add'], 'OpenSSH\'s agent', () => {
  test('logs in with the keys it holds, also on a jump host', async () => {
    const [way, box] = [await opened(sshRig()), await opened(sshRig())];
    const agent = join(box.folder, 'agent');
    const running = spawn(need('ssh-agent'), ['-D', '-a', agent], { stdio: ['ignore', 'pipe', 'ignore'] });
    cleanups.push(() => { running.kill('SIGTERM'); });
    await new Promise<void>((resolve) => { running.stdout.once('data', () => resolve()); });
    for (const { server } of [way, box]) execFileSync(need('ssh-add'), ['-q', server.key], { env: { SSH_AUTH_SOCK: agent }, stdio: 'ignore' });
    const { keys: _keys, ...alone } = target(box.server, { agent });
    const { keys: _others, ...hop } = target(way.server, { agent });
    await (await openSsh(alone)).close();
    await (await openSsh({ ...alone, jump: hop })).close();
  });
});

const [WILL, WONT, DO, DONT] = [251, 252, 253, 254];

describeWith(['telnetd'], 'inetutils\' telnetd', () => {
  test('passes the terminal of the box on as it is', async () => {
    const { server, lines } = await opened(telnetRig());
    const local = openConsole(createSimulator({ set: { 'save-ms': '0' } }), { user: null, password: BOX.password });
    const typed = [BOX.username, BOX.password, ...LINES];
    for (const line of typed) local.type(line);
    const heard = await converse(await openTelnet({ host: '127.0.0.1', port: server.port, terminal: TERMINAL, clock }), typed);
    expect(lines).toEqual(typed);
    expect(heard.slice(heard.indexOf('>enable'))).toBe(unclocked(local.screen.slice(local.screen.indexOf('>enable'))));
  });

  test('every option it brings up is answered, each once', async () => {
    const { server } = await opened(telnetRig());
    const cable = await tap(server.port);
    await converse(await openTelnet({ host: '127.0.0.1', port: cable.port, terminal: TERMINAL, clock }), [BOX.username, BOX.password, ...LINES]);
    await cable.close();
    const [asked, said] = [negotiations(cable.fromServer), negotiations(cable.fromClient)];
    // 16 of them, from ENCRYPT to BINARY. DO is answered by WILL or WONT, WILL by DO or DONT.
    expect(asked.length).toBeGreaterThanOrEqual(16);
    const sides = { DO: [WILL, WONT], WILL: [DO, DONT] };
    for (const { verb, option } of asked) {
      const answers = said.filter((each) => each.option === option && sides[verb === DO ? 'DO' : 'WILL'].includes(each.verb));
      expect({ option, answers: answers.length }).toEqual({ option, answers: 1 });
    }
    expect(said).toHaveLength(asked.length);
    // Terminal type and window size are ours to give, echo and go-ahead the box's; flow control and encryption are nobody's.
    expect(said.filter(({ verb }) => verb === WILL).map(({ option }) => option)).toEqual([24, 31, 0]);
    expect(said.filter(({ verb }) => verb === DO).map(({ option }) => option)).toEqual([3, 1]);
  });
});
