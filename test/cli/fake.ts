import type { FindingJson, PlanDocument, PlannedTarget } from '../../src/app/api.ts';
import type { World } from '../../src/app/world.ts';
import type { Facade } from '../../src/cli/facade.ts';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import type { Applied } from '../app/whole.ts';

export interface Outside {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Standard input and error are terminals. */
  readonly terminal?: boolean;
  readonly answers?: readonly (string | null)[];
  readonly columns?: number;
  /** Sees each write to stdout. */
  readonly onWrite?: (text: string) => void;
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly questions: readonly string[];
  /** What the façade was called with, in order. */
  readonly calls: readonly { readonly name: string; readonly options: unknown }[];
}

/** Functions that hand a document to whoever writes it: here they give it back, and it is handed on. */
interface Documents { readonly plan: PlanDocument; readonly apply: Applied; readonly remove: Applied; readonly operate: Applied; readonly rollbackRun: Applied; readonly resumeRun: Applied; }
type Answers = Partial<Omit<Facade, keyof Documents> & { [Name in keyof Documents]: (world: World, options: Parameters<Facade[Name]>[1]) => Promise<Documents[Name]> }>;

/** Runs a command line over a façade that answers with `answers`; a function of it missing there is not expected to be called. */
export async function ont(line: string | readonly string[], answers: Answers = {}, outside: Outside = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const calls: { name: string; options: unknown }[] = [];
  const questions: string[] = [];
  const replies = [...(outside.answers ?? [])];
  const files = outside.files ?? {};
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const io: Io = {
    stdout: { isTTY: false, columns: () => outside.columns ?? 80, write: async (text) => { out += text; outside.onWrite?.(text); } },
    stderr: { isTTY: outside.terminal === true, columns: () => outside.columns ?? 80, write: async (text) => { err += text; } },
    env: outside.env ?? {},
    cwd: '/here',
    runtime: 'node test',
    interactive: outside.terminal === true,
    stdin: async () => bytes(outside.stdin ?? ''),
    ask: async (question) => { questions.push(question); return replies.shift() ?? null; },
    interruptible: () => outside.signal ?? new AbortController().signal,
    exists: async (path) => path === '.' || path in files,
    readFile: async (path) => (path in files ? bytes(files[path]!) : null),
    writeFile: async (path, text) => { calls.push({ name: 'writeFile', options: { path, text } }); },
    names: async (path) => (path === '.' ? Object.keys(files) : []),
  };
  const code = await run(typeof line === 'string' ? line.split(' ').filter((w) => w !== '') : line, io, recording(answers, calls));
  return { code, out, err, questions, calls };
}

function recording(answers: Answers, calls: { name: string; options: unknown }[]): Facade {
  return new Proxy({} as Facade, {
    get: (_, name: keyof Facade) => (...args: unknown[]) => {
      calls.push({ name, options: name === 'openWorld' ? args[0] : args[1] });
      if (name === 'openWorld') return Promise.resolve({} as World);
      const answer = answers[name] as ((...a: unknown[]) => unknown) | undefined;
      if (!answer) throw new Error(`nobody expected ${name}`);
      const tell = args[2] as (document: unknown) => unknown;
      return name in TOLD ? (answer(...args) as Promise<unknown>).then(tell) : answer(...args);
    },
  });
}

const TOLD: Readonly<Record<keyof Documents, true>> = { plan: true, apply: true, remove: true, operate: true, rollbackRun: true, resumeRun: true };

export const finding: FindingJson = {
  code: 'ONT201', severity: 'error', message: 'serial has 15 characters', hint: 'write 4 letters and 8 hex digits, or 16 hex digits',
  file: 'home.yaml', line: 2, column: 11, endLine: 2, endColumn: 26, path: '/targets/0/serial', related: [],
};

export const target: PlannedTarget = {
  key: 'K1', olt: 'ma1', vendor: 'acme', dialect: 'x1', serial: '48575443A1B2C3D4', pon: '0/1/3', id: 1, assumed: [], unmanaged: [], adopted: [], interrupts: [], oneWay: [],
  script: ['config', 'traffic 7', 'quit'],
  changes: [{
    resource: 'traffic', key: { id: 7 }, scope: 'shared', action: 'create', cuts: 'none', oneWay: null,
    attributes: [{ attribute: 'id', from: null, to: '7' }, { attribute: 'cir', from: null, to: '10240' }],
    commands: [{ mode: '', line: 'traffic 7 cir 10240' }], undo: [{ mode: '', line: 'undo traffic 7' }],
  }],
};

export function applied(fields: Partial<Applied> = {}): Applied {
  return {
    formatVersion: 1, run: 'r1', saved: true, findings: [], error: null, exitCode: 0,
    targets: [{ key: 'K1', olt: 'ma1', serial: target.serial, id: 1, outcome: 'applied', verified: true, messages: [], changes: target.changes.map((c) => ({ ...c, result: 'ok' as const })) }],
    ...fields,
  };
}
