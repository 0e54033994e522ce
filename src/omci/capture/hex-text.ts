import { fromHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';

/** A frame written as text, or why the text is none. */
export interface TextFrame {
  /** Line it starts on, from 1. */
  readonly line: number;
  readonly frame: Uint8Array | null;
  readonly error: OmciError | null;
}

/**
 * Frames of a text, one per line: `8001490a…`, `80 01 49 0a`, `80:01:49:0a`, `0x80, 0x01`, `\x80\x01`; `#` starts a comment.
 * The lines of a dump (xxd, hexdump -C, Wireshark), which begin with an offset, belong together; an offset of 0 starts a frame.
 */
export function framesOfText(text: string): readonly TextFrame[] {
  const frames: { line: number; text: string }[] = [];
  let due = -1;
  for (const [i, whole] of text.split(/\r\n|\n|\r/).entries()) {
    const line = whole.replace(/(#|\/\/).*$/, '').trim();
    if (line === '') continue;
    const dump = dumpLine(line);
    // hexdump ends with the offset behind the last octet.
    if (due > 0 && /^[0-9a-f]{4,8}$/i.test(line) && parseInt(line, 16) === due) continue;
    if (dump !== undefined && dump.offset === due) frames.at(-1)!.text += dump.octets;
    else if (dump !== undefined && dump.offset === 0) frames.push({ line: i + 1, text: dump.octets });
    else frames.push({ line: i + 1, text: line });
    due = dump === undefined ? -1 : dump.offset + dump.octets.length / 2;
  }
  return frames.map(({ line, text: octets }) => frameOf(octets, line));
}

/** One line, any spelling but that of dumps. */
export function frameOf(text: string, line = 1): TextFrame {
  try {
    return { line, frame: fromHex(digitsOf(text)), error: null };
  } catch (error) {
    if (!(error instanceof OmciError)) throw error;
    return { line, frame: null, error };
  }
}

/** Whether a word can only be meant as octets: hexadecimal, at least a head of them. */
export function looksLikeHex(text: string): boolean {
  return /^[0-9a-f]{16,}$/i.test(digitsOf(text));
}

function digitsOf(text: string): string {
  return text.replace(/^['"`{[(]+|['"`}\]);,]+$/g, '').replace(/\\x|0x|[\s:,;._-]/gi, '');
}

interface DumpLine { readonly offset: number; readonly octets: string; }

/** `00000010: 8001 490a …  ..I.`, `00000010  80 01 49 0a …  |..I.|`, `0010   80 01 …` */
function dumpLine(line: string): DumpLine | undefined {
  const [, offset, colon, rest = ''] = /^([0-9a-f]{4,8})(:?)\s+(.*)$/i.exec(line) ?? [];
  if (offset === undefined) return undefined;
  // The letters beside the octets are set off by a bar or by at least two blanks behind at most 16 octets.
  const [, octets] = /^((?:[0-9a-f]{2}[ ]{0,2}){1,16})(?:\||\s{2,}\S|\s*$)/i.exec(`${rest.split('|')[0]!}  `) ?? [];
  if (octets === undefined || (colon === '' && !/\s\s/.test(line) && parseInt(offset, 16) !== 0)) return undefined;
  const digits = octets.replace(/\s/g, '');
  return digits.length % 2 === 0 ? { offset: parseInt(offset, 16), octets: digits } : undefined;
}
