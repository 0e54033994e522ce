/** What is on an ONT and not in the profile: adopted by somebody (ours, as it is), or unmanaged (nobody's). Both are kept. */
import { objectOf } from './footprint.ts';
import type { Unmanaged } from './model.ts';
import type { Planning } from './planning.ts';
import type { Residue, Row } from './row.ts';
import { shownLines } from './shown-lines.ts';

/** What people have declared ours on one ONT. */
export interface Claims {
  /**
   * @param object  `service-port 90`
   * @param content all that it holds now, secrets masked
   * @returns `held`: claimed as it is; `changed`: claimed, and not as it was then
   */
  of(object: string, content: string): Claim;
}

export type Claim = 'held' | 'changed' | 'none';

/** One object, or one line that nobody knows. */
export interface Beside {
  readonly resource: string;
  /** null: no object that anybody knows. */
  readonly row: Row | null;
  readonly object: string;
  readonly content: string;
  /** Without secrets. */
  readonly lines: readonly string[];
  readonly claim: Claim;
  /** Why it cannot be adopted; null when it can. */
  readonly cannot: string | null;
}

/** @param rows under the ONT that no want was paired with */
export function besideOf({ store }: Pick<Planning, 'store'>, owner: string, rows: readonly Row[], claims: Claims | undefined): Beside[] {
  return [...rows.map(known), ...store.residueUnder(owner).map(unknown)];

  function known(row: Row): Beside {
    const { name, content } = objectOf(store, row);
    const kind = store.kind(row.kind);
    // Whoever says that something is ours says that we may take it away.
    const cannot = row.half ? 'it is only half understood' : kind.drop || kind.gone ? null : 'no command is known that takes it away';
    const claim = cannot === null ? claims?.of(name, content) ?? 'none' : 'none';
    return { resource: row.kind, row, object: name, content, lines: shownLines(store, row), claim, cannot };
  }

  function unknown({ line }: Residue): Beside {
    return { resource: 'unknown', row: null, object: '', content: '', lines: [store.shown(line.text.trim())], claim: 'none', cannot: 'it is not understood' };
  }
}

/** By line, as plans list them. */
export function listed(beside: readonly Beside[]): { readonly adopted: Unmanaged[]; readonly unmanaged: Unmanaged[] } {
  const lines = (some: readonly Beside[]): Unmanaged[] => some.flatMap(({ resource, lines: texts }) => texts.map((line) => ({ resource, line })));
  return { adopted: lines(beside.filter(isAdopted)), unmanaged: lines(beside.filter((each) => !isAdopted(each))) };
}

export function isAdopted({ claim }: Beside): boolean {
  return claim === 'held';
}
