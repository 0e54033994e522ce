/**
 * Which row on the device is which want. A fixpoint: natural key, then weaker rules that must be unique, then the last one left.
 * Only rows under an ONT that was itself paired by its serial are looked at.
 */
import { bind, sameReferent } from './content.ts';
import type { Want } from './kind.ts';
import { compareTerm, type Planning } from './planning.ts';
import type { Row } from './row.ts';

export function pairUnderOnt(planning: Planning, wants: readonly Want[], rows: readonly Row[]): void {
  const free = new Set(rows);
  const open = new Set(wants);
  // Where a sibling can tell what a flow was (the native VLAN of its port, its IP host), only that sibling's word counts.
  const witnessed = new Set(wants.flatMap((want) => Object.values(want.hints)));
  const levels = 1 + Math.max(0, ...wants.map((want) => want.kind.pair.length)) + 1;
  restart: for (let again = true; again;) {
    again = false;
    for (let level = 0; level < levels; level++) {
      for (const want of open) {
        const row = level === levels - 1 ? lastLeft(want) : byRule(want, level);
        if (!row) continue;
        settle(want, row);
        again = true;
        continue restart;
      }
    }
  }

  function settle(want: Want, row: Row): void {
    planning.pairs.set(want, row);
    open.delete(want);
    free.delete(row);
    bind(want, row, planning.numbers);
    for (const [attribute, entity] of Object.entries(want.hints)) {
      const was = row.values[attribute];
      if (was !== undefined) planning.hints.set(entity, was);
    }
  }

  function byRule(want: Want, level: number): Row | null {
    const names = level === 0 ? want.kind.key : want.kind.pair[level - 1]?.attributes;
    if (!names) return null;
    const rowsOf = candidates(want).filter((row) => agree(want, names, row));
    if (level <= 1) return rowsOf[0] ?? null;
    if (rowsOf.length !== 1) return null;
    const rivals = [...open].filter((other) => other !== want && other.kind === want.kind && agree(other, names, rowsOf[0]!));
    return rivals.length === 0 ? rowsOf[0]! : null;
  }

  function lastLeft(want: Want): Row | null {
    if (!want.sole || witnessed.has(want.entity)) return null;
    const rowsOf = candidates(want);
    const rivals = [...open].filter((other) => other.kind === want.kind);
    return rowsOf.length === 1 && rivals.length === 1 ? rowsOf[0]! : null;
  }

  function candidates(want: Want): Row[] {
    return [...free].filter((row) => row.kind === want.kind.name);
  }

  function agree(want: Want, names: readonly string[], row: Row): boolean {
    return names.every((name) => {
      if (name.startsWith('~')) {
        const was = planning.hints.get(want.entity);
        return was !== undefined && String(was) === String(row.values[name.slice(1)]);
      }
      const term = want.terms[name];
      if (term?.t === 'ref') return sameReferent(planning, term, row.values[name]);
      if (term === undefined || term.t === 'secret') return term === undefined && row.values[name] === undefined;
      if (term.t === 'number' && planning.numbers.get(term.owner, term.name) === undefined) return false;
      return compareTerm(planning, want.kind, name, term, row.values[name], planning.numbers) === 'equal';
    });
  }
}
