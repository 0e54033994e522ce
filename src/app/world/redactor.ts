/**
 * Masks opened secrets in any text that leaves the program: errors, transcripts, messages. Where a rendered form exists (`shown`)
 * that is used instead; this is the net below it, because a device echoes what it is told.
 */
export interface Redactor {
  /** From now on `value` is masked. The empty string is not. */
  add(value: string): void;
  /** `text` with every known value as `***`, also where a terminal folded it over two lines or moved the cursor in between. */
  mask(text: string): string;
}

export function createRedactor(): Redactor {
  const known = new Set<string>();
  let pattern: RegExp | null = null;
  return {
    add(value) {
      if (value === '' || known.has(value)) return;
      known.add(value);
      pattern = null;
    },
    mask(text) {
      if (known.size === 0) return text;
      pattern ??= build(known);
      return text.replace(pattern, '***');
    },
  };
}

/** What a terminal may put between two characters of an echo: line ends, cursor movements, the blank of a cursor-left trick, bells. */
const BETWEEN = '(?:\\r|\\n|\\x07|\\x08| ?\\x1b\\[[0-9;]*[A-Za-z])*';

/** Longest first, so that a secret that contains another is masked whole. */
function build(values: ReadonlySet<string>): RegExp {
  const alternatives = [...values].sort((a, b) => b.length - a.length).map((value) => {
    const body = [...value].map(escape).join(BETWEEN);
    // One or two characters occur everywhere; as a word of their own they are still hidden.
    return value.length < 3 ? `(?<![A-Za-z0-9])${body}(?![A-Za-z0-9])` : body;
  });
  return new RegExp(alternatives.join('|'), 'gu');
}

function escape(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
