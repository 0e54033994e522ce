/**
 * From the text of a configuration to rows. Every line is known, residue (kept, attributed to its context) or half-known
 * (head and key understood, tail not: the object must not be touched). A dump without its last line is incomplete.
 */
import type { Facet, Form, Kind, Mode } from '../plan/kind.ts';
import type { LinePattern } from '../plan/line-pattern.ts';
import { keyOf, type Row, type SourceLine, type Value } from '../plan/row.ts';
import { Store } from '../plan/store.ts';
import type { CompiledResources, Resource } from './compile-kinds.ts';
import type { DumpSpec } from './dump-spec.ts';
import { expandRange } from './field-types.ts';
import { unfold } from './unfold.ts';

export interface Dump {
  readonly store: Store;
  readonly complete: boolean;
  /** First group of the header pattern: the product and release the box calls itself. */
  readonly header: string | null;
  /** Lines that say this box must be refused, with the reason. */
  readonly refusals: readonly { readonly why: string; readonly instead: string; readonly line: string }[];
  /** Parameters of the instances of each mode seen, by mode name. */
  readonly modesSeen: ReadonlyMap<string, readonly Readonly<Record<string, Value>>[]>;
}

interface Candidate { readonly resource: Resource; readonly facet: number; readonly form: Form; readonly pattern: LinePattern; }

/** Patterns by first word. */
type Index = Map<string, Candidate[]>;

export interface DumpReader {
  read(lines: readonly string[]): Dump;
  /** The lines with folded ones joined. */
  unfold(lines: readonly string[]): readonly string[];
}

export function dumpReader(compiled: CompiledResources, spec: DumpSpec): DumpReader {
  const byMode = new Map<string, Index>();
  for (const resource of compiled.resources) {
    const name = resource.kind.mode.name;
    if (!byMode.has(name)) byMode.set(name, new Map());
    addCandidates(byMode.get(name)!, resource);
  }
  const bodies = new Map<Resource, Index>();
  for (const resource of compiled.resources) {
    if (!resource.kind.body) continue;
    const index: Index = new Map();
    for (const inner of resource.body) addCandidates(index, inner);
    bodies.set(resource, index);
  }
  const modes = [...compiled.modes.values()];
  const top = modes.find((mode) => mode.enter === null)!;
  const ontKind = [...compiled.kinds.values()].find((kind) => kind.identity !== undefined);
  const reserves = compiled.resources.flatMap((resource) => resource.reserves.map((pattern) => ({ kind: resource.kind, pattern })));
  const allIndexes = [...byMode.values(), ...bodies.values()];

  const isKnown = (line: string): boolean => {
    const text = line.trim();
    return allIndexes.some((index) => match(index, text) !== null) || modes.some((mode) => mode.enter?.parse(text) != null);
  };

  return {
    unfold: (rawLines) => unfold(rawLines, spec, isKnown).map((line) => line.text),
    read(rawLines) {
      const store = new Store(compiled.kinds);
      const refusals: Dump['refusals'][number][] = [];
      const modesSeen = new Map<string, Record<string, Value>[]>();
      let header: string | null = null;
      let complete = false;
      const missing = new Set(spec.require);
      let mode: Mode = top;
      let params: Record<string, Value> = {};
      let body: { resource: Resource; row: Row } | null = null;

      for (const line of unfold(rawLines, spec, isKnown)) {
        const text = line.text.trim();
        if (text === '') continue;
        header ??= spec.header?.exec(text)?.[1] ?? null;
        complete = spec.complete.test(text);
        for (const needed of missing) if (needed.test(text)) missing.delete(needed);
        if (spec.ends.some((end) => end.test(text))) { body = null; mode = top; params = {}; continue; }
        const refusal = spec.refuse.find((rule) => rule.line.test(text));
        if (refusal) { refusals.push({ why: refusal.why, instead: refusal.instead, line: text }); continue; }

        if (body) {
          const found = match(bodies.get(body.resource), text);
          if (found) { addBodyRow(body.row, found.candidate, found.values, line); continue; }
          if (text === body.resource.kind.mode.leave) { body = null; continue; }
          if (spec.ownerless.some((skip) => skip.test(text))) continue;
          if (!startsElsewhere(text, mode)) { body.row.residue.push(line); continue; }
          body = null;
        }

        const entered = enter(text);
        if (entered) {
          mode = entered.mode;
          params = entered.params;
          const seen = modesSeen.get(mode.name);
          if (seen) seen.push(params); else modesSeen.set(mode.name, [params]);
          const named = compiled.resources.find((resource) => resource.entering === mode.name);
          if (named) store.upsert(named.kind, { ...params }, line).facets.add(0);
          continue;
        }
        if (mode !== top && text === mode.leave) { mode = top; params = {}; continue; }
        const found = match(byMode.get(mode.name), text);
        if (found) {
          const row = addRows(store, found.candidate, { ...params, ...found.values }, line);
          if (row && found.candidate.resource.kind.body) body = { resource: found.candidate.resource, row };
          continue;
        }
        if (addHalf(store, byMode.get(mode.name), text, params, line)) continue;
        if (spec.ownerless.some((skip) => skip.test(text))) continue;
        for (const { kind, pattern } of reserves) {
          const values = pattern.parse(text);
          if (values) store.reserve(kind, values);
        }
        const owner = ownerOf(text, mode, params);
        store.addResidue({ line, mode: mode.name, ...(owner === undefined ? {} : { owner }) });
      }
      return { store, complete: complete && missing.size === 0, header, refusals, modesSeen };
    },
  };

  function enter(text: string): { mode: Mode; params: Record<string, Value> } | null {
    for (const mode of modes) {
      const params = mode.enter?.parse(text);
      if (params) return { mode, params };
    }
    return null;
  }

  function startsElsewhere(text: string, mode: Mode): boolean {
    return enter(text) !== null || match(byMode.get(mode.name), text) !== null;
  }

  function ownerOf(text: string, mode: Mode, params: Record<string, Value>): string | undefined {
    if (!ontKind) return undefined;
    for (const rule of spec.owners) {
      if (rule.mode !== mode.name) continue;
      const values = rule.line.parse(text);
      if (values) return keyOf(ontKind.key, { ...params, ...values });
    }
    return undefined;
  }
}

