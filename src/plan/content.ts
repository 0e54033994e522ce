/** Whether a shared object on the device says what we want said, and which of its numbers are ours then. */
import type { Numbers, Term, Want } from './kind.ts';
import { comparable, compareTerm, isOurs, type Planning } from './planning.ts';
import type { Row, Value } from './row.ts';

/**
 * Compares content, not names or ids. On success the numbers inside (GEM, T-CONT, mapping index) are bound to the device's.
 * An object of ours must hold exactly this; somebody else's may hold more.
 */
export function holds(planning: Planning, want: Want, row: Row): boolean {
  const numbers = planning.numbers.copy();
  if (!equalContent(planning, want, row, numbers)) return false;
  planning.numbers.take(numbers);
  return true;
}

/** Takes over the numbers of a profile that is bound now although its content is no longer what we want. */
export function adoptNumbers(planning: Planning, want: Want, row: Row): void {
  const numbers = planning.numbers.copy();
  const matched = matchBody(planning, want, row, numbers, 'as-far-as-possible');
  planning.numbers.take(numbers);
  for (const [inner, innerRow] of matched.pairs) planning.sites.set(inner, innerRow);
}

function equalContent(planning: Planning, want: Want, row: Row, numbers: Numbers): boolean {
  if (row.half) return false;
  for (const attribute of comparable(want, row)) {
    if (!agrees(planning, want, attribute, row, numbers)) return false;
  }
  if (!want.kind.body) return true;
  const { complete, pairs } = matchBody(planning, want, row, numbers, 'all');
  if (!complete) return false;
  if (!isOurs(want.kind, row)) return true;
  const used = new Set(pairs.values());
  // Lines nobody knows do not count: a release that prints one default more must not make every profile a stranger.
  return row.body.every((inner) => used.has(inner) || saysNothing(planning, inner));
}

function agrees(planning: Planning, want: Want, attribute: string, row: Row, numbers: Numbers): boolean {
  const term = want.terms[attribute];
  const observed = row.values[attribute];
  if (term?.t === 'ref') return referentAgrees(planning, term, observed, numbers);
  if (term?.t === 'number' && numbers.get(term.owner, term.name) === undefined) return observed !== undefined;
  return compareTerm(planning, want.kind, attribute, term, observed, numbers) !== 'differs';
}

/** Whether what a reference leads to on the device has the content it should have. Binds nothing. */
export function sameReferent(planning: Planning, term: Extract<Term, { t: 'ref' }>, observed: Value | undefined): boolean {
  return referentAgrees(planning, term, observed, planning.numbers.copy());
}

function referentAgrees(planning: Planning, term: Extract<Term, { t: 'ref' }>, observed: Value | undefined, numbers: Numbers): boolean {
  const named = planning.shared.get(term.want);
  if (named) return named.values[term.attribute] === observed || observed !== undefined && sameContentRow(planning, term, observed, numbers);
  return observed !== undefined && sameContentRow(planning, term, observed, numbers);
}

function sameContentRow(planning: Planning, term: Extract<Term, { t: 'ref' }>, observed: Value, numbers: Numbers): boolean {
  const row = planning.store.referent(term.want.kind, term.attribute, observed);
  return row !== undefined && equalContent(planning, term.want, row, numbers);
}

/**
 * Finds the line of the device's profile for each line we want. Natural keys come first (a VLAN names its GEM mapping, the
 * mapping its GEM, the GEM its T-CONT), so numbers flow from what is certain to what follows from it.
 */
function matchBody(planning: Planning, want: Want, row: Row, numbers: Numbers, mode: 'all' | 'as-far-as-possible'): { complete: boolean; pairs: Map<Want, Row> } {
  const pairs = new Map<Want, Row>();
  // Lines that are only typed are not looked for: a device need not print them.
  const open = new Set(want.body.filter((inner) => !inner.kind.facets.every((facet) => facet.once)));
  let complete = true;
  for (let moved = true; moved && open.size;) {
    moved = false;
    for (const inner of open) {
      const found = candidate(inner);
      if (found === 'wait') continue;
      open.delete(inner);
      moved = true;
      if (found === null) { if (!implied(planning, inner, numbers)) complete = false; }
      else { bind(inner, found, numbers); pairs.set(inner, found); }
      if (!complete && mode === 'all') return { complete, pairs };
      break;
    }
    if (!moved && mode === 'all') {
      // Nothing names these lines any more: take the first that fits.
      const inner = open.values().next().value!;
      const found = row.body.find((line) => line.kind === inner.kind.name && fits(inner, line));
      open.delete(inner);
      moved = true;
      if (!found) return { complete: false, pairs };
      bind(inner, found, numbers);
      pairs.set(inner, found);
    }
  }
  return { complete: complete && open.size === 0, pairs };

  function candidate(inner: Want): Row | null | 'wait' {
    const lines = row.body.filter((line) => line.kind === inner.kind.name);
    for (const names of [inner.kind.key, ...inner.kind.pair.map((rule) => rule.attributes)]) {
      if (!names.every((name) => isSettled(inner.terms[name], numbers))) continue;
      const found = lines.find((line) => names.every((name) => agrees(planning, inner, name, line, numbers)) && (mode === 'as-far-as-possible' ? bindable(inner, line) : fits(inner, line)));
      if (found) return found;
      return null;
    }
    return 'wait';
  }

  function fits(inner: Want, line: Row): boolean {
    return [...comparable(inner, line), ...inner.kind.key].every((name) => agrees(planning, inner, name, line, numbers));
  }

  function bindable(inner: Want, line: Row): boolean {
    return Object.entries(inner.terms).every(([name, term]) => term.t !== 'number' || agrees(planning, inner, name, line, numbers));
  }
}

/** A line that says only what its absence says too. */
export function implied(planning: Planning, want: Want, numbers: Numbers): boolean {
  const defaults = Object.keys(want.kind.defaults);
  return defaults.length > 0 && Object.entries(want.terms).filter(([name]) => !want.kind.key.includes(name)).every(([name, term]) =>
    want.kind.defaults[name] !== undefined && (term.t === 'number' && numbers.get(term.owner, term.name) === undefined
      || compareTerm(planning, want.kind, name, term, undefined, numbers) === 'equal'));
}

/** A printed line that only repeats a default. */
export function saysNothing(planning: Planning, row: Row): boolean {
  const { defaults, key } = planning.store.kind(row.kind);
  const values = Object.entries(row.values).filter(([name]) => !key.includes(name));
  return values.length > 0 && values.every(([name, value]) => String(defaults[name]) === String(value));
}

export function bind(want: Want, row: Row, numbers: Numbers): void {
  for (const [attribute, term] of Object.entries(want.terms)) {
    if (term.t !== 'number' || numbers.get(term.owner, term.name) !== undefined) continue;
    const value = row.values[attribute];
    if (typeof value === 'number' || typeof value === 'string') numbers.bind(term.owner, term.name, value);
  }
}

function isSettled(term: Term | undefined, numbers: Numbers): boolean {
  return term !== undefined && (term.t !== 'number' || numbers.get(term.owner, term.name) !== undefined);
}
