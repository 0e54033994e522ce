/** Lines of a device in the order in which it printed them, one of which may be the fold of the one before. */
import { maskSecrets } from './mask-secrets.ts';
import { isSecretWord } from './secret-words.ts';

/** Terminals fold in the middle of a word at 80 columns, some a little earlier. A line of this length that was whole costs the next its first word. */
const FOLD = { from: 76, to: 80 } as const;
/** And none folds before half a line. */
const HALF = 40;

/**
 * Shows line after line. Where one breaks off at a secret, or at the word before it, the first word of the next is its rest.
 * @param show one line without its secrets
 */
export function lineByLine(show: (line: string) => string = maskSecrets): (line: string) => string {
  let broken = false;
  return (line) => {
    const shown = show(broken ? line.replace(/\S+/, '***') : line);
    broken = breaksOff(line, shown);
    return shown;
  };
}

function breaksOff(line: string, shown: string): boolean {
  const text = line.trimEnd();
  const last = /\S+$/.exec(text)?.[0] ?? '';
  // Folded at a blank: the secret would not fit any more.
  if (isSecretWord(last)) return text.length >= HALF && !/(?:type|mode|method)\s+\S+$/.test(text);
  // A quote that was closed is a whole value; whether a bare word goes on nobody can see.
  const whole = last.endsWith('"') && (text.match(/"/g)?.length ?? 0) % 2 === 0;
  return text.length >= FOLD.from && text.length <= FOLD.to && !whole && /\*{3}"?$/.test(shown.trimEnd());
}
