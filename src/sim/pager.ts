/** Output of more than a page waits for the reader, page by page. */
export class Pager {
  #rest: readonly string[];
  readonly #ask: string;

  constructor(lines: readonly string[], ask: string) {
    this.#rest = lines;
    this.#ask = ask;
  }

  /** The next `rows` lines; followed by the prompt when they are the last ones, else by the pager's words. */
  page(rows: number, more: string): { readonly text: string; readonly over: boolean } {
    const lines = this.#rest.slice(0, rows);
    this.#rest = this.#rest.slice(rows);
    const over = this.#rest.length === 0;
    return { text: crlf(lines) + (over ? this.#ask : more), over };
  }

  /** The reader had enough. */
  broken(): string {
    this.#rest = [];
    return this.#ask;
  }
}

export function crlf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}
