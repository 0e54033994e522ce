/** One entry of `olts:` as `OltIntent`, once per project. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { Secret } from '../../kernel/secret.ts';
import type { OltIntent } from '../intent.ts';
import { child, placeOf, pointerTo, textOf, toValue } from '../node.ts';
import type { Node } from '../node.ts';
import type { NamedPart } from '../project.ts';
import { parsePonPattern } from './pon.ts';
import type { PonPattern } from './pon.ts';

export interface ResolvedOlt {
  readonly intent: OltIntent;
  readonly part: NamedPart;
  /** `pons:` entries, narrowest pattern first. */
  readonly pons: readonly { readonly pattern: PonPattern; readonly node: Node; readonly pointer: string }[];
}

export function readOlt(part: NamedPart, report: (found: Finding) => void): ResolvedOlt {
  const text = (name: string): string | undefined => textOf(child(part.node, name));
  const secret = (name: string): Secret | undefined => readSecret(child(part.node, name));
  const port = text('port');
  const uplinks = child(part.node, 'uplinks');
  const optional = { model: text('model'), username: text('username'), password: secret('password'), enablePassword: secret('enablePassword') };
  const intent: OltIntent = {
    name: part.name,
    vendor: text('vendor') ?? '',
    host: text('host') ?? '',
    transport: text('transport') === 'telnet' ? 'telnet' : 'ssh',
    writes: text('writes') === 'deny' ? 'deny' : 'allow',
    manage: texts(child(part.node, 'manage')),
    use: readUse(child(part.node, 'use')),
    ssh: readSsh(child(part.node, 'ssh')),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(uplinks === undefined ? {} : { uplinks: texts(uplinks) }),
    ...defined({ ...optional, window: readWindow(child(part.node, 'window')) }),
  };
  if (text('host') === undefined) {
    report(finding('ONT238', `the OLT ${part.name} lacks host`, { hint: 'add host: its name or address, or host: simulator', at: placeOf(part.node, part.pointer, part.entry) }));
  }
  return { intent, part, pons: readPatterns(part, report) };
}

/** Off where it is no number: an OLT has no variables. */
function readWindow(node: Node | undefined): OltIntent['window'] {
  const number = (text: string | undefined): number | undefined => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);
  const lines = number(textOf(node) ?? textOf(child(node, 'lines')));
  return lines === undefined ? undefined : { lines, ...defined({ typeAhead: number(textOf(child(node, 'typeAhead'))) }) };
}

function readPatterns(part: NamedPart, report: (found: Finding) => void): ResolvedOlt['pons'] {
  const node = child(part.node, 'pons');
  if (node?.kind !== 'map') return [];
  const pons: { pattern: PonPattern; node: Node; pointer: string }[] = [];
  for (const entry of node.entries.values()) {
    const pointer = part.pointer + pointerTo('pons', entry.key);
    const pattern = parsePonPattern(entry.key);
    if (pattern) pons.push({ pattern, node: entry.value, pointer });
    else report(finding('ONT228', `${JSON.stringify(entry.key)} is no PON pattern`, { hint: 'write "0/1/*", "0/2/0-7" or "0/1/3"', at: node.source.place(entry.keyStart, entry.keyEnd, pointer) }));
  }
  return pons.sort((a, b) => a.pattern.width - b.pattern.width);
}

function readUse(node: Node | undefined): OltIntent['use'] {
  if (node?.kind !== 'map') return {};
  const use: Record<string, string | Record<string, string>> = {};
  for (const { key, value } of node.entries.values()) {
    if (value.kind === 'text') use[key] = value.text;
    else if (value.kind === 'map') use[key] = Object.fromEntries([...value.entries.values()].map((entry) => [entry.key, textOf(entry.value) ?? '']));
  }
  return use;
}

/** Secrets as `Secret`, those of the jump host too. */
function readSsh(node: Node | undefined): Readonly<Record<string, unknown>> {
  if (node?.kind !== 'map') return {};
  const options: Record<string, unknown> = {};
  for (const { key, value } of node.entries.values()) {
    options[key] = key === 'passphrase' || key === 'password' ? readSecret(value) : key === 'jump' && value.kind === 'map' ? readSsh(value) : toValue(value);
  }
  return options;
}

/** A secret of an OLT: no row, hence neither columns nor variables. */
function readSecret(node: Node | undefined): Secret | undefined {
  if (!node) return undefined;
  if (node.kind === 'text') return new Secret({ from: 'literal', value: node.text });
  const value = (name: string): string | undefined => textOf(child(node, name));
  const [env, file, command] = [value('env'), value('file'), value('command')];
  if (env !== undefined) return new Secret({ from: 'env', name: env });
  if (file !== undefined) return new Secret({ from: 'file', path: file });
  if (command !== undefined) return new Secret({ from: 'command', command });
  return undefined;
}

function texts(node: Node | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => textOf(item) ?? []);
  return (textOf(node) ?? '').split(',').map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
