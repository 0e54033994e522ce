import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root, simulatedVendors } from '../house/sources.ts';

const command = join(root, 'bin/ont-prov.js');
const place = mkdtempSync(join(tmpdir(), 'ont-prov-process-'));
const around = { cwd: place, env: { PATH: process.env['PATH'] ?? '', HOME: place, NO_COLOR: '1', OLT_PASSWORD: 'for-the-simulator', ACS_PASSWORD: 'for-the-acs' } };
afterAll(() => { rmSync(place, { recursive: true, force: true }); });

describe('the process', () => {
  test('ends quietly when its reader goes away', async () => {
    const child = start(['schema']);
    child.stdout.destroy();
    const [code] = await once(child, 'close') as [number];
    expect([code, child.said.err]).toEqual([0, '']);
  });

  test.skipIf(!existsSync('/dev/full'))('says that its output cannot be written, and does not end well', () => {
    const example = join(root, 'profiles/examples/quickstart.yaml');
    for (const line of [['dry-run', example], ['lint', '--json', example], ['apply', '--json', '--quiet', '--state-dir', 'full', example], ['--help']]) {
      const out = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [command, ...line], { ...around, stdio: ['ignore', out, 'pipe'], encoding: 'utf8' });
      closeSync(out);
      expect([status, stderr], line.join(' ')).toEqual([2, 'ont-prov: cannot write the output: no space left on the device (ENOSPC)\n  not all of it is there: make room, or send it elsewhere\n']);
    }
  });

  test.skipIf(!existsSync('/dev/full'))('keeps its exit code when nothing can be said on standard error', () => {
    for (const line of [['lint', 'nosuch.yaml'], ['lint', '--nosuch']]) {
      const said = openSync('/dev/full', 'w');
      const { status } = spawnSync(process.execPath, [command, ...line], { ...around, stdio: ['ignore', 'pipe', said] });
      closeSync(said);
      expect(status, line.join(' ')).toBe(2);
    }
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

describe('apply', () => {
  test('of the quickstart needs no terminal and no hardware; the second time nothing is typed', async () => {
    const example = join(root, 'profiles/examples/quickstart.yaml');
    for (const outcome of ['applied', 'unchanged']) {
      const child = start(['apply', example, '--json', '--state-dir', 'quickstart']);
      const [code] = await once(child, 'close') as [number];
      const document = JSON.parse(child.said.out) as { targets: { outcome: string; verified: boolean }[] };
      expect([code, [...new Set(document.targets.map((t) => t.outcome))]], child.said.err).toEqual([0, [outcome]]);
    }
  });

  test.each(simulatedVendors().slice(0, 1))('interrupted, finishes the ONT it is at and leaves the others alone (%s)', async (vendor) => {
    const seed = join(place, 'seed.cfg');
    writeFileSync(seed, 'vlan 900 smart\nvlan 100 smart\n');
    const sim = start(['sim', 'olt', '--vendor', vendor, '--ssh-port', '0', '--latency', '20', '--seed', seed, '--user', 'u', '--password-env', 'OLT_PASSWORD']);
    await once(sim.stdout, 'data');
    const { ports } = JSON.parse(sim.said.out) as { ports: { ssh: number } };
    writeFileSync(join(place, 'two.yaml'), `version: 1
name: two
ont: { eth: 4 }
services: { internet: { vlan: 100, priority: 0, mode: bridge, attach: eth1 } }
olts: { x: { vendor: ${vendor}, host: 127.0.0.1, port: ${ports.ssh}, transport: ssh, username: u, password: { env: OLT_PASSWORD } } }
targets:
  - { key: K1, olt: x, pon: 0/1/3, serial: HWTCA1B2C3D4 }
  - { key: K2, olt: x, pon: 0/1/3, serial: HWTCA1B2C3D5 }
`);
    const child = start(['apply', 'two.yaml', '--yes', '--accept-new-host-key', '--json', '--state-dir', 'two']);
    child.stderr.on('data', () => { if (/ 2\/\d+ ok/.test(child.said.err) && !child.killed) child.kill('SIGINT'); });
    const [code] = await once(child, 'close') as [number];
    sim.kill('SIGTERM');
    expect(code, child.said.err).toBe(130);
    expect(JSON.parse(child.said.out)).toMatchObject({ exitCode: 130, targets: [{ key: 'K1', outcome: 'applied', verified: true }, { key: 'K2', outcome: 'skipped' }] });
    expect(child.said.err).toContain('stopping after the current ONT');
  });
});

interface Said { out: string; err: string; }

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { ...around, stdio: 'pipe' });
  const said: Said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => { said.out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { said.err += chunk.toString(); });
  return Object.assign(child, { said });
}