function addCandidates(index: Index, resource: Resource): void {
  resource.kind.facets.forEach((facet: Facet, number) => {
    for (const form of facet.forms) {
      for (const pattern of [form.put, ...form.also]) {
        const word = pattern.lead[0] ?? '';
        const list = index.get(word);
        const candidate = { resource, facet: number, form, pattern };
        if (list) list.push(candidate); else index.set(word, [candidate]);
      }
    }
  });
}

function match(index: Index | undefined, text: string): { candidate: Candidate; values: Record<string, Value> } | null {
  if (!index) return null;
  const words = text.split(/\s+/, 4);
  for (const candidate of candidatesFor(index, words)) {
    const values = candidate.pattern.parse(text);
    if (values) return { candidate, values: { ...values, ...candidate.form.set } };
  }
  return null;
}

function* candidatesFor(index: Index, words: readonly string[]): Iterable<Candidate> {
  for (const head of [words[0] ?? '', '']) {
    for (const candidate of index.get(head) ?? []) {
      const lead = candidate.pattern.lead;
      let fits = true;
      for (let i = 1; i < lead.length && i < words.length; i++) if (lead[i] !== words[i]) { fits = false; break; }
      if (fits) yield candidate;
    }
  }
}

function addRows(store: Store, candidate: Candidate, values: Record<string, Value>, line: SourceLine): Row | null {
  const { kind } = candidate.resource;
  const range = kind.ranges.find((name) => typeof values[name] === 'string');
  if (range !== undefined) {
    const numbers = expandRange(String(values[range]));
    for (const number of numbers ?? []) put({ ...values, [range]: number });
    return null;
  }
  return put(values);

  function put(all: Record<string, Value>): Row {
    const row = store.upsert(kind, clean(candidate.resource, all), line);
    row.facets.add(candidate.facet);
    return row;
  }
}

/** Absent values are left out, defaults put in. */
function clean(resource: Resource, values: Record<string, Value | undefined>): Record<string, Value | undefined> {
  const out: Record<string, Value | undefined> = { ...resource.kind.defaults, ...values };
  for (const [name, text] of Object.entries(resource.absent)) if (out[name] === text) delete out[name];
  return out;
}

function addBodyRow(parent: Row, candidate: Candidate, values: Record<string, Value>, line: SourceLine): void {
  const { kind } = candidate.resource;
  const all = clean(candidate.resource, values);
  const key = keyOf(kind.key, all);
  const known = parent.body.find((row) => row.kind === kind.name && keyOf(kind.key, row.values) === key);
  if (known) { Object.assign(known.values, all); known.facets.add(candidate.facet); return; }
  parent.body.push({ kind: kind.name, values: all, lines: [line], facets: new Set([candidate.facet]), body: [], residue: [] });
}

function addHalf(store: Store, index: Index | undefined, text: string, params: Record<string, Value>, line: SourceLine): boolean {
  if (!index) return false;
  const shared = sharedLeads(index);
  const words = text.split(/\s+/, 4);
  for (const candidate of candidatesFor(index, words)) {
    const kind: Kind = candidate.resource.kind;
    if (kind.ranges.length) continue;
    const needed = kind.key.filter((name) => candidate.pattern.fields.includes(name));
    if (!needed.length) continue;
    // Where many resources begin alike (`onu N …`), the beginning says nothing of which it is.
    const values = candidate.pattern.parseHead(text, needed, shared.has(candidate.pattern.lead.join(' ')));
    if (!values) continue;
    store.upsert(kind, { ...params, ...values }, line, true).facets.add(candidate.facet);
    return true;
  }
  return false;
}

const leads = new WeakMap<Index, ReadonlySet<string>>();

/** Beginnings that more than one kind has. */
function sharedLeads(index: Index): ReadonlySet<string> {
  const known = leads.get(index);
  if (known) return known;
  const kinds = new Map<string, Set<string>>();
  for (const candidate of [...index.values()].flat()) {
    const lead = candidate.pattern.lead.join(' ');
    kinds.set(lead, (kinds.get(lead) ?? new Set()).add(candidate.resource.kind.name));
  }
  const shared = new Set([...kinds].filter(([, names]) => names.size > 1).map(([lead]) => lead));
  leads.set(index, shared);
  return shared;
}
