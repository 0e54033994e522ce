/** The echo of a terminal that wraps by itself: knows the column, continues a full line the device's way. */
export class Echo {
  #column = 0;

  /** The last line on the screen is now `text`. */
  at(text: string, width: number): void {
    this.#column = text.length % width;
  }

  /** @returns what is sent for one typed character. */
  typed(character: string, width: number, fold: string): string {
    this.#column++;
    if (this.#column < width) return character;
    this.#column = 0;
    return character + fold;
  }

  erased(): string {
    if (this.#column > 0) this.#column--;
    return '\b \b';
  }
}
