import { describe, expect, test } from 'vitest';
import type { DryRunTarget, PlanDocument, PlannedTarget, TrustOptions } from '../../src/app/api.ts';
import { finding, ont, target } from './fake.ts';

const files = { 'home.yaml': 'version: 1\nserial:   TESTONU00001234\n' };
const tail = { findings: [], error: null, exitCode: 0 } as const;

describe('dry-run', () => {
  const assumed = { ...target, assumed: [{ resource: 'ont', attribute: 'id', value: 1 }] };
  const dryRun = async (_w: unknown, _o: unknown, sink: (t: DryRunTarget) => unknown) => { await sink(assumed); await sink({ ...target, key: 'K2' }); return tail; };

  test('prints comments that start with # and the device lines as they are', async () => {
    expect((await ont('dry-run home.yaml', { dryRun }, { files })).out).toBe(`# K1 on ma1 (acme x1), pon 0/1/3, id 1, HWTC-A1B2C3D4
# assumes ont id 1
config
traffic 7
quit
# K2 on ma1 (acme x1), pon 0/1/3, id 1, HWTC-A1B2C3D4
config
traffic 7
quit
`);
  });

  test('marks forms that nobody has seen a device take', async () => {
    const change = { ...target.changes[0]!, commands: [{ mode: '', line: 'traffic 7', evidence: 'inferred' as const }] };
    const inferred = async (_w: unknown, _o: unknown, sink: (t: DryRunTarget) => unknown) => { await sink({ ...target, changes: [change] }); return tail; };
    expect((await ont('dry-run home.yaml', { dryRun: inferred }, { files })).out).toContain('# inferred form, seen on no device: traffic 7\n');
    const plan = async (): Promise<PlanDocument> => ({ ...tail, formatVersion: 1, targets: [{ ...target, changes: [change] }], failures: [] });
    expect((await ont('plan home.yaml', { plan }, { files })).out).toContain('> traffic 7  (inferred form)\n');
  });

  test('--json is one document made of the targets as they come', async () => {
    const ran = await ont('dry-run home.yaml --json', { dryRun }, { files });
    expect(JSON.parse(ran.out)).toEqual({ formatVersion: 1, targets: [assumed, { ...target, key: 'K2' }], findings: [], error: null, exitCode: 0 });
  });

  test('--json without a target is a document too', async () => {
    const ran = await ont('dry-run home.yaml --json', { dryRun: async () => ({ ...tail, findings: [finding], exitCode: 1 }) }, { files });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toEqual({ formatVersion: 1, targets: [], findings: [finding], error: null, exitCode: 1 });
  });

  test('--json that breaks in the middle still ends as one document', async () => {
    const broken = async (_w: unknown, _o: unknown, sink: (t: DryRunTarget) => unknown) => { await sink(target); throw new RangeError('oops'); };
    const ran = await ont('dry-run home.yaml --json', { dryRun: broken }, { files });
    expect(ran.code).toBe(70);
    expect(JSON.parse(ran.out)).toMatchObject({ targets: [{ key: 'K1' }], error: { code: 'bug', message: 'oops' }, exitCode: 70 });
  });

  test('targets are written while later ones are still being made', async () => {
    let early = 0;
    const many = async (_w: unknown, _o: unknown, sink: (t: DryRunTarget) => unknown) => {
      for (let i = 0; i < 2000; i++) {
        await sink(target);
        if (i === 1500) early = writes.length;
      }
      return tail;
    };
    const writes: string[] = [];
    const ran = await ont('dry-run home.yaml --json', { dryRun: many }, { files, onWrite: (text) => writes.push(text) });
    expect(early).toBeGreaterThan(3);
    expect((JSON.parse(ran.out) as { targets: unknown[] }).targets).toHaveLength(2000);
  });
});

