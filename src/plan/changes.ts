/** Builders of changes: each with its commands, its undo, and what it does to our picture of the device. */
import type { Secret } from '../kernel/secret.ts';
import { abortCommands, alterCommand, bodyCommands, dropCommand, formFor, putCommand, restorable, type Typed } from './commands.ts';
import { implied } from './content.ts';
import type { Facet, Kind, Mode, Want } from './kind.ts';
import type { Action, AttributeChange, Change, Command, Cuts, Intent } from './model.ts';
import { comparable, compareTerm, settled, type Planning } from './planning.ts';
import { secretAttributes } from './shown-lines.ts';
import { keyOf, MASKED, shown, type Row, type Value } from './row.ts';

/** A change together with its effect on the store. */
export interface Draft { readonly change: Change; readonly effect: Effect; }
export interface Effect { readonly do: () => void; readonly undo: () => void; }

/** What a want comes to in values and secrets. */
export function typedOf(planning: Planning, want: Want): Typed {
  const values: Record<string, Value | undefined> = {};
  const secrets: Record<string, Secret> = {};
  for (const [attribute, term] of Object.entries(want.terms)) {
    values[attribute] = settled(planning, want, attribute);
    if (term.t === 'secret') secrets[attribute] = term.secret;
  }
  const { nameAttribute } = want.kind;
  if (nameAttribute !== undefined && planning.names.has(want)) values[nameAttribute] = planning.names.get(want)!;
  return { values, secrets };
}

export function create(planning: Planning, want: Want, top: Mode, action: Action = 'create'): Draft {
  const { kind } = want;
  const typed = typedOf(planning, want);
  const lines = bodyLines(planning, want);
  const commands = kind.body
    ? bodyCommands(kind, kind.body, typed, lines, top)
    : kind.facets.flatMap((facet) => putFacet(kind, facet, typed, 'create', top));
  const undo = kind.drop ? [dropCommand(kind, kind.drop, typed.values, scopeOf(kind) === 'shared' ? 'collect' : 'delete', top)] : [];
  const change = draft(kind, typed.values, action, action === 'replace' ? kind.cuts : 'none', [], commands, undo, kind.body ? abortCommands(kind, typed.values, top) : []);
  let made: Row | null = null;
  return {
    change: kind.drop || kind.gone ? change : { ...change, oneWay: `no command is known that takes ${kind.name} back` },
    effect: {
      do: () => { made = addRow(planning, kind, typed, lines); },
      undo: () => { if (made) planning.store.remove(made); },
    },
  };
}

/** Gives an object that is only taken to exist the content it is taken to have, and notes the lines that would make it so. */
export function imagineContent(planning: Planning, want: Want, row: Row, top: Mode): void {
  const { kind } = want;
  const typed = typedOf(planning, want);
  const values = { ...typed.values, ...row.values };
  const lines = bodyLines(planning, want);
  const head: Typed = { values, secrets: typed.secrets };
  const commands = kind.body ? bodyCommands(kind, kind.body, head, lines, top) : kind.facets.flatMap((facet) => putFacet(kind, facet, head, 'create', top));
  // What the site's object refers to comes first; a secret is never part of a line that is only assumed.
  planning.assumedLines.push(...commands.filter((command) => command.parts === undefined).map((command) => command.line));
  addRow(planning, kind, head, lines);
}

/** The inner lines of a profile, each once: services that share a GEM port or T-CONT on the device ask for the same line. */
function bodyLines(planning: Planning, want: Want): { kind: Kind; typed: Typed }[] {
  const lines = new Map<string, { kind: Kind; typed: Typed }>();
  for (const inner of want.body) {
    if (!inner.kind.facets[0]!.once && implied(planning, inner, planning.numbers)) continue;
    const typed = typedOf(planning, inner);
    const key = `${inner.kind.name}\u0001${keyOf(inner.kind.key, typed.values)}`;
    const first = lines.get(key);
    if (!first) { lines.set(key, { kind: inner.kind, typed }); continue; }
    const other = Object.keys(typed.values).find((name) => !inner.kind.soft.has(name) && String(first.typed.values[name]) !== String(typed.values[name]));
    if (other === undefined) continue;
    planning.findings.push({
      code: 'ONT402', severity: 'error',
      message: `two services share ${inner.kind.name} ${inner.kind.key.map((name) => String(typed.values[name])).join('/')} on the device and want a different ${other} of it`,
      hint: 'give them one `group` (and one bandwidth), or move one of them to a GEM port of its own by hand',
    });
  }
  // In the pack's order: what is referred to comes first.
  return [...lines.values()].sort((a, b) => a.kind.order - b.kind.order);
}

