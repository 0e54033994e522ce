import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { frameOf, framesOfText, looksLikeHex } from '../../omci/capture/hex-text.ts';
import { isCapture, readCapture } from '../../omci/capture/pcap.ts';
import { OmciError } from '../../omci/errors.ts';
import type { Io } from '../io.ts';

/** A frame of the input, or why there is none at this place. */
export interface InputFrame {
  /** Where it is from: `line 3`, `packet 12`; null for one given on the command line. */
  readonly place: string | null;
  readonly frame: Uint8Array | null;
  readonly error: OmciError | null;
}

/** @param byLine  each line of a text is an input of its own, so that output lines can be matched with input lines */
export async function readFrames(io: Io, words: readonly string[], byLine = false): Promise<readonly InputFrame[]> {
  const [first = '-'] = words;
  if (words.length <= 1 && (first === '-' || await io.exists(first))) {
    const bytes = first === '-' ? await io.stdin() : await io.readFile(first);
    if (bytes === null) throw new Failure(`cannot read ${first}`, { code: 'unreadable-file', exitCode: EXIT.usage });
    return framesOfFile(bytes, byLine);
  }
  const whole = words.join(' ');
  if (!looksLikeHex(whole)) throw new Failure(`there is no file ${whole}, and it is no frame in hexadecimal either`, { code: 'no-such-file', exitCode: EXIT.usage, hint: 'give octets, a file, or - for standard input' });
  // Several words are several frames when each is a whole one, else the octets of one.
  if (words.length > 1 && words.every((w) => looksLikeHex(w) && frameOf(w).frame!.length >= 12)) return words.map((w, i) => ({ ...pick(frameOf(w)), place: `argument ${i + 1}` }));
  return framesOfText(whole).map((f) => ({ ...pick(f), place: null }));
}

/** Text or capture, told by its first octets. @throws Failure for a damaged capture */
function framesOfFile(bytes: Uint8Array, byLine: boolean): readonly InputFrame[] {
  if (isCapture(bytes)) {
    try {
      return readCapture(bytes).frames.map(({ packet, frame }) => ({ place: `packet ${packet}`, frame, error: null }));
    } catch (error) {
      if (error instanceof OmciError) throw new Failure(error.message, { code: error.code, exitCode: EXIT.findings });
      throw error;
    }
  }
  const text = new TextDecoder().decode(bytes);
  if (!byLine) return framesOfText(text).map((f) => ({ ...pick(f), place: `line ${f.line}` }));
  return text.split(/\r\n|\n|\r/).flatMap((line, i) => (line.trim() === '' ? [] : [{ ...pick(frameOf(line.trim())), place: `line ${i + 1}` }]));
}

function pick({ frame, error }: { readonly frame: Uint8Array | null; readonly error: OmciError | null }): { readonly frame: Uint8Array | null; readonly error: OmciError | null } {
  return { frame, error };
}