describe('plan', () => {
  const rich: PlannedTarget = {
    ...target,
    changes: [
      ...target.changes,
      {
        resource: 'service-port', key: { index: 12 }, scope: 'ont', action: 'update', cuts: 'service', oneWay: null,
        attributes: [{ attribute: 'inbound', from: '7', to: '9' }, { attribute: 'vlan', from: '100', to: '100' }], undo: [],
        commands: [{ mode: 'interface gpon 0/1', line: 'service-port 12 inbound 9' }],
      },
      { resource: 'wan', key: { slot: 1, index: 2 }, scope: 'ont', action: 'delete', cuts: 'ont', oneWay: 'its password cannot be read back', attributes: [], undo: [], commands: [{ mode: '', line: 'undo wan 2' }] },
    ],
    unmanaged: [{ resource: 'service-port', line: 'service-port 99 vlan 7' }], interrupts: ['internet of K1'], oneWay: ['wan 1/2: its password cannot be read back'],
  };
  const document = (targets: readonly PlannedTarget[]): PlanDocument => ({ ...tail, formatVersion: 1, targets, failures: [] });

  test('shows what is created, changed from old to new and deleted, what it cuts, what stays and what cannot be undone', async () => {
    const ran = await ont('plan home.yaml', { plan: async () => document([rich]) }, { files });
    expect(ran.out).toBe(`K1  ma1 0/1/3 id 1  HWTC-A1B2C3D4  acme x1
  + traffic 7  (shared by ONTs of the OLT)
      cir 10240
      > traffic 7 cir 10240
  ~ service-port 12  (interrupts this service)
      inbound: 7 → 9
      > interface gpon 0/1 ▸ service-port 12 inbound 9
  - wan slot 1 index 2  (interrupts the whole ONT)
      > undo wan 2
      cannot be undone: its password cannot be read back
  interrupts:
    internet of K1
  cannot be undone:
    wan 1/2: its password cannot be read back
  kept, not in the profile (--prune deletes it):
    service-port 99 vlan 7

1 ONT: 1 to create, 1 to change, 1 to delete · 3 commands · interrupts service on 1 ONT
`);
  });

  test('counts the ONTs that need nothing instead of listing a thousand of them', async () => {
    const idle = Array.from({ length: 1000 }, (_, i) => ({ ...target, key: `K${i}`, changes: [] }));
    expect((await ont('plan home.yaml', { plan: async () => document(idle) }, { files })).out).toBe('1000 ONTs: nothing to do\n');
  });

  test('--out asks for the file and does not silence stdout', async () => {
    const ran = await ont('plan home.yaml --out p.json', { plan: async () => document([rich]) }, { files });
    expect(ran.out).toContain('traffic 7');
    expect(ran.err).toContain('plan written to p.json');
    expect(ran.calls.at(-1)!.options).toMatchObject({ out: 'p.json' });
  });

  test('--out says so when there is no whole plan to keep', async () => {
    const ran = await ont('plan home.yaml --out p.json', { plan: async () => ({ ...document([rich]), exitCode: 1 as const }) }, { files });
    expect(ran.err).toContain('no plan was written to p.json');
  });

  test('--out into a file that cannot be written has one reason', async () => {
    const error = { code: 'file-unwritable', message: 'cannot write p.json: no space left', hint: 'no plan was written' };
    const ran = await ont('plan home.yaml --out p.json', { plan: async () => ({ ...document([rich]), error, exitCode: 2 as const }) }, { files });
    expect(ran).toMatchObject({ code: 2, err: 'ont-prov: cannot write p.json: no space left\n  no plan was written\n' });
  });

  test('passes --detailed-exitcode on and takes the exit code of the document', async () => {
    const ran = await ont('plan home.yaml --detailed-exitcode', { plan: async () => ({ ...document([rich]), exitCode: 3 }) }, { files });
    expect(ran.code).toBe(3);
    expect(ran.calls.at(-1)!.options).toMatchObject({ detailedExitCode: true });
  });
});

describe('explain', () => {
  test('shows path, value and where it was written', async () => {
    const explain = async () => ({ ...tail, formatVersion: 1 as const, key: 'K1', values: [
      { path: '/services/internet/down', value: '100M', from: 'profile home-100', file: 'home.yaml', line: 9, column: 50 },
      { path: '/pon', value: '0/1/3', from: 'default', file: null, line: null, column: null },
    ] });
    expect((await ont('explain K1 home.yaml', { explain }, { files })).out).toBe(
      'services.internet.down  100M   profile home-100 home.yaml:9:50\npon                     0/1/3  default\n');
  });
});

describe('trust', () => {
  const key = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
  const trust = async (_w: unknown, options: TrustOptions) => ({
    ...tail, formatVersion: 1 as const, olt: 'ma1', host: '10.0.0.1', port: 22, key, state: 'unknown' as const, recorded: await options.confirm(key, 'unknown'),
  });

  test('asks a person, and records on a yes only', async () => {
    expect((await ont('trust ma1 home.yaml', { trust }, { files, terminal: true, answers: ['y'] })).out).toContain('SHA256:abc recorded');
    expect((await ont('trust ma1 home.yaml', { trust }, { files, terminal: true, answers: [''] })).out).toContain('SHA256:abc not recorded');
  });

  test('without a terminal it needs --yes', async () => {
    expect(await ont('trust ma1 home.yaml', { trust }, { files })).toMatchObject({ code: 2, out: '' });
    expect((await ont('trust ma1 home.yaml --yes', { trust }, { files })).out).toContain('SHA256:abc recorded');
  });
});

describe('vendors', () => {
  const vendor = { id: 'acme', title: 'Acme OLT', aliases: ['ac'] };

  test('list names each with its other names', async () => {
    expect((await ont('vendors list', { listVendors: async () => ({ ...tail, formatVersion: 1, vendors: [vendor] }) })).out).toBe('acme  Acme OLT  also: ac\n');
  });

  test('show lists what is read and typed, with how sure each line is', async () => {
    const lines = [{ resource: 'traffic', line: 'traffic {id}', evidence: 'transcript', source: 'device transcript' }, { resource: 'traffic', line: 'traffic x', evidence: 'inferred', source: '' }];
    const showVendor = async () => ({ ...tail, formatVersion: 1 as const, vendor: { ...vendor, reads: ['display all'], lines, simulator: true } });
    const ran = await ont('vendors show acme', { showVendor });
    expect(ran.out).toContain('traffic\n  traffic {id}\n      transcript · device transcript\n  traffic x\n      inferred\n');
  });
});

describe('schema', () => {
  test('prints a JSON Schema', async () => {
    expect(JSON.parse((await ont('schema')).out)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' });
  });
});

describe('the simulator', () => {
  test('says on one JSON line where it listens and closes when it is told to', async () => {
    let closed = false;
    const stopped = AbortSignal.abort();
    const simOlt = async () => ({ vendor: 'acme', ports: { ssh: 40001 }, close: async () => { closed = true; } });
    const ran = await ont('sim olt --vendor acme --ssh-port 0 --latency 5 --fault drop:3 --fault noise', { simOlt }, { signal: stopped });
    expect(JSON.parse(ran.out)).toEqual({ formatVersion: 1, vendor: 'acme', host: '127.0.0.1', ports: { ssh: 40001 } });
    expect(ran.out.trim()).not.toContain('\n');
    expect(ran.calls.at(-1)!.options).toEqual({ vendor: 'acme', sshPort: 0, latency: 5, faults: ['drop:3', 'noise'] });
    expect([ran.code, closed]).toEqual([0, true]);
  });
});
