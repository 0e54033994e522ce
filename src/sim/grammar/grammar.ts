/** A set of commands, and what a typed line means to it. */
import { compileSyntax, type Automaton, type Edge, type TypeTable } from './syntax.ts';
import { tokenize, type Token } from './tokens.ts';

export interface Rule<T> { readonly syntax: string; readonly value: T; }

/** Values by argument name, and the keywords that were typed. */
export class Args {
  readonly #values: ReadonlyMap<string, string | number>;
  readonly #words: ReadonlyMap<string, number>;

  /** @param words  keywords and how often each was typed */
  constructor(values: ReadonlyMap<string, string | number>, words: ReadonlyMap<string, number>) {
    this.#values = values;
    this.#words = words;
  }

  /** Whether a keyword or an argument of this name was typed. */
  has(name: string): boolean { return this.#words.has(name) || this.#values.has(name); }
  number(name: string): number { return Number(this.#values.get(name)); }
  text(name: string): string { return String(this.#values.get(name) ?? ''); }
  maybeNumber(name: string): number | undefined { const value = this.#values.get(name); return value === undefined ? undefined : Number(value); }
  maybeText(name: string): string | undefined { const value = this.#values.get(name); return value === undefined ? undefined : String(value); }
  /** How often a keyword was typed. */
  times(name: string): number { return this.#words.get(name) ?? 0; }
  /** The one of these keywords that was typed. */
  word(...names: readonly string[]): string | undefined { return names.find((name) => this.#words.has(name)); }
}

/** What could be typed at a place, as dialogs show it: `vlan<K>`, `portid<U><0,15>`. */
export type Expected = readonly string[];

export type Match<T> =
  /** `next`: what could still follow. */
  | { readonly kind: 'command'; readonly value: T; readonly args: Args; readonly next: Expected }
  | { readonly kind: 'incomplete'; readonly next: Expected; readonly value: T }
  | { readonly kind: 'wrong'; readonly error: 'unknown' | 'parameter' | 'too-many' | 'ambiguous'; readonly column: number };

interface Thread<T> {
  readonly rule: Compiled<T>;
  readonly node: number;
  readonly trail: Trail | null;
}

/** What was typed so far, last first: threads share their beginnings. */
interface Trail { readonly before: Trail | null; readonly edge: Edge; readonly value: string | number; }

interface Compiled<T> { readonly automaton: Automaton; readonly value: T; }

export class Grammar<T> {
  readonly #rules: readonly Compiled<T>[];

  constructor(rules: readonly Rule<T>[], types: TypeTable) {
    this.#rules = rules.map((rule) => ({ automaton: compileSyntax(rule.syntax, types), value: rule.value }));
  }

  /** `allows` narrows the commands to those of a mode. An empty line is incomplete. */
  match(line: string, allows: (value: T) => boolean): Match<T> | null {
    const tokens = tokenize(line);
    let threads: Thread<T>[] = this.#start(allows);
    if (threads.length === 0) return null;
    for (const [index, token] of tokens.entries()) {
      const moved = step(threads, token);
      if (moved === 'ambiguous') return { kind: 'wrong', error: 'ambiguous', column: token.start };
      if (moved.length === 0) return { kind: 'wrong', error: fault(threads, token, index), column: token.start };
      threads = moved;
    }
    const done = threads.find((thread) => thread.rule.automaton.final[thread.node]);
    const next = expected(threads);
    if (!done) return { kind: 'incomplete', next, value: threads[0]!.rule.value };
    return { kind: 'command', value: done.rule.value, args: argsOf(done.trail), next };
  }

  /** What could be typed after `line`; a last word without a blank behind it is completed rather than followed. */
  help(line: string, allows: (value: T) => boolean): Expected {
    const tokens = tokenize(line);
    const open = /\s$/.test(line) || line === '' ? null : tokens.pop();
    let threads: Thread<T>[] = this.#start(allows);
    for (const token of tokens) {
      const moved = step(threads, token);
      if (moved === 'ambiguous') return [];
      threads = moved;
    }
    return expected(threads).filter((hint) => !open || hint.startsWith(open.text.toLowerCase()));
  }

  #start(allows: (value: T) => boolean): Thread<T>[] {
    return this.#rules.filter((rule) => allows(rule.value)).map((rule) => ({ rule, node: 0, trail: null }));
  }
}

function step<T>(threads: readonly Thread<T>[], token: Token): Thread<T>[] | 'ambiguous' {
  const exact: Thread<T>[] = [];
  const values: Thread<T>[] = [];
  const prefixed = new Map<string, Thread<T>[]>();
  const typed = token.text.toLowerCase();
  for (const thread of threads) {
    for (const edge of thread.rule.automaton.edges[thread.node]!) {
      if (edge.kind === 'value') {
        const value = edge.type.read(token);
        if (value !== null) values.push(follow(thread, edge, value));
      } else if (!token.quoted && edge.word === typed) exact.push(follow(thread, edge, edge.word));
      else if (!token.quoted && edge.word.startsWith(typed)) {
        const list = prefixed.get(edge.word) ?? [];
        list.push(follow(thread, edge, edge.word));
        prefixed.set(edge.word, list);
      }
    }
  }
  if (exact.length > 0) return exact;
  if (values.length > 0) return values;
  if (prefixed.size > 1) return 'ambiguous';
  return [...prefixed.values()].flat();
}

function follow<T>(thread: Thread<T>, edge: Edge, value: string | number): Thread<T> {
  return { rule: thread.rule, node: edge.to, trail: { before: thread.trail, edge, value } };
}

function argsOf(trail: Trail | null): Args {
  const values = new Map<string, string | number>();
  const words = new Map<string, number>();
  for (let at = trail; at; at = at.before) {
    if (at.edge.kind === 'word') words.set(at.edge.word, (words.get(at.edge.word) ?? 0) + 1);
    else values.set(at.edge.name, at.value);
  }
  return new Args(values, words);
}

/** A value that looks right but is none is a parameter error; a word where another word belongs is an unknown command. */
function fault<T>(threads: readonly Thread<T>[], token: Token, index: number): 'unknown' | 'parameter' | 'too-many' {
  const edges = threads.flatMap((thread) => thread.rule.automaton.edges[thread.node]!);
  if (edges.length === 0) return 'too-many';
  if (index === 0) return 'unknown';
  const values = edges.filter((edge) => edge.kind === 'value');
  if (values.length === edges.length || token.quoted) return 'parameter';
  return values.some((edge) => edge.kind === 'value' && edge.type.looks(token)) ? 'parameter' : 'unknown';
}

function expected<T>(threads: readonly Thread<T>[]): Expected {
  const hints = new Set<string>();
  for (const thread of threads) {
    for (const edge of thread.rule.automaton.edges[thread.node]!) {
      hints.add(edge.kind === 'word' ? `${edge.word}<K>` : `${edge.name}${edge.type.hint}`);
    }
  }
  return [...hints].sort();
}
