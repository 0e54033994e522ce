/**
 * Takes secrets out of text by value. Text may come in pieces and may be folded or laced with control sequences by a terminal;
 * a secret is found all the same, across all of these.
 */
export class Mask {
  readonly #secrets = new Set<string>();
  #held = '';

  /** Empty values are ignored. */
  add(secret: string): void {
    if (secret !== '') this.#secrets.add(secret);
  }

  /** A whole text: nothing is held back. */
  all(text: string): string {
    return this.#secrets.size === 0 ? text : this.#replace(text, true).done;
  }

  /** The next piece of a stream; what may be the start of a secret comes with a later piece. */
  next(text: string): string {
    if (this.#secrets.size === 0 && this.#held === '') return text;
    const { done, rest } = this.#replace(this.#held + text, false);
    this.#held = rest;
    return done;
  }

  /** What was held back, at the end of the stream or where it pauses for us. */
  flush(): string {
    const { done } = this.#replace(this.#held, true);
    this.#held = '';
    return done;
  }

  #replace(text: string, whole: boolean): { done: string; rest: string } {
    let done = '';
    let plain = 0;
    for (let at = 0; at < text.length; at++) {
      const { end: found, cut } = this.#matchAt(text, at);
      if (cut && !whole) return { done: done + text.slice(plain, at), rest: text.slice(at) };
      const end = found === -1 && cut && text.length - at >= TELLING ? text.length : found;
      if (end === -1) continue;
      done += `${text.slice(plain, at)}***`;
      plain = end;
      at = end - 1;
    }
    return { done: done + text.slice(plain), rest: '' };
  }

  /** End of the longest secret that starts at `at`, -1 for none; `cut`: the text ends inside one. */
  #matchAt(text: string, at: number): { readonly end: number; readonly cut: boolean } {
    let end = -1;
    let cut = false;
    for (const secret of this.#secrets) {
      if (text.charCodeAt(at) !== secret.charCodeAt(0)) continue;
      const found = follow(text, at, secret);
      cut ||= found === MAYBE;
      end = Math.max(end, found);
    }
    return end < 0 && !cut ? NONE : { end: Math.max(end, -1), cut };
  }
}

const MAYBE = -2;
const NONE = { end: -1, cut: false } as const;
/** This much of a secret, where a text breaks off inside it, is masked too. */
const TELLING = 3;
/** What a terminal may put between two characters of an echo: folds with indents, cursor moves, padding. */
 
const NOISE = /(?: \x1b\[\d*D|\x1b\[[0-?]*[ -/]*[@-~]|[\r\n\0\b]+ *)+/y;
 
const NOISE_CUT = /(?: ?\x1b(?:\[[0-?]*[ -/]*)?| )$/y;

function follow(text: string, at: number, secret: string): number {
  let position = at;
  for (let i = 0; i < secret.length; i++) {
    if (text[position] !== secret[i]) {
      NOISE.lastIndex = position;
      const noise = i > 0 ? NOISE.exec(text) : null;
      if (noise) position += noise[0].length;
      if (position >= text.length) return MAYBE;
      NOISE_CUT.lastIndex = position;
      if (i > 0 && NOISE_CUT.test(text)) return MAYBE;
      if (text[position] !== secret[i]) return -1;
    }
    position++;
  }
  return position;
}

/** The secret values in a line, given the line as it may be shown (`***` for each secret). */
export function secretsIn(text: string, shown: string): string[] {
  if (text === shown || !shown.includes('***')) return [];
  const parts = shown.split('***').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 'su').exec(text)?.slice(1) ?? [text];
}
