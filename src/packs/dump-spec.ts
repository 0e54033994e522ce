/** The `dump:` section of a pack, compiled. */
import type { LinePattern } from '../plan/line-pattern.ts';
import { linePattern } from './pattern.ts';
import { asList, asTree, type Tree } from './tree.ts';

export interface DumpSpec {
  /** A physical line of exactly this many characters may go on in the next one. 0: this box never folds. */
  readonly fold: number;
  /** `indent`: a line starts with a blank unless it goes on from the one above. `grammar`: only the patterns can tell. */
  readonly foldedBy: 'indent' | 'grammar';
  /** Lines that close every block. */
  readonly ends: readonly RegExp[];
  /** The last line of a whole dump. */
  readonly complete: RegExp;
  /** Lines that a whole dump has somewhere, each of them. */
  readonly require: readonly RegExp[];
  readonly header: RegExp | null;
  /** Lines without meaning of their own. */
  readonly ownerless: readonly RegExp[];
  readonly owners: readonly { readonly mode: string; readonly line: LinePattern }[];
  readonly refuse: readonly { readonly line: RegExp; readonly why: string; readonly instead: string }[];
  readonly foreignBoards: readonly { readonly mode: string; readonly what: string }[];
}

export function compileDumpSpec(raw: Tree): DumpSpec {
  return {
    fold: Number(raw['fold'] ?? 0),
    foldedBy: raw['foldedBy'] === 'grammar' ? 'grammar' : 'indent',
    require: asList(raw['require']).map((source) => new RegExp(String(source))),
    ends: asList(raw['ends']).map((source) => new RegExp(String(source))),
    complete: new RegExp(String(raw['complete'])),
    header: raw['header'] === undefined ? null : new RegExp(String(raw['header'])),
    ownerless: asList(raw['ownerless']).map((source) => new RegExp(String(source))),
    owners: asList(raw['owners']).map((rule) => {
      const tree = asTree(rule, 'dump.owners');
      return { mode: String(tree['mode']), line: linePattern(String(tree['line'])) };
    }),
    refuse: asList(raw['refuse']).map((rule) => {
      const tree = asTree(rule, 'dump.refuse');
      return { line: new RegExp(String(tree['line'])), why: String(tree['why']), instead: String(tree['instead']) };
    }),
    foreignBoards: asList(raw['foreignBoards']).map((rule) => {
      const tree = asTree(rule, 'dump.foreignBoards');
      return { mode: String(tree['mode']), what: String(tree['what']) };
    }),
  };
}
