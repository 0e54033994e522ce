/** YAML text to nodes. The only file that knows the `yaml` package. */
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Document, ParsedNode, YAMLError, YAMLMap } from 'yaml';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Entry, MapNode, Node } from './node.ts';
import type { Source } from './source.ts';

/** Nodes that aliases may add to a file once they are followed: far above any real profile, far below a bomb. */
const ALIAS_LIMIT = 100_000;
/** Levels of nesting; the deepest legal profile has about ten. */
const DEPTH_LIMIT = 100;

/** Mistakes reported of one file; whoever has more has one mistake many times. */
const FINDINGS_LIMIT = 100;

export interface YamlResult { readonly root: Node | null; readonly findings: readonly Finding[] }

/**
 * Reads one YAML document. Every scalar stays text (the failsafe schema), so `0012345678901234` is what was written.
 * @returns `root` null when the file is empty or `findings` says what is wrong with it: a tree with holes would be judged unfairly.
 */
export function readYaml(source: Source): YamlResult {
  let documents: Document.Parsed[];
  const findings: Finding[] = [];
  try {
    const parsed = parseAllDocuments(source.text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false, stringKeys: false, logLevel: 'silent' });
    documents = Array.isArray(parsed) ? parsed as Document.Parsed[] : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { root: null, findings: [tooDeep(source, 0)] };
  }
  for (const document of documents) {
    for (const error of document.errors) findings.push(syntaxFinding(source, error, document));
    for (const warning of document.warnings) findings.push(warningFinding(source, warning));
  }
  const [first, second] = documents;
  if (second) {
    findings.push(finding('ONT008', 'the file holds several YAML documents', {
      hint: 'keep one document per file: remove the line ---', at: source.place(second.range[0], second.range[0] + 1, ''),
    }));
  }
  if (findings.length > 0) return { root: null, findings: firstPerLine(findings).slice(0, FINDINGS_LIMIT) };
  if (!first?.contents) return { root: null, findings: [] };
  return new Converter(source, findings).convertDocument(first.contents);
}

class Converter {
  readonly #source: Source;
  readonly #findings: Finding[];
  readonly #anchors = new Map<string, { node: Node | null; size: number }>();
  /** Nodes so far, those behind aliases included; and those alone. */
  #count = 0;
  #unfolded = 0;

  constructor(source: Source, findings: Finding[]) {
    this.#source = source;
    this.#findings = findings;
  }

  convertDocument(contents: ParsedNode): YamlResult {
    const root = this.#convert(contents, 0);
    return { root: this.#findings.length > 0 ? null : root, findings: this.#findings };
  }

  #convert(node: ParsedNode | null | undefined, depth: number): Node | null {
    if (!node) return null;
    const [start, end] = [node.range[0], node.range[1]];
    if (depth > DEPTH_LIMIT) {
      this.#report(tooDeep(this.#source, start));
      return null;
    }
    if (isAlias(node)) return this.#alias(node.source, start, end);
    const before = this.#count++;
    const anchor = (node as { anchor?: string }).anchor;
    // Registered before its content is read: an alias inside its own anchor finds it unfinished.
    const registered = anchor === undefined ? undefined : { node: null as Node | null, size: 0 };
    if (registered) this.#anchors.set(anchor!, registered);
    const converted = this.#collection(node, start, end, depth);
    if (registered) {
      registered.node = converted;
      registered.size = this.#count - before;
    }
    return converted;
  }

