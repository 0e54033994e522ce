/** Every document has exactly the fields it promises, on every exit that can be brought about. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tail } from '../../src/app/api.ts';
import type { Applied, Plans } from '../app/whole.ts';
import { startOlt, type RunningOlt } from '../../src/sim/olt.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { bar, SEED } from './bar.ts';
import { APPLY, DRY_RUN, EXPLAIN, LINT, PLAN, TRUST, VENDOR, VENDORS } from './documents.ts';
import { examples } from './examples.ts';
import type { DryRunDocument } from './life.ts';
import type { Shape } from './shape.ts';
import { Place, type Circumstances } from './terminal.ts';

let place: Place;
beforeAll(async () => { place = await Place.make({ OLT_PASSWORD: 'olt-geheim-1', ACS_PASSWORD: 'acs-geheim-2' }); });
afterAll(() => place.leave());

/** Runs, holds the document against its shape and its own exit code. */
async function documentOf<Document extends Tail>(shape: Shape, exit: number, line: string, more: Circumstances = {}): Promise<Document> {
  const { code, ...document } = await place.json<Document>(line, more);
  expect(shape(document, ''), line).toEqual([]);
  expect({ code, exitCode: (document as unknown as Tail).exitCode }, `${line}: ${JSON.stringify((document as unknown as Tail).error)}`).toEqual({ code: exit, exitCode: exit });
  return document as unknown as Document;
}

describe('documents of commands that go well', () => {
  test.each(examples())('dry-run of $name: commands with their modes, a script from privileged mode through save, no secret', async ({ path }) => {
    const { targets } = await documentOf<DryRunDocument>(DRY_RUN, 0, `dry-run ${path}`);
    for (const target of targets) {
      expect([target.script[0], target.script.at(-1)]).toEqual(['config', 'save']);
      const typed = target.changes.flatMap((change) => change.commands.map((command) => command.line));
      let at = -1;
      for (const line of typed) expect(at = target.script.indexOf(line, at + 1), `${line} in its order`).toBeGreaterThan(-1);
      for (const change of target.changes) {
        expect(change.commands.length).toBeGreaterThan(0);
        // The line that enters a board stands in the script only; a body's stands in front of its lines.
        for (const { mode } of change.commands) if (mode !== '') expect(target.script).toContain(mode);
        expect(change.commands.map((command) => command.line).join('\n')).not.toMatch(/^interface /m);
      }
      expect(JSON.stringify(target)).not.toMatch(/kF3vR8tQ2mZx|W7nB4cLs9dHj/);
    }
  });

  test('lint, plan, apply, remove, explain, vendors', async () => {
    const path = 'profiles/examples/quickstart.yaml';
    await documentOf(LINT, 0, `lint ${path}`);
    await documentOf(PLAN, 0, `plan ${path} --quiet`);
    await documentOf(PLAN, 3, `plan ${path} --quiet --detailed-exitcode`);
    await documentOf(APPLY, 0, `apply ${path} --quiet`);
    await documentOf(APPLY, 0, `apply ${path} --quiet`);
    await documentOf(APPLY, 0, `remove ${path} --only AB-10231 --quiet`);
    await documentOf(EXPLAIN, 0, `explain AB-10231 ${path}`);
    await documentOf(VENDORS, 0, 'vendors list');
    await documentOf(VENDOR, 0, 'vendors show huawei');
  });
});

test('a plan says every changed attribute, from and to, also of what is replaced', async () => {
  const own = await Place.make();
  try {
    const profile = (vlan: number, down: string): Promise<string> => own.write('change.yaml', bar('ssh', 0).replace(/host: .*? port: 0,/, 'host: simulator,').replace('http:', 'https:')
      .replace('internet: { vlan: 100', `internet: { vlan: ${vlan}`).replace('down: 100M', `down: ${down}`).replace('{ env: ACS_PASSWORD }', '{ generate: 16 }'));
    expect((await own.ont(`apply ${await profile(100, '100M')} --quiet`)).code).toBe(0);
    const changesOf = async (path: string): Promise<string[]> => {
      const { code, ...plan } = await own.json<Plans>(`plan ${path} --quiet`);
      expect([PLAN(plan, ''), code]).toEqual([[], 0]);
      return plan.targets[0]!.changes.flatMap((change) => change.attributes.map(({ attribute, from, to }) => `${change.action} ${change.resource} ${attribute} ${from} ${to}, cuts ${change.cuts}`));
    };
    expect(await changesOf(await profile(100, '300M'))).toEqual(['update service-port out 11 12, cuts none']);
    expect(await changesOf(await profile(110, '100M'))).toEqual([
      'update ont lp 10 11, cuts ont', 'update native-vlan v 100 110, cuts service', 'replace service-port v 100 110, cuts service', 'replace service-port cv 100 110, cuts service',
    ]);
  } finally {
    await own.leave();
  }
});

