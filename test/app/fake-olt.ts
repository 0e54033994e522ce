/**
 * A made-up OLT whose whole configuration is `name value` pairs, its terminal without a terminal, and its driver without a pack: for tests of
 * what the app does around them. What a target wants is in its `parameters`; a name that starts with `body` is made in a sub-mode
 * and committed. Nothing here reads a pack or opens a socket.
 */
import type { AccessModel } from '../../src/access/model.ts';
import { finding } from '../../src/kernel/finding-codes.ts';
import { Failure } from '../../src/kernel/failure.ts';
import type { Driver, Observation, Planned } from '../../src/packs/driver.ts';
import type { Change, Command, ScriptStep, TargetPlan } from '../../src/plan/model.ts';
import type { Intent } from '../../src/profile/intent.ts';
import type { LineRequest, Reply, ReplyClass, Session } from '../../src/transport/model.ts';

export type Sabotage = 'drop-before' | 'drop-after' | 'silent' | { readonly class: ReplyClass; readonly message?: string };

export class FakeOlt {
  readonly rows = new Map<string, string>();
  /** Every line typed, over all sessions. */
  readonly typed: string[] = [];
  sessions = 0;
  saved = 0;
  /** Asked for every line; null lets it through. */
  sabotage: (line: string, number: number) => Sabotage | null = () => null;
  /** Dials that fail from now on. */
  refuseDials = 0;
  dialFailure: () => Failure = () => new Failure('connection refused', { code: 'connect-refused', exitCode: 5 });

  dial = (): Promise<Session> => {
    if (this.refuseDials > 0) {
      this.refuseDials--;
      return Promise.reject(this.dialFailure());
    }
    this.sessions++;
    return Promise.resolve(this.#open());
  };

  /** Lines typed that are neither reads nor moves. */
  get writes(): string[] {
    return this.typed.filter((line) => !/^(?:show|config|quit|commit)$|^body /.test(line));
  }

  #open(): Session {
    let at = '#';
    let alive = true;
    let body: string | null = null;
    let pending: string | null = null;
    const lost = (): Failure => { alive = false; return new Failure('the session ended', { code: 'session-lost', exitCode: 5 }); };
    const reply = (of: ReplyClass, message = '', lines: string[] = []): Reply => ({ class: of, message, lines, alarms: [], prompt: at, tries: 1 });
    const execute = (line: string): Reply => {
      const [verb, name = '', value = ''] = line.split(' ');
      switch (verb) {
        case 'show': return reply('ok', '', [...this.rows].map(([key, kept]) => `${key} ${kept}`));
        case 'save': this.saved++; return reply('ok');
        case 'config': at = '(config)#'; return reply('ok');
        case 'quit': at = at === '(body)#' ? '(config)#' : '#'; body = pending = null; return reply('ok');
        case 'body': at = '(body)#'; body = name; return reply('ok');
        case 'val': pending = name; return reply('ok');
        case 'commit': this.rows.set(body!, pending!); at = '(config)#'; return reply('ok');
        case 'set': {
          if (this.rows.has(name)) return this.rows.get(name) === value ? reply('same', 'already so') : reply('exists', 'exists already');
          this.rows.set(name, value);
          return reply('ok');
        }
        case 'mod': if (!this.rows.has(name)) return reply('absent', 'no such'); this.rows.set(name, value); return reply('ok');
        case 'del': return this.rows.delete(name) ? reply('ok') : reply('absent', 'no such');
        default: return reply('syntax', 'unknown command');
      }
    };
    return {
      host: 'FAKE', banner: '', refusedPreparation: [],
      get at() { return at; },
      async sendTogether(requests) {
        const replies: Reply[] = [];
        try {
          for (const request of requests) replies.push(await this.send({ ...request, at }));
          return { replies, failure: null };
        } catch (error) {
          if (error instanceof Failure) return { replies, failure: error };
          throw error;
        }
      },
      send: (request: LineRequest) => {
        if (!alive) return Promise.reject(lost());
        if (request.at !== at) throw new Error(`typed "${request.text}" at ${at}, meant for ${request.at}`);
        this.typed.push(request.text);
        const sabotage = this.sabotage(request.text, this.typed.length);
        if (sabotage === 'drop-before') return Promise.reject(lost());
        if (sabotage === 'silent') { execute(request.text); return Promise.reject(new Failure('nothing came', { code: 'silent', exitCode: 5 })); }
        if (sabotage === 'drop-after') { execute(request.text); return Promise.reject(lost()); }
        return Promise.resolve(sabotage ? reply(sabotage.class, sabotage.message ?? sabotage.class) : execute(request.text));
      },
      home: () => { at = '#'; body = pending = null; return Promise.resolve(); },
      close: () => { alive = false; return Promise.resolve(); },
    };
  }
}

