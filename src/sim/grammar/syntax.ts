/**
 * Command syntax as text, compiled to a small automaton:
 * `word` a keyword, `'|'` a keyword in quotes, `{name:type}` or `{name:type(a,b)}` an argument, `[..]` optional, `(a | b)` a choice.
 */
import type { ValueType } from './values.ts';

export type Edge =
  | { readonly kind: 'word'; readonly word: string; readonly to: number }
  | { readonly kind: 'value'; readonly name: string; readonly type: ValueType; readonly to: number };

/** Per node: what may be typed there, and whether the command may end there. Node 0 is the start. */
export interface Automaton { readonly edges: readonly (readonly Edge[])[]; readonly final: readonly boolean[]; }

export type TypeTable = Readonly<Record<string, (...parameters: number[]) => ValueType>>;

type Node =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'value'; readonly name: string; readonly type: ValueType }
  | { readonly kind: 'row'; readonly of: readonly Node[] }
  | { readonly kind: 'choice'; readonly of: readonly Node[] };

/** @throws Error for a syntax that cannot be read: a mistake in a simulator. */
export function compileSyntax(source: string, types: TypeTable): Automaton {
  const words = [...source.matchAll(/'([^']+)'|\{([\w-]+):(\w+)(?:\(([\d,]*)\))?\}|[[\]()|]|[^\s[\]()|{}']+/g)];
  let at = 0;
  const peek = (): string | undefined => words[at]?.[0];

  function choice(end: string | undefined): Node {
    const branches: Node[] = [];
    let row: Node[] = [];
    for (;;) {
      const word = peek();
      if (word === end) break;
      if (word === undefined) throw new Error(`syntax ends too early: ${source}`);
      if (word === '|') { branches.push({ kind: 'row', of: row }); row = []; at++; } else row.push(item());
    }
    at++;
    branches.push({ kind: 'row', of: row });
    return branches.length === 1 ? branches[0]! : { kind: 'choice', of: branches };
  }

  function item(): Node {
    const found = words[at]!;
    at++;
    if (found[0] === '[') return { kind: 'choice', of: [choice(']'), { kind: 'row', of: [] }] };
    if (found[0] === '(') return choice(')');
    if (found[1] !== undefined) return { kind: 'word', word: found[1] };
    if (found[2] === undefined) return { kind: 'word', word: found[0] };
    const make = types[found[3]!];
    if (!make) throw new Error(`no argument type ${found[3]} in: ${source}`);
    return { kind: 'value', name: found[2], type: make(...(found[4] ? found[4].split(',').map(Number) : [])) };
  }

  return withoutEmptyMoves(choice(undefined));
}

interface Draft { readonly edges: Edge[][]; readonly empty: number[][]; }

function withoutEmptyMoves(root: Node): Automaton {
  const draft: Draft = { edges: [[]], empty: [[]] };
  const end = lay(draft, root, 0);
  const reach = draft.edges.map((_, node) => closure(draft, node));
  return {
    edges: reach.map((nodes) => nodes.flatMap((node) => draft.edges[node]!)),
    final: reach.map((nodes) => nodes.includes(end)),
  };
}

function lay(draft: Draft, node: Node, from: number): number {
  switch (node.kind) {
    case 'row': return node.of.reduce((at, part) => lay(draft, part, at), from);
    case 'choice': {
      const ends = node.of.map((branch) => lay(draft, branch, from));
      const join = addNode(draft);
      for (const end of ends) draft.empty[end]!.push(join);
      return join;
    }
    case 'word': case 'value': {
      const to = addNode(draft);
      draft.edges[from]!.push({ ...node, to });
      return to;
    }
  }
}

function addNode(draft: Draft): number {
  draft.empty.push([]);
  return draft.edges.push([]) - 1;
}

function closure(draft: Draft, start: number): number[] {
  const seen = [start];
  for (let i = 0; i < seen.length; i++) for (const next of draft.empty[seen[i]!]!) if (!seen.includes(next)) seen.push(next);
  return seen;
}
