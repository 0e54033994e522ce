/** Values of the merged tree as what they mean: variables put in, units converted. What does not fit is reported, once, where it is written. */
import type { Finding, Place } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { Secret } from '../../kernel/secret.ts';
import type { PortName } from '../intent.ts';
import { placeOf, textOf } from '../node.ts';
import type { MapNode, Node } from '../node.ts';
import { meantHint } from '../suggest.ts';
import { lookUp, namesIn } from './scope.ts';
import type { Scope } from './scope.ts';
import { treePlace } from './tree.ts';
import type { Tree } from './tree.ts';
import { parseDuration, parseRate } from './units.ts';

export class Reader {
  readonly scope: Scope;
  readonly report: (found: Finding) => void;

  readonly #probe: boolean;

  /** @param probe the subscriber is imaginary: variables and columns without a value are no mistake */
  constructor(scope: Scope, report: (found: Finding) => void, probe = false) {
    this.scope = scope;
    this.report = report;
    this.#probe = probe;
  }

  /** @returns undefined when absent, or when a variable has no value (reported) */
  text(tree: Tree | undefined): string | undefined {
    if (tree?.kind !== 'leaf' || tree.node.kind !== 'text') return undefined;
    return this.fill(tree.node.text, () => treePlace(tree));
  }

  /** The same for a word the schema has checked. */
  word<T extends string>(tree: Tree | undefined): T | undefined {
    return this.text(tree) as T | undefined;
  }

  whole(tree: Tree | undefined, minimum: number, maximum: number, what: string): number | undefined {
    if (tree?.kind !== 'leaf' || tree.node.kind !== 'text') return undefined;
    if (typeof tree.node.value === 'number') return tree.node.value;
    const text = this.text(tree);
    if (text === undefined) return undefined;
    const value = /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : NaN;
    if (value >= minimum && value <= maximum) return value;
    this.wrong(tree, text, `${what}: expected a whole number from ${minimum} to ${maximum}`);
    return undefined;
  }

  flag(tree: Tree | undefined): boolean | undefined {
    if (tree?.kind !== 'leaf' || tree.node.kind !== 'text') return undefined;
    if (typeof tree.node.value === 'boolean') return tree.node.value;
    const text = this.text(tree);
    if (text === 'true' || text === 'false') return text === 'true';
    if (text !== undefined) this.wrong(tree, text, 'expected true or false');
    return undefined;
  }

  /** @returns kbit/s */
  rate(tree: Tree | undefined): number | undefined {
    if (tree?.kind !== 'leaf') return undefined;
    const kbit = tree.node.kind === 'map' ? tree.node.entries.get('kbit') : undefined;
    if (kbit) return this.whole({ ...tree, node: kbit.value, entry: kbit }, 1, 4_000_000_000, 'kbit');
    const text = this.text(tree);
    if (text === undefined) return undefined;
    const rate = parseRate(text);
    if (rate === null) this.wrong(tree, text, 'expected a rate such as 512k, 100M or 1G');
    return rate ?? undefined;
  }

  /** @returns seconds */
  duration(tree: Tree | undefined): number | undefined {
    const text = this.text(tree);
    if (text === undefined || !tree) return undefined;
    const seconds = parseDuration(text);
    if (seconds === null) this.wrong(tree, text, 'expected a duration such as 30m or 24h');
    return seconds ?? undefined;
  }

