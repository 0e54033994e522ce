/**
 * The small language in which a pack says where a value comes from.
 *
 *   =text              the text itself (a number when it is all digits)
 *   it.vlan            a field of the entity; also ont., pon., olt., from the root
 *   it.gem#g           the number variable `g` of the entity at that path
 *   @traffic(it.up).id an attribute of the row that stands for the entity at that path
 *   $name              the content name of a shared object
 *   [{when: it.cvlan, is: =a}, =b]   the first whose condition holds
 *
 * Conditions: `it.x`, `!it.x`, `it.x == word`, `it.x != word`, joined by `&&` and `||` (`&&` binds first).
 */
import { Secret } from '../kernel/secret.ts';

export type Scope = Readonly<Record<string, unknown>>;

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'number'; readonly path: readonly string[]; readonly name: string }
  | { readonly kind: 'ref'; readonly resource: string; readonly path: readonly string[]; readonly attribute: string }
  | { readonly kind: 'name' }
  | { readonly kind: 'first'; readonly of: readonly { readonly when: Condition | null; readonly is: Expression }[] };

export type Condition = (scope: Scope) => boolean;

/** Throws a plain Error naming the text: a malformed pack. */
export function parseExpression(source: unknown): Expression {
  if (Array.isArray(source)) {
    return { kind: 'first', of: source.map((entry: unknown) => {
      const guarded = entry as { when?: unknown; is?: unknown };
      return typeof entry === 'object' && entry !== null && 'is' in entry
        ? { when: parseCondition(guarded.when), is: parseExpression(guarded.is) }
        : { when: null, is: parseExpression(entry) };
    }) };
  }
  const text = String(source);
  if (text === '$name') return { kind: 'name' };
  if (text.startsWith('=')) return { kind: 'literal', value: /^\d+$/.test(text.slice(1)) ? Number(text.slice(1)) : text.slice(1) };
  const ref = /^@([\w-]+)\(([\w.]+)\)\.(\w+)$/.exec(text);
  if (ref) return { kind: 'ref', resource: ref[1]!, path: ref[2]!.split('.'), attribute: ref[3]! };
  const number = /^([\w.]*)#(\w+)$/.exec(text);
  if (number) return { kind: 'number', path: (number[1] || 'it').split('.'), name: number[2]! };
  if (/^[A-Za-z]\w*(\.\w+)*$/.test(text)) return { kind: 'path', path: text.split('.') };
  throw new Error(`not an expression of the pack language: ${text}`);
}

/** An absent condition always holds. */
export function parseCondition(source: unknown): Condition {
  if (source === undefined || source === null || source === '') return () => true;
  const cases = String(source).split('||').map((text) => text.split('&&').map((term) => parseTerm(term.trim())));
  return (scope) => cases.some((terms) => terms.every((term) => term(scope)));
}

function parseTerm(text: string): Condition {
  const compare = /^([\w.]+)\s*(==|!=)\s*(\S+)$/.exec(text);
  if (compare) {
    const path = compare[1]!.split('.');
    const wanted = compare[3]!;
    const equal = compare[2] === '==';
    return (scope) => (String(lookUp(path, scope)) === wanted) === equal;
  }
  const plain = /^(!?)([\w.]+)$/.exec(text);
  if (!plain) throw new Error(`not a condition of the pack language: ${text}`);
  const path = plain[2]!.split('.');
  const wanted = plain[1] === '';
  return (scope) => truthy(lookUp(path, scope)) === wanted;
}

function truthy(value: unknown): boolean {
  return !(value === undefined || value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0));
}

export function lookUp(path: readonly string[], scope: Scope): unknown {
  let at: unknown = scope;
  for (const name of path) {
    if (at === null || typeof at !== 'object' || at instanceof Secret) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
