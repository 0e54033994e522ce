/** A pack's `session:` section, checked and with its patterns compiled. Errors are values: the pack loader reports them with their place. */
import type { ReplyClass } from './model.ts';
import type { BusySpec, HomeSpec, LogoutSpec, ModeSpec, PrepareSpec, SessionSpec, TerminalSpec, TimeoutSpec, TypeAheadSpec } from './spec.ts';
import { SpecReader } from './spec-reader.ts';

export interface SpecError {
  /** JSON pointer inside the section. */
  readonly path: string;
  readonly message: string;
}

export interface Alarm { readonly start: RegExp; readonly end: RegExp | null; readonly limit: number; }

export interface CompiledSession {
  readonly terminal: TerminalSpec;
  readonly login: {
    readonly username: RegExp; readonly password: RegExp; readonly refused: RegExp; readonly limit: RegExp;
    readonly questions: readonly { readonly ask: RegExp; readonly answer: string }[];
  };
  readonly prompt: { readonly host: string; readonly tail: string };
  readonly modes: ReadonlyMap<string, ModeSpec>;
  readonly home: HomeSpec & { readonly tail: string };
  readonly prepare: readonly PrepareSpec[];
  readonly logout: LogoutSpec;
  /** `whole`: nothing but the pager on the line. `erased`: the pager together with the sequence that wipes it. */
  readonly pager: { readonly whole: RegExp; readonly erased: RegExp; readonly key: string } | null;
  readonly dialog: { readonly text: RegExp; readonly complete: RegExp; readonly heading: RegExp; readonly body: RegExp } | null;
  readonly question: { readonly text: RegExp; readonly yes: string; readonly no: string };
  readonly echoNoise: RegExp;
  readonly alarms: readonly Alarm[];
  readonly notices: RegExp;
  readonly chatter: RegExp;
  readonly failures: {
    readonly line: RegExp; readonly lines: readonly RegExp[]; readonly continued: RegExp; readonly alone: RegExp; readonly caret: RegExp;
    readonly counters: readonly RegExp[];
  };
  readonly replies: readonly (readonly [RegExp, ReplyClass])[];
  readonly busy: BusySpec;
  readonly timeouts: TimeoutSpec;
  readonly closed: RegExp;
  readonly save: { readonly progress: RegExp; readonly done: RegExp; readonly failed: RegExp; readonly patience: number } | null;
  readonly typeAhead: TypeAheadSpec | null;
}

const CLASSES = [
  'ok', 'exists', 'same', 'absent', 'empty', 'conflict', 'in-use', 'dependency', 'offline', 'unsupported', 'denied', 'syntax', 'busy', 'unknown',
] as const satisfies readonly ReplyClass[];

export type Compiled = { readonly session: CompiledSession; readonly errors: readonly [] } | { readonly session: null; readonly errors: readonly SpecError[] };

/** Accepts what a YAML reader returns: a well-typed `SessionSpec` or anything else, which ends in errors. */
export function compileSession(spec: SessionSpec | Readonly<Record<string, unknown>>): Compiled {
  const errors: SpecError[] = [];
  const root = new SpecReader(spec, '', errors);
  const session = compile(root);
  root.done();
  if (errors.length === 0) checkGraph(session, errors);
  return errors.length === 0 ? { session, errors: [] } : { session: null, errors };
}

