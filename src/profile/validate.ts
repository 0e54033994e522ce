/** Holds a tree of nodes against the schema: types its scalars, and turns what does not fit into findings with places. */
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { validateFile, validateTarget } from './generated/validate.js';
import type { SchemaError, Validator } from './generated/validate.js';
import { adoptTypes, keyPlace, locate, placeOf, pointerSteps, pointerTo, toData } from './node.ts';
import type { Node } from './node.ts';
import { asSchema, judgeOf } from './schema/walk.ts';
import type { Schema } from './schema/words.ts';
import { meantHint } from './suggest.ts';

/** @param root a whole YAML file */
export function validateDocument(root: Node): Finding[] {
  return validate(validateFile, root, undefined);
}

/** @param root one subscriber, made from a CSV row */
export function validateRow(root: Node): Finding[] {
  return validate(validateTarget, root, 'target');
}

/** Validates a plain row without nodes: the fast way for thousands of good ones. Types the values of `row` in place. */
export function isValidRow(row: Record<string, unknown>): boolean {
  return validateTarget(row);
}

function validate(validator: Validator, root: Node, start: string | undefined): Finding[] {
  const data = toData(root);
  if (validator(data)) {
    adoptTypes(root, data);
    return [];
  }
  adoptTypes(root, data);
  const findings = new Map<string, Finding>();
  for (const error of validator.errors ?? []) {
    const found = translate(root, start, error);
    // One mistake, one finding: several keywords of one value complain together.
    const name = error.params['additionalProperty'] ?? error.params['propertyName'];
    const place = `${error.instancePath} ${typeof name === 'string' ? name : ''}`;
    if (found && !findings.has(place)) findings.set(place, found);
  }
  return [...findings.values()];
}

function translate(root: Node, start: string | undefined, error: SchemaError): Finding | null {
  // `if` only repeats what its branch said; what is wrong with a name is said by `propertyNames`.
  if (error.keyword === 'if' || error.schemaPath.includes('/propertyNames/')) return null;
  const { node, entry } = locate(root, error.instancePath);
  const at = placeOf(node, error.instancePath, entry);
  const name = pointerSteps(error.instancePath).at(-1) ?? '';
  const label = /^\d*$/.test(name) ? 'the value' : name;
  const { schema, expect } = judgeOf(root, error.instancePath, start);

  if (node.kind === 'text' && node.plain && node.text === '') {
    return finding('ONT105', `${label} has no value`, { hint: 'write a value, or remove the line', at });
  }
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(node, String(error.params['additionalProperty']), error.instancePath, schema);
    case 'propertyNames':
      return wrongName(node, String(error.params['propertyName']), error.instancePath, asSchema(schema['propertyNames']));
    case 'required':
      return finding('ONT103', `${String(error.params['missingProperty'])} is missing${name === '' ? '' : ` in ${name}`}`, { hint: `add ${String(error.params['missingProperty'])}:`, at });
    case 'minProperties':
    case 'maxProperties':
      return finding('ONT107', `${label} needs exactly one of ${Object.keys(asSchema(schema['properties'])).join(', ')}`, { hint: 'keep one of them', at });
    case 'enum':
      return notAWord(label, node, error, expect, at, start);
    default:
      return wrongForm(label, node, error, expect, at, start);
  }
}

function unknownKey(owner: Node, key: string, path: string, schema: Schema): Finding {
  const known = Object.keys(asSchema(schema['properties']));
  const entry = owner.kind === 'map' ? owner.entries.get(key) : undefined;
  // `{ word }` is a key without a value: the word may be the secret itself.
  const unshown = entry?.value.kind === 'text' && entry.value.text === '' && mayBeSecret(path, undefined);
  const pointer = unshown ? path : path + pointerTo(key);
  return finding('ONT101', `unknown key ${unshown ? 'that is not shown here' : key}`, {
    hint: meantHint(key, known) ?? (known.length > 0 && known.length <= 16 ? `known here: ${known.join(', ')}` : undefined),
    at: entry ? keyPlace(owner, entry, pointer) : placeOf(owner, pointer),
  });
}

