import ssh2 from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import type { HostKeys, KeyState } from '../../src/transport/known-hosts.ts';
import { knownHostKeys, parseKnownHosts, formatKnownHost } from '../../src/transport/known-hosts.ts';
import type { Channel, Session } from '../../src/transport/model.ts';
import { openSession } from '../../src/transport/session.ts';
import { openSsh, readHostKey } from '../../src/transport/ssh.ts';
import type { SshTarget } from '../../src/transport/ssh.ts';
import { openTelnet } from '../../src/transport/telnet.ts';
import { clock, playOver, sshServer, telnetServer } from './loopback.ts';
import type { Running, SshServer, SshServerOptions } from './loopback.ts';
import { DROP } from './scripted-peer.ts';
import { SPEC } from './spec-fixture.ts';
import { BANNER, HOST, LOGOUT, PREPARED, exchange, request } from './transcripts.ts';

const USER = { username: 'root', password: 'Pa55-w0rd' };
const always = (state: KeyState): HostKeys => ({ check: () => state });

let running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  running = [];
});

async function started<R extends Running>(server: Promise<R>): Promise<R> {
  const up = await server;
  running.push(up);
  return up;
}

const ssh = (more: Partial<SshServerOptions> = {}): Promise<SshServer> => started(sshServer({ ...USER, methods: ['password'], ...more }));

function target(port: number, more: Partial<SshTarget> = {}): SshTarget {
  return { host: '127.0.0.1', port, ...USER, terminal: SPEC.terminal, hostKeys: always('known'), clock, ...more };
}

async function failure(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => new Error('it went well'), (thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  return error;
}

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = await telnetServer(() => undefined);
  await server.stop();
  return server.port;
}

async function exercise(channel: Channel): Promise<Session> {
  const session = await openSession(channel, SPEC, USER, { clock });
  expect(session.host).toBe(HOST);
  expect((await session.send(request('display version', { intent: 'read' }))).lines).toEqual(['  VERSION : X']);
  await session.close();
  return session;
}

const SCRIPT = [...PREPARED, exchange('display version', '  VERSION : X', '#'), ...LOGOUT];

