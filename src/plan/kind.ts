/**
 * Kinds of rows as a pack describes them, compiled; and wants: the rows a subscriber should have.
 * The planner knows nothing of a vendor but this.
 */
import type { Secret } from '../kernel/secret.ts';
import type { LinePattern } from './line-pattern.ts';
import type { Cuts, Evidence } from './model.ts';
import type { Row, Value } from './row.ts';

export interface Mode {
  readonly name: string;
  /** null for global configuration. */
  readonly enter: LinePattern | null;
  readonly leave: string;
  /** Prompt tail with `{x}` for parameters; `*` stands for any run of characters. */
  readonly prompt: string;
}

export interface Range { readonly from: number; readonly to: number; readonly within: readonly string[]; }

/** One line of a resource in one of its spellings. */
export interface Form {
  readonly put: LinePattern;
  /** Spellings that are only read. */
  readonly also: readonly LinePattern[];
  /** Attribute values this form stands for: set when read, required when written. */
  readonly set: Readonly<Record<string, Value>>;
  readonly evidence: Evidence;
  readonly source: string;
}

export interface Alter { readonly on: ReadonlySet<string>; readonly do: LinePattern; readonly cuts: Cuts; readonly evidence: Evidence; readonly source: string; }

/** The unit of diff and undo: a line (in one of several forms) that is there or not. */
export interface Facet {
  readonly forms: readonly Form[];
  readonly alters: readonly Alter[];
  readonly off?: Drop;
  /** Typed when the row is made and never seen again. */
  readonly once: boolean;
  /** How a changed line is written when no `alter` fits: over the old one, or after taking that away. */
  readonly again: 'overwrite' | 'off-first';
  readonly cuts: Cuts;
}

export interface Drop { readonly line: LinePattern; readonly evidence: Evidence; readonly source: string; }

export interface PairRule {
  /** Attributes that must agree; a leading `~` compares with what a sibling said the attribute used to be (`hint`). */
  readonly attributes: readonly string[];
}

export interface BodySpec {
  readonly kinds: readonly Kind[];
  /** Lines that close the body, in order. */
  readonly close: readonly string[];
  /** Lines that leave it half-typed, without effect. */
  readonly abort: readonly string[];
  readonly prompt: string;
}

export interface Kind {
  readonly name: string;
  /** `required` objects belong to the network plan: checked, created only when the OLT says so. */
  readonly scope: 'required' | 'shared' | 'ont';
  /** Position in the pack's file: creation order. */
  readonly order: number;
  readonly mode: Mode;
  readonly key: readonly string[];
  /** Attributes that name the ONT this row lives under, in the order of the ONT's own key. Empty for the others. */
  readonly owner: readonly string[];
  /** This row lives under the ONT of the row this attribute refers to, and must go before that row goes (an IGMP user of a service-port). */
  readonly via?: string;
  /** This row is the ONT itself: the attributes that prove which one it is, each of them alone. */
  readonly identity?: readonly string[];
  readonly pair: readonly PairRule[];
  readonly alloc: Readonly<Record<string, Range>>;
  /** Written on creation, never compared. */
  readonly soft: ReadonlySet<string>;
  /** Compared only when the want gives a value: silence in the profile is no opinion. */
  readonly ifGiven: ReadonlySet<string>;
  /** What an absent value means. */
  readonly defaults: Readonly<Record<string, Value>>;
  /** What an absent value comes to when it must be typed or compared (no limit = the box's own unlimited table). */
  readonly means: Readonly<Record<string, Value>>;
  readonly nameAttribute?: string;
  /** Content name with `{attribute}` and `{hash}`. */
  readonly nameTemplate?: string;
  readonly replaceOn: ReadonlySet<string>;
  readonly facets: readonly Facet[];
  readonly body?: BodySpec;
  readonly drop?: Drop;
  /** Taken only while the ONT is up. */
  readonly gate?: 'online';
  /** Dies with the ONT. */
  readonly gone: boolean;
  readonly cuts: Cuts;
  /** attribute → kind (or `kind.bodykind`) and attribute it refers to. */
  readonly refs: Readonly<Record<string, { readonly kind: string; readonly attribute: string }>>;
  /** Attributes whose printed value may be a range of numbers: one line, many rows. */
  readonly ranges: readonly string[];
  /** Values less than this apart are equal: rates on a device that counts in 64 kbit/s. */
  readonly tolerance: Readonly<Record<string, number>>;
  /** Which word in an OLT's `use:` names an object of this kind. */
  readonly use?: string;
  /** Words in `manage:` under which required objects of this kind are created. */
  readonly manage?: string;
  /** Severity of the finding when a required object is missing. */
  readonly missing: 'error' | 'warning';
}

export type Term =
  | { readonly t: 'value'; readonly value: Value }
  | { readonly t: 'number'; readonly owner: object; readonly name: string }
  | { readonly t: 'ref'; readonly want: Want; readonly attribute: string }
  | { readonly t: 'secret'; readonly secret: Secret };

/** A row that should be there. Terms are resolved when numbers are bound. */
export interface Want {
  readonly kind: Kind;
  readonly entity: object;
  readonly terms: Readonly<Record<string, Term>>;
  /** Attribute → flow-like entity whose former value it tells when the paired row differs. */
  readonly hints: Readonly<Record<string, object>>;
  readonly body: Want[];
  /** Label of the entity, for `use:` and messages. */
  readonly label: string;
  /** The line of a copied profile this stands for: kept because something unmanaged needs it. */
  readonly carried?: object;
  /** May pair with the last row left of its kind under the ONT. */
  readonly sole: boolean;
}

/** Numbers that belong to entities: bound by pairing, else allocated. */
export class Numbers {
  readonly #bound = new Map<object, Map<string, number | string>>();

  get(owner: object, name: string): number | string | undefined {
    return this.#bound.get(owner)?.get(name);
  }

  bind(owner: object, name: string, value: number | string): void {
    let names = this.#bound.get(owner);
    if (!names) this.#bound.set(owner, (names = new Map()));
    names.set(name, value);
  }

  copy(): Numbers {
    const copy = new Numbers();
    for (const [owner, names] of this.#bound) for (const [name, value] of names) copy.bind(owner, name, value);
    return copy;
  }

  take(other: Numbers): void {
    for (const [owner, names] of other.#bound) for (const [name, value] of names) this.bind(owner, name, value);
  }
}

export type Pairs = Map<Want, Row>;
