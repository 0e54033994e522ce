/** Types of command arguments. A token fits, has the right shape but a wrong value, or is something else altogether. */
import type { Token } from './tokens.ts';

export interface ValueType {
  /** What dialogs show after the name: `<U><0,127>`. */
  readonly hint: string;
  /** Whether the token looks like one at all: decides between a wrong value and a wrong word. */
  looks(token: Token): boolean;
  /** The value, null when it is none. */
  read(token: Token): string | number | null;
}

export function integer(min: number, max: number): ValueType {
  return {
    hint: `<U><${min},${max}>`,
    looks: (token) => !token.quoted && /^-?\d/.test(token.text),
    read(token) {
      if (token.quoted || !/^\d{1,10}$/.test(token.text)) return null;
      const value = Number(token.text);
      return value >= min && value <= max ? value : null;
    },
  };
}

/** Text of `min` to `max` characters, in quotes or a single word. */
export function text(min: number, max: number): ValueType {
  return {
    hint: `<S><Length ${min}-${max}>`,
    looks: () => true,
    read: (token) => (token.broken || token.text.length < min || token.text.length > max || !printable(token.text) ? null : token.text),
  };
}

/** Text of a fixed form; `convert` gives null for what it does not take. */
export function form(hint: string, shape: RegExp, convert: (text: string) => string | number | null): ValueType {
  return {
    hint,
    looks: (token) => shape.test(token.text),
    read: (token) => (token.broken ? null : convert(token.text)),
  };
}

function printable(value: string): boolean {
  return !/[\u0000-\u001f\u007f]/.test(value);
}
