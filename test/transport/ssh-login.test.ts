/** Keys, agent, jump host and algorithms against servers that take nothing but those. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import type { HostKeys } from '../../src/transport/known-hosts.ts';
import { openSession } from '../../src/transport/session.ts';
import { openSsh, readHostKey } from '../../src/transport/ssh.ts';
import type { SshTarget } from '../../src/transport/ssh.ts';
import { OfferReader } from '../../src/transport/ssh-offer.ts';
import { clock, sshServer, telnetServer } from './loopback.ts';
import type { SshServer, SshServerOptions } from './loopback.ts';
import { SPEC } from './spec-fixture.ts';
import { HOST, LOGOUT, PREPARED, exchange, request } from './transcripts.ts';

const USER = { username: 'root', password: 'Pa55-w0rd' };
const KNOWN: HostKeys = { check: () => 'known' };
const SCRIPT = [...PREPARED, exchange('display version', '  VERSION : X', '#'), ...LOGOUT];

let cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

async function server(more: Partial<SshServerOptions> = {}): Promise<SshServer> {
  const up = await sshServer({ ...USER, methods: [], script: SCRIPT, ...more });
  cleanups.push(() => up.stop());
  return up;
}

function target(port: number, more: Partial<SshTarget> = {}): SshTarget {
  return { host: '127.0.0.1', port, username: 'root', terminal: SPEC.terminal, hostKeys: KNOWN, clock, ...more };
}

async function wholeSession(to: SshTarget): Promise<void> {
  const session = await openSession(await openSsh(to), SPEC, USER, { clock });
  expect(session.host).toBe(HOST);
  expect((await session.send(request('display version', { intent: 'read' }))).lines).toEqual(['  VERSION : X']);
  await session.close();
}

async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => new Error('it went well'), (thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  return error;
}

const pair = (passphrase?: string) => ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256, ...(passphrase === undefined ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 4 }) });

function raw(publicKey: string): Buffer {
  const parsed = ssh2.utils.parseKey(publicKey);
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicSSH();
}

describe('keys', () => {
  test('a key alone, without any password', async () => {
    const mine = pair();
    const { port, attempts } = await server({ publicKey: raw(mine.public) });
    await wholeSession(target(port, { keys: [{ pem: mine.private }] }));
    expect(attempts).toEqual(['publickey:right']);
  });

  test('a key under a passphrase', async () => {
    const mine = pair('open sesame');
    const { port } = await server({ publicKey: raw(mine.public) });
    await wholeSession(target(port, { keys: [{ pem: mine.private, passphrase: 'open sesame' }] }));
  });

  test('locked keys, wrong passphrases, public keys and garbage are refused by name before anything is connected', async () => {
    const locked = pair('open sesame').private;
    const refusal = async (pem: string, passphrase?: string): Promise<Failure> => failure(openSsh(target(1, { keys: [{ name: '~/.ssh/id', pem, ...(passphrase === undefined ? {} : { passphrase }) }] })));
    for (const [error, words] of [
      [await refusal(locked), 'the key ~/.ssh/id is locked with a passphrase'],
      [await refusal(locked, 'wr0ng'), 'the key ~/.ssh/id does not open with this passphrase'],
      [await refusal(pair().public), 'the key ~/.ssh/id is a public key'],
      [await refusal('hello'), 'the key ~/.ssh/id cannot be used: Unsupported key format'],
    ] as const) expect(error).toMatchObject({ code: 'ssh-options', exitCode: 1, message: words });
  });

  test('a key the device does not know: what was tried is said, and no secret', async () => {
    const { port } = await server({ publicKey: raw(pair().public) });
    const error = await failure(openSsh(target(port, { keys: [{ name: 'id_a', pem: pair().private }] })));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4, message: expect.stringContaining('the device took none of: key id_a') as string });
    expect((await failure(openSsh(target(port)))).message).toContain('no way to log in');
  });
});

describe('agent', () => {
  /** An agent that holds one key. */
  async function agentWith(privateKey: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'ont-prov-agent-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const key = ssh2.utils.parseKey(privateKey);
    if (key instanceof Error) throw key;
    const agent = createServer((socket) => {
      const protocol = new ssh2.AgentProtocol(false);
      protocol.on('identities', (question) => protocol.getIdentitiesReply(question, [key]));
      protocol.on('sign', (question, _key, data: Buffer) => {
        const signature = key.sign(data);
        if (signature instanceof Error) protocol.failureReply(question);
        else protocol.signReply(question, signature);
      });
      socket.pipe(protocol).pipe(socket);
      socket.on('error', () => undefined);
    });
    const path = join(folder, 'agent');
    await new Promise<void>((resolve) => { agent.listen(path, resolve); });
    cleanups.push(() => new Promise((resolve) => { agent.close(resolve); }));
    return path;
  }

  test('its keys log in', async () => {
    const mine = pair();
    const { port, attempts } = await server({ publicKey: raw(mine.public) });
    await wholeSession(target(port, { agent: await agentWith(mine.private) }));
    expect(attempts).toEqual(['publickey:right']);
  });

  test('when the device knows none of them, the password follows', async () => {
    const { port, attempts } = await server({ publicKey: raw(pair().public), methods: ['password'] });
    await wholeSession(target(port, { agent: await agentWith(pair().private), password: USER.password }));
    expect(attempts).toEqual(['password:right']);
  });

  test('one that is not there is a finding about this machine, not about the device', async () => {
    const { port } = await server({ publicKey: raw(pair().public) });
    expect(await failure(openSsh(target(port, { agent: join(tmpdir(), 'no-agent-here') })))).toMatchObject({ code: 'ssh-options', exitCode: 1, message: expect.stringContaining('no-agent-here') as string });
  });
});

