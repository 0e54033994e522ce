import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.ts';
import { commands } from '../../src/cli/commands.ts';
import { finding, ont } from './fake.ts';

const files = { 'home.yaml': 'version: 1\nserial:   TESTONU00001234\n' };
const tail = { findings: [], error: null, exitCode: 0 } as const;

describe('usage', () => {
  test('without a command the help goes to stderr and the exit code is 2', async () => {
    const ran = await ont('');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Usage: ont-prov');
  });

  test('--version prints the version and nothing else', async () => {
    expect(await ont('--version')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
  });

  test.each([
    ['an unknown command', 'lnt home.yaml', 'Did you mean lint?'],
    ['an unknown option', 'lint home.yaml --jsno', 'Did you mean --json?'],
    ['an unknown subcommand', 'vendors lst', 'Did you mean list?'],
    ['a missing argument', 'plan', 'profile'],
    ['a missing required option', 'remove home.yaml', '--only'],
    ['a number that is none', 'apply home.yaml --max-changes many', 'whole number'],
    ['waves that go back', 'apply home.yaml --wave 5,3', 'ends that ascend'],
    ['waves that go nowhere', 'apply home.yaml --wave 5,5', 'ends that ascend'],
    ['percentages that go back', 'apply home.yaml --wave 50%,10%', 'ends that ascend'],
    ['a count behind a percentage', 'apply home.yaml --wave 10%,5', 'counts before percentages'],
    ['a port out of range', 'sim olt --vendor x --ssh-port 70000', '65535'],
    ['a choice that is none', 'lint home.yaml --format xml', 'pretty, json'],
    ['too many arguments', 'plan home.yaml other.yaml', 'too many arguments'],
  ])('%s is exit 2 with words on stderr only', async (_, line, words) => {
    const ran = await ont(line, {}, { files });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(words);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test.each(['lint', 'dry-run', 'plan', 'apply'])('%s of a missing file is exit 2 and names the file that was meant, with --json too', async (name) => {
    const ran = await ont(`${name} hoem.yaml --json`, {}, { files });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('did you mean home.yaml?');
  });

  test('every command explains itself with at least two examples that call it', async () => {
    for (const { name } of commands) {
      const ran = await ont(`${name} --help`);
      expect(ran.code, name).toBe(0);
      if (name !== 'schema') expect(ran.out.match(new RegExp(`^  \\$ ont-prov ${name} `, 'gm'))?.length ?? 0, name).toBeGreaterThanOrEqual(2);
    }
    for (const name of ['vendors list', 'vendors show', 'sim olt']) {
      expect((await ont(`${name} --help`)).out.match(new RegExp(`^  \\$ ont-prov ${name} ?`, 'gm'))?.length ?? 0, name).toBeGreaterThanOrEqual(2);
    }
  });

  test('help NAME is NAME --help', async () => {
    expect((await ont('help apply')).out).toBe((await ont('apply --help')).out);
  });
});

describe('what goes wrong', () => {
  test('a refusal of the world is one message with its remedy, its own exit code and no stack', async () => {
    const lint = async (): Promise<never> => { throw new Failure('cannot read home.yaml: permission denied', { code: 'file-unreadable', exitCode: 5, hint: 'look at its permissions' }); };
    const ran = await ont('lint home.yaml', { lint }, { files });
    expect(ran).toMatchObject({ code: 5, out: '', err: 'ont-prov: cannot read home.yaml: permission denied\n  look at its permissions\n' });
  });

  test('a bug is exit 70 and asks for a report', async () => {
    const ran = await ont('lint home.yaml', { lint: async () => { throw new TypeError('x is undefined'); } }, { files });
    expect(ran.code).toBe(70);
    expect(ran.err).toMatch(/this is a bug[^]*report it[^]*ont-prov \d+\.\d+\.\d+, command lint, node test[^]*x is undefined/);
  });

  test('with --json a bug is still one document, with the fields of the command', async () => {
    const ran = await ont('apply home.yaml --json', { apply: async () => { throw new TypeError('x is undefined'); } }, { files });
    expect(JSON.parse(ran.out)).toEqual({
      formatVersion: 1, run: '', targets: [], saved: false, findings: [], exitCode: 70,
      error: { code: 'bug', message: 'x is undefined', hint: expect.any(String) as string },
    });
  });
});

describe('lint', () => {
  const summary = { files: 1, errors: 1, warnings: 0, infos: 0 };
  const lint = async () => ({ ...tail, formatVersion: 1 as const, findings: [finding], summary, exitCode: 1 as const });

  test('shows place, line and underlined value, the remedy and the totals, on stdout', async () => {
    expect(await ont('lint home.yaml', { lint }, { files })).toMatchObject({
      code: 1, err: '',
      out: `home.yaml:2:11 error ONT201 serial has 15 characters
  2 │ serial:   TESTONU00001234
    │           ^^^^^^^^^^^^^^^
  hint: write 4 letters and 8 hex digits, or 16 hex digits

1 error in 1 file
`,
    });
  });

  test.each(['--json', '--format json', '--format=json'])('%s prints the document and nothing else', async (flag) => {
    const ran = await ont(`lint home.yaml ${flag}`, { lint }, { files });
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(ran.out)).toEqual(await lint());
  });

  test('reads - from standard input and shows its lines', async () => {
    const ran = await ont('lint -', { lint: async () => ({ ...await lint(), findings: [{ ...finding, file: '-' }] }) }, { stdin: files['home.yaml'] });
    expect(ran.out).toContain('2 │ serial:   TESTONU00001234');
    expect(ran.calls.at(-1)).toEqual({ name: 'lint', options: { paths: ['-'] } });
  });

  test('a usage error of the compiler is on stderr only, with --json too', async () => {
    const usage = async () => ({ ...await lint(), findings: [], error: { code: 'no-profile', message: 'there is no profile in .', hint: null }, exitCode: 2 as const });
    expect(await ont('lint . --json', { lint: usage }, { files })).toMatchObject({ code: 2, out: '', err: 'ont-prov: there is no profile in .\n' });
  });
});

describe('colours', () => {
  const lint = async () => ({ ...tail, formatVersion: 1 as const, summary: { files: 1, errors: 0, warnings: 0, infos: 0 } });
  const coloured = async (flags: string, env: Record<string, string>): Promise<boolean> => (await ont(`lint home.yaml ${flags}`, { lint }, { files, env })).out.includes('\u001b[');

  test('are off where stdout is no terminal, and on when asked for', async () => {
    expect(await coloured('', {})).toBe(false);
    expect(await coloured('--color always', {})).toBe(true);
    expect(await coloured('', { FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured('', { FORCE_COLOR: '0' })).toBe(false);
    expect(await coloured('', { ONT_PROV_COLOR: 'always' })).toBe(true);
  });

  test('a flag wins over the environment', async () => {
    expect(await coloured('--no-color', { FORCE_COLOR: '1' })).toBe(false);
    expect(await coloured('--color never', { FORCE_COLOR: '1' })).toBe(false);
    expect(await coloured('--color always', { NO_COLOR: '1' })).toBe(true);
  });
});
