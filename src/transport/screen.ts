/**
 * Bytes of a terminal into lines. A pure state machine: the lines and the open line are a function of all bytes so far, however
 * they were cut. Each line is what a person would see on it after cursor moves and overwriting, pager texts taken out.
 */
export class Screen {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #clean: Cleaner;
  /** Raw text since the last line feed. */
  #open = '';
  #position = 0;
  #overlong = false;

  constructor(noise: Noise) {
    this.#clean = cleaner(noise);
  }

  /** Takes bytes in; returns the lines that they completed. Nothing behind a line that is too long is taken. */
  push(chunk: Uint8Array): string[] {
    if (this.#overlong) return [];
    const text = this.#decoder.decode(chunk, { stream: true });
    this.#position += text.length;
    const lines: string[] = [];
    let from = 0;
    for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', from)) {
      const part = text.slice(from, feed);
      if (this.#tooLong(part)) return lines;
      lines.push(this.#clean(this.#open === '' ? part : this.#open + part).text);
      this.#open = '';
      from = feed + 1;
    }
    const rest = from === 0 ? text : text.slice(from);
    if (!this.#tooLong(rest)) this.#open += rest;
    return lines;
  }

  /** A line was longer than any line of a device is: whoever talks here is out of order. */
  get overlong(): boolean {
    return this.#overlong;
  }

  /** The line the cursor is on. `resting`: the cursor is at its end, so that it may be a prompt or a question. */
  open(): { readonly text: string; readonly resting: boolean } {
    if (this.#open.length > LONGEST_QUESTION) return { text: '', resting: false };
    const { text, cursor } = this.#clean(this.#open);
    return { text, resting: cursor >= text.trimEnd().length };
  }

  /** Characters taken in so far: tells whether anything came since. */
  get position(): number {
    return this.#position;
  }

  #tooLong(part: string): boolean {
    return (this.#overlong ||= this.#open.length + part.length > LONGEST_LINE);
  }
}

/** What is removed from a raw line before it is drawn: the pager with the sequence that wipes it, and tricks inside echoes. */
export interface Noise { readonly erasedPager: RegExp | null; readonly echo: RegExp; }

/** Characters of a line, control characters and all. The longest known one of a device has some thousand. */
export const LONGEST_LINE = 64 * 1024;

/** Characters; an open line longer than this is output, not a question. Bounds the work per chunk. */
const LONGEST_QUESTION = 4096;

type Cleaner = (raw: string) => Drawn;

interface Drawn { readonly text: string; readonly cursor: number; }

function cleaner(noise: Noise): Cleaner {
  return (raw) => {
    let end = raw.length;
    while (end > 0 && raw.charCodeAt(end - 1) === 13) end--;
    const line = end === raw.length ? raw : raw.slice(0, end);
    if (!CONTROL.test(line)) return { text: line, cursor: end === raw.length ? line.length : 0 };
    const erased = noise.erasedPager ? line.replace(noise.erasedPager, '') : line;
    const drawn = draw(erased.replace(noise.echo, ''));
    return end === raw.length ? drawn : { text: drawn.text, cursor: 0 };
  };
}

 
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;
/** ECMA-48: CSI with parameters, or another escape with one final byte. */
 
const ESCAPE = /\x1b(?:\[([0-?]*)[ -/]*([@-~])|[ -/]*[0-Z\\-~])?/y;

/** Puts characters where a terminal's cursor would: backspace, carriage return, cursor left and right, column, erase in line. */
function draw(raw: string): Drawn {
  const cells: string[] = [];
  let cursor = 0;
  for (let i = 0; i < raw.length;) {
    const code = raw.codePointAt(i)!;
    if (code === 0x1b) {
      ESCAPE.lastIndex = i;
      const found = ESCAPE.exec(raw);
      i += Math.max(1, found?.[0].length ?? 1);
      if (found?.[2] !== undefined) cursor = move(cells, cursor, found[2], Number.parseInt(found[1]!, 10));
      continue;
    }
    const character = String.fromCodePoint(code);
    i += character.length;
    if (code === 0x0d) cursor = 0;
    else if (code === 0x08) cursor = Math.max(0, cursor - 1);
    else if (code >= 0x20 && code !== 0x7f || code === 0x09) {
      while (cells.length < cursor) cells.push(' ');
      cells[cursor++] = character;
    }
  }
  return { text: cells.join(''), cursor: cells.slice(0, cursor).join('').length };
}

/** The furthest a cursor moves right; real terminals stop at their width. */
const WIDEST = 4096;

function move(cells: string[], cursor: number, final: string, parameter: number): number {
  const count = Number.isNaN(parameter) || parameter < 1 ? 1 : parameter;
  switch (final) {
    case 'D': return Math.max(0, cursor - count);
    case 'C': return Math.min(WIDEST, cursor + count);
    case 'G': return Math.min(WIDEST, count - 1);
    case 'K':
      if (Number.isNaN(parameter) || parameter === 0) cells.length = Math.min(cells.length, cursor);
      else if (parameter === 2) cells.length = 0;
      return cursor;
    default: return cursor;
  }
}
