/**
 * Recognises the device's echo of a typed line. Terminals fold echoes at their width, indent the folds and put blanks in, so
 * only what is not blank is compared, over as many lines as it takes.
 */
export class EchoWatch {
  readonly #expected: string;
  readonly #prompt: RegExp;
  #sofar = '';
  #damaged = false;
  #before = '';

  /**
   * @param typed what was typed, without line end
   * @param prompt matches a prompt at the start of a line
   */
  constructor(typed: string, prompt: RegExp) {
    this.#expected = squeeze(typed);
    this.#prompt = prompt;
  }

  /** @returns `done` on the line that completes the echo, `part` on a line that may be a piece of it, `other` otherwise. */
  take(line: string): 'done' | 'part' | 'other' {
    const piece = squeeze(line);
    if (piece === '') return this.#sofar === '' ? 'other' : 'part';
    const folded = this.#sofar === '' ? 'other' : this.#compare(this.#sofar + piece);
    if (folded !== 'other') return folded;
    const prompt = this.#prompt.exec(line);
    if (!prompt) return this.#compare(piece);
    this.#before = prompt[0];
    const typed = squeeze(line.slice(prompt[0].length));
    const found = this.#compare(typed);
    if (found === 'other' && typed !== '') this.#damaged = true;
    return found;
  }

  /** A line at the prompt was not what we typed, or only a part of it: damaged on its way, unless the real echo still comes. */
  get doubtful(): boolean {
    return this.#damaged || this.#sofar !== '';
  }

  /** The prompt that stood before the echo, '' if none did. */
  get prompt(): string {
    return this.#before;
  }

  /** Whether a line ends in the whole of what was typed, wherever it stood. */
  endsIn(line: string): boolean {
    return squeeze(line).endsWith(this.#expected);
  }

  #compare(text: string): 'done' | 'part' | 'other' {
    this.#sofar = '';
    if (text === this.#expected) return 'done';
    if (text === '' || !this.#expected.startsWith(text)) return 'other';
    this.#sofar = text;
    return 'part';
  }
}

/** Without blanks: folds and indents change nothing else. */
function squeeze(text: string): string {
  return /\s/u.test(text) ? text.replace(/\s+/gu, '') : text;
}