interface FakeObservation extends Observation { readonly rows: Map<string, string>; }

export interface FakeDriverOptions {
  /** Answers that come out incomplete before one is believed. */
  incomplete?: number;
  /** All lines of a target may be on their way together: for targets without bodies. */
  readonly together?: boolean;
  /** Names whose changes cannot be taken back. */
  readonly oneWay?: readonly string[];
}

export function fakeDriver(options: FakeDriverOptions = {}): Driver {
  const observation = (rows: Map<string, string>, complete = true): FakeObservation => ({ dialect: 'fake', complete, findings: [], rows });
  return {
    id: 'fake', title: 'Fake', holdings: () => ({ there: false, id: null, paired: [], reused: [], beside: [], findings: [] }), readOnly: null, aliases: ['phoney'], session: {} as Driver['session'], lines: [],
    reads: [{ name: 'all', line: 'show', at: '#' }],
    targeted: () => null,
    shown: (line) => line,
    mayRead: (line) => line === 'show',
    onts: () => [],
    importConfiguration: () => ({ onts: [], orphans: [], rest: [] }),
    ponParts: () => null,
    state: { names: [], ask: () => null, parse: () => ({ head: {}, records: [] }), ready: () => false },
    check: () => [],
    requiredLines: () => [],
    observe: (results) => {
      const complete = (options.incomplete ?? 0) <= 0 && results.length === 1;
      if (options.incomplete) options.incomplete--;
      return observation(new Map((results[0]?.lines ?? []).map((line) => line.split(' ') as [string, string])), complete);
    },
    survey: (results) => ({ known: 0, residue: [], half: [], lines: results.flatMap((result) => result.lines) }),
    assumed: () => observation(new Map()),
    plan: (intent, _access, on, { goal }) => plan(intent, (on as FakeObservation).rows, goal === 'remove' ? 'remove' : 'active', options.oneWay ?? []),
    footprint: (_ont, on) => ({ own: new Map([...(on as FakeObservation).rows].map(([name, value]) => [`row ${name}`, value])), other: new Map() }),
    script: (plans, { save }) => script(plans.flatMap(({ changes }) => changes.map((change) => change.commands)), save),
    windows: (_changes, steps) => (options.together ? [steps.filter(({ intent }) => intent === 'navigate'), steps.filter(({ intent }) => intent !== 'navigate')] : steps.map((step) => [step])),
    undoScript: (changes) => script([...changes].reverse().map((change) => change.undo), false).map((step) => ({ ...step, change: null })),
  };
}

