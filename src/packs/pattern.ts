/**
 * One configuration line, written once and used in both directions.
 *
 * `{x:type}` is a two-way value, `[..]` is typed when all its values exist and optional when read, `[~..]` is only read.
 * Groups nest. Blanks in a pattern match any run of blanks.
 */
import type { Span } from '../kernel/mask-secrets.ts';
import { maskUrl } from '../kernel/mask-url.ts';
import { PatternError, type LinePattern, type Rendered, type SecretPiece } from '../plan/line-pattern.ts';
import { MASKED, type Value, type Values } from '../plan/row.ts';
import { FIELD_TYPES, type FieldType } from './field-types.ts';

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string; readonly type: FieldType; readonly typeName: string }
  | { readonly kind: 'group'; readonly readOnly: boolean; readonly parts: readonly Part[] };

const SECRETS: ReadonlySet<string> = new Set(['secret', 'barsecret']);

const cache = new Map<string, LinePattern>();

/** Compiles a pattern; throws a plain Error for a malformed one (a pack is code, not user input, until `vendors check`). */
export function linePattern(source: string): LinePattern {
  const known = cache.get(source);
  if (known) return known;
  const made = compile(source);
  cache.set(source, made);
  return made;
}

function compile(source: string): LinePattern {
  const parts = parseParts(source);
  const fields: { name: string; type: FieldType; typeName: string }[] = [];
  collect(parts, fields);
  const regex = new RegExp(`^${regexOf(parts)}$`);
  const prefixes = prefixRegexes(parts);
  const secrets = new Set(fields.filter((f) => SECRETS.has(f.typeName)).map((f) => f.name));
  const lead = leadWords(parts);
  return {
    source,
    lead,
    fields: fields.map((f) => f.name),
    typed: new Set(typedFields(parts)),
    required: parts.flatMap((part) => (part.kind === 'field' ? [part.name] : [])),
    secrets,
    parse: (line) => valuesOf(regex.exec(line), fields),
    parseHead(line, needed, further) {
      for (const prefix of prefixes) {
        // The words behind the last needed value must have been understood too.
        if (further && prefix.fields[prefix.fields.length - 1]?.name === needed[needed.length - 1] && !prefix.endsInText) continue;
        const found = prefix.regex.exec(line);
        if (!found) continue;
        const values = valuesOf(found, prefix.fields)!;
        return needed.every((name) => values[name] !== undefined) ? values : null;
      }
      return null;
    },
    secretSpans: secrets.size === 0 ? () => [] : spansOf([{ regex, fields }, ...prefixes], secrets),
    render: (values) => render(source, parts, values),
  };
}

/** The literal words before the first value or group; a word glued to a value does not count. */
function leadWords(parts: readonly Part[]): string[] {
  const first = parts[0];
  if (first?.kind !== 'text') return [];
  const words = first.text.trim().split(/\s+/);
  if (parts.length > 1 && !/\s$/.test(first.text) && !(parts[1]!.kind === 'group')) words.pop();
  return words;
}

function valuesOf(found: RegExpExecArray | null, fields: readonly { name: string; type: FieldType }[]): Record<string, Value> | null {
  if (!found) return null;
  const values: Record<string, Value> = {};
  for (let i = 0; i < fields.length; i++) {
    const text = found[i + 1];
    if (text !== undefined) values[fields[i]!.name] = fields[i]!.type.read(text);
  }
  return values;
}

function parseParts(source: string): Part[] {
  let at = 0;
  const parts = sequence(false);
  if (at < source.length) throw new Error(`unbalanced ] in pattern: ${source}`);
  return parts;

  function sequence(inGroup: boolean): Part[] {
    const out: Part[] = [];
    let text = '';
    const flush = (): void => { if (text) out.push({ kind: 'text', text }); text = ''; };
    while (at < source.length) {
      const c = source[at]!;
      if (c === ']' && inGroup) break;
      if (c === '{') {
        const end = source.indexOf('}', at);
        if (end < 0) throw new Error(`unbalanced { in pattern: ${source}`);
        const [name, typeName = 'word'] = source.slice(at + 1, end).split(':') as [string, string?];
        const type = FIELD_TYPES[typeName];
        if (!type) throw new Error(`unknown field type '${typeName}' in pattern: ${source}`);
        flush();
        out.push({ kind: 'field', name, type, typeName });
        at = end + 1;
      } else if (c === '[') {
        flush();
        at++;
        const readOnly = source[at] === '~';
        if (readOnly) at++;
        const inner = sequence(true);
        if (source[at] !== ']') throw new Error(`unbalanced [ in pattern: ${source}`);
        at++;
        out.push({ kind: 'group', readOnly, parts: inner });
      } else { text += c; at++; }
    }
    flush();
    return out;
  }
}

