/**
 * Plans one target: pair what is there with what should be, settle numbers and shared objects, and put the differences in an
 * order in which nothing is referred to before it exists or deleted while it is referred to:
 * (1) create shared, (2) delete what is replaced or gone, bottom-up, (3) create and update, top-down, (4) collect shared.
 */
import { PatternError } from './line-pattern.ts';
import { allocate, nameContent } from './allocate.ts';
import { besideOf, isAdopted, listed, type Beside, type Claims } from './beside.ts';
import { create, differences, imagineContent, putBack, recreate, remove, update, type Draft } from './changes.ts';
import { implied, saysNothing } from './content.ts';
import { findOnt } from './find-ont.ts';
import { Numbers, type Kind, type Mode, type Want } from './kind.ts';
import type { Assumed, Change, Unmanaged } from './model.ts';
import { orphans } from './orphans.ts';
import { pairUnderOnt } from './pairing.ts';
import { settled, type PlanFinding, type Planning, type Use, firstLine } from './planning.ts';
import { settleReferences } from './references.ts';
import { requiredObjects } from './required.ts';
import { keyOf, type Row } from './row.ts';
import type { Store } from './store.ts';
import type { Finding } from '../kernel/finding.ts';

export interface TargetInput {
  readonly store: Store;
  readonly wants: readonly Want[];
  readonly fixed: readonly { readonly owner: object; readonly name: string; readonly value: number }[];
  readonly top: Mode;
  readonly use: Use;
  /** Words of the OLT's `manage:`. */
  readonly manage: readonly string[];
  readonly opened: ReadonlyMap<string, string>;
  readonly offline: boolean;
  readonly goal: 'active' | 'remove';
  /** Who is there now, when that is not who will be (a replaced terminal). */
  readonly former?: string;
  /** Shared objects stay even when nothing refers to them: they are about to be used again. */
  readonly keepShared?: boolean;
  readonly prune: boolean;
  /** What of this ONT people have declared ours beside the profile. */
  readonly claims?: Claims;
  /** `remove`, because the subscriber goes on elsewhere: what is adopted would be lost on the way. */
  readonly elsewhere?: boolean;
  /** Lines that rest on inference may be typed. Without it unused objects of ours stay when only such a line would take them away. */
  readonly acceptUnconfirmed: boolean;
  /** Collect every unused object of ours, not only what this target leaves behind. */
  readonly sweep?: boolean;
  /** How messages name the PON: `0/1/3`. */
  readonly pon: string;
}

export interface TargetResult {
  readonly id: number | null;
  readonly changes: readonly Change[];
  readonly unmanaged: readonly Unmanaged[];
  /** On the ONT, in no profile, and declared ours. */
  readonly adopted: readonly Unmanaged[];
  readonly assumed: readonly Assumed[];
  readonly findings: readonly PlanFinding[];
  /** Offline: configuration lines of the objects that were taken to exist. */
  readonly assumedLines: readonly string[];
  /** Brings the store to the state after the changes. */
  readonly commit: () => void;
  /** Takes a commit back: for plans made of two. */
  readonly revert: () => void;
}

export function planTarget(input: TargetInput): TargetResult {
  const planning = newPlanning(input);
  bindSiteNumbers(planning);
  const ontWant = ontWantOf(input);
  const ontRow = findOnt(planning, ontWant, input);
  if (input.goal === 'remove') return removal(planning, ontWant, ontRow, input);
  const drafts: Draft[] = requiredObjects(planning, input.manage, input.top);
  if (planning.findings.some((finding) => finding.severity === 'error')) return result(planning, ontWant, [], NOTHING, input);

  const { owner, free } = pairChildren(planning, ontWant, ontRow);
  refuseHalfKnown(planning);
  const beside = owner === null ? [] : besideOf(planning, owner, free, input.claims);
  // What is adopted is as good as in the profile: it is unmanaged things that are pruned.
  const pruned = input.prune ? rowsOf(beside.filter((each) => !isAdopted(each))) : [];
  noteNeeded(planning, free.filter((row) => !pruned.includes(row)));
  const ontWants = input.wants.filter((want) => want.kind.scope === 'ont');
  for (const want of ontWants) settleReferences(planning, want, planning.pairs.get(want));
  for (const want of [...newShared(planning), ...planning.imagined.keys()]) settleNumbers(planning, want);
  for (const [want, row] of planning.imagined) imagineContent(planning, want, row, input.top);
  for (const want of ontWants) settleNumbers(planning, want);
  for (const want of newShared(planning)) nameContent(planning, want);
  if (planning.findings.some((finding) => finding.severity === 'error')) return result(planning, ontWant, [], NOTHING, input);

  try {
    order(planning, ontWants, pruned, input, drafts);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    planning.findings.push({ code: 'ONT303', severity: 'error', message: `a value cannot be typed safely: ${error.message}`, hint: 'leave out quotes, `?`, backslash, `|` and control characters' });
    return result(planning, ontWant, [], NOTHING, input);
  }
  return result(planning, ontWant, drafts, listed(beside.filter(({ row }) => row === null || !pruned.includes(row))), input);
}

