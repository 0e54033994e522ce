export interface Token {
  /** Without the quotes. */
  readonly text: string;
  readonly quoted: boolean;
  /** Columns in the line, 0-based, end exclusive, quotes included. */
  readonly start: number;
  readonly end: number;
  /** A quote was opened and never closed. */
  readonly broken: boolean;
}

/** Cuts a command line at blanks; double quotes keep blanks together. */
export function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  const piece = /"([^"]*)("?)|[^\s"]+/g;
  for (const found of line.matchAll(piece)) {
    const start = found.index;
    const quoted = found[0].startsWith('"');
    tokens.push({
      text: quoted ? found[1] ?? '' : found[0], quoted, start, end: start + found[0].length, broken: quoted && found[2] === '',
    });
  }
  return tokens;
}