describe('a jump host', () => {
  interface Hop { readonly port: number; readonly key: Buffer; readonly asked: string[] }

  /** Forwards for `me`, and says where to. */
  async function hop(): Promise<Hop> {
    const keys = pair();
    const asked: string[] = [];
    const up = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => (context.method === 'password' && context.username === 'me' && context.password === 'h0p' ? context.accept() : context.reject(['password'])));
      client.on('tcpip', (accept, refuse, { destIP, destPort }) => {
        asked.push(`${destIP}:${destPort}`);
        const socket = createConnection({ host: destIP, port: destPort });
        socket.once('error', () => refuse());
        socket.once('connect', () => {
          const channel = accept();
          channel.on('error', () => socket.destroy());
          channel.pipe(socket).pipe(channel);
        });
      });
    });
    await new Promise<void>((resolve) => { up.listen(0, '127.0.0.1', resolve); });
    cleanups.push(() => new Promise<void>((resolve) => { up.close(() => resolve()); }));
    return { port: (up.address() as AddressInfo).port, key: raw(keys.public), asked };
  }

  test('both host keys are checked, each under its own address, and the session goes through', async () => {
    const [way, box] = [await hop(), await server({ methods: ['password'] })];
    const checked: string[] = [];
    const hostKeys: HostKeys = { check: (host, port, key) => {
      checked.push(`${host}:${port} ${Buffer.from(key).equals(port === way.port ? way.key : Buffer.from(box.key)) ? 'own key' : 'other key'}`);
      return 'known';
    } };
    await wholeSession(target(box.port, { ...USER, hostKeys, jump: { host: '127.0.0.1', port: way.port, username: 'me', password: 'h0p', hostKeys } }));
    expect(checked).toEqual([`127.0.0.1:${way.port} own key`, `127.0.0.1:${box.port} own key`]);
    expect(way.asked).toEqual([`127.0.0.1:${box.port}`]);
  });

  test('nobody is waited for for ever: a box that opens no terminal, a host on the way that never answers', async () => {
    const keys = pair();
    const mute = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (context) => context.accept());
      // A listener that neither accepts nor refuses is a device that says nothing.
      client.on('session', (accept) => { accept().on('pty', (yes) => yes?.()).on('shell', () => undefined); });
      client.on('tcpip', () => undefined);
    });
    await new Promise<void>((resolve) => { mute.listen(0, '127.0.0.1', resolve); });
    cleanups.push(() => new Promise<void>((resolve) => { mute.close(() => resolve()); }));
    const { port } = mute.address() as AddressInfo;
    expect(await failure(openSsh(target(port, { ...USER, hostKeys: KNOWN, connectTimeout: 300 })))).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringContaining('opens no terminal') as string });
    const jump = { host: '127.0.0.1', port, username: 'me', password: 'h0p', hostKeys: KNOWN, connectTimeout: 300 };
    expect(await failure(openSsh(target(9, { ...USER, jump })))).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringMatching(/jump host .* no answer within 0\.3 s/u) as string });
  });

  test('a changed key is refused with the way to make it known, also when that has to be looked up', async () => {
    const box = await server({ methods: ['password'] });
    const changed = { check: () => 'changed' as const };
    expect(await failure(openSsh(target(box.port, { ...USER, hostKeys: { ...changed, remedy: () => Promise.resolve('do this') } })))).toMatchObject({ code: 'host-key-changed', exitCode: 4, hint: expect.stringMatching(/then do this$/u) as string });
    expect(await failure(openSsh(target(box.port, { ...USER, hostKeys: { ...changed, remedy: () => { throw new TypeError('a bug'); } } })))).toMatchObject({ code: 'connect' });
  });

  test('the key of the device can be read through it', async () => {
    const [way, box] = [await hop(), await server()];
    const key = await readHostKey({ host: '127.0.0.1', port: box.port, clock, jump: { host: '127.0.0.1', port: way.port, username: 'me', password: 'h0p', hostKeys: KNOWN } });
    expect(Buffer.from(key).equals(Buffer.from(box.key))).toBe(true);
  });

  test('what goes wrong there is said to go wrong there', async () => {
    const [way, box] = [await hop(), await server({ methods: ['password'] })];
    const closed = await telnetServer(() => undefined);
    await closed.stop();
    const jump = { host: '127.0.0.1', port: way.port, username: 'me', password: 'h0p', hostKeys: KNOWN };
    expect(await failure(openSsh(target(box.port, { jump: { ...jump, password: 'wr0ng' } })))).toMatchObject({ code: 'login-refused', exitCode: 4, message: expect.stringMatching(/^jump host: ssh me@/u) as string });
    expect(await failure(openSsh(target(box.port, { jump: { ...jump, hostKeys: { check: () => 'unknown' } } })))).toMatchObject({ code: 'host-key-unknown', exitCode: 4, hint: expect.stringContaining('ssh me@127.0.0.1') as string });
    const { password: _, ...nothing } = jump;
    expect(await failure(openSsh(target(box.port, { jump: nothing })))).toMatchObject({ code: 'login-refused', hint: expect.stringContaining('under jump:') as string });
    expect(await failure(openSsh(target(closed.port, { jump })))).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringContaining(`cannot connect to 127.0.0.1:${closed.port}`) as string });
    expect(await failure(openSsh(target(box.port, { ...USER, jump, hostKeys: { check: () => 'changed' } })))).toMatchObject({ code: 'host-key-changed', message: expect.stringContaining(`127.0.0.1:${box.port}`) as string });
    expect(await failure(openSsh(target(box.port, { jump: { ...jump, port: closed.port } })))).toMatchObject({ code: 'connect', message: expect.stringMatching(/^jump host: .*connection refused/u) as string });
  });
});

