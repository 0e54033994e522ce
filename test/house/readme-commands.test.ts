/**
 * The tour of the README is what the program prints. A block of shell commands behind `<!-- run -->` is executed line by line in a folder
 * of its own: commands of ont-prov in this process, others by the shell; the block after it is their output, where `…` stands
 * for the rest of a line or, alone, for any lines. `<!-- run: 1 -->` names the exit code, `<!-- of: FILE -->` the file a block of YAML shows.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Io, Output } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import { root } from './sources.ts';

interface Shown { readonly line: number; readonly exit: number; readonly commands: readonly string[]; readonly output: string }

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const tour = shown(readme);

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ont-prov-readme-'));
beforeAll(() => { symlinkSync(join(root, 'profiles'), join(folder, 'profiles')); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('the tour of the README', () => {
  test('is there', () => {
    expect(tour.length).toBeGreaterThan(7);
  });

  test.each(tour.map((block) => [block.commands.join(' ; '), block] as const))('%s', async (_name, { commands, exit, output, line }) => {
    let said = '';
    for (const [index, command] of commands.entries()) {
      const { code, out, err } = await pipeline(command);
      said += out;
      expect(code, `README.md:${line}: ${err}`).toBe(index === commands.length - 1 ? exit : 0);
    }
    expect(normal(said), `README.md:${line}`).toMatch(pattern(normal(output)));
  }, 120_000);

  test('shows YAML that stands in its file', () => {
    const blocks = [...readme.matchAll(/<!-- of: (\S+) -->\n```yaml\n([^]*?)```/g)];
    expect(blocks.length).toBeGreaterThan(0);
    for (const [, file, text] of blocks) expect(parse(text!), file).toEqual(parse(readFileSync(join(root, file!), 'utf8')));
  });
});

function shown(text: string): Shown[] {
  return [...text.matchAll(/<!-- run(?:: (\d+))? -->\n```sh\n([^]*?)```\n+```(?:text)?\n([^]*?)```/g)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    exit: Number(match[1] ?? 0),
    commands: match[2]!.trim().split('\n').map((command) => command.replace(/^npm ci && /, '').replace(/\s+#\s.*$/, '')),
    output: match[3]!,
  }));
}

interface Ran { readonly code: number; readonly out: string; readonly err: string }

/** What each command of a pipeline prints is the next one's input; those that are not ours are run by the shell. */
async function pipeline(line: string): Promise<Ran> {
  let ran: Ran = { code: 0, out: '', err: '' };
  for (const command of line.split(' | ')) {
    if (command.startsWith('npx ont-prov ')) ran = await ont(words(command.slice('npx ont-prov '.length)), ran.out);
    else ran = { code: 0, out: execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' }), err: '' };
  }
  return ran;
}

/** `a 'b c'` → [a, b c] */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!);
}

/** Without what differs from run to run: run ids, content names, times, ports. */
function normal(text: string): string {
  return text.replace(/\b\d{8}-\d{6}-[0-9a-f]{6}\b/g, 'RUN').replace(/(op-[\w-]*-)[0-9a-f]{6}\b/g, '$1HASH').replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*/g, 'TIME').replace(/"(ssh|telnet)": ?\d+/g, '"$1":PORT').replace(/\n*$/, '\n');
}

function pattern(output: string): RegExp {
  const lines = output.slice(0, -1).split('\n').map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${line.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('…', '.*')}\\n`));
  return new RegExp(`^${lines.join('')}$`);
}

/** The command line in this process, as at a terminal of a clone, with nobody to ask and a state directory of its own. */
async function ont(argv: readonly string[], input: string): Promise<Ran> {
  let out = '';
  let err = '';
  const keeping = (add: (text: string) => void): Output => ({ isTTY: false, columns: () => 100, write: (text) => { add(text); return Promise.resolve(); } });
  const at = (path: string): string => resolve(folder, path);
  const io: Io = {
    stdout: keeping((text) => { out += text; }), stderr: keeping((text) => { err += text; }),
    env: { HOME: folder }, cwd: folder, runtime: 'test', interactive: false,
    stdin: () => Promise.resolve(new TextEncoder().encode(input)), ask: () => Promise.resolve(null), interruptible: () => new AbortController().signal,
    exists: (path) => Promise.resolve(existsSync(at(path))),
    readFile: (path) => Promise.resolve(existsSync(at(path)) ? readFileSync(at(path)) : null),
    writeFile: (path, text) => { writeFileSync(at(path), text); return Promise.resolve(); },
    names: (path) => Promise.resolve(existsSync(at(path)) ? readdirSync(at(path)) : []),
  };
  const code = await run([...argv, '--state-dir', join(folder, 'state')], io);
  return { code, out, err };
}
