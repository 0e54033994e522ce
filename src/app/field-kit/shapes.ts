/** Lines that differ in their values only are one shape. */
export interface LineShape {
  /** Mode or resource the lines belong to. */
  readonly where: string;
  /** `ont port attribute N N eth N speed N` */
  readonly shape: string;
  readonly count: number;
}

/** The distinct shapes, most frequent first. @param clean takes names, addresses and secrets out */
export function shapesOf(lines: readonly { readonly where: string; readonly line: string }[], clean: (lines: readonly string[]) => readonly string[]): LineShape[] {
  const redacted = clean(lines.map(({ line }) => line));
  const shapes = new Map<string, { where: string; shape: string; count: number }>();
  for (const [index, { where }] of lines.entries()) {
    const shape = shapeOf(redacted[index] ?? '');
    const key = `${where}\u0001${shape}`;
    const known = shapes.get(key);
    if (known) known.count++;
    else shapes.set(key, { where, shape, count: 1 });
  }
  return [...shapes.values()].sort((a, b) => b.count - a.count || (a.where + a.shape < b.where + b.shape ? -1 : 1));
}

function shapeOf(line: string): string {
  return line.replace(/"[^"]*"/g, '"…"').replace(/\bname-\d+/g, '…').replace(/\b\d+(?:\.\d+){3}\b/g, 'ADDRESS').replace(/\b[0-9A-F]{16}\b|\b[A-Z]{4}-?[0-9A-F]{8}\b/g, 'SERIAL')
    .replace(/\b[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}\b/g, 'MAC').replace(/(?<![A-Za-z])\d+/g, 'N');
}
