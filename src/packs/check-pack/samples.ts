/** Sample values for the lines of a pack, and the lines they make. */
import type { LinePattern } from '../../plan/line-pattern.ts';
import { MASKED, type Value } from '../../plan/row.ts';
import { FIELD_TYPES } from '../field-types.ts';
import type { Expression } from '../expression.ts';
import { patternFields } from './pattern-text.ts';
import type { KindView, LineView } from './views.ts';

export interface Sample {
  readonly line: string;
  /** What must be read out of it, as text; secrets are left out. */
  readonly values: Readonly<Record<string, string>>;
}

/** One line with everything in it, one with nothing optional, and one for each optional value alone; each once. */
export function samplesOf(kind: KindView, line: LineView): Sample[] {
  const types = new Map(patternFields(line.pattern.source).map((field) => [field.name, field]));
  const all: Record<string, Value> = {};
  for (const { name, type, readOnly } of types.values()) {
    if (readOnly) continue;
    const value = sampleValue(kind, line, name, type);
    if (value !== null) all[name] = value;
  }
  const required = line.pattern.required;
  if (required.some((name) => all[name] === undefined)) return [];
  const choices = [Object.keys(all), required, ...Object.keys(all).filter((name) => !required.includes(name)).map((name) => [...required, name])];
  const samples = new Map<string, Sample>();
  for (const names of choices) {
    const given = only(all, names);
    const text = line.pattern.render(given).text;
    if (!samples.has(text)) samples.set(text, { line: text, values: shownIn(line.pattern, given, names === choices[0]) });
  }
  return [...samples.values()];
}

/** Values of a mode's parameters, the same for every line of a resource. */
export function sampleFields(kind: KindView, pattern: LinePattern): Record<string, Value> {
  return Object.fromEntries(patternFields(pattern.source).flatMap(({ name, type, readOnly }) => {
    const value = readOnly ? null : sampleValue(kind, null, name, type);
    return value === null ? [] : [[name, value]];
  }));
}

/** Which of the given values the line holds: a nested group is typed only with everything around it. */
function shownIn(pattern: LinePattern, given: Readonly<Record<string, Value>>, whole: boolean): Record<string, string> {
  const full = whole ? Object.keys(given) : Object.keys(given).filter((name) => pattern.required.includes(name) || pattern.render(given).text !== pattern.render(only(given, Object.keys(given).filter((each) => each !== name))).text);
  return Object.fromEntries(full.filter((name) => given[name] !== MASKED && !pattern.secrets.has(name)).map((name) => [name, String(given[name] as string | number)]));
}

function only(values: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const name of names) out[name] = values[name]!;
  return out;
}

function sampleValue(kind: KindView, line: LineView | null, name: string, typeName: string): Value | null {
  const type = FIELD_TYPES[typeName];
  if (!type) return null;
  if (line?.pattern.secrets.has(name)) return MASKED;
  const index = [...kind.attributes].indexOf(name) + 11;
  const literal = literalOf(kind.is.get(name));
  const own = line?.set[name];
  const fitting = typeName === 'quoted' ? ['a b 7'] : typeName === 'text' ? [`a b ${index}`] : [];
  const candidates: (string | number)[] = [
    ...(own === undefined ? [] : [own]), ...(literal === null ? [] : [literal]), ...fitting,
    index, index * 64, `w${index}`, `0011223344556${String(index).padStart(3, '0')}`, '48575443A1B2C3D4', `10.0.0.${index}`, 'adaptive',
  ];
  for (const value of candidates) {
    const text = type.write(value);
    if (text !== null && new RegExp(`^(?:${type.match})$`).test(text) && String(type.read(text)) === String(value)) return value;
  }
  return null;
}

function literalOf(expression: Expression | undefined): string | number | null {
  if (expression?.kind === 'literal') return expression.value;
  if (expression?.kind !== 'first') return null;
  for (const { is } of expression.of) if (is.kind === 'literal') return is.value;
  return null;
}