function plan(intent: Intent, rows: Map<string, string>, goal: 'active' | 'remove', oneWay: readonly string[]): Planned {
  const wanted = Object.entries(intent.parameters ?? {});
  const changes: Change[] = [];
  for (const [name, value] of goal === 'remove' ? wanted.reverse() : wanted) {
    const now = rows.get(name);
    if (goal === 'remove') {
      if (now !== undefined) changes.push(change('delete', name, now, null, [`del ${name}`], [`set ${name} ${now}`], oneWay));
    } else if (now === undefined) {
      const lines = name.startsWith('body') ? [`body ${name}`, `val ${value}`, 'commit'] : [`set ${name} ${value}`];
      changes.push(change('create', name, null, value, lines, [`del ${name}`], oneWay));
    } else if (now !== value && value !== 'keep') {
      changes.push(change('update', name, now, value, [`mod ${name} ${value}`], [`mod ${name} ${now}`], oneWay));
    }
  }
  const conflict = wanted.find(([name, value]) => name === 'conflict' && rows.get(value) !== undefined);
  const result: TargetPlan = {
    key: intent.key, olt: intent.olt.name, vendor: 'fake', dialect: 'fake', serial: intent.serial ?? null, pon: intent.pon, id: 1,
    assumed: [], changes, unmanaged: [], adopted: [], interrupts: [], oneWay: [], findings: conflict ? [finding('ONT402', `${conflict[1]} is taken`)] : [],
  };
  return {
    plan: result,
    commit() {
      for (const made of changes) {
        const to = made.attributes[0]!.to;
        if (to === null) rows.delete(String(made.key['name'])); else rows.set(String(made.key['name']), to);
      }
    },
  };
}

function change(action: Change['action'], name: string, from: string | null, to: string | null, lines: string[], undo: string[], oneWay: readonly string[]): Change {
  const intent = action === 'replace' ? 'update' : action;
  return {
    resource: 'row', key: { name }, scope: 'ont', action, cuts: 'none', attributes: [{ attribute: 'value', from, to }],
    commands: lines.map((line) => command(line, intent)),
    undo: undo.map((line) => command(line, action === 'create' ? 'delete' : action === 'delete' ? 'create' : 'update')),
    abort: name.startsWith('body') ? [{ ...command('quit', 'navigate'), at: '(body)#', prompt: '(config)#' }] : [],
    ...(oneWay.includes(name) ? { oneWay: 'the old value is not known' } : {}),
  };
}

function command(line: string, intent: Command['intent']): Command {
  const inBody = /^val |^commit$/.test(line);
  return {
    mode: inBody ? 'body' : '', line, at: inBody ? '(body)#' : '(config)#', prompt: /^body |^val /.test(line) ? '(body)#' : '(config)#',
    intent, evidence: 'manual', yes: false, leave: [], enter: [],
  };
}

function script(groups: readonly (readonly Command[])[], save: boolean): ScriptStep[] {
  const move = (line: string, at: string, prompt: string): ScriptStep => ({ line, at, prompt, intent: 'navigate', yes: false, change: null });
  const steps = groups.flatMap((commands, index) => commands.map(({ line, at, prompt, intent, yes }): ScriptStep => ({ line, at, prompt, intent, yes, change: index })));
  return [
    ...(steps.length > 0 ? [move('config', '#', '(config)#'), ...steps, move('quit', '(config)#', '#')] : []),
    ...(save ? [{ line: 'save', at: '#', prompt: '#', intent: 'save', yes: false, change: null } satisfies ScriptStep] : []),
  ];
}

export const NO_ACCESS: AccessModel = {
  ont: { label: 'ont', pon: '0/1/1', auth: 'serial', eth: 1, pots: 0, ssids: 0, veip: false, catv: false, suspended: false },
  bandwidths: [], limits: [], tconts: [], gems: [], flows: [], unis: [], rules: [], hosts: [], wans: [], acs: [], multicasts: [], voices: [], vlans: [],
};

export function fakeIntent(key: string, parameters: Record<string, string>, olt: Partial<Intent['olt']> = {}): Intent {
  return {
    key, state: 'active', profile: 'p', pon: '0/1/1', serial: '48575443A1B2C3D4', authentication: { by: 'serial' },
    olt: { name: 'x', vendor: 'fake', host: '127.0.0.1', transport: 'ssh', writes: 'allow', manage: [], use: {}, ssh: {}, ...olt },
    ont: { eth: 1, pots: 0, ssids: 0, veip: false, catv: false }, services: [], parameters, origin: () => ({ from: 'row' }),
  };
}
