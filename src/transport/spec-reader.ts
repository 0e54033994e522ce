import type { SpecError } from './compile-session.ts';

const NEVER = /(?!)/u;

/**
 * Reads typed values out of plain data and notes what is missing, of the wrong kind or unknown. A wrong value reads as a
 * harmless default, so that one pass reports everything; the caller throws the result away when there were errors.
 */
export class SpecReader {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #errors: SpecError[];
  readonly #read = new Set<string>();

  constructor(data: unknown, path: string, errors: SpecError[]) {
    this.#path = path;
    this.#errors = errors;
    this.#data = isRecord(data) ? data : {};
    if (!isRecord(data)) this.#error('', 'must be a mapping');
  }

  text(key: string): string {
    const value = this.#value(key);
    if (typeof value === 'string' && value !== '') return value;
    this.#error(key, value === undefined ? 'is missing' : 'must be a text that is not empty');
    return ' ';
  }

  textIfAny(key: string): string | undefined {
    return this.#value(key) === undefined ? undefined : this.text(key);
  }

  /** A key that may hold this one word, or be absent. */
  onlyIfAny<K extends string, W extends string>(key: K, word: W): { [k in K]?: W } {
    const value = this.#value(key);
    if (value === undefined) return {};
    if (value !== word) this.#error(key, `must be ${word}, or absent`);
    return { [key]: word } as { [k in K]?: W };
  }

  flagIfAny(key: string): boolean {
    const value = this.#value(key);
    if (value !== undefined && typeof value !== 'boolean') this.#error(key, 'must be true or false');
    return value === true;
  }

  count(key: string): number {
    const value = this.#value(key);
    if (isCount(value)) return value;
    this.#error(key, value === undefined ? 'is missing' : 'must be a whole number, not negative');
    return 0;
  }

  countIfAny(key: string): number | undefined {
    return this.#value(key) === undefined ? undefined : this.count(key);
  }

  counts(key: string): number[] {
    return this.#array(key).map((value, i) => {
      if (isCount(value)) return value;
      this.#error(`${key}/${i}`, 'must be a whole number, not negative');
      return 0;
    });
  }

  /** A pattern as its source, checked. */
  source(key: string): string {
    const source = this.text(key);
    this.#compile(source, key, 'u');
    return source;
  }

  sources(key: string): string[] {
    return this.#array(key).map((value, i) => {
      if (typeof value !== 'string' || value === '') this.#error(`${key}/${i}`, 'must be a pattern');
      else this.#compile(value, `${key}/${i}`, 'u');
      return typeof value === 'string' ? value : '(?!)';
    });
  }

  pattern(key: string): RegExp {
    return this.#compile(this.text(key), key, 'u');
  }

  patternIfAny(key: string): RegExp | null {
    return this.#value(key) === undefined ? null : this.pattern(key);
  }

  patternOrNever(key: string): RegExp {
    return this.patternIfAny(key) ?? NEVER;
  }

  patterns(key: string): RegExp[] {
    return this.sources(key).map((source, i) => this.#compile(source, `${key}/${i}`, 'u'));
  }

  /** One expression that matches where any of the list does; nothing for an empty list. `anonymous`: group names are dropped. */
  anyOf(key: string, flags = 'u', anonymous = false): RegExp {
    const sources = this.sources(key).map((source) => (anonymous ? source.replace(/\(\?<\w+>/g, '(?:') : source));
    return sources.length === 0 ? new RegExp('(?!)', flags) : this.#compile(sources.map((source) => `(?:${source})`).join('|'), key, flags);
  }

  /** `[[pattern, word], …]` with words of a closed list. */
  pairs<W extends string>(key: string, words: readonly W[]): [RegExp, W][] {
    return this.#array(key).flatMap((row, i): [RegExp, W][] => {
      const [pattern, word] = Array.isArray(row) && row.length === 2 ? row as unknown[] : [];
      const known = words.find((w) => w === word);
      if (typeof pattern === 'string' && known !== undefined) return [[this.#compile(pattern, `${key}/${i}`, 'u'), known]];
      this.#error(`${key}/${i}`, `must be [pattern, class] with a class of ${words.join(', ')}`);
      return [];
    });
  }

  /** A pattern made of parts that were checked one by one. */
  compile(source: string, flags = 'u'): RegExp {
    return this.#compile(source, '', flags);
  }

  section(key: string): SpecReader {
    const value = this.#value(key);
    if (value === undefined) this.#error(key, 'is missing');
    return new SpecReader(value ?? {}, `${this.#path}/${key}`, this.#errors);
  }

  read<T>(key: string, reader: (section: SpecReader) => T): T {
    const section = this.section(key);
    const result = reader(section);
    section.done();
    return result;
  }

  readIfAny<T>(key: string, reader: (section: SpecReader) => T): T | null {
    return this.#value(key) === undefined ? null : this.read(key, reader);
  }

  list<T>(key: string, reader: (item: SpecReader) => T): T[] {
    return this.#array(key).map((value, i) => {
      const item = new SpecReader(value, `${this.#path}/${key}/${i}`, this.#errors);
      const result = reader(item);
      item.done();
      return result;
    });
  }

  entries(): [string, SpecReader][] {
    return Object.keys(this.#data).map((key) => [key, this.section(key)]);
  }

  /** To be called last: whatever was not asked for is unknown. */
  done(): void {
    for (const key of Object.keys(this.#data)) if (!this.#read.has(key)) this.#error(key, 'is not known here');
  }

  #value(key: string): unknown {
    this.#read.add(key);
    return this.#data[key];
  }

  #array(key: string): readonly unknown[] {
    const value = this.#value(key);
    if (Array.isArray(value)) return value as unknown[];
    this.#error(key, value === undefined ? 'is missing' : 'must be a list');
    return [];
  }

  #compile(source: string, key: string, flags: string): RegExp {
    try {
      return new RegExp(source, flags);
    } catch (error) {
      this.#error(key, `is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
      return NEVER;
    }
  }

  #error(key: string, message: string): void {
    this.#errors.push({ path: key === '' ? this.#path : `${this.#path}/${key}`, message });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
