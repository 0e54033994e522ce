import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Io } from '../io.ts';

/** Messages of a JSON text: one object, a list, the document of `omci decode --json`, or one object per line. @throws Failure */
export async function messagesOfJson(io: Io, file: string): Promise<readonly object[]> {
  const bytes = file === '-' ? await io.stdin() : await io.readFile(file);
  if (bytes === null) throw new Failure(`there is no file ${file}`, { code: 'no-such-file', exitCode: EXIT.usage });
  const text = new TextDecoder().decode(bytes);
  const whole = parse(text);
  const values = whole === undefined ? text.split('\n').filter((l) => l.trim() !== '').map((line, i) => lineOf(line, i + 1)) : [whole];
  return values.flatMap(unpack);
}

function unpack(value: unknown): readonly object[] {
  if (Array.isArray(value)) return value.flatMap(unpack);
  if (typeof value !== 'object' || value === null) throw notMessages('a message is an object');
  if ('frames' in value && Array.isArray(value.frames)) return value.frames.flatMap(unpack);
  if ('decoded' in value) return value.decoded === null ? [] : unpack(value.decoded);
  return [value];
}

function lineOf(line: string, number: number): unknown {
  const value = parse(line);
  if (value === undefined) throw notMessages(`line ${number} is no JSON`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function notMessages(message: string): Failure {
  return new Failure(message, { code: 'bad-json', exitCode: EXIT.findings, hint: 'ont-prov omci decode --json shows the shape' });
}
