import { describe, expect, test } from 'vitest';
import { finding, ont } from './fake.ts';

const summary = { files: 3, errors: 1, warnings: 0, infos: 0 };
const files = { acme: '', 'home.yaml': 'version: 1\nserial:   TESTONU00001234\n' };

describe('vendors check', () => {
  const checkVendor = async () => ({
    formatVersion: 1 as const, pack: { id: 'acme', title: 'Acme EX', lines: 7, unconfirmed: 2 }, updated: ['acme/README.md'], findings: [finding], summary, error: null, exitCode: 1 as const,
  });

  test('shows each finding at its place, what was written, and the totals', async () => {
    const ran = await ont('vendors check acme --update', { checkVendor }, { files });
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(ran.out).toContain('home.yaml:2:11 error ONT201');
    expect(ran.out).toContain('wrote acme/README.md\nacme  Acme EX: 7 lines, 2 of them inferred\n1 error in 3 files\n');
    expect(ran.calls.find((call) => call.name === 'checkVendor')?.options).toEqual({ folder: 'acme', update: true });
  });

  test('--json prints the document and nothing else', async () => {
    const ran = await ont('vendors check acme --json', { checkVendor }, { files });
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(ran.out)).toEqual(await checkVendor());
  });

  test('of a folder that does not exist is exit 2 and names the one that was meant', async () => {
    const ran = await ont('vendors check acmi', { checkVendor }, { files });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('did you mean acme?');
  });
});

test('vendors new lists the files it wrote, and says why it wrote none', async () => {
  const made = await ont('vendors new acme --id nimbus', { newVendor: async () => ({ formatVersion: 1, id: 'nimbus', files: ['acme/pack.yaml'], findings: [], error: null, exitCode: 0 }) });
  expect(made).toMatchObject({ code: 0, out: 'acme/pack.yaml\n' });
  expect(made.calls.at(-1)?.options).toEqual({ folder: 'acme', id: 'nimbus' });
  const refused = await ont('vendors new acme', { newVendor: async () => ({ formatVersion: 1, id: 'acme', files: [], findings: [], error: { code: 'file-exists', message: 'acme has pack.yaml already', hint: null }, exitCode: 2 }) });
  expect(refused).toMatchObject({ code: 2, out: '', err: 'ont-prov: acme has pack.yaml already\n' });
});

describe('record', () => {
  const record = async () => ({ formatVersion: 1 as const, olt: 'ma1', file: 'ma1.txt', reads: [{ line: 'show all', lines: 12 }], findings: [], error: null, exitCode: 0 as const });

  test('says what it wrote', async () => {
    const ran = await ont('record ma1 home.yaml -o ma1.txt -q', { record }, { files });
    expect(ran).toMatchObject({ code: 0, out: 'ma1.txt: show all, 12 lines\n' });
    expect(ran.calls.find((call) => call.name === 'record')?.options).toMatchObject({ olt: 'ma1', path: 'home.yaml', file: 'ma1.txt' });
  });

  test('needs a file to write to', async () => {
    expect(await ont('record ma1 home.yaml', { record }, { files })).toMatchObject({ code: 2, out: '' });
  });

  test('--json prints the document', async () => {
    expect(JSON.parse((await ont('record ma1 home.yaml -o ma1.txt --json -q', { record }, { files })).out)).toEqual(await record());
  });
});
