/** The first free number of a range, for whatever pairing left unbound; and content names for new shared objects. */
import { createHash } from 'node:crypto';
import type { Want } from './kind.ts';
import { OURS, settled, type Planning } from './planning.ts';
import { keyOf, type Value } from './row.ts';

/** Binds the open numbers of one want, in the order of its attributes. @returns the name of a number whose range is used up, or null. */
export function allocate(planning: Planning, want: Want, siblings: readonly Want[] | null): string | null {
  for (const [attribute, term] of Object.entries(want.terms)) {
    if (term.t !== 'number' || planning.numbers.get(term.owner, term.name) !== undefined) continue;
    const range = want.kind.alloc[attribute];
    if (!range) continue;
    const taken = siblings ? takenBySiblings(planning, want, attribute, siblings) : takenOnDevice(planning, want, attribute);
    const scope = siblings ? null : scopeOf(planning, want, attribute);
    let number = scope === null ? range.from : planning.store.cursor(scope, range.from);
    while (number <= range.to && taken(number)) number++;
    if (number > range.to) return attribute;
    planning.numbers.bind(term.owner, term.name, number);
    if (scope !== null) {
      const given = reserved(planning, scope);
      // Numbers this plan has given out are free on the device until it is carried out.
      if (given.size === 0) planning.store.advance(scope, number);
      given.add(number);
    }
    if (planning.offline) planning.assumed.push({ resource: want.kind.name, attribute, value: number });
  }
  return null;
}

/** Inside a body the number space is the body. */
function takenBySiblings(planning: Planning, want: Want, attribute: string, siblings: readonly Want[]): (number: number) => boolean {
  const within = want.kind.alloc[attribute]!.within;
  const used = new Set<string>();
  for (const other of siblings) {
    if (other === want || other.kind !== want.kind) continue;
    if (!within.every((name) => String(settled(planning, other, name)) === String(settled(planning, want, name)))) continue;
    const value = settled(planning, other, attribute);
    if (value !== undefined) used.add(String(value));
  }
  return (number) => used.has(String(number));
}

function takenOnDevice(planning: Planning, want: Want, attribute: string): (number: number) => boolean {
  const { kind } = want;
  const values: Record<string, Value | undefined> = {};
  for (const name of kind.key) values[name] = settled(planning, want, name);
  const fixed = kind.key.filter((name) => name !== attribute);
  const out = reserved(planning, scopeOf(planning, want, attribute));
  // Every other part of the key is settled: one look-up per number. Otherwise the number alone must be free.
  if (fixed.every((name) => values[name] !== undefined)) {
    return (number) => out.has(number) || planning.store.isTaken(kind, { ...values, [attribute]: number });
  }
  const used = new Set([...planning.store.rows(kind.name)].map((row) => String(row.values[attribute])));
  return (number) => out.has(number) || used.has(String(number));
}

function scopeOf(planning: Planning, want: Want, attribute: string): string {
  const within = want.kind.alloc[attribute]?.within ?? [];
  return `${want.kind.name}\u0001${attribute}\u0001${keyOf(within, Object.fromEntries(within.map((name) => [name, settled(planning, want, name)])))}`;
}

const reservations = new WeakMap<Planning, Map<string, Set<number>>>();

/** Numbers given out in this plan, not on the device yet. */
function reserved(planning: Planning, scope: string): Set<number> {
  let byScope = reservations.get(planning);
  if (!byScope) reservations.set(planning, (byScope = new Map()));
  let set = byScope.get(scope);
  if (!set) byScope.set(scope, (set = new Set()));
  return set;
}

/** Gives a new shared object its name: what it holds, hashed, so that equal content has equal names on every OLT. */
export function nameContent(planning: Planning, want: Want): void {
  const { nameTemplate, nameAttribute, name } = want.kind;
  if (nameTemplate === undefined || nameAttribute === undefined || planning.names.has(want)) return;
  const hash = contentHash(planning, want);
  const label = want.label.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 12);
  const wanted = nameTemplate.replace('{hash}', hash).replace('{label}', label).replace(/-+/g, '-');
  if (!wanted.startsWith(OURS)) throw new Error(`${name}: a content name must start with ${OURS}`);
  let unique = wanted;
  for (let n = 2; planning.store.where(name, nameAttribute, unique).length > 0; n++) unique = `${wanted}-${n}`;
  planning.names.set(want, unique);
}

/** Six hex digits over the content. */
function contentHash(planning: Planning, want: Want): string {
  return createHash('sha256').update(contentText(planning, want)).digest('hex').slice(0, 6);
}

/** What an object holds, as text: names and ids left out, references by what they refer to, secrets by reference. */
export function contentText(planning: Planning, want: Want): string {
  const head = want.body.length > 0 || want.kind.nameAttribute !== undefined ? want.kind.key : [];
  const attributes = Object.entries(want.terms)
    .filter(([name]) => !head.includes(name) && name !== want.kind.nameAttribute)
    .map(([name, term]) => {
      if (term.t === 'ref') return `${name}=(${contentText(planning, term.want)})`;
      // A plain-text secret leaves no trace in a name.
      if (term.t === 'secret') return `${name}=${term.secret.ref.from === 'literal' ? 'literal' : term.secret.key}`;
      return `${name}=${String(settled(planning, want, name))}`;
    })
    .sort();
  const body = [...new Set(want.body.map((inner) => contentText(planning, inner)))].sort();
  return `${want.kind.name}{${attributes.join(',')}${body.join('')}}`;
}
