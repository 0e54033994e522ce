/** Expected command lines with holes: `*` is anything (also the stars of a masked secret), `<x>` one number or word, the same wherever `<x>` stands. */
export interface Typed { readonly mode: string; readonly line: string; }

/** A line, or several in any order. */
export type Expected = string | readonly string[];

/** A profile: the line that opens it, then its lines in any order; those in `optional` may be missing. */
export interface ExpectedBody { readonly enter: string; readonly body: readonly string[]; readonly optional?: readonly string[]; }

export type Bindings = ReadonlyMap<string, string>;

const NONE: Bindings = new Map();

/** Whether `lines` are exactly what `expected` says, in its order; yields every way to fill the holes. */
export function* sequence(expected: readonly Expected[], lines: readonly Typed[], bound: Bindings = NONE): Generator<Bindings> {
  const [first, ...rest] = expected;
  if (first === undefined) {
    if (lines.length === 0) yield bound;
    return;
  }
  const group = typeof first === 'string' ? [first] : first;
  for (const filled of anyOrder(group, lines.slice(0, group.length), matchLine, bound)) {
    yield* sequence(rest, lines.slice(group.length), filled);
  }
}

/** Whether the objects are exactly these, whatever their order. Each object is given as the lines that make it. */
export function objects(expected: readonly (string | ExpectedBody)[], made: readonly (readonly Typed[])[], bound: Bindings = NONE): Generator<Bindings> {
  return anyOrder(expected, made, matchObject, bound);
}

/** Whether one line of `lines` is `pattern`. */
export function holds(pattern: string, lines: readonly Typed[]): boolean {
  return lines.some((line) => [...matchLine(pattern, line, NONE)].length > 0);
}

function* anyOrder<P, T>(patterns: readonly P[], items: readonly T[], match: (pattern: P, item: T, bound: Bindings) => Iterable<Bindings>, bound: Bindings): Generator<Bindings> {
  if (patterns.length !== items.length) return;
  const [first, ...rest] = patterns;
  if (first === undefined) {
    yield bound;
    return;
  }
  for (let i = 0; i < items.length; i++) {
    for (const filled of match(first, items[i]!, bound)) {
      yield* anyOrder(rest, [...items.slice(0, i), ...items.slice(i + 1)], match, filled);
    }
  }
}

function* matchObject(expected: string | ExpectedBody, lines: readonly Typed[], bound: Bindings): Generator<Bindings> {
  if (typeof expected === 'string') {
    if (lines.length === 1) yield* matchLine(expected, lines[0]!, bound);
    return;
  }
  const [head, ...inside] = lines;
  if (!head || inside.at(-1)?.line !== 'quit' || inside.at(-2)?.line !== 'commit') return;
  const body = inside.slice(0, -2);
  const lean = expected.body.filter((line) => !expected.optional?.includes(line));
  for (const filled of matchLine(expected.enter, head, bound)) {
    yield* anyOrder(expected.body, body, matchLine, filled);
    if (lean.length < expected.body.length) yield* anyOrder(lean, body, matchLine, filled);
  }
}

function* matchLine(pattern: string, typed: Typed, bound: Bindings): Generator<Bindings> {
  const [, mode, text = ''] = /^(?:\[([^\]]*)\] )?(.*)$/.exec(pattern)!;
  if (mode !== undefined && mode !== typed.mode) return;
  const names: string[] = [];
  const source = text.split(/(<[a-z]\w*>|\*)/).map((part) => {
    if (part === '*') return '.*?';
    if (!/^<[a-z]\w*>$/.test(part)) return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    names.push(part);
    return '([^\\s"]+)';
  }).join('');
  const found = new RegExp(`^${source}$`).exec(typed.line);
  if (!found) return;
  const filled = new Map(bound);
  for (const [i, name] of names.entries()) {
    const value = found[i + 1]!;
    if ((filled.get(name) ?? value) !== value) return;
    filled.set(name, value);
  }
  yield filled;
}
