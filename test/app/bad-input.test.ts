import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { takeLease } from '../../src/app/lease.ts';
import { lint } from '../../src/app/lint.ts';
import type { DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { K1, K2, Lab, NETWORK, type LabOptions } from './lab.ts';

let lab: Lab | null = null;
afterEach(async () => { await lab?.close(); lab = null; });
const open = async (options: LabOptions = {}): Promise<Lab> => (lab = await Lab.open(options));
const codes = (document: { readonly findings: readonly { readonly code: string }[] }): string[] => document.findings.map((finding) => finding.code);

/** A box that answers lines like `pattern` with these words, and does nothing. */
function answering(pattern: RegExp, words: string): DeviceSimulator {
  const device = createSimulator({ set: { 'save-ms': '0' } });
  const open = device.open.bind(device);
  device.open = (link) => {
    const session = open(link);
    const line = session.line.bind(session);
    session.line = (text) => (pattern.test(text.trim()) ? session.unmoved([words, '']) : line(text));
    return session;
  };
  return device;
}

describe('connecting', () => {
  it.each(['username', 'password'] as const)('whose entry lacks its %s is not dialled, and the place to write it is named', async (name) => {
    const box = await open({ edit: (text) => text.replace(name === 'username' ? ' username: root,' : ', password: { env: OLT_PASSWORD }', '') });
    const text = readFileSync(box.profile, 'utf8');
    const line = text.split('\n').findIndex((each) => each.startsWith('  x: ')) + 1;
    const error = { code: 'no-credentials', message: `OLT x has no ${name} (profile.yaml:${line})`, hint: expect.stringContaining('{ env: NAME }') as string };
    expect(await box.plan()).toMatchObject({ exitCode: 1, error });
    expect(await box.apply()).toMatchObject({ exitCode: 1, error, targets: [{ outcome: 'refused' }] });
    expect(box.lines).toEqual([]);
  });

  it.each(['ssh', 'telnet'] as const)('with a wrong password over %s is refused with exit 4, and the password is not shown', async (transport) => {
    const box = await open({ transport, env: { OLT_PASSWORD: 'wrong-geheim-9' } });
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 4, saved: false, error: { code: 'login-refused' }, targets: [{ outcome: 'refused', verified: false }] });
    expect(JSON.stringify([document, box.events, [...(await box.files())]])).not.toContain('wrong-geheim-9');
    expect(box.written).toEqual([]);
  });

  it('to a host whose key is unknown is refused with exit 4, and the hint names trust', async () => {
    const box = await open({ transport: 'ssh' });
    const document = await box.apply({ acceptNewHostKey: false });
    expect(document).toMatchObject({ exitCode: 4, error: { code: 'host-key-unknown' }, targets: [{ outcome: 'refused' }] });
    expect(document.error!.hint).toMatch(/trust|accept-new-host-key/);
  });

  it('to a host whose key has changed is refused with exit 4, also when new keys are accepted', async () => {
    const box = await open({ transport: 'ssh' });
    await box.plan();
    const path = join(box.folder, 'state', 'known_hosts');
    const [name, type, key] = readFileSync(path, 'utf8').trim().split(' ');
    const other = Buffer.from(key!, 'base64');
    other[other.length - 1]! ^= 1;
    writeFileSync(path, `${name} ${type} ${other.toString('base64')}\n`);
    box.lines.length = 0;
    const document = await box.apply({ acceptNewHostKey: true });
    expect(document).toMatchObject({ exitCode: 4, error: { code: 'host-key-changed' }, targets: [{ outcome: 'refused' }] });
    expect(box.lines).toEqual([]);
  });

  it('to a closed port is unreachable, exit 5', async () => {
    const box = await open();
    await box.olt.close();
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 5, targets: [{ outcome: 'unreachable', changes: [] }] });
  });

  it('to a device that is silent after login is unreachable, exit 5', async () => {
    const server = createServer((socket) => { socket.on('error', () => undefined); socket.write('\r\nMA5800>'); });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const box = await open({ edit: (text) => text.replace(/port: \d+/, `port: ${port}`) });
    // A device may take a minute for a line; the clock of this world runs a thousand times as fast.
    const { clock } = box.world;
    const world = { ...box.world, clock: { ...clock, ticks: () => clock.ticks() * 1000, after: (ms: number, call: () => void) => clock.after(ms / 1000, call) } };
    const { apply } = await import('./whole.ts');
    const document = await apply(world, { path: box.profile, consent: { kind: 'yes' } });
    server.close();
    expect(document).toMatchObject({ exitCode: 5, targets: [{ outcome: 'unreachable' }] });
  });

  it('with an unset secret is not even tried: exit 1, at the place that names it', async () => {
    const box = await open({ env: { ACS_PASSWORD: '' } });
    for (const document of [await box.apply(), await box.plan()]) {
      expect(document.exitCode).toBe(1);
      expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT410', file: 'profile.yaml', line: 5 }));
    }
    expect((await box.apply()).targets).toMatchObject([{ outcome: 'refused' }]);
    expect(box.lines).toEqual([]);
  });

  it('to an OLT that says writes: deny is refused for apply and remove, and works for plan', async () => {
    const box = await open({ edit: (text) => text.replace('model: ma5800,', 'model: ma5800, writes: deny,') });
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
    expect(codes(document)).toContain('ONT409');
    expect(codes(await box.remove())).toContain('ONT409');
    expect(box.lines).toEqual([]);
    const plan = await box.plan();
    expect(plan).toMatchObject({ exitCode: 0 });
    expect(plan.targets[0]!.changes.length).toBeGreaterThan(0);
  });

  it('of a vendor that is only read so far is refused for apply and remove, and works for plan', async () => {
    const box = await open();
    const driver = { ...(await box.world.packs.driver('huawei'))!, readOnly: 'the commands are not proven' };
    const world = { ...box.world, packs: { ...box.world.packs, driver: () => Promise.resolve(driver) } };
    const { apply } = await import('./whole.ts');
    const document = await apply(world, { path: box.profile, consent: { kind: 'yes' } });
    expect(document).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused', messages: [expect.stringContaining('not proven') as string] }] });
    expect(codes(document)).toContain('ONT302');
    expect(box.lines).toEqual([]);
    const { plan } = await import('./whole.ts');
    expect((await plan(world, { path: box.profile })).targets[0]!.changes.length).toBeGreaterThan(0);
  });

  it('while another run writes to the OLT is refused with exit 5, naming it', async () => {
    const box = await open();
    const lease = await takeLease(box.world.state, box.world.clock, { olt: 'x', device: `127.0.0.1:${box.olt.telnetPort}` }, 'the-other-run');
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 5, error: { code: 'olt-busy' }, targets: [{ outcome: 'unreachable' }] });
    expect(document.error!.message).toContain('the-other-run');
    expect(box.lines).toEqual([]);
    await lease.release();
  });
});

