/** The state of planning one target: what is bound and paired so far. Made by `planTarget`, thrown away after it. */
import type { Finding } from '../kernel/finding.ts';
import type { Numbers} from './kind.ts';
import { type Kind, type Term, type Want } from './kind.ts';
import { MASKED, type Row, type Value } from './row.ts';
import type { Store } from './store.ts';

/** What a reference leads to: an object that is there, or one that will be made. */
export type Target = { readonly row: Row } | { readonly want: Want };

/** A finding of the planner; `about` is the label of the entity it concerns, for whoever knows where that was written. */
export interface PlanFinding extends Finding { readonly about?: string; }

/** The site's own objects, from the OLT's `use:`. */
export type Use = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export interface Planning {
  readonly store: Store;
  readonly use: Use;
  /** Nothing is known of the device: what the site names is taken to exist. */
  readonly offline: boolean;
  readonly opened: ReadonlyMap<string, string>;
  readonly wants: readonly Want[];
  numbers: Numbers;
  readonly pairs: Map<Want, Row>;
  /** Body line → the line of the profile bound now that it corresponds to, for its references. */
  readonly sites: Map<Want, Row>;
  readonly targets: Map<Want, Map<string, Target>>;
  /** Shared objects that are there already, whoever asks for them. */
  readonly shared: Map<Want, Row>;
  readonly names: Map<Want, string>;
  /** What a flow's VLAN was, as its paired siblings tell. */
  readonly hints: Map<object, Value>;
  /** Lines of bound profiles that unmanaged rows of this ONT refer to: profile kind → `line kind, key`. */
  readonly neededOfBound: Map<string, Set<string>>;
  /** New shared objects by content. */
  readonly made: Map<string, Want>;
  /** Offline: objects the site names, taken to exist and to hold what is needed. */
  readonly imagined: Map<Want, Row>;
  readonly assumedLines: string[];
  readonly findings: PlanFinding[];
  readonly assumed: { resource: string; attribute: string; value: string | number }[];
}

export const OURS = 'op-';

/** Made by this product, by its name alone: no state is needed to tell. */
export function isOurs(kind: Kind, row: Row): boolean {
  return kind.nameAttribute !== undefined && String(row.values[kind.nameAttribute] ?? '').startsWith(OURS);
}

/** The value of a term as far as it is settled; undefined for a number not bound yet, a secret, or a reference not resolved. */
export function settled(planning: Planning, want: Want, attribute: string, numbers: Numbers = planning.numbers): Value | undefined {
  const term = want.terms[attribute];
  if (term === undefined) return attribute === want.kind.nameAttribute ? planning.names.get(want) : undefined;
  switch (term.t) {
    case 'value': return term.value;
    case 'number': return numbers.get(term.owner, term.name);
    case 'secret': return MASKED;
    case 'ref': {
      const target = planning.targets.get(want)?.get(attribute);
      return target === undefined ? undefined : 'row' in target ? target.row.values[term.attribute] : settled(planning, target.want, term.attribute, numbers);
    }
  }
}

/** How the device shows a row, for messages: without secrets. */
export function firstLine({ store }: Planning, row: Row): string | undefined {
  return row.lines[0] && store.shown(row.lines[0].text.trim());
}

export type Comparison = 'equal' | 'differs' | 'unverifiable';

/** Compares a settled term with what the device shows. References are not for this function. */
export function compareTerm(planning: Planning, kind: Kind, attribute: string, term: Term | undefined, observed: Value | undefined, numbers: Numbers): Comparison {
  const absent = kind.defaults[attribute] ?? kind.means[attribute];
  const actual = observed ?? absent;
  if (term === undefined) {
    return actual === undefined || (absent !== undefined && String(actual) === String(absent)) ? 'equal' : 'differs';
  }
  if (term.t === 'secret') {
    if (actual === undefined) return 'differs';
    const opened = planning.opened.get(term.secret.key);
    if (actual === MASKED || opened === undefined) return 'unverifiable';
    return actual === opened ? 'equal' : 'differs';
  }
  const wanted = term.t === 'value' ? term.value : term.t === 'number' ? numbers.get(term.owner, term.name) : undefined;
  if (wanted !== undefined && actual === MASKED) return 'unverifiable';
  if (wanted === undefined || actual === undefined) return 'differs';
  const within = kind.tolerance[attribute];
  if (within !== undefined && typeof wanted === 'number' && typeof actual === 'number') return Math.abs(wanted - actual) < within ? 'equal' : 'differs';
  return String(wanted) === String(actual) ? 'equal' : 'differs';
}

/** Attributes of a want that its row is compared by: neither key, nor name, nor soft, nor an identity that the ONT is not registered with. */
export function comparable(want: Want, row: Row): string[] {
  const { kind } = want;
  const names = new Set([...Object.keys(want.terms), ...Object.keys(row.values)]);
  return [...names].filter((name) => !kind.key.includes(name) && name !== kind.nameAttribute && !kind.soft.has(name) && !(kind.ifGiven.has(name) && !(name in want.terms)) && known(want, name) && !isUntold(want, name));
}

/** An identity that the line of this want does not tell (the serial of an ONT registered by LOID): no device shows it. */
function isUntold({ kind, terms }: Want, name: string): boolean {
  if (!kind.identity?.includes(name)) return false;
  const forms = kind.facets.flatMap((facet) => facet.forms).filter((form) => Object.entries(form.set).every(([of, value]) => {
    const term = terms[of];
    return term?.t !== 'value' || String(term.value) === String(value);
  }));
  return !forms.some((form) => form.put.fields.includes(name));
}

/** Attributes no want ever speaks of are the device's own business. */
function known(want: Want, name: string): boolean {
  return name in want.terms || want.kind.facets.some((facet) => facet.forms.some((form) => form.put.typed.has(name)));
}