describe('SSH', () => {
  test.each([['password'], ['keyboard-interactive'], ['password,keyboard-interactive']])('a whole session by %s', async (methods) => {
    const server = await ssh({ methods: methods.split(',') as ('password' | 'keyboard-interactive')[], script: SCRIPT });
    await exercise(await openSsh(target(server.port)));
    expect(server.attempts).toEqual([`${methods.includes('keyboard') ? 'keyboard-interactive' : 'password'}:right`]);
    expect(server.terminals).toEqual([{ term: 'vt100', cols: SPEC.terminal.width, rows: SPEC.terminal.height }]);
  });

  test.each([['password'], ['keyboard-interactive'], ['password,keyboard-interactive']])('a wrong password by %s is sent once', async (methods) => {
    const server = await ssh({ methods: methods.split(',') as ('password' | 'keyboard-interactive')[] });
    const error = await failure(openSsh(target(server.port, { password: 'wr0ng' })));
    expect(error).toMatchObject({ code: 'login-refused', exitCode: 4 });
    expect(error.message).not.toContain('wr0ng');
    expect(server.attempts).toHaveLength(1);
  });

  test('a private key comes before the password; one the device does not know leads on to it', async () => {
    const [mine, other] = [ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }), ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })];
    const known = ssh2.utils.parseKey(mine.public);
    if (known instanceof Error) throw known;
    const server = await ssh({ publicKey: known.getPublicSSH(), methods: ['password'], script: SCRIPT });
    const channel = await openSsh(target(server.port, { password: 'wr0ng', keys: [{ pem: other.private }, { pem: mine.private }] }));
    expect(server.attempts).toEqual(['publickey:right']);
    await channel.close();
    await exercise(await openSsh(target(server.port, { keys: [{ pem: other.private }] })));
    expect(server.attempts).toEqual(['publickey:right', 'password:right']);
  });

  test('an algorithm that does not exist is the user\'s mistake', async () => {
    expect(await failure(openSsh(target(22, { algorithms: { kex: ['rot13'] } })))).toMatchObject({ code: 'ssh-options', exitCode: 1, message: expect.stringContaining('rot13') as string });
  });

  test('an unknown host key, a changed one, and no password sent to either', async () => {
    const server = await ssh();
    expect(await failure(openSsh(target(server.port, { hostKeys: always('unknown') })))).toMatchObject({ code: 'host-key-unknown', exitCode: 4, message: expect.stringContaining('SHA256:') as string });
    expect(await failure(openSsh(target(server.port, { hostKeys: always('changed') })))).toMatchObject({ code: 'host-key-changed', exitCode: 4 });
    expect(server.attempts).toEqual([]);
  });

  test('the raw key is read, written as a known_hosts line and known from then on', async () => {
    const server = await ssh({ script: SCRIPT });
    const key = await readHostKey({ host: '127.0.0.1', port: server.port, clock });
    expect(Buffer.from(key).equals(Buffer.from(server.key))).toBe(true);
    expect(server.attempts).toEqual([]);
    await exercise(await openSsh(target(server.port, { hostKeys: knownHostKeys(parseKnownHosts(formatKnownHost('127.0.0.1', server.port, key))) })));
  });

  test('a closed port', async () => {
    const port = await closedPort();
    const error = await failure(openSsh(target(port)));
    expect(error).toMatchObject({ code: 'connect', exitCode: 5 });
    expect(error.message).toBe(`cannot connect to 127.0.0.1:${port}: connection refused, nothing listens there`);
  });

  test('a name nobody knows', async () => {
    expect(await failure(openSsh(target(22, { host: 'olt.invalid', connectTimeout: 5000 })))).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringContaining('olt.invalid:22') as string });
  });

  test('something that is no SSH server, or closes at once, or says nothing', async () => {
    const chatty = await started(telnetServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const closing = await started(telnetServer((socket) => socket.end()));
    const mute = await started(telnetServer(() => undefined));
    for (const { port } of [chatty, closing, mute]) expect(await failure(openSsh(target(port, { connectTimeout: 300 })))).toMatchObject({ code: 'connect', exitCode: 5 });
  });

  test('outdated algorithms are refused in words, and taken when allowed', async () => {
    const server = await ssh({ script: SCRIPT, algorithms: { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc'], hmac: ['hmac-sha1'] } });
    const error = await failure(openSsh(target(server.port)));
    expect(error).toMatchObject({ code: 'connect', exitCode: 5, message: expect.stringContaining('key exchange') as string, hint: expect.stringContaining('legacy') as string });
    await exercise(await openSsh(target(server.port, { legacyAlgorithms: true })));
  });

  test('the link drops in the middle of an answer', async () => {
    const server = await ssh({ script: [...PREPARED, ['display version\r', ['display version\r\n  VER', DROP]]] });
    const session = await openSession(await openSsh(target(server.port)), SPEC, USER, { clock });
    expect(await failure(session.send(request('display version')))).toMatchObject({ code: 'session-lost', exitCode: 5 });
    await session.close();
  });

  test('overhead per line', async () => {
    const server = await ssh({ onShell: (shell) => {
      let heard = '';
      const prompts: Record<string, string> = { enable: '#', config: '(config)#', return: '#' };
      let prompt = '>';
      shell.write(`${HOST}>`);
      shell.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1');
        for (let end = heard.indexOf('\r'); end !== -1; end = heard.indexOf('\r')) {
          const line = heard.slice(0, end);
          heard = heard.slice(end + 1);
          prompt = prompts[line] ?? prompt;
          shell.write(line === 'quit' ? 'quit\r\n  Configuration console exit, please retry to log on\r\n' : `${line}\r\n\r\n${HOST}${prompt}`);
        }
      });
    } });
    const session = await openSession(await openSsh(target(server.port)), SPEC, USER, { clock });
    const line = request('ont add 3 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "site-0005"');
    for (let i = 0; i < 200; i++) await session.send(line);
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const COUNT = 1000;
    for (let i = 0; i < COUNT; i++) await session.send(line);
    const wall = (performance.now() - begun) / COUNT;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(`ssh, client and server in one process: ${wall.toFixed(3)} ms a line, ${((user + system) / 1000 / COUNT).toFixed(3)} ms CPU\n`);
    expect(wall).toBeLessThan(5);
    await session.close();
  });
});