describe('a profile', () => {
  it('for an unknown vendor is a finding with a suggestion, offline too', async () => {
    const box = await open({ edit: (text) => text.replace('vendor: huawei', 'vendor: huwaei') });
    const document = await lint(box.world, { paths: [box.profile] });
    expect(document).toMatchObject({ exitCode: 1 });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT304', hint: expect.stringContaining('huawei') as string, line: 10 }));
    expect((await box.apply()).exitCode).toBe(1);
    expect(box.lines).toEqual([]);
  });

  it('whose key nobody has is a finding with a suggestion', async () => {
    const box = await open();
    const document = await box.apply({ only: ['K2'] });
    expect(document).toMatchObject({ exitCode: 1, targets: [] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT250', hint: 'did you mean K1?' }));
  });

  it('that does not exist is a usage error', async () => {
    const box = await open();
    expect(await box.apply({ path: 'none.yaml' })).toMatchObject({ exitCode: 2, error: { code: 'no-such-file' }, targets: [] });
  });
});

describe('what is on the device', () => {
  it('without a required VLAN refuses before anything is sent, and names the VLAN', async () => {
    const box = await open({ seed: NETWORK.filter((line) => !line.includes('200')) });
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT403', hint: expect.stringContaining('vlan 200') as string }));
    expect(box.written).toEqual([]);
  });

  it('under our number with another serial refuses, and does the others', async () => {
    const box = await open();
    await box.apply();
    writeFileSync(box.profile, readFileSync(box.profile, 'utf8').replace(K1, `${K1.replace('HWTCA1B2C3D4', 'HWTC00000001').replace('K1', 'K9')}\n  - ${K2}`));
    const document = await box.apply();
    expect(document.targets.map(({ key, outcome }) => ({ key, outcome }))).toEqual([{ key: 'K9', outcome: 'refused' }, { key: 'K2', outcome: 'applied' }]);
    expect(document.exitCode).toBe(1);
    expect(codes(document)).toContain('ONT402');
    expect(box.tables()).toContain('48575443A1B2C3D4');
  });

  it('with our serial somewhere else refuses, and says where', async () => {
    const box = await open();
    await box.apply();
    writeFileSync(box.profile, readFileSync(box.profile, 'utf8').replace('pon: 0/1/3', 'pon: 0/1/4'));
    const before = box.tables();
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 1, targets: [{ outcome: 'refused' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'ONT401', message: expect.stringContaining('0/1/3') as string }));
    expect(box.tables()).toBe(before);
  });
});

describe('a device that answers', () => {
  it('with a failure nobody knows ends undone, exit 6, and nothing more is typed at this OLT', async () => {
    const box = await open({ targets: [K1, K2], sim: { device: answering(/^gem add 2/, '  Failure: The flux is too low') } });
    const before = box.tables();
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 6, targets: [{ outcome: 'undone' }, { outcome: 'skipped' }] });
    expect(document.targets[1]!.messages[0]).toContain('The flux is too low');
    expect(box.tables()).toBe(before);
  });

  it('with noise around a line it took is believed by what it shows afterwards', async () => {
    const box = await open({ faults: 'garbage@12,alarm@15' });
    expect(await box.apply()).toMatchObject({ exitCode: 0, targets: [{ outcome: 'applied', verified: true }] });
  });

  it('and does not do what it says it did is left changed, exit 7, with the difference', async () => {
    const box = await open({ faults: 'ignore@/^service-port 2/' });
    const document = await box.apply();
    expect(document).toMatchObject({ exitCode: 7, targets: [{ outcome: 'left-changed', verified: false }] });
    expect(document.targets[0]!.messages.join('\n')).toMatch(/missing/);
  });

  it('with a refusal ends undone, exit 6, wherever it comes; the box is as it was', async () => {
    const box = await open();
    const before = box.tables();
    await box.apply();
    const count = box.olt.faults.counted;
    await box.remove();
    expect(box.tables()).toBe(before);
    const ends: string[] = [];
    for (let n = 1; n <= count; n++) {
      box.olt.faults.add(`refuse@${box.olt.faults.counted + n}`);
      const document = await box.apply();
      ends.push(`${n}: ${document.targets[0]!.outcome} ${document.exitCode}`);
      expect({ n, messages: document.targets[0]!.messages, tables: box.tables() }).toEqual({ n, messages: document.targets[0]!.messages, tables: before });
    }
    expect(ends.filter((end) => !end.endsWith('undone 6'))).toEqual([]);
  }, 120_000);

  it('busy is asked again until it is not', async () => {
    const box = await open({ faults: 'busy@4*2' });
    const world = { ...box.world, clock: { ...box.world.clock, after: (ms: number, call: () => void) => box.world.clock.after(ms >= 3_000 && ms <= 300_000 ? ms / 1000 : ms, call) } };
    const { apply } = await import('./whole.ts');
    expect((await apply(world, { path: box.profile, consent: { kind: 'yes' } })).exitCode).toBe(0);
  });
});

