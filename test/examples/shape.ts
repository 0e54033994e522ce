/** Shapes of documents: every field named, none missing, none more. */

export type Shape = (value: unknown, where: string) => string[];

const kind = (name: string, holds: (value: unknown) => boolean): Shape => (value, where) => (holds(value) ? [] : [`${where}: ${JSON.stringify(value)} is no ${name}`]);

export const text = kind('text', (value) => typeof value === 'string');
export const flag = kind('boolean', (value) => typeof value === 'boolean');
export const whole = kind('whole number', (value) => Number.isSafeInteger(value));
export const serial = kind('serial in 16 upper-case hexadecimal digits', (value) => typeof value === 'string' && /^[0-9A-F]{16}$/.test(value));
export const line = kind('single line', (value) => typeof value === 'string' && value !== '' && !/[\r\n]/.test(value));
export const scalar = kind('text or number', (value) => typeof value === 'string' || Number.isSafeInteger(value));

export function word(...words: string[]): Shape {
  return kind(`one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));
}

export function exactly(expected: unknown): Shape {
  return kind(JSON.stringify(expected), (value) => value === expected);
}

export function or(...shapes: Shape[]): Shape {
  return (value, where) => {
    const all = shapes.map((shape) => shape(value, where));
    return all.some((found) => found.length === 0) ? [] : all.at(-1)!;
  };
}

export const nothing = exactly(null);

export function list(of: Shape): Shape {
  return (value, where) => (Array.isArray(value) ? value.flatMap((one, index) => of(one, `${where}/${index}`)) : [`${where}: no list`]);
}

/** An object with just these fields. */
export function fields(shapes: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape {
  return (value, where) => {
    if (!isObject(value)) return [`${where}: no object`];
    return [
      ...Object.entries(value).flatMap(([name, one]) => (name in shapes ? [] : optional[name]?.(one, `${where}/${name}`) ?? [`${where}/${name}: nobody expects it`])),
      ...Object.entries(shapes).flatMap(([name, shape]) => (name in value ? shape(value[name], `${where}/${name}`) : [`${where}/${name}: missing`])),
    ];
  };
}

/** Names and values of a kind. */
export function table(of: Shape): Shape {
  return (value, where) => (isObject(value) ? Object.entries(value).flatMap(([name, one]) => of(one, `${where}/${name}`)) : [`${where}: no object`]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