/** A paired row that differs: altered in place, written again, or (null) to be replaced. */
export function update(planning: Planning, want: Want, row: Row, top: Mode): Draft | 'same' | 'replace' {
  const { kind } = want;
  const typed = typedOf(planning, want);
  const wanted: Typed = { values: { ...kind.means, ...row.values, ...without(typed.values, undefined), ...meant(kind, typed) }, secrets: typed.secrets };
  const differing = differences(planning, want, row);
  if (differing.length === 0) return 'same';
  if (differing.some((name) => kind.replaceOn.has(name))) return 'replace';
  const old: Typed = { values: { ...kind.means, ...row.values }, secrets: secretsFor(planning, row) };
  const commands: Command[] = [];
  const undo: Command[] = [];
  let cuts: Cuts = 'none';
  let oneWay: string | undefined;
  for (const facet of kind.facets.filter((each) => !each.once)) {
    const mine = differing.filter((name) => facet.forms.some((form) => form.put.fields.includes(name) || name in form.set));
    if (mine.length === 0) continue;
    const alters = facet.alters.filter((alter) => mine.some((name) => alter.on.has(name)));
    // A value that is to be gone cannot be altered away.
    const covered = mine.every((name) => (typed.values[name] ?? kind.means[name]) !== undefined && alters.some((alter) => alter.on.has(name))) && alters.every((alter) => alter.do.required.every((name) => wanted.values[name] !== undefined));
    if (covered) {
      for (const alter of alters) {
        commands.push(alterCommand(kind, alter, wanted, top));
        if ([...alter.do.required, ...mine.filter((name) => alter.on.has(name))].every((name) => old.values[name] !== undefined)) undo.unshift(alterCommand(kind, alter, old, top));
        else oneWay = `the device holds no former ${[...alter.on].join(' or ')} to go back to`;
        cuts = worse(cuts, alter.cuts);
      }
      continue;
    }
    if (facet.again === 'off-first' && !facet.off) return 'replace';
    if (facet.again === 'off-first' && facet.off) commands.push(dropCommand(kind, facet.off, row.values, 'delete', top));
    commands.push(...putFacet(kind, facet, typed, 'update', top));
    if (restorable(row)) undo.unshift(...putFacet(kind, facet, old, 'update', top));
    else oneWay = 'the device shows its former secret masked: it cannot be typed again';
    cuts = worse(cuts, facet.cuts);
  }
  const attributes = attributeChanges(want, row, differing, typed);
  const before = { ...row.values };
  const after: Record<string, Value | undefined> = {};
  for (const name of differing) after[name] = typed.values[name];
  return {
    change: { ...draft(kind, row.values, 'update', cuts, attributes, commands, undo, []), ...(oneWay === undefined ? {} : { oneWay }) },
    effect: {
      do: () => planning.store.update(row, after),
      undo: () => planning.store.update(row, withoutAdded(after, before)),
    },
  };
}

/** The second half of replacing a row: made anew, and what is different from before. */
export function recreate(planning: Planning, want: Want, row: Row, top: Mode): Draft {
  const made = create(planning, want, top, 'replace');
  return { ...made, change: { ...made.change, attributes: attributeChanges(want, row, differences(planning, want, row), typedOf(planning, want)) } };
}

/** What is not wanted any more, as the value its absence means. */
function meant(kind: Kind, typed: Typed): Record<string, Value> {
  return Object.fromEntries(Object.entries(kind.means).filter(([name]) => typed.values[name] === undefined));
}

function without(values: Readonly<Record<string, Value | undefined>>, value: undefined): Record<string, Value | undefined> {
  return Object.fromEntries(Object.entries(values).filter(([, each]) => each !== value));
}

function withoutAdded(after: Record<string, Value | undefined>, before: Record<string, Value | undefined>): Record<string, Value | undefined> {
  const out: Record<string, Value | undefined> = {};
  for (const name of Object.keys(after)) out[name] = undefined;
  return Object.assign(out, before);
}

/** @param gone rows that die with this one (an ONT's settings): an undo types them again */
export function remove(planning: Planning, row: Row, gone: readonly Row[], top: Mode, action: Action): Draft | null {
  const kind = planning.store.kind(row.kind);
  if (!kind.drop) return null;
  const undo = [row, ...gone].flatMap((each) => restore(planning, each, top));
  const masked = [row, ...gone].filter((each) => !canRestore(planning, each));
  const change = draft(kind, row.values, action, action === 'collect' ? 'none' : kind.cuts, [], [dropCommand(kind, kind.drop, row.values, action === 'collect' ? 'collect' : 'delete', top)], undo, []);
  return {
    change: masked.length === 0 ? change : { ...change, oneWay: `an undo cannot type again what the device shows masked: ${masked.map((each) => each.kind).join(', ')}` },
    effect: {
      do: () => { for (const each of [...gone, row]) planning.store.remove(each); },
      undo: () => { for (const each of [row, ...gone]) planning.store.insert(each); },
    },
  };
}