function typedFields(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (part.kind === 'field' ? [part.name] : part.kind === 'group' && !part.readOnly ? typedFields(part.parts) : []));
}

function collect(parts: readonly Part[], into: { name: string; type: FieldType; typeName: string }[]): void {
  for (const part of parts) {
    if (part.kind === 'field') into.push(part);
    else if (part.kind === 'group') collect(part.parts, into);
  }
}

function regexOf(parts: readonly Part[]): string {
  return parts.map((part) =>
    part.kind === 'text' ? part.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    : part.kind === 'field' ? `(${part.type.match})`
    : `(?:${regexOf(part.parts)})?`).join('');
}

/** The longest of these that a line begins with tells where its secrets are; a shorter one may know of fewer. */
function spansOf(beginnings: readonly { readonly regex: RegExp; readonly fields: readonly { readonly name: string }[] }[], secrets: ReadonlySet<string>): (line: string) => readonly Span[] {
  const indexed = beginnings.filter(({ fields }) => fields.some(({ name }) => secrets.has(name))).map(({ regex, fields }) => ({ regex: new RegExp(regex.source, 'd'), fields }));
  return (line) => {
    for (const { regex, fields } of indexed) {
      const found = regex.exec(line);
      if (found) return fields.flatMap(({ name }, i): readonly Span[] => {
        const place = secrets.has(name) ? found.indices![i + 1] : undefined;
        if (!place) return [];
        const quoted = line[place[0]] === '"' ? 1 : 0;
        return [[place[0] + quoted, place[1] - quoted]];
      });
    }
    return [];
  };
}

/** Regexes of the pattern's beginnings, longest first; each ends at a word boundary of the line. */
function prefixRegexes(parts: readonly Part[]): { regex: RegExp; endsInText: boolean; fields: { name: string; type: FieldType; typeName: string }[] }[] {
  const out = [];
  for (let n = parts.length; n > 0; n--) {
    const fields: { name: string; type: FieldType; typeName: string }[] = [];
    const slice = parts.slice(0, n);
    const last = slice[n - 1]!;
    if (last.kind === 'text') slice[n - 1] = { kind: 'text', text: last.text.trimEnd() };
    collect(slice, fields);
    if (fields.length) out.push({ regex: new RegExp(`^${regexOf(slice)}(?=\\s|$)`), fields, endsInText: last.kind === 'text' });
  }
  return out;
}

function render(source: string, parts: readonly Part[], values: Values): Rendered {
  const pieces: (string | SecretPiece)[] = [];
  const add = (text: string): void => {
    const last = pieces[pieces.length - 1];
    if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  };
  emit(parts);
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.shown ?? '***')).join('');
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) throw new PatternError(source, 'line', 'charset');
  return { text, pieces };

  function emit(sequence: readonly Part[]): void {
    for (const part of sequence) {
      if (part.kind === 'text') add(part.text);
      else if (part.kind === 'field') field(part);
      else if (!part.readOnly && complete(part.parts, values)) emit(part.parts);
    }
  }

  function field(part: Extract<Part, { kind: 'field' }>): void {
    const value = values[part.name];
    if (value === undefined) throw new PatternError(source, part.name, 'missing');
    if (SECRETS.has(part.typeName)) {
      const quote = part.typeName === 'secret' ? '"' : '';
      add(quote);
      pieces.push({ secret: part.name });
      add(quote);
      return;
    }
    const text = value === MASKED ? null : part.type.write(value);
    if (text === null) throw new PatternError(source, part.name, 'charset');
    const shown = maskUrl(text);
    if (shown === text) { add(text); return; }
    // The whole value is kept back; what surrounds it (quotes) is typed around it.
    const [before, after] = text.split(String(value)) as [string, string];
    add(before);
    pieces.push({ secret: part.name, shown: maskUrl(String(value)) });
    add(after);
  }
}

function complete(parts: readonly Part[], values: Values): boolean {
  return parts.every((part) => part.kind !== 'field' || values[part.name] !== undefined);
}