function rowsOf(beside: readonly Beside[]): Row[] {
  return beside.flatMap(({ row }) => row ?? []);
}

/** The ONT a plan is about, as the device has it at its place, with what is wrong about it. */
export function findThere(input: TargetInput): { readonly row: Row | null; readonly kind: Kind; readonly findings: readonly Finding[] } {
  const planning = newPlanning(input);
  const want = ontWantOf(input);
  const row = findOnt(planning, want, { ...input, goal: 'remove' });
  return { row, kind: want.kind, findings: planning.findings };
}

export function newPlanning(input: TargetInput): Planning {
  const planning: Planning = {
    store: input.store, use: input.use, offline: input.offline, opened: input.opened, wants: input.wants,
    numbers: new Numbers(), pairs: new Map(), sites: new Map(), targets: new Map(), shared: new Map(), names: new Map(),
    hints: new Map(), neededOfBound: new Map(), findings: [], assumed: [], imagined: new Map(), assumedLines: [], made: new Map(),
  };
  for (const { owner, name, value } of input.fixed) planning.numbers.bind(owner, name, value);
  return planning;
}

export function ontWantOf(input: TargetInput): Want {
  const want = input.wants.find((each) => each.kind.identity !== undefined);
  if (!want) throw new Error('the pack describes no ONT');
  return want;
}

export function pairChildren(planning: Planning, ontWant: Want, ontRow: Row | null): { owner: string | null; free: readonly Row[] } {
  if (!ontRow) return { owner: null, free: [] };
  const owner = keyOf(ontWant.kind.key, ontRow.values);
  const rows = planning.store.under(owner);
  pairUnderOnt(planning, planning.wants.filter((want) => want.kind.scope === 'ont' && want !== ontWant), rows);
  const used = new Set(planning.pairs.values());
  return { owner, free: rows.filter((row) => !used.has(row) && !saysNothing(planning, row)) };
}

function refuseHalfKnown(planning: Planning): void {
  for (const row of planning.pairs.values()) {
    if (!row.half) continue;
    planning.findings.push({
      code: 'ONT405', severity: 'error', message: `a line about this ONT is only half understood: ${planning.store.shown(row.half.text.trim())}`,
      hint: 'its object is not touched; bring it to a known form by hand, or report the line',
    });
  }
}

/** Lines of the bound profiles that what stays unmanaged refers to. */
function noteNeeded(planning: Planning, keep: readonly Row[]): void {
  for (const row of keep) {
    for (const [attribute, ref] of Object.entries(planning.store.kind(row.kind).refs)) {
      const at = ref.kind.lastIndexOf('.');
      if (at < 0) continue;
      const profile = ref.kind.slice(0, at);
      let set = planning.neededOfBound.get(profile);
      if (!set) planning.neededOfBound.set(profile, (set = new Set()));
      set.add(`${ref.kind}\u0001${String(row.values[attribute])}`);
    }
  }
}

/** Shared objects that will be made, in creation order. */
function newShared(planning: Planning): Want[] {
  const made = new Set<Want>();
  for (const targets of planning.targets.values()) for (const target of targets.values()) if ('want' in target) made.add(target.want);
  return planning.wants.filter((want) => made.has(want));
}

function settleNumbers(planning: Planning, want: Want): void {
  const short = allocate(planning, want, null)
    ?? want.body.reduce<string | null>((failed, inner) => failed ?? allocate(planning, inner, want.body), null);
  if (short !== null) {
    planning.findings.push({ code: 'ONT402', severity: 'error', message: `no free ${want.kind.name} ${short} is left on this OLT`, hint: 'remove what is no longer used' });
  }
}