describe('algorithms', () => {
  const OLD = { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc', '3des-cbc'], hmac: ['hmac-md5'] } as const;
  const old = (): Promise<SshServer> => server({ methods: ['password'], algorithms: { kex: [...OLD.kex], cipher: [...OLD.cipher], hmac: [...OLD.hmac] } });

  test('a mismatch says what each side offers, and which option would allow it', async () => {
    const { port } = await old();
    const error = await failure(openSsh(target(port, USER)));
    expect(error).toMatchObject({ code: 'connect', exitCode: 5 });
    expect(error.message).toMatch(/no key exchange in common: the device offers diffie-hellman-group14-sha1; we offer curve25519-sha256, /u);
    expect(error.hint).toBe('ssh: { legacyAlgorithms: true } on this OLT allows diffie-hellman-group14-sha1; better is an update of its software');
    const cipher = await failure(openSsh(target(port, { ...USER, algorithms: { kex: ['diffie-hellman-group14-sha1'] } })));
    expect(cipher.message).toContain('no cipher in common: the device offers aes128-cbc, 3des-cbc; we offer aes128-gcm@openssh.com');
    const own = await failure(openSsh(target(port, { ...USER, legacyAlgorithms: true, algorithms: { hmac: ['hmac-sha2-256'] } })));
    expect(own).toMatchObject({ message: expect.stringContaining('no message authentication code in common: the device offers hmac-md5; we offer hmac-sha2-256') as string });
  });

  test('a mismatch of our own making', async () => {
    const { port } = await server({ methods: ['password'] });
    const error = await failure(openSsh(target(port, { ...USER, algorithms: { cipher: ['3des-cbc'] } })));
    expect(error.hint).toMatch(/^ssh: \{ algorithms: \{ cipher: … \} \} on this OLT leaves out aes/u);
  });

  test('outdated ones in use are named on every connection; allowed and not needed is said too', async () => {
    const notes: string[] = [];
    const { port } = await old();
    await wholeSession(target(port, { ...USER, legacyAlgorithms: true, onNote: (note) => notes.push(note) }));
    expect(notes).toEqual([`127.0.0.1:${port} uses outdated algorithms, which are allowed for it: key exchange diffie-hellman-group14-sha1, cipher aes256-cbc, message authentication code hmac-md5`.replace('aes256-cbc', 'aes128-cbc')]);
    const current = await server({ methods: ['password'] });
    await wholeSession(target(current.port, { ...USER, legacyAlgorithms: true, onNote: (note) => notes.push(note) }));
    expect(notes[1]).toBe(`127.0.0.1:${current.port} is allowed outdated algorithms and needs none: legacyAlgorithms can go`);
    await wholeSession(target((await server({ methods: ['password'] })).port, { ...USER, onNote: (note) => notes.push(note) }));
    expect(notes).toHaveLength(2);
  });

  test('a peer\'s offer is read however it is cut, after any banner, and garbage is none', async () => {
    const heard: Buffer[] = [];
    const { port } = await server();
    await new Promise<void>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write('SSH-2.0-test\r\n'));
      socket.on('data', (chunk: Buffer) => {
        heard.push(chunk);
        if (Buffer.concat(heard).length > 300) { socket.destroy(); resolve(); }
      });
    });
    const bytes = Buffer.concat([Buffer.from('Welcome to\r\nthe OLT\r\n'), ...heard]);
    const whole = new OfferReader();
    whole.feed(bytes);
    expect(whole.offer?.kex).toContain('curve25519-sha256');
    expect(whole.offer?.kex.some((name) => name.startsWith('kex-strict'))).toBe(false);
    for (const size of [1, 7, 100]) {
      const reader = new OfferReader();
      for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
      expect(reader.offer).toEqual(whole.offer);
    }
    for (const garbage of ['HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-x\r\n\0\0\0\x0c\x0a\x01aaaaaaaaaa', 'x'.repeat(70_000), 'SSH-2.0-x\r\n\0\0\0\x02\xff\x14']) {
      const reader = new OfferReader();
      reader.feed(Buffer.from(garbage, 'latin1'));
      expect(reader.offer).toBeNull();
    }
  });
});