function compile(root: SpecReader): CompiledSession {
  const modes = new Map<string, ModeSpec>();
  for (const [name, mode] of root.section('modes').entries()) modes.set(name, readMode(mode));
  const home = readHome(root.section('home'), modes);
  return {
    terminal: root.read('terminal', (r) => ({
      width: r.count('width'), height: r.count('height'), type: r.text('type'), enter: r.text('enter'), interrupt: r.text('interrupt'), ...r.onlyIfAny('keepAlive', 'off'),
    })),
    login: root.read('login', (r) => ({
      username: r.anyOf('username'), password: r.anyOf('password'), refused: r.anyOf('refused'), limit: r.anyOf('limit'),
      questions: r.list('questions', (q) => ({ ask: q.pattern('ask'), answer: q.text('answer') })),
    })),
    prompt: root.read('prompt', (r) => ({ host: r.source('host'), tail: r.source('tail') })),
    modes,
    home,
    prepare: root.list('prepare', (r) => {
      const instead = r.readIfAny('instead', (other) => ({ line: other.text('line'), ...optional('undo', other.textIfAny('undo')) }));
      return { line: r.text('line'), mode: r.text('mode'), fallback: r.text('fallback'), ...optional('undo', r.textIfAny('undo')), ...(instead ? { instead } : {}) };
    }),
    logout: root.read('logout', (r) => ({ line: r.text('line'), mode: r.text('mode') })),
    pager: root.readIfAny('pager', (r) => {
      const text = r.source('text');
      const erase = r.sources('erase');
      return { whole: r.compile(`^[ ]*(?:${text})[ ]*$`), erased: r.compile(`(?:${text})(?:${erase.join('|')})`, 'gu'), key: r.text('key') };
    }),
    dialog: root.readIfAny('dialog', (r) => ({ text: r.pattern('text'), complete: r.pattern('complete'), heading: r.patternOrNever('heading'), body: r.patternOrNever('body') })),
    question: root.read('question', (r) => ({ text: r.pattern('text'), yes: r.text('yes'), no: r.text('no') })),
    echoNoise: root.readIfAny('echo', (r) => r.anyOf('remove', 'gu')) ?? NEVER_GLOBAL,
    alarms: root.list('alarms', (r) => ({ start: r.pattern('start'), end: r.patternIfAny('end'), limit: r.countIfAny('limit') ?? 40 })),
    notices: root.anyOf('notices'),
    chatter: root.anyOf('chatter'),
    failures: root.read('failures', (r) => ({
      line: r.anyOf('line', 'u', true), lines: r.patterns('line'), continued: r.pattern('continued'), alone: r.anyOf('alone'), caret: r.patternOrNever('caret'), counters: r.patterns('counters'),
    })),
    replies: root.pairs('replies', CLASSES),
    busy: root.read('busy', (r) => ({ waits: r.counts('waits') })),
    timeouts: root.read('timeouts', (r) => ({
      login: r.count('login'), line: r.count('line'), read: r.count('read'), save: r.count('save'), doubt: r.count('doubt'), resync: r.count('resync'), logout: r.count('logout'),
    })),
    closed: root.anyOf('closed'),
    save: root.readIfAny('save', (r) => ({ progress: r.pattern('progress'), done: r.anyOf('done'), failed: r.anyOf('failed'), patience: r.count('patience') })),
    typeAhead: root.readIfAny('typeAhead', (r) => ({ octets: r.count('octets'), lines: r.count('lines') })),
  };
}

const NEVER_GLOBAL = /(?!)/gu;

function readMode(r: SpecReader): ModeSpec {
  const mode = {
    tail: r.text('tail'),
    ...optional('from', r.textIfAny('from')), ...optional('enter', r.textIfAny('enter')), ...optional('leave', r.textIfAny('leave')),
    ...(r.flagIfAny('password') ? { password: true } : {}),
  };
  r.done();
  return mode;
}

function readHome(r: SpecReader, modes: ReadonlyMap<string, ModeSpec>): HomeSpec & { tail: string } {
  const mode = r.text('mode');
  const home = { mode, line: r.text('line'), tail: modes.get(mode)?.tail ?? '' };
  r.done();
  return home;
}

/** Every mode that is named exists, can be reached from login, and has a prompt that the recogniser accepts. */
function checkGraph(session: CompiledSession, errors: SpecError[]): void {
  const tail = new RegExp(`^(?:${session.prompt.tail})$`, 'u');
  if (session.typeAhead && session.typeAhead.lines < 2) errors.push({ path: '/typeAhead/lines', message: 'is at least 2: without typeAhead lines are typed one by one' });
  const roots = [...session.modes.values()].filter((mode) => mode.from === undefined);
  if (roots.length === 0) errors.push({ path: '/modes', message: 'no mode is the one after login: each has `from`' });
  for (const [name, mode] of session.modes) {
    const path = `/modes/${name}`;
    if (!tail.test(mode.tail)) errors.push({ path: `${path}/tail`, message: `the prompt pattern does not accept ${JSON.stringify(mode.tail)}` });
    if (mode.from === undefined) continue;
    if (!session.modes.has(mode.from)) errors.push({ path: `${path}/from`, message: `no such mode: ${mode.from}` });
    else if (!reachable(session.modes, name)) errors.push({ path: `${path}/from`, message: 'the way from login goes in a circle' });
    if (mode.enter === undefined) errors.push({ path: `${path}/enter`, message: 'a mode with `from` needs the line that enters it' });
  }
  const named: [string, string][] = [['/home/mode', session.home.mode], ['/logout/mode', session.logout.mode],
    ...session.prepare.map((step, i): [string, string] => [`/prepare/${i}/mode`, step.mode])];
  for (const [path, name] of named) if (!session.modes.has(name)) errors.push({ path, message: `no such mode: ${name}` });
}

function reachable(modes: ReadonlyMap<string, ModeSpec>, name: string): boolean {
  let at: string | undefined = name;
  for (let steps = 0; at !== undefined; steps++) {
    if (steps > modes.size) return false;
    at = modes.get(at)?.from;
  }
  return true;
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : { [key]: value } as Record<K, string>;
}