function order(planning: Planning, ontWants: readonly Want[], prune: readonly Row[], input: TargetInput, drafts: Draft[]): void {
  const { store } = planning;
  const { top } = input;
  for (const want of newShared(planning)) drafts.push(create(planning, want, top));
  const deletes: Draft[] = [];
  const puts: Draft[] = [];
  const touched: Row[] = [];
  const newOnt = ontWants.some((want) => want.kind.identity !== undefined && !planning.pairs.has(want));
  const outcomes = new Map(ontWants.map((want) => {
    const row = planning.pairs.get(want);
    return [want, row ? update(planning, want, row, top) : null] as const;
  }));
  // What hangs on a row that is replaced goes before it and comes back after it.
  const leaving = new Set<Row>();
  for (const [want, outcome] of outcomes) if (outcome === 'replace') for (const row of store.dependents(planning.pairs.get(want)!)) leaving.add(row);
  for (const [want, settledOutcome] of outcomes) {
    const row = planning.pairs.get(want);
    if (!row) {
      if (!implied(planning, want, planning.numbers)) puts.push(withOnt(create(planning, want, top), newOnt && want.kind.gone));
      continue;
    }
    const outcome = leaving.delete(row) ? 'replace' : settledOutcome;
    if (outcome === 'same') continue;
    touched.push({ ...row, values: { ...row.values } });
    if (outcome !== 'replace' && outcome !== null) { puts.push(outcome); continue; }
    if (want.kind.identity !== undefined) {
      planning.findings.push({
        code: 'ONT405', severity: 'error', message: `this ONT was registered differently (${differences(planning, want, row).join(', ')}), and no command changes that in place: ${firstLine(planning, row) ?? row.kind}`,
        hint: 'make the profile say what the device holds, or remove the ONT and apply again',
      });
      continue;
    }
    const taken = remove(planning, row, [], top, 'replace');
    if (taken) deletes.push(taken);
    puts.push(recreate(planning, want, row, top));
  }
  for (const row of leaving) {
    if (prune.includes(row)) continue;
    const taken = remove(planning, row, [], top, 'replace');
    const back = putBack(planning, row, top);
    if (!taken || !back) {
      planning.findings.push({ code: 'ONT405', severity: 'error', message: `a line hangs on what must be replaced and cannot be typed again: ${firstLine(planning, row) ?? row.kind}`, hint: 'remove it by hand first, and type it again afterwards' });
      continue;
    }
    deletes.push(taken);
    puts.push(back);
  }
  for (const row of prune) {
    const taken = remove(planning, row, [], top, 'delete');
    if (taken) { deletes.push(taken); touched.push(row); }
  }
  deletes.sort((a, b) => store.kind(b.change.resource).order - store.kind(a.change.resource).order);
  drafts.push(...deletes, ...puts);
  drafts.push(...collect(planning, drafts, touched, input));
}

/** What dies with an ONT needs no undo of its own when the ONT is as new: taking that back takes it along. */
function withOnt(draft: Draft, dies: boolean): Draft {
  return dies ? { ...draft, change: { ...draft.change, undo: [] } } : draft;
}

/** Our shared objects that nobody refers to once all this is done. */
function collect(planning: Planning, drafts: readonly Draft[], touched: readonly Row[], { top, acceptUnconfirmed, sweep, keepShared }: TargetInput): Draft[] {
  if (keepShared) return [];
  if (touched.length === 0 && sweep !== true) return [];
  for (const draft of drafts) draft.effect.do();
  const out: Draft[] = [];
  for (const row of orphans(planning.store, touched, sweep)) {
    if (!acceptUnconfirmed && planning.store.kind(row.kind).drop?.evidence === 'inferred') continue;
    const taken = remove(planning, row, [], top, 'collect');
    if (!taken) continue;
    taken.effect.do();
    out.push(taken);
  }
  for (const draft of [...drafts, ...out].reverse()) draft.effect.undo();
  return out;
}