/** The second half of replacing a row that stays as it was. null: it cannot be typed again. */
export function putBack(planning: Planning, row: Row, top: Mode): Draft | null {
  const kind = planning.store.kind(row.kind);
  const commands = restore(planning, row, top);
  if (commands.length === 0 || !kind.drop) return null;
  return {
    change: draft(kind, row.values, 'replace', kind.cuts, [], commands, [dropCommand(kind, kind.drop, row.values, 'delete', top)], []),
    effect: { do: () => planning.store.insert(row), undo: () => planning.store.remove(row) },
  };
}

/** Attributes in which a paired row is not what we want. */
export function differences(planning: Planning, want: Want, row: Row): string[] {
  return comparable(want, row).filter((name) => {
    const term = want.terms[name];
    if (term?.t === 'ref') {
      const target = planning.targets.get(want)?.get(name);
      return !target || 'want' in target || String(target.row.values[term.attribute]) !== String(row.values[name]);
    }
    return compareTerm(planning, want.kind, name, term, row.values[name], planning.numbers) === 'differs';
  });
}

function restore(planning: Planning, row: Row, top: Mode): Command[] {
  const kind = planning.store.kind(row.kind);
  if (!canRestore(planning, row)) return [];
  const typed: Typed = { values: row.values, secrets: secretsFor(planning, row) };
  if (!kind.body) return kind.facets.flatMap((facet, index) => (facet.once || row.facets.has(index) ? putFacet(kind, facet, typed, 'create', top) : []));
  return bodyCommands(kind, kind.body, typed, row.body.map((inner) => ({ kind: planning.store.kind(inner.kind), typed: { values: inner.values, secrets: {} } })), top);
}

/** Masked on the device, but the profile says which secret it is. */
function secretsFor(planning: Planning, row: Row): Record<string, Secret> {
  const out: Record<string, Secret> = {};
  for (const want of planning.wants) {
    if (want.kind.name !== row.kind) continue;
    const same = planning.pairs.get(want) === row || comparable(want, row).every((name) => want.terms[name]?.t === 'value' ? compareTerm(planning, want.kind, name, want.terms[name], row.values[name], planning.numbers) !== 'differs' : true);
    if (!same) continue;
    for (const [name, term] of Object.entries(want.terms)) if (term.t === 'secret') out[name] = term.secret;
  }
  return out;
}

function canRestore(planning: Planning, row: Row): boolean {
  if (row.half) return false;
  if (restorable(row)) return true;
  const secrets = secretsFor(planning, row);
  return Object.entries(row.values).every(([name, value]) => value !== MASKED || secrets[name] !== undefined);
}

function putFacet(kind: Kind, facet: Facet, typed: Typed, intent: Intent, top: Mode): Command[] {
  const form = formFor(facet, typed.values);
  return form ? [putCommand(kind, form, typed, intent, top)] : [];
}

function addRow(planning: Planning, kind: Kind, typed: Typed, body: readonly { kind: Kind; typed: Typed }[]): Row {
  const row = planning.store.upsert(kind, present(typed), null);
  kind.facets.forEach((facet, index) => { if (formFor(facet, typed.values)) row.facets.add(index); });
  row.body.length = 0;
  for (const inner of body) row.body.push({ kind: inner.kind.name, values: present(inner.typed), lines: [], facets: new Set([0]), body: [], residue: [] });
  return row;
}

function present(typed: Typed): Record<string, Value | undefined> {
  return Object.fromEntries(Object.entries(typed.values).filter(([, value]) => value !== undefined));
}

function draft(kind: Kind, values: Readonly<Record<string, Value | undefined>>, action: Action, cuts: Cuts, attributes: readonly AttributeChange[], commands: readonly Command[], undo: readonly Command[], abort: readonly Command[]): Change {
  const key: Record<string, string | number> = {};
  for (const name of kind.key) {
    const value = values[name];
    if (typeof value === 'string' || typeof value === 'number') key[name] = value;
  }
  return { resource: kind.name, key, scope: scopeOf(kind), action, cuts, attributes, commands, undo, abort, ...(kind.gate === undefined ? {} : { gate: kind.gate }) };
}

function scopeOf(kind: Kind): 'shared' | 'ont' {
  return kind.scope === 'ont' ? 'ont' : 'shared';
}

function attributeChanges(want: Want, row: Row, differing: readonly string[], typed: Typed): AttributeChange[] {
  const secrets = secretAttributes(want.kind);
  return differing.map((name) => {
    // What the device shows in clear is a secret all the same.
    const secret = secrets.has(name) || want.terms[name]?.t === 'secret';
    const from = secret && row.values[name] !== undefined ? MASKED : row.values[name];
    return { attribute: name, from: shown(from), to: shown(want.terms[name]?.t === 'secret' ? MASKED : typed.values[name]) };
  });
}

const ORDER: readonly Cuts[] = ['none', 'service', 'ont'];

export function worse(a: Cuts, b: Cuts): Cuts {
  return ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))]!;
}