  texts(tree: Tree | undefined): string[] {
    if (tree?.kind !== 'leaf') return [];
    const nodes: readonly Node[] = tree.node.kind === 'list' ? tree.node.items : [tree.node];
    return nodes.flatMap((node) => {
      const text = node.kind === 'text' ? this.fill(node.text, () => treePlace(tree)) : undefined;
      return text === undefined ? [] : text.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '');
    });
  }

  ports(tree: Tree | undefined): PortName[] {
    const ports: PortName[] = [];
    for (const text of this.texts(tree)) {
      const port = parsePort(text);
      if (port) ports.push(port);
      else if (tree) this.wrong(tree, text, 'expected a port such as eth1 or veip');
    }
    return ports;
  }

  ipv4(tree: Tree | undefined, what: string): string | undefined {
    const text = this.text(tree);
    if (text === undefined || !tree) return undefined;
    if (isIpv4(text)) return text;
    this.report(finding('ONT236', `${what}: ${JSON.stringify(text)} is not an IPv4 address`, { at: treePlace(tree) }));
    return undefined;
  }

  /** @param name identity of a generated secret inside the subscriber: `wifi/ssid1` */
  secret(tree: Tree | undefined, name: string): Secret | undefined {
    if (tree?.kind !== 'leaf') return undefined;
    return this.secretNode(tree.node, name, () => treePlace(tree));
  }

  /** A secret that, when generated, is one for all subscribers of the layer that asks for it: an ACS has one password, not thousands. */
  sharedSecret(tree: Tree | undefined, name: string): Secret | undefined {
    const secret = this.secret(tree, name);
    if (secret?.ref.from !== 'generated' || !tree || tree.from === 'row') return secret;
    return new Secret({ from: 'generated', key: `${tree.from}/${name}`, length: secret.ref.length });
  }

  secretNode(node: Node, name: string, place: () => Place): Secret | undefined {
    if (node.kind === 'text') {
      const value = this.fill(node.text, place);
      return value === undefined ? undefined : new Secret({ from: 'literal', value });
    }
    if (node.kind !== 'map') return undefined;
    return this.#reference(node, name, place);
  }

  /** Puts variables in, also those inside the values of variables. `$${` stands for a literal `${`. */
  fill(text: string, place: () => Place, within: readonly string[] = []): string | undefined {
    if (!text.includes('${')) return text;
    let complete = true;
    const filled = text.replace(/\$(\$\{)|\$\{\s*([^}]*?)\s*\}/g, (_match, escaped: string | undefined, name: string | undefined) => {
      if (escaped !== undefined) return escaped;
      const raw = lookUp(this.scope, name!);
      if (raw === undefined || within.includes(name!)) this.#missing(name!, place(), raw !== undefined);
      const value = raw === undefined || within.includes(name!) ? undefined : this.fill(raw, place, [...within, name!]);
      if (value === undefined) complete = false;
      return value ?? '';
    });
    return complete ? filled : undefined;
  }

  wrong(tree: Tree, text: string, expected: string): void {
    this.report(finding('ONT225', `${expected}, got ${JSON.stringify(text)}`, {
      at: treePlace(tree), related: [{ message: `for subscriber ${this.scope.key}`, at: this.scope.row.place() }],
    }));
  }

  #missing(name: string, at: Place, circular: boolean): void {
    if (this.#probe) return;
    const message = circular ? `\${${name}} refers to itself` : `\${${name}} has no value for subscriber ${this.scope.key}`;
    const hint = circular ? 'write its value out' : meantHint(name, namesIn(this.scope)) ?? this.#remedy(name);
    this.report(finding('ONT221', message, { hint, at, related: [{ message: `subscriber ${this.scope.key}`, at: this.scope.row.place() }] }));
  }

  #remedy(name: string): string {
    const { oltName, pon } = this.scope;
    if (name.startsWith('olt.')) return `set ${name.slice(4)} under vars: of OLT ${oltName}`;
    if (name.startsWith('pon.')) return `set ${name.slice(4)} for PON ${pon} under pons: of OLT ${oltName}`;
    return name === 'id' ? 'give the row an id' : `give the row a ${name}, or set it under vars:`;
  }

  #reference(node: MapNode, name: string, place: () => Place): Secret | undefined {
    const entry = [...node.entries.values()][0];
    const raw = textOf(entry?.value);
    if (!entry || raw === undefined) return undefined;
    const text = this.fill(raw, place);
    if (text === undefined) return undefined;
    switch (entry.key) {
      case 'env': return new Secret({ from: 'env', name: text });
      case 'file': return new Secret({ from: 'file', path: text });
      case 'command': return new Secret({ from: 'command', command: text });
      case 'generate': return new Secret({ from: 'generated', key: `${this.scope.key}/${name}`, length: Number(text) });
      case 'column': {
        const value = this.scope.row.text(text);
        if (value !== undefined) return new Secret({ from: 'literal', value });
        if (this.#probe) return undefined;
        this.report(finding('ONT234', `subscriber ${this.scope.key} has nothing in the column ${text}`, {
          hint: 'fill the cell, or name the right column', at: placeOf(entry.value, place().path),
          related: [{ message: `subscriber ${this.scope.key}`, at: this.scope.row.place() }],
        }));
        return undefined;
      }
      default: return undefined;
    }
  }
}

export function parsePort(text: string): PortName | null {
  if (text === 'veip') return { kind: 'veip' };
  const match = /^(eth|pots|ssid|lan)([1-9]\d?)$/.exec(text);
  return match ? { kind: match[1] as 'eth' | 'pots' | 'ssid' | 'lan', number: Number(match[2]) } : null;
}

export function portText(port: PortName): string {
  return port.kind === 'veip' ? 'veip' : `${port.kind}${port.number}`;
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}