function removal(planning: Planning, ontWant: Want, ontRow: Row | null, input: TargetInput): TargetResult {
  if (planning.findings.some((finding) => finding.severity === 'error')) return result(planning, ontWant, [], NOTHING, input);
  if (!ontRow) return result(planning, ontWant, collect(planning, [], [], input), NOTHING, input);
  const { owner, free } = pairChildren(planning, ontWant, ontRow);
  refuseHalfKnown(planning);
  const lines = listed(besideOf(planning, owner!, free, input.claims));
  if (!input.prune) planning.findings.push(...inTheWay(lines, input.elsewhere === true));
  if (planning.findings.some((finding) => finding.severity === 'error')) return result(planning, ontWant, [], lines, input);
  const rows = planning.store.under(owner!);
  const dying = rows.filter((row) => planning.store.kind(row.kind).gone);
  const explicit = rows.filter((row) => !planning.store.kind(row.kind).gone)
    .sort((a, b) => planning.store.kind(b.kind).order - planning.store.kind(a.kind).order);
  const drafts = [...explicit.map((row) => remove(planning, row, [], input.top, 'delete')), remove(planning, ontRow, dying, input.top, 'delete')]
    .filter((draft): draft is Draft => draft !== null);
  drafts.push(...collect(planning, drafts, [...rows, ontRow], input));
  return result(planning, ontWant, drafts, lines, input);
}

/** What a removal would take along without anybody having said so. */
function inTheWay({ unmanaged, adopted }: Lines, elsewhere: boolean): PlanFinding[] {
  const refusal = (lines: readonly Unmanaged[], what: string, which: string, hint: string): PlanFinding[] => (lines.length === 0 ? [] : [{
    code: 'ONT404', severity: 'error', message: `the ONT carries ${lines.length} ${what}${lines.length === 1 ? '' : 's'} ${which}`,
    hint: `look at them (${lines[0]!.line}${lines.length > 1 ? ', …' : ''}) and ${hint}`,
  }]);
  return [
    ...refusal(unmanaged, 'line', 'this profile does not know', elsewhere ? 'repeat with --prune to remove them' : 'repeat with --prune to remove them as well, or take them over first: ont-prov adopt'),
    ...(elsewhere ? refusal(adopted, 'adopted line', 'that would not be made again where it goes', 'write them into the profile first, or repeat with --prune to lose them') : []),
  ];
}

/** Numbers the site fixes by label: `use: { gem: { internet: 1 } }`. */
export function bindSiteNumbers(planning: Planning): void {
  const visit = (want: Want): void => {
    const entry = want.kind.use === undefined ? undefined : planning.use[want.kind.use];
    const number = typeof entry === 'object' ? entry[want.label] : undefined;
    const term = want.terms[want.kind.key[0] ?? ''];
    if (number !== undefined && /^\d+$/.test(number) && term?.t === 'number' && want.kind.name.includes('.')) planning.numbers.bind(term.owner, term.name, Number(number));
    want.body.forEach(visit);
  };
  planning.wants.forEach(visit);
}

interface Lines { readonly unmanaged: readonly Unmanaged[]; readonly adopted: readonly Unmanaged[]; }

const NOTHING: Lines = { unmanaged: [], adopted: [] };

function result(planning: Planning, ontWant: Want, drafts: readonly Draft[], { unmanaged, adopted }: Lines, input: TargetInput): TargetResult {
  const idName = ontWant.kind.key[ontWant.kind.key.length - 1]!;
  const id = settled(planning, ontWant, idName);
  return {
    id: typeof id === 'number' ? id : null,
    changes: drafts.map((draft) => draft.change),
    unmanaged,
    adopted,
    assumed: input.offline ? planning.assumed : [],
    findings: planning.findings,
    assumedLines: planning.assumedLines,
    commit: () => { for (const draft of drafts) if (input.offline) assume(planning, draft); else draft.effect.do(); },
    revert: () => { for (const draft of [...drafts].reverse()) draft.effect.undo(); },
  };
}


/**
 * Offline nothing is read back: of an ONT only the numbers it takes are remembered, so that a hundred thousand of them fit.
 * Shared objects are kept whole, for the next one to find.
 */
function assume(planning: Planning, { change, effect }: Draft): void {
  if (change.scope === 'shared') { effect.do(); return; }
  const kind = planning.store.kind(change.resource);
  const lasting = Object.values(kind.alloc).some(({ within }) => !kind.owner.some((name) => within.includes(name)));
  if (lasting) planning.store.reserve(kind, change.key);
}