function wrongName(owner: Node, key: string, path: string, rule: Schema): Finding {
  const entry = owner.kind === 'map' ? owner.entries.get(key) : undefined;
  const pointer = path + pointerTo(key);
  return finding('ONT102', `the name ${quoted(key)} is not ${String(rule['x-expect'])}`, { at: entry ? keyPlace(owner, entry, pointer) : placeOf(owner, pointer) });
}

function notAWord(label: string, node: Node, error: SchemaError, expect: string | undefined, at: Finding['at'], start: string | undefined): Finding {
  const allowed = (error.params['allowedValues'] as readonly unknown[] | undefined ?? []).filter((word) => word !== false).map(String);
  const written = node.kind === 'text' ? node.text : '';
  if (expect === 'version 1') {
    return finding('ONT106', `version ${written} is not supported`, { hint: 'write version: 1', at });
  }
  if (node.kind !== 'text') return finding('ONT102', `${label}: expected ${expect ?? allowed.join(' or ')}, got ${kindOf(node)}`, { at });
  return finding('ONT104', `${label}: ${mayBeSecret(error.instancePath, start) ? UNSHOWN : quoted(written)} is not ${expect ?? `one of ${allowed.join(', ')}`}`, {
    hint: meantHint(written, allowed) ?? (expect === undefined ? undefined : `write ${expect}`), at,
  });
}

function wrongForm(label: string, node: Node, error: SchemaError, expect: string | undefined, at: Finding['at'], start: string | undefined): Finding {
  const wanted = expect ?? (error.keyword === 'type' ? typeWords(error.params['type']) : 'something else');
  if (node.kind !== 'text') return finding('ONT102', `${label}: expected ${wanted}, got ${kindOf(node)}`, { at });
  return finding('ONT102', `${label}: expected ${wanted}, got ${mayBeSecret(error.instancePath, start) ? UNSHOWN : quoted(node.text)}`, { hint: formHint(node.text, wanted), at });
}

const UNSHOWN = 'a text that is not shown here';

/** Keys of a row whose text may be repeated in a message. A list of subscribers may call a column of passwords `wifi`. */
const PLAIN_OF_ROW: ReadonlySet<string> = new Set(['key', 'state', 'profile', 'olt', 'pon', 'id', 'serial', 'mac', 'loid', 'ont', 'description']);

function mayBeSecret(path: string, start: string | undefined): boolean {
  const steps = pointerSteps(path);
  if (steps.some((step) => SECRET_KEYS.has(step))) return true;
  const ofRow = start === 'target' ? steps : steps[0] === 'targets' ? steps.slice(2) : [];
  return ofRow.length === 1 && !PLAIN_OF_ROW.has(ofRow[0]!);
}

const SECRET_KEYS: ReadonlySet<string> = new Set(['password', 'passphrase', 'enablePassword']);

function formHint(written: string, wanted: string): string | undefined {
  if (wanted === 'true or false') {
    if (/^(?:yes|on|y|1)$/i.test(written)) return 'write true';
    if (/^(?:no|off|n|0)$/i.test(written)) return 'write false';
  }
  if (/whole number/.test(wanted)) {
    if (/^0x/i.test(written) && Number.isInteger(Number(written))) return `write the number in decimal: ${Number(written)}`;
    if (/^\d+(?:\.\d+)?e\d+$/i.test(written)) return `write the number out: ${Number(written)}`;
    if (/^0\d+$/.test(written)) return `write the number without leading zeros: ${Number(written)}`;
  }
  if (/^a rate/.test(wanted) && /^\d+$/.test(written)) return `write the unit: ${written}M, or { kbit: ${written} }`;
  if (/^(?:user@host|a name or address)/.test(wanted) && /:.*@/.test(written)) return 'a password does not belong into an address: write { host: …, port: …, username: …, password: { env: NAME } }';
  return undefined;
}

function typeWords(type: unknown): string {
  return type === 'object' ? 'a mapping' : type === 'array' ? 'a list' : `a ${String(type)}`;
}

function kindOf(node: Node): string {
  return node.kind === 'map' ? 'a mapping' : node.kind === 'list' ? 'a list' : 'a text';
}

function quoted(written: string): string {
  const text = written.replace(/^([^\s:@/]*:)[^\s@/]+@/u, '$1***@');
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