describe('a link that drops', () => {
  it.each(['drop-before', 'drop-in-echo', 'drop-in-reply', 'drop-after'] as const)('%s each command still ends applied, verified and saved', async (how) => {
    const box = await open();
    await box.apply();
    const applied = box.tables();
    const count = box.olt.faults.counted;
    await box.remove();
    for (let n = 1; n <= count; n++) {
      box.olt.faults.add(`${how}@${box.olt.faults.counted + n}`);
      const document = await box.apply();
      const { outcome, verified, messages } = document.targets[0]!;
      expect({ n, outcome, verified, messages, saved: document.saved }).toEqual({ n, outcome: 'applied', verified: true, messages, saved: true });
      expect(box.tables()).toBe(applied);
      await box.remove();
    }
  }, 180_000);
});

describe('a link that drops while an ONT is removed', () => {
  it.each(['drop-before', 'drop-after'] as const)('%s each command still ends with an empty box', async (how) => {
    const box = await open();
    const empty = box.tables();
    await box.apply();
    const before = box.olt.faults.counted;
    await box.remove();
    const count = box.olt.faults.counted - before;
    for (let n = 1; n <= count; n++) {
      await box.apply();
      box.olt.faults.add(`${how}@${box.olt.faults.counted + n}`);
      const document = await box.remove();
      expect({ n, outcome: document.targets[0]!.outcome, exit: document.exitCode }).toEqual({ n, outcome: 'applied', exit: 0 });
      expect(box.tables()).toBe(empty);
    }
  }, 60_000);

  it('refused at any command is put back as it was', async () => {
    const box = await open();
    await box.apply();
    const full = box.tables();
    const before = box.olt.faults.counted;
    await box.remove();
    const count = box.olt.faults.counted - before;
    await box.apply();
    const ends: string[] = [];
    for (let n = 1; n <= count; n++) {
      box.olt.faults.add(`refuse@${box.olt.faults.counted + n}`);
      const { targets } = await box.remove();
      ends.push(`${n} ${targets[0]!.outcome} ${targets[0]!.messages.join(' | ')}`);
      await box.apply();
      expect({ n, same: box.tables() === full }).toEqual({ n, same: true });
    }
    expect(ends.filter((end) => !/ (undone|left-changed|applied) /.test(end))).toEqual([]);
  }, 60_000);
});

describe('Ctrl-C', () => {
  it('during apply finishes the current ONT, skips the rest, saves, ends with 130; the next apply does the rest', async () => {
    const box = await open({ targets: [K1, K2] });
    const control = new AbortController();
    const document = await box.apply({ interrupt: control.signal, onProgress: (event) => { if (event.kind === 'command' && event.index === 3) control.abort(); } });
    expect(document).toMatchObject({ exitCode: 130, saved: true, targets: [{ outcome: 'applied', verified: true }, { outcome: 'skipped' }] });
    expect((await box.apply()).targets.map(({ outcome }) => outcome)).toEqual(['unchanged', 'applied']);
  });
});

