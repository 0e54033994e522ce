import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root, simulatedVendors } from '../house/sources.ts';

const command = join(root, 'bin/ont-prov.js');
const place = mkdtempSync(join(tmpdir(), 'ont-prov-process-'));
afterAll(() => { rmSync(place, { recursive: true, force: true }); });

describe('the process', () => {
  test('ends quietly when its reader goes away', async () => {
    const child = start(['schema']);
    child.stdout.destroy();
    const [code] = await once(child, 'close') as [number];
    expect([code, child.said.err]).toEqual([0, '']);
  });

  test('reads a profile from standard input', async () => {
    const child = start(['lint', '-', '--json']);
    child.stdin.end('version: 1\nname: [\n');
    const [code] = await once(child, 'close') as [number];
    expect(code).toBe(1);
    expect(JSON.parse(child.said.out)).toMatchObject({ findings: [{ file: '-' }, ...(JSON.parse(child.said.out) as { findings: unknown[] }).findings.slice(1)] });
  });

  test('takes files that are no text as findings, never as a crash', async () => {
    const file = join(place, 'bad.yaml');
    for (const bytes of [Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x81]), Buffer.alloc(0), Buffer.from('\u0000\u0001'), Buffer.from('- - - :\n\t?')]) {
      writeFileSync(file, bytes);
      const child = start(['lint', file]);
      const [code] = await once(child, 'close') as [number];
      expect(code, child.said.err).toBeLessThanOrEqual(1);
      expect(child.said.err).toBe('');
    }
  });
});

describe('sim olt', () => {
  test.each(simulatedVendors())('%s: says where it listens, and SIGTERM ends it', async (vendor) => {
    const child = start(['sim', 'olt', '--vendor', vendor, '--ssh-port', '0', '--telnet-port', '0']);
    await once(child.stdout, 'data');
    const { ports } = JSON.parse(child.said.out) as { ports: { ssh: number; telnet: number } };
    for (const port of [ports.ssh, ports.telnet]) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'data');
      socket.destroy();
    }
    child.kill('SIGTERM');
    const [code] = await once(child, 'close') as [number];
    expect(code).toBe(0);
  });
});

interface Said { out: string; err: string; }

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { cwd: place, env: { PATH: process.env['PATH'] ?? '', HOME: place, NO_COLOR: '1' }, stdio: 'pipe' });
  const said: Said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => { said.out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { said.err += chunk.toString(); });
  return Object.assign(child, { said });
}
