/** Lines of a device as they may be shown: never with their secrets. */
import { maskSpans, secretSpans, type Span } from '../kernel/mask-secrets.ts';
import type { Kind } from './kind.ts';
import type { LinePattern } from './line-pattern.ts';
import { shown, type Row } from './row.ts';
import type { Store } from './store.ts';

/** Shows a line: `***` for what a pattern knows to be a secret, and for what stands behind a word that announces one. */
export type LineShower = (line: string) => string;

const showers = new WeakMap<object, LineShower>();

/** By the patterns of these kinds; made once for each pack. */
export function lineShower(kinds: ReadonlyMap<string, Kind>): LineShower {
  let shower = showers.get(kinds);
  if (!shower) showers.set(kinds, (shower = showerOf([...kinds.values()].flatMap(patternsOf))));
  return shower;
}

/** The lines of a row; one that is only known from other lines says its values. */
export function shownLines(store: Store, row: Row): string[] {
  if (row.lines.length > 0) return row.lines.map((line) => store.shown(line.text.trim()));
  const secrets = secretAttributes(store.kind(row.kind));
  return [Object.entries(row.values).map(([name, value]) => (secrets.has(name) ? '***' : shown(value) ?? '')).join(' ')];
}

/** Attributes of a kind whose values are never shown. */
export function secretAttributes(kind: Kind): ReadonlySet<string> {
  return new Set(patternsOf(kind).flatMap((pattern) => [...pattern.secrets]));
}

function patternsOf(kind: Kind): LinePattern[] {
  return kind.facets.flatMap(({ forms, alters }) => [...forms.flatMap(({ put, also }) => [put, ...also]), ...alters.map((alter) => alter.do)]);
}

function showerOf(patterns: readonly LinePattern[]): LineShower {
  const telling = patterns.filter((pattern) => pattern.secrets.size > 0);
  return (line) => {
    const indent = line.length - line.trimStart().length;
    const text = line.trim();
    const known = telling.filter(({ lead }) => text.startsWith(lead[0] ?? '')).flatMap((pattern) => pattern.secretSpans(text)).map(([from, to]): Span => [from + indent, to + indent]);
    return maskSpans(line, [...known, ...secretSpans(line)]);
  };
}
