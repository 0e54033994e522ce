import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { startOlt, type OltOptions, type RunningOlt } from '../../src/sim/olt.ts';
import { generateHostKey, publicHostKey } from '../../src/sim/ssh-listener.ts';
import { memoryStore } from '../../src/sim/store.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { rawSsh, rawTelnet } from './raw-clients.ts';

const PROMPT = /MA5800[^\r\n]*[>#]$/;
const running: RunningOlt[] = [];

async function start(options: Partial<OltOptions> = {}): Promise<RunningOlt> {
  const olt = await startOlt({ device: createSimulator(), ssh: { port: 0 }, telnet: { port: 0 }, user: 'root', password: 'xyzzy', ...options });
  running.push(olt);
  return olt;
}

afterEach(async () => { await Promise.all(running.splice(0).map((olt) => olt.close())); });

describe('a simulated OLT on loopback', () => {
  test.each(['password', 'keyboard-interactive'] as const)('lets one in over SSH by %s', async (way) => {
    const olt = await start();
    const client = await rawSsh(olt.sshPort!, { password: 'xyzzy', way });
    expect(await client.until(PROMPT)).toContain('Huawei Integrated Access Software (MA5800)');
    expect(client.banner).toContain('User Authentication');
    if (way === 'keyboard-interactive') expect(client.banner).toContain('User password:');
    expect(Buffer.from(client.hostKey)).toEqual(Buffer.from(olt.hostKey!));
    client.write('enable\r');
    expect(await client.until(PROMPT)).toBe('enable\r\n\r\nMA5800#');
    client.close();
  });
  test.each(['password', 'keyboard-interactive'] as const)('turns a wrong %s away', async (way) => {
    const olt = await start();
    await expect(rawSsh(olt.sshPort!, { password: 'wrong', way })).rejects.toThrow(/authentication methods failed/i);
  });
  test('has a shell and no exec', async () => {
    const olt = await start();
    await expect(rawSsh(olt.sshPort!, { password: 'xyzzy', exec: 'display version' })).rejects.toThrow();
  });
  test('keeps the host key it is given', async () => {
    const hostKey = generateHostKey();
    const olt = await start({ ssh: { port: 0, hostKey } });
    expect(Buffer.from(olt.hostKey!)).toEqual(Buffer.from(publicHostKey(hostKey)));
  });
  test('an old box offers only what old boxes had', async () => {
    const olt = await start({ ssh: { port: 0, legacy: true } });
    await expect(rawSsh(olt.sshPort!, { password: 'xyzzy' })).rejects.toThrow(/no matching/i);
  });
  test('asks for name and password over Telnet, does not echo the password, and offers echo and no go-aheads', async () => {
    const olt = await start();
    const client = rawTelnet(olt.telnetPort!);
    await client.until(/>>User name:$/);
    expect(client.options).toEqual([[255, 251, 1], [255, 251, 3], [255, 253, 31]]);
    client.write('root\r\0');
    await client.until(/>>User password:$/);
    client.write('xyzzy\r\0');
    const seen = await client.until(PROMPT);
    expect(seen).toContain('All user fail login information');
    expect(client.seen()).not.toContain('xyzzy');
    client.write('enable\r\0');
    expect(await client.until(PROMPT)).toBe('enable\r\n\r\nMA5800#');
    client.close();
  });
  test('a wrong password over Telnet is asked again, three times', async () => {
    const olt = await start();
    const client = rawTelnet(olt.telnetPort!);
    for (let i = 0; i < 3; i++) {
      await client.until(i === 0 ? />>User name:$/ : /Username or password invalid\.[^]*>>User name:$/);
      client.write('root\r');
      await client.until(/>>User password:$/);
      client.write('wrong\r');
    }
    await client.ended;
    expect(client.seen()).toContain('Reenter times have reached the upper limit');
  });
  test('a session ends with quit and y', async () => {
    const olt = await start();
    for (const client of [await rawSsh(olt.sshPort!, { password: 'xyzzy' })]) {
      await client.until(PROMPT);
      client.write('quit\r');
      await client.until(/\(y\/n\)\[n\]:$/);
      client.write('y\r');
      await client.ended;
      expect(client.seen()).toContain('Configuration console exit');
    }
  });
  test('a fault drops the link under SSH and Telnet alike', async () => {
    const olt = await start({ faults: 'drop-in-echo@1,drop-after@2' });
    const ssh = await rawSsh(olt.sshPort!, { password: 'xyzzy' });
    await ssh.until(PROMPT);
    for (const line of ['enable', 'undo smart', 'config']) { ssh.write(`${line}\r`); await ssh.until(PROMPT); }
    ssh.write('vlan 7 smart\r');
    await ssh.ended;
    expect(olt.device.tables()['vlans']).not.toHaveProperty('7');
    const telnet = rawTelnet(olt.telnetPort!);
    await telnet.until(/name:$/);
    telnet.write('root\r');
    await telnet.until(/password:$/);
    telnet.write('xyzzy\r');
    await telnet.until(PROMPT);
    for (const line of ['enable', 'undo smart', 'config']) { telnet.write(`${line}\r`); await telnet.until(PROMPT); }
    telnet.write('vlan 8 smart\r');
    await telnet.ended;
    expect(olt.device.tables()['vlans']).toHaveProperty('8');
  });
  test('answers after the latency it was given, and not much later', async () => {
    const olt = await start({ latencyMs: 5 });
    const client = await rawSsh(olt.sshPort!, { password: 'xyzzy' });
    await client.until(PROMPT);
    const times: number[] = [];
    for (let i = 0; i < 40; i++) {
      const sent = performance.now();
      client.write('display sysman service state\r');
      await client.until(PROMPT);
      times.push(performance.now() - sent);
    }
    times.sort((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(5);
    expect(times[0]).toBeLessThan(7);
    // Far from the 40 ms that output held back for an acknowledgement costs.
    expect(times[10]).toBeLessThan(20);
    client.close();
  });
  test('a change is in the store before it is answered, and comes back', async () => {
    const store = memoryStore();
    const olt = await start({ store });
    const client = await rawSsh(olt.sshPort!, { password: 'xyzzy' });
    await client.until(PROMPT);
    for (const line of ['enable', 'undo smart', 'config', 'vlan 77 smart']) { client.write(`${line}\r`); await client.until(PROMPT); }
    expect(JSON.stringify(store.load())).toContain('"77"');
    client.close();
    await olt.close();
    const again = await start({ store, seed: ['vlan 78 smart'] });
    expect(Object.keys(again.device.tables()['vlans']!)).toEqual(['1', '77']);
  });
  test('a taken port is a failure with a remedy', async () => {
    const olt = await start();
    await expect(start({ telnet: { port: olt.telnetPort! } })).rejects.toMatchObject({ code: 'port-taken' });
    await expect(start({ telnet: { port: olt.telnetPort! } })).rejects.toBeInstanceOf(Failure);
  });
  test('type-ahead is answered in order', async () => {
    const olt = await start({ latencyMs: 2 });
    const client = await rawSsh(olt.sshPort!, { password: 'xyzzy' });
    await client.until(PROMPT);
    client.write('enable\rundo smart\rconfig\rvlan 7 smart\r');
    await client.until(/\(config\)#vlan 7 smart\r\n\r\nMA5800\(config\)#$/);
    expect(olt.device.tables()['vlans']).toHaveProperty('7');
    client.close();
  });
});
