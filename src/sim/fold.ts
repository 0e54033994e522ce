/** Cuts lines at the terminal's width, exactly there: a blank at the cut stays where it was, and nothing marks the continuation. */
export function foldLines(lines: readonly string[], width: number): string[] {
  const out: string[] = [];
  for (const line of lines) {
    if (line.length <= width) { out.push(line); continue; }
    for (let at = 0; at < line.length; at += width) out.push(line.slice(at, at + width));
  }
  return out;
}

/** Breaks words over lines of at most `width` columns, each with `indent`: how devices print long messages. */
export function wrapWords(text: string, indent: string, width: number): string[] {
  const out: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const grown = line === indent ? line + word : `${line} ${word}`;
    if (grown.length > width && line !== indent) {
      out.push(line);
      line = indent + word;
    } else line = grown;
  }
  out.push(line);
  return out;
}
