/** One YAML file of a pack: its tree as the build reads it, and the place of every value in it. */
import type { Finding, Place } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { keyPlace, locate, placeOf, type Node, type TextNode } from '../../profile/node.ts';
import { decodeSource, wholeFile, YAML_LIMIT } from '../../profile/source.ts';
import { readYaml } from '../../profile/yaml.ts';

export class PackDocument {
  readonly file: string;
  readonly root: Node;

  constructor(file: string, root: Node) {
    this.file = file;
    this.root = root;
  }

  /** Plain data with the types YAML 1.2 gives: what `npm run build` puts into the package. */
  data(): unknown {
    return typed(this.root);
  }

  /** The value at a JSON pointer; where the file does not go that far, the nearest thing around it. */
  at(pointer: string): Place {
    const { node, entry } = locate(this.root, pointer);
    return placeOf(node, pointer, entry);
  }

  /** A key instead of its value: for keys that should not be there. */
  atKey(parent: string, key: string): Place {
    const { node } = locate(this.root, parent);
    const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
    return entry ? keyPlace(node, entry, `${parent}/${key}`) : this.at(parent);
  }

  /** A piece of a text, where the text stands in the file as it is; the whole of it otherwise (escapes, folds). */
  inside(pointer: string, index: number, length: number): Place {
    const { node, exact } = locate(this.root, pointer);
    if (!exact || node.kind !== 'text') return this.at(pointer);
    const start = node.start + (node.plain ? 0 : 1) + index;
    const piece = node.text.slice(index, index + length);
    if (piece === '' || node.source.text.slice(start, start + length) !== piece) return this.at(pointer);
    return node.source.place(start, start + length, pointer);
  }
}

/** @returns null with findings when the file is no YAML mapping */
export function readPackDocument(file: string, bytes: Uint8Array): { document: PackDocument | null; findings: readonly Finding[] } {
  const { source, findings } = decodeSource(file, bytes, YAML_LIMIT);
  if (!source) return { document: null, findings };
  const read = readYaml(source);
  if (read.findings.length > 0) return { document: null, findings: read.findings };
  if (read.root?.kind !== 'map') return { document: null, findings: [finding('ONT009', 'the file holds no mapping', { at: wholeFile(file) })] };
  return { document: new PackDocument(file, read.root), findings: [] };
}

function typed(node: Node): unknown {
  switch (node.kind) {
    case 'text': return node.plain ? scalar(node) : node.text;
    case 'list': return node.items.map(typed);
    case 'map': return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, typed(entry.value)]));
  }
}

/** The core schema of YAML 1.2, section 10.3. */
function scalar({ text }: TextNode): unknown {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?\d+$|^0o[0-7]+$|^0x[0-9a-fA-F]+$|^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  return text;
}
