/**
 * The form of a pack's files: which keys there are and what each may hold. `checkShape` compares a file with it and reports
 * every difference where it stands.
 */
import type { MapNode, Node } from '../../profile/node.ts';
import { pointerTo } from '../../profile/node.ts';
import { meantHint } from '../../profile/suggest.ts';
import type { FindingCode } from '../../kernel/finding-codes.ts';
import { among, type Faults } from './faults.ts';

/** What is wrong with a text; `piece` says where inside it. */
export interface TextFault { readonly code?: FindingCode; readonly message: string; readonly hint?: string; readonly piece?: readonly [number, number]; }

export type TextCheck = (text: string) => readonly TextFault[];

export type Shape =
  | { readonly form: 'text'; readonly check: TextCheck }
  | { readonly form: 'list'; readonly of: Shape }
  | { readonly form: 'map'; readonly keys: Readonly<Record<string, Shape>>; readonly needs: readonly Need[] }
  /** Keys are names of the pack's own choice. */
  | { readonly form: 'named'; readonly of: Shape }
  /** What is there decides which form it must have. */
  | { readonly form: 'pick'; readonly of: (node: Node) => Shape };

/** A key that must be there, or several of which one must be; with the code and words for when it is not. */
export interface Need { readonly keys: readonly string[]; readonly code?: FindingCode; readonly hint?: string; }

export function text(check: TextCheck = () => []): Shape {
  return { form: 'text', check: (value) => (value.trim() === '' ? [{ code: 'ONT105', message: 'the value is missing', hint: 'write one, or leave the key out' }] : check(value)) };
}

/** A text that may be empty. */
export function anyText(check: TextCheck = () => []): Shape {
  return { form: 'text', check };
}

export function words(...known: readonly string[]): Shape {
  return text((value) => (known.includes(value) ? [] : [{ code: 'ONT104', message: `${JSON.stringify(value)} is not one of ${known.join(', ')}`, hint: meantHint(value, known) ?? among(known) }]));
}

export const flag: Shape = words('true', 'false');

export const count: Shape = text((value) => (/^\d+$/.test(value) ? [] : [{ code: 'ONT102', message: `${JSON.stringify(value)} is not a whole number`, hint: 'write digits' }]));

export const regex: Shape = anyText((value) => {
  try {
    new RegExp(value);
    return [];
  } catch (error) {
    return [{ code: 'ONT102', message: `this is no regular expression: ${error instanceof Error ? error.message : String(error)}`, hint: 'JavaScript syntax, without slashes' }];
  }
});

export function list(of: Shape): Shape { return { form: 'list', of }; }
export function named(of: Shape): Shape { return { form: 'named', of }; }
export function pick(of: (node: Node) => Shape): Shape { return { form: 'pick', of }; }

/** One value, or a list of such. */
export function oneOrMany(of: Shape): Shape { return pick((node) => (node.kind === 'list' ? list(of) : of)); }

/** @param needs keys that must be there: a name, or the whole of it */
export function map(keys: Readonly<Record<string, Shape>>, ...needs: readonly (string | Need)[]): Shape {
  return { form: 'map', keys, needs: needs.map((need) => (typeof need === 'string' ? { keys: [need] } : need)) };
}

export function checkShape(shape: Shape, node: Node, pointer: string, faults: Faults): void {
  switch (shape.form) {
    case 'pick': return checkShape(shape.of(node), node, pointer, faults);
    case 'text':
      if (node.kind !== 'text') return wrong(faults, pointer, 'a text', node);
      for (const { code, message, hint, piece } of shape.check(node.text)) {
        faults.add(code ?? 'ONT102', pointer, message, { ...(hint === undefined ? {} : { hint }), ...(piece ? { piece } : {}) });
      }
      return;
    case 'list':
      if (node.kind !== 'list') return wrong(faults, pointer, 'a list', node);
      node.items.forEach((item, index) => { checkShape(shape.of, item, `${pointer}/${index}`, faults); });
      return;
    case 'named':
      if (node.kind !== 'map') return wrong(faults, pointer, 'a mapping', node);
      for (const { key, value } of node.entries.values()) checkShape(shape.of, value, pointer + pointerTo(key), faults);
      return;
    case 'map':
      if (node.kind !== 'map') return wrong(faults, pointer, 'a mapping', node);
      checkKeys(shape, node, pointer, faults);
  }
}

function checkKeys(shape: Extract<Shape, { form: 'map' }>, node: MapNode, pointer: string, faults: Faults): void {
  const known = Object.keys(shape.keys);
  for (const { key, value } of node.entries.values()) {
    const inner = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    const path = pointer + pointerTo(key);
    if (inner) checkShape(inner, value, path, faults);
    else faults.add('ONT101', path, `unknown key ${key}`, { key: true, hint: meantHint(key, known) ?? among(known) });
  }
  for (const { keys, code, hint } of shape.needs) {
    if (keys.some((key) => node.entries.has(key))) continue;
    faults.add(code ?? 'ONT103', pointer, `${keys.join(' or ')} is missing`, hint === undefined ? {} : { hint });
  }
}

function wrong(faults: Faults, pointer: string, wanted: string, node: Node): void {
  faults.add('ONT102', pointer, `expected ${wanted}, found ${node.kind === 'text' ? 'a text' : node.kind === 'list' ? 'a list' : 'a mapping'}`);
}