describe('documents of commands that do not', () => {
  const boxes: RunningOlt[] = [];
  afterAll(() => Promise.all(boxes.map((box) => box.close())));

  async function box(options: { readonly faults?: string; readonly seed?: readonly string[]; readonly password?: string } = {}): Promise<{ readonly olt: RunningOlt; readonly path: string }> {
    const olt = await startOlt({
      device: createSimulator({ set: { 'save-ms': '0' } }), telnet: { port: 0 }, user: 'root', password: options.password ?? 'olt-geheim-1', seed: options.seed ?? SEED,
      ...(options.faults === undefined ? {} : { faults: options.faults }),
    });
    boxes.push(olt);
    return { olt, path: await profile('telnet', olt.telnetPort!) };
  }

  let count = 0;
  const profile = (transport: 'ssh' | 'telnet', port: number, edit = (text: string): string => text): Promise<string> => place.write(`bar${count++}.yaml`, edit(bar(transport, port)));

  test('1: findings, before anything is connected', async () => {
    const path = await profile('telnet', 9, (text) => text.replace('HWTCA1B2C3D4', 'TESTONU00001234'));
    for (const [shape, line] of [[LINT, `lint ${path}`], [DRY_RUN, `dry-run ${path}`], [PLAN, `plan ${path}`], [APPLY, `apply ${path} --yes`], [APPLY, `remove ${path} --only K1 --yes`]] as const) {
      const document = await documentOf<Tail>(shape, 1, line);
      expect(document.findings.map((finding) => finding.code)).toContain('ONT202');
    }
    await documentOf(EXPLAIN, 1, `explain NOBODY ${path}`);
    await documentOf(VENDOR, 1, 'vendors show acme');
  });

  test('1: a missing VLAN, an unset secret, writes: deny: refused', async () => {
    const { path } = await box({ seed: ['vlan 100 smart'] });
    expect(await documentOf<Applied>(APPLY, 1, `apply ${path} --yes --quiet`)).toMatchObject({ targets: [{ outcome: 'refused', changes: [] }], saved: false });
    await documentOf(PLAN, 1, `plan ${path} --quiet`);
    const bare = await Place.make();
    try {
      const { code, ...document } = await bare.json<Applied>(`apply ${path} --yes --quiet`);
      expect([APPLY(document, ''), code, document.targets[0]?.outcome]).toEqual([[], 1, 'refused']);
    } finally {
      await bare.leave();
    }
    const denied = await profile('telnet', 9, (text) => text.replace('transport: telnet', 'transport: telnet, writes: deny'));
    expect(await documentOf<Applied>(APPLY, 1, `apply ${denied} --yes --quiet`)).toMatchObject({ targets: [{ outcome: 'refused' }] });
  });

  test('2: no document, only words on stderr', async () => {
    for (const line of ['apply', 'apply nowhere.yaml --json', 'lint profiles/examples/quickstart.yaml --jsn', `apply ${await profile('telnet', 9)} --json --quiet`]) {
      const { code, out, err } = await place.ont(line);
      expect({ code, out }, line).toEqual({ code: 2, out: '' });
      expect(err, line).not.toBe('');
    }
  });

  test('4: wrong password, unknown host key', async () => {
    const { path } = await box({ password: 'another' });
    expect(await documentOf<Applied>(APPLY, 4, `apply ${path} --yes --quiet`)).toMatchObject({ targets: [{ outcome: 'refused' }] });
    expect((await documentOf<Plans>(PLAN, 4, `plan ${path} --quiet`)).failures).toHaveLength(1);
    const sim = await place.simulate('--vendor huawei');
    try {
      const ssh = await profile('ssh', sim.ports.ssh);
      await documentOf(APPLY, 4, `apply ${ssh} --yes --quiet`);
      await documentOf(TRUST, 0, `trust x ${ssh} --yes`);
      await documentOf(TRUST, 0, `trust x ${ssh}`);
    } finally {
      await sim.stop();
    }
  });

  test('5: nobody listens', async () => {
    const { olt, path } = await box();
    await olt.close();
    expect(await documentOf<Applied>(APPLY, 5, `apply ${path} --yes --quiet`)).toMatchObject({ targets: [{ outcome: 'unreachable' }] });
    await documentOf(PLAN, 5, `plan ${path} --quiet`);
    await documentOf(TRUST, 5, `trust x ${await profile('ssh', olt.telnetPort!)} --yes`);
  });

  test('6: refused and undone, at any line', async () => {
    for (const at of [1, 8, 20]) {
      const { path, olt } = await box({ faults: `refuse@${at}` });
      const before = JSON.stringify(olt.device.tables());
      const document = await documentOf<Applied>(APPLY, 6, `apply ${path} --yes --quiet`);
      expect(document.targets[0]).toMatchObject({ outcome: 'undone' });
      expect(document.targets[0]!.changes.map((change) => change.result)).toContain('refused');
      expect(JSON.stringify(olt.device.tables())).toBe(before);
    }
  });

  test('7: neither forward nor back', async () => {
    const { path } = await box({ faults: Array.from({ length: 60 }, (_, i) => `refuse@${i + 20}`).join(',') });
    const document = await documentOf<Applied>(APPLY, 7, `apply ${path} --yes --quiet`);
    expect(document.targets[0]).toMatchObject({ outcome: 'left-changed' });
    expect(document.targets[0]!.messages.join('\n')).toMatch(/undo|delete/);
  });

  test('8: changed between the question and the answer', async () => {
    const { path, olt } = await box();
    const ask = async (): Promise<string> => {
      olt.device.seed(['dba-profile add profile-id 10 profile-name "theirs" type4 max 64000']);
      return Promise.resolve('y');
    };
    expect(await documentOf<Applied>(APPLY, 8, `apply ${path} --quiet`, { ask })).toMatchObject({ targets: [{ outcome: 'stale' }] });
  });

  test('130: interrupted', async () => {
    const { path } = await box();
    const interrupt = new AbortController();
    interrupt.abort();
    await documentOf(APPLY, 130, `apply ${path} --yes --quiet`, { interrupt: interrupt.signal });
  });
});