describe('Telnet', () => {
  const TELNET = [
    ['', '\r\n>>User name:'], ['root\r', 'root\r\n>>User password:'], ['Pa55-w0rd\r', `\r\n${BANNER}${HOST}>`], ...SCRIPT.slice(1),
  ] as const;
  const at = (port: number): Parameters<typeof openTelnet>[0] => ({ host: '127.0.0.1', port, terminal: SPEC.terminal, clock });

  test('a whole session, options negotiated', async () => {
    let wire = Buffer.alloc(0);
    const server = await started(telnetServer((socket) => {
      socket.on('data', (chunk: Buffer) => { wire = Buffer.concat([wire, chunk]); });
      // WILL ECHO, WILL SGA, DO NAWS, cut inside.
      socket.write(Buffer.of(255, 251));
      socket.write(Buffer.of(1, 255, 251, 3, 255, 253, 31));
      playOver(socket, TELNET);
    }));
    await exercise(await openTelnet(at(server.port)));
    const { width, height } = SPEC.terminal;
    const size = [width >> 8, width & 255, height >> 8, height & 255].flatMap((octet) => (octet === 255 ? [255, 255] : [octet]));
    expect([...wire.subarray(0, 9 + size.length + 5)]).toEqual([255, 253, 1, 255, 253, 3, 255, 251, 31, 255, 250, 31, ...size, 255, 240]);
    expect(wire.subarray(9 + size.length + 5).toString('latin1').startsWith('root\r\0Pa55-w0rd\r\0enable\r\0')).toBe(true);
  });

  test('every octet passes in both directions, however it is cut', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((octet) => octet !== 13));
    const echoes = await started(telnetServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        for (const octet of chunk) socket.write(Buffer.of(octet));
      });
    }));
    const channel = await openTelnet(at(echoes.port));
    let heard = Buffer.alloc(0);
    const complete = new Promise<void>((resolve) => {
      channel.onData((chunk) => {
        heard = Buffer.concat([heard, chunk]);
        if (heard.length >= all.length) resolve();
      });
    });
    channel.write(all);
    await complete;
    expect(heard.equals(all)).toBe(true);
    await channel.close();
  });

  test('a data octet 255 at the head of a chunk is no command to anybody', async () => {
    let wire = Buffer.alloc(0);
    const server = await started(telnetServer((socket) => {
      socket.on('data', (chunk: Buffer) => { wire = Buffer.concat([wire, chunk]); });
      socket.write(Buffer.of(255, 255));
      socket.write(Buffer.of(255, 255, 65));
    }));
    const channel = await openTelnet(at(server.port));
    let heard = Buffer.alloc(0);
    await new Promise<void>((resolve) => {
      channel.onData((chunk) => {
        heard = Buffer.concat([heard, chunk]);
        if (heard.length >= 3) resolve();
      });
    });
    channel.write('x');
    await channel.close();
    expect([...heard]).toEqual([255, 255, 65]);
    await expect.poll(() => [...wire]).toEqual([120]);
  });

  test('a closed port', async () => {
    const port = await closedPort();
    expect(await failure(openTelnet(at(port)))).toMatchObject({ code: 'connect', exitCode: 5, message: `cannot connect to 127.0.0.1:${port}: connection refused, nothing listens there` });
  });

  test('the device hangs up during login, and after it', async () => {
    const early = await started(telnetServer((socket) => playOver(socket, [['', ['\r\n>>User', DROP]]])));
    expect(await failure(openSession(await openTelnet(at(early.port)), SPEC, USER, { clock }))).toMatchObject({ code: 'session-lost', exitCode: 5 });
    const late = await started(telnetServer((socket) => playOver(socket, [...TELNET.slice(0, 9), ['display version\r', ['disp', DROP]]])));
    const session = await openSession(await openTelnet(at(late.port)), SPEC, USER, { clock });
    expect(await failure(session.send(request('display version')))).toMatchObject({ code: 'session-lost' });
    await session.close();
  });

  test('closing ends the connection', async () => {
    let ended = false;
    const server = await started(telnetServer((socket) => { socket.on('close', () => { ended = true; }); }));
    const channel = await openTelnet(at(server.port));
    await channel.close();
    await expect.poll(() => ended).toBe(true);
  });
});
