/** What `${name}` stands for, for one subscriber. */
import { child, textOf } from '../node.ts';
import type { MapNode } from '../node.ts';
import type { Row } from '../rows.ts';

export interface Scope {
  readonly row: Row;
  readonly key: string;
  readonly pon: string;
  readonly id: number | undefined;
  readonly serial: string | undefined;
  /** Set once it is resolved; the description itself may hold variables, but not itself. */
  description: string | undefined;
  readonly oltName: string;
  readonly olt: MapNode;
  /** Matching `pons:` entries, narrowest first. */
  readonly pons: readonly MapNode[];
  /** `vars:` of the profile and of what it extends, nearest first. */
  readonly vars: readonly MapNode[];
}

/** The text a variable stands for; undefined when it has no value. Own columns win over variables of PON, OLT and profile, in that order. */
export function lookUp(scope: Scope, name: string): string | undefined {
  switch (name) {
    case 'key': return scope.key;
    case 'serial': return scope.serial;
    case 'id': return scope.id === undefined ? undefined : String(scope.id);
    case 'description': return scope.description;
    case 'pon': return scope.pon;
    case 'olt': return scope.oltName;
    case 'olt.name': return scope.oltName;
  }
  if (name.startsWith('olt.')) return ofOlt(scope, name.slice(4));
  if (name.startsWith('pon.')) return ofPon(scope, name.slice(4));
  const own = scope.row.text(name);
  if (own !== undefined) return own;
  for (const pon of scope.pons) {
    const value = textOf(child(child(pon, 'vars'), name));
    if (value !== undefined) return value;
  }
  const ofOltVars = textOf(child(child(scope.olt, 'vars'), name));
  if (ofOltVars !== undefined) return ofOltVars;
  for (const vars of scope.vars) {
    const value = textOf(child(vars, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Every name that has a value here: for "did you mean". */
export function namesIn(scope: Scope): string[] {
  const names = ['key', 'serial', 'id', 'description', 'pon', 'olt'];
  const add = (prefix: string, node: MapNode | undefined): void => { if (node) for (const name of node.entries.keys()) names.push(prefix + name); };
  const vars = (node: MapNode): MapNode | undefined => {
    const inner = child(node, 'vars');
    return inner?.kind === 'map' ? inner : undefined;
  };
  add('olt.', vars(scope.olt));
  for (const pon of scope.pons) {
    add('pon.', pon);
    add('pon.', vars(pon));
  }
  for (const node of scope.vars) add('', node);
  return names;
}

function ofOlt(scope: Scope, name: string): string | undefined {
  const key = name.startsWith('vars.') ? name.slice(5) : name;
  return textOf(child(child(scope.olt, 'vars'), key)) ?? (HIDDEN.has(key) ? undefined : textOf(child(scope.olt, key)));
}

function ofPon(scope: Scope, name: string): string | undefined {
  for (const pon of scope.pons) {
    const value = textOf(child(child(pon, 'vars'), name)) ?? textOf(child(pon, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Secrets of the OLT are no variables. */
const HIDDEN: ReadonlySet<string> = new Set(['password', 'enablePassword']);
