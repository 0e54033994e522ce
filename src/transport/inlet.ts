/** Keeps bytes and the end of a channel until somebody listens. */
export class Inlet {
  #kept: Uint8Array[] = [];
  #data: ((chunk: Uint8Array) => void) | null = null;
  #end: ((error: Error | null) => void) | null = null;
  #ended: { readonly error: Error | null } | null = null;

  push(chunk: Uint8Array): void {
    if (this.#ended || chunk.length === 0) return;
    if (this.#data) this.#data(chunk);
    else this.#kept.push(chunk);
  }

  /** Only the first end counts. */
  end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = { error };
    this.#end?.(error);
  }

  onData(listener: (chunk: Uint8Array) => void): void {
    this.#data = listener;
    const kept = this.#kept;
    this.#kept = [];
    for (const chunk of kept) listener(chunk);
  }

  onEnd(listener: (error: Error | null) => void): void {
    this.#end = listener;
    if (this.#ended) listener(this.#ended.error);
  }
}