  #collection(node: ParsedNode, start: number, end: number, depth: number): Node | null {
    const source = this.#source;
    if (isMap(node)) return this.#map(node, start, end, depth);
    if (isSeq(node)) {
      const items: Node[] = [];
      for (const item of node.items) {
        const converted = isPair(item) ? null : this.#convert(item, depth + 1);
        if (converted) items.push(converted);
      }
      return { kind: 'list', items, source, start, end };
    }
    if (!isScalar(node)) return null;
    const text = typeof node.value === 'string' ? node.value : '';
    return { kind: 'text', text, value: text, plain: node.type === 'PLAIN' || node.type === undefined, source, start, end };
  }

  #map(node: YAMLMap.Parsed, start: number, end: number, depth: number): MapNode {
    const entries = new Map<string, Entry>();
    const merged: Node[] = [];
    for (const pair of node.items) {
      const key = pair.key as ParsedNode | null;
      const keyStart = key?.range[0] ?? start;
      const keyEnd = key?.range[1] ?? keyStart;
      if (!isScalar(key)) {
        this.#report(finding('ONT016', 'a key must be plain text', { at: this.#source.place(keyStart, keyEnd, '') }));
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : '';
      const value = this.#convert(pair.value, depth + 1) ??
        { kind: 'text', text: '', value: '', plain: true, source: this.#source, start: keyEnd, end: keyEnd };
      if (name === '<<' && key.type === 'PLAIN') {
        merged.push(...(value.kind === 'list' ? value.items : [value]));
        continue;
      }
      const first = entries.get(name);
      if (first) this.#duplicate(name, first, keyStart, keyEnd);
      else entries.set(name, { key: name, keyStart, keyEnd, value });
    }
    // Merge keys: what is written here wins over what is merged in, earlier merges over later ones.
    for (const from of merged) if (from.kind === 'map') for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry);
    return { kind: 'map', entries, source: this.#source, start, end };
  }

  #alias(name: string, start: number, end: number): Node | null {
    const target = this.#anchors.get(name);
    const at = this.#source.place(start, end, '');
    if (!target) {
      this.#report(finding('ONT004', `the alias *${name} refers to no anchor`, { hint: `write &${name} before the value it stands for, or quote the text`, at }));
      return null;
    }
    if (!target.node) {
      this.#report(finding('ONT005', `the alias *${name} stands inside its own anchor`, { hint: 'write the value out', at }));
      return null;
    }
    this.#count += target.size;
    this.#unfolded += target.size;
    if (this.#unfolded > ALIAS_LIMIT) {
      this.#report(finding('ONT005', `aliases unfold to more than ${ALIAS_LIMIT} values`, { hint: 'write the values out', at }));
      return null;
    }
    return target.node;
  }

  #duplicate(name: string, first: Entry, start: number, end: number): void {
    this.#report(finding('ONT006', `the key ${name} is written twice`, {
      hint: 'keep one of the two',
      at: this.#source.place(start, end, ''),
      related: [{ message: 'first written here', at: first.value.source.place(first.keyStart, first.keyEnd, '') }],
    }));
  }

  #report(found: Finding): void {
    if (this.#findings.length >= FINDINGS_LIMIT) return;
    // A bomb would report itself once per alias.
    if ((found.code === 'ONT005' || found.code === 'ONT010') && this.#findings.some((other) => other.code === found.code)) return;
    this.#findings.push(found);
  }
}

function syntaxFinding(source: Source, error: YAMLError, document: Document.Parsed): Finding {
  const [start, end] = error.pos;
  const at = source.place(start, Math.max(end, start + 1), '');
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return finding('ONT007', 'a tab is used for indentation', { hint: 'indent with spaces', at });
    case 'MULTIPLE_DOCS':
      return finding('ONT008', 'the file holds several YAML documents', { hint: 'keep one document per file: remove the line ---', at });
    case 'MISSING_CHAR': {
      const opened = openedQuote(document, start);
      if (opened === null) return finding('ONT001', lowerFirst(error.message.split('\n')[0] ?? 'not well-formed YAML'), { at });
      return finding('ONT001', 'a quoted text is never closed', { hint: 'close it with the quote it begins with', at, related: [{ message: 'it begins here', at: source.place(opened, opened + 1, '') }] });
    }
    case 'RESOURCE_EXHAUSTION':
      return finding('ONT010', 'the file is nested too deeply', { at });
    default: {
      const tab = /^[ ]*\t/.test(lineAt(source.text, start));
      if (tab) return finding('ONT007', 'a tab is used for indentation', { hint: 'indent with spaces', at });
      return finding('ONT001', lowerFirst(error.message.split('\n')[0] ?? 'not well-formed YAML'), { at });
    }
  }
}

/** Where the quoted text begins that ends where the parser gave up; null: something else is not closed. */
function openedQuote(document: Document.Parsed, end: number): number | null {
  let opened: number | null = null;
  visit(document, {
    Scalar(_, { type, range }) {
      if ((type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') && range?.[1] === end) opened = range[0];
    },
  });
  return opened;
}

function warningFinding(source: Source, warning: YAMLError): Finding {
  const at = source.place(warning.pos[0], warning.pos[1], '');
  if (warning.code === 'TAG_RESOLVE_FAILED') {
    return finding('ONT017', 'YAML tags such as !name are not supported', { hint: 'remove the tag, or quote the text', at });
  }
  return finding('ONT001', lowerFirst(warning.message), { at });
}

function tooDeep(source: Source, offset: number): Finding {
  return finding('ONT010', `the file is nested more than ${DEPTH_LIMIT} levels deep`, { at: source.place(offset, offset + 1, '') });
}

/** One mistake makes the parser complain several times about its line; the first complaint is the useful one. */
function firstPerLine(findings: readonly Finding[]): Finding[] {
  const seen = new Set<number>();
  return findings.filter((found) => {
    const line = found.at?.line ?? 0;
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
